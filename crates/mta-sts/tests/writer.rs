//! What the writer writes is what the strict reader asks for.
#![cfg(feature = "report")]

use mta_sts::tlsrpt::ResultType;
use mta_sts::tlsrpt::report::{PolicyType, parse_strict};
use mta_sts::tlsrpt::writer::{Failure, Policy, ReportWriter, WriterError};
use mta_sts::{DomainName, Timestamp, policy};
use proptest::prelude::*;

fn domain(name: &str) -> DomainName {
    name.parse().unwrap()
}

fn writer() -> ReportWriter {
    let (start, end) = (Timestamp(1_459_468_800), Timestamp(1_459_555_199));
    ReportWriter::new("Company-X", "tls@company-x.example", "1", start, end).unwrap()
}

fn sts(text: &str) -> Policy {
    let mx = policy::parse(text.as_bytes()).value.map(|policy| policy.mx).unwrap_or_default();
    Policy::sts(domain("company-y.example"), text, &mx)
}

const POLICY: &str =
    "version: STSv1\r\nmode: testing\r\nmx: *.mail.company-y.example\r\nmax_age: 86400\r\n";

#[test]
fn writes_the_example_of_appendix_b() {
    let mut writer = writer();
    let mut expired = Failure::new(ResultType::CertificateExpired);
    expired.sending_mta_ip = "2001:db8:abcd:0012::1".parse().ok();
    expired.receiving_mx_hostname = Some(domain("mx1.mail.company-y.example"));
    writer.success(&sts(POLICY), 5_326);
    for _ in 0..100 {
        writer.failure(&sts(POLICY), std::slice::from_ref(&expired));
    }
    let text = writer.finish().to_json();
    let wanted = concat!(
        r#"{"organization-name":"Company-X","date-range":{"start-datetime":"2016-04-01T00:00:00Z","#,
        r#""end-datetime":"2016-04-01T23:59:59Z"},"contact-info":"tls@company-x.example","report-id":"1","#,
        r#""policies":[{"policy":{"policy-type":"sts","policy-string":["version: STSv1","mode: testing","#,
        r#""mx: *.mail.company-y.example","max_age: 86400"],"policy-domain":"company-y.example","#,
        r#""mx-host":["*.mail.company-y.example"]},"summary":{"total-successful-session-count":5326,"#,
        r#""total-failure-session-count":100},"failure-details":[{"result-type":"certificate-expired","#,
        r#""sending-mta-ip":"2001:db8:abcd:12::1","receiving-mx-hostname":"mx1.mail.company-y.example","#,
        r#""failed-session-count":100}]}]}"#,
    );
    assert_eq!(text, wanted);
}

#[test]
fn one_session_that_fails_twice_counts_once() {
    let mut writer = writer();
    let failures = [
        Failure::new(ResultType::CertificateExpired),
        Failure::new(ResultType::CertificateHostMismatch),
    ];
    writer.failure(&sts(POLICY), &failures);
    let report = writer.finish();
    assert_eq!(report.policies[0].summary.total_failure_session_count, Some(1));
    assert_eq!(report.policies[0].failure_details.len(), 2);
}

#[test]
fn one_session_counts_once_under_each_way_it_failed() {
    let expired = Failure::new(ResultType::CertificateExpired);
    let named = Failure::new(ResultType::Other("certificate-expired".to_owned()));
    let nameless = Failure::new(ResultType::Other(" ".to_owned()));
    let said_nothing = Failure {
        receiving_mx_helo: Some(" ".to_owned()),
        ..Failure::new(ResultType::ValidationFailure)
    };
    let elsewhere = Failure { receiving_ip: "192.0.2.1".parse().ok(), ..expired.clone() };
    let mut writer = writer();
    writer.failure(&sts(POLICY), &[expired.clone(), expired, named, nameless, said_nothing]);
    writer.failure(&sts(POLICY), &[elsewhere]);
    let report = writer.finish();
    assert_eq!(report.policies[0].summary.total_failure_session_count, Some(2));
    let details = report.policies[0].failure_details.iter();
    let counts: Vec<_> = details
        .map(|d| (d.result_type.clone(), d.receiving_ip.is_some(), d.failed_session_count))
        .collect();
    let wanted = [
        (Some(ResultType::CertificateExpired), false, Some(1)),
        (Some(ResultType::CertificateExpired), true, Some(1)),
        (Some(ResultType::ValidationFailure), false, Some(1)),
    ];
    assert_eq!(counts, wanted);
}

#[test]
fn each_policy_has_its_entry_even_when_it_is_one() {
    let mut writer = writer();
    writer.success(&Policy::no_policy_found(domain("a.example")), 1);
    writer.success(&Policy::tlsa(domain("a.example"), &["3 1 1 AB".to_owned()]), 1);
    writer.success(&sts(""), 1);
    let report = writer.finish();
    let types: Vec<_> = report.policies.iter().map(|p| p.policy.policy_type.clone()).collect();
    let wanted = [PolicyType::Tlsa, PolicyType::Sts, PolicyType::NoPolicyFound];
    assert_eq!(types, wanted.map(Some));
    assert_eq!(parse_strict(report.to_json().as_bytes()), Ok(report));
}

#[test]
fn a_policy_is_told_with_its_blank_lines() {
    let told = |text: &str| {
        let mut writer = writer();
        writer.success(&sts(text), 1);
        let report = writer.finish();
        let read = parse_strict(report.to_json().as_bytes()).unwrap();
        assert_eq!(read, report);
        read.policies[0].policy.policy_string.clone()
    };
    let lines = ["", "version: STSv1", " ", "", "mode: none"];
    assert_eq!(told("\r\nversion: STSv1\r\n \r\n\r\nmode: none"), lines);
    assert_eq!(told("\nversion: STSv1\n \n\nmode: none\n"), lines);
    assert_eq!(told("\n\n"), ["", ""]);
    assert_eq!(told(""), [] as [&str; 0]);
}

#[test]
fn a_tlsa_record_has_four_fields() {
    let printed = [
        "3 1 1 0D6FCE3A 9B3D1B0D",
        "3 1 1 ( 0D6FCE3A\n\t\t9B3D1B0D )",
        "3 1 1 (0D6FCE3A9B3D1B0D)",
        " 3\t1 1  0D6FCE3A9B3D1B0D\r\n",
        "()",
        " ",
    ];
    let mut writer = writer();
    let records = printed.map(str::to_owned);
    writer.success(&Policy::tlsa(domain("a.example"), &records), 1);
    let wanted = ["3 1 1 0D6FCE3A9B3D1B0D"; 4];
    assert_eq!(writer.finish().policies[0].policy.policy_string, wanted);
}

#[test]
fn refuses_what_no_report_can_have() {
    let new = |name, contact, id, start, end| {
        ReportWriter::new(name, contact, id, Timestamp(start), Timestamp(end)).err()
    };
    assert_eq!(new("X", "a@b.example", "1", 0, 0), None);
    assert_eq!(new(" ", "a@b.example", "1", 0, 0), Some(WriterError::OrganizationName));
    assert_eq!(new("X", "a@b.example", "", 0, 0), Some(WriterError::ReportId));
    assert_eq!(new("X", "a@b.example", "1", 1, 0), Some(WriterError::DateRange));
    assert_eq!(new("X", "a@b.example", "1", 0, i64::MAX), Some(WriterError::DateRange));
    for contact in ["", "a", "a@", "@b.example", "a@b@c.example", "a b@c.example", "a..b@c.example"]
    {
        assert_eq!(new("X", contact, "1", 0, 0), Some(WriterError::ContactInfo), "{contact}");
    }
}

#[test]
fn a_failure_tells_that_it_lacks_its_reason() {
    let lacking = |kind: ResultType, reason: Option<&str>| {
        let failure_reason_code = reason.map(str::to_owned);
        Failure { failure_reason_code, ..Failure::new(kind) }.lacks_reason_code()
    };
    let wanted = [ResultType::CertificateNotTrusted, ResultType::ValidationFailure];
    for kind in ResultType::KNOWN {
        assert_eq!(lacking(kind.clone(), None), wanted.contains(&kind), "{kind:?}");
        assert!(!lacking(kind, Some("X509_V_ERR_UNSPECIFIED")));
    }
    assert!(lacking(ResultType::ValidationFailure, Some(" ")));
    // Without a name it is written as a validation-failure.
    assert!(lacking(ResultType::parse(""), None));
    assert!(!lacking(ResultType::parse("new-fault"), None));
}

#[test]
fn names_are_written_as_a_labels() {
    assert!("bücher.example".parse::<DomainName>().is_err());
    let text = "version: STSv1\nmode: enforce\nmx: *.bücher.example\nmax_age: 86400\n";
    assert_eq!(policy::parse(text.as_bytes()).value, None);
    let mut writer = writer();
    let text = text.replace("bücher", "xn--bcher-kva");
    let mx = policy::parse(text.as_bytes()).value.unwrap().mx;
    let domain = domain("XN--BCHER-KVA.example");
    let failure = Failure {
        receiving_mx_hostname: "mx.xn--bcher-kva.example".parse().ok(),
        ..Failure::new(ResultType::CertificateExpired)
    };
    writer.failure(&Policy::sts(domain, &text, &mx), &[failure]);
    let under = &writer.finish().policies[0];
    assert_eq!(under.policy.policy_domain.as_deref(), Some("xn--bcher-kva.example"));
    assert_eq!(under.policy.mx_host, ["*.xn--bcher-kva.example"]);
    let host = under.failure_details[0].receiving_mx_hostname.as_deref();
    assert_eq!(host, Some("mx.xn--bcher-kva.example"));
}

fn result_type() -> impl Strategy<Value = ResultType> {
    prop_oneof![
        prop::sample::select(ResultType::KNOWN.to_vec()),
        "[a-z-]{1,12}x".prop_map(|name| ResultType::parse(&name)),
    ]
}

proptest! {
    #[test]
    fn the_strict_reader_takes_it(
        name in "\\PC{0,20}X",
        id in "\\PC{0,20}1",
        start in 0_i64..4_000_000_000,
        length in 0_i64..200_000,
        policy in "[ -~\r\n]{0,60}",
        sessions in any::<u64>(),
        kinds in prop::collection::vec((result_type(), any::<Option<[u8; 4]>>(), any::<Option<String>>()), 0..6),
    ) {
        let end = Timestamp(start + length);
        let mut writer = ReportWriter::new(&name, "a@b.example", &id, Timestamp(start), end).unwrap();
        writer.success(&sts(&policy), sessions);
        for (kind, address, text) in kinds {
            let mut failure = Failure::new(kind);
            failure.sending_mta_ip = address.map(Into::into);
            failure.receiving_mx_helo = text.clone();
            failure.failure_reason_code = text;
            writer.failure(&sts(&policy), &[failure]);
        }
        let report = writer.finish();
        prop_assert_eq!(parse_strict(report.to_json().as_bytes()), Ok(report));
    }
}
