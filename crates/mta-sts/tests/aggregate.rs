//! Adding up reports: what holds whatever the order.
#![cfg(feature = "report")]

use mta_sts::tlsrpt::ResultType;
use mta_sts::tlsrpt::aggregate::{Added, Aggregate, AlikeFailures, FailureRow, SessionRow};
use mta_sts::tlsrpt::report::{
    AppliedPolicy, FailureDetails, MAX_COUNT, PolicyReport, PolicyType, Report, Summary,
};
use mta_sts::{Timestamp, tlsrpt::report::DateRange};
use proptest::prelude::*;

const DAY: i64 = 86_400;

fn report(id: &str, domain: &str, successful: u64, failed: u64) -> Report {
    let failure = FailureDetails {
        result_type: Some(ResultType::CertificateExpired),
        receiving_mx_hostname: Some("MX1.example.".to_owned()),
        sending_mta_ip: Some("192.0.2.1".to_owned()),
        failed_session_count: Some(failed),
        ..FailureDetails::default()
    };
    let policy = AppliedPolicy {
        policy_type: Some(PolicyType::Sts),
        policy_domain: Some(domain.to_owned()),
        ..AppliedPolicy::default()
    };
    let summary = Summary {
        total_successful_session_count: Some(successful),
        total_failure_session_count: Some(failed),
    };
    let range =
        DateRange { start_datetime: Some(Timestamp(0)), end_datetime: Some(Timestamp(DAY - 1)) };
    Report {
        organization_name: Some("Company-X".to_owned()),
        report_id: Some(id.to_owned()),
        date_range: range,
        policies: vec![PolicyReport { policy, summary, failure_details: vec![failure] }],
        ..Report::default()
    }
}

fn sum(reports: &[Report]) -> Aggregate {
    let mut aggregate = Aggregate::new();
    for report in reports {
        aggregate.add(report);
    }
    aggregate
}

#[test]
fn a_repeated_report_counts_once() {
    let mut aggregate = sum(&[report("1", "a.example", 5, 3)]);
    assert_eq!(aggregate.add(&report("1", "a.example", 5, 3)), Added::Duplicate);
    assert_eq!(aggregate.add(&report("2", "A.example.", 1, 0)), Added::New);
    let totals = aggregate.totals();
    assert_eq!((totals.reports, totals.successful_sessions, totals.failed_sessions), (2, 6, 3));
    let row = |name: &str| SessionRow {
        name: Some(name.to_owned()),
        successful_sessions: 6,
        failed_sessions: 3,
    };
    assert_eq!(totals.by_policy_domain, [row("a.example")]);
    assert_eq!(totals.by_policy_type, [row("sts")]);
    assert_eq!(totals.by_organization, [row("Company-X")]);
    assert_eq!(totals.by_day, [row("1970-01-01")]);
    let failed = |name: &str| FailureRow { name: Some(name.to_owned()), failed_sessions: 3 };
    assert_eq!(totals.by_result_type, [failed("certificate-expired")]);
    let expired = ResultType::CertificateExpired;
    let [note] = totals.result_types.as_slice() else { panic!("one result-type") };
    assert_eq!((note.meaning, note.action), (expired.meaning(), expired.action()));
    assert_eq!(totals.by_mx, [failed("mx1.example")]);
    assert_eq!(totals.by_sending_address, [failed("192.0.2.1")]);
}

#[test]
fn failures_alike_in_everything_are_taken_together() {
    let mut other = report("3", "a.example", 0, 1);
    other.policies[0].failure_details[0].failure_reason_code = Some("X509_V_ERR".to_owned());
    let reports = [report("1", "a.example", 5, 3), report("2", "A.example.", 5, 4), other];
    let alike = AlikeFailures {
        policy_domain: Some("a.example".to_owned()),
        organization_name: Some("Company-X".to_owned()),
        result_type: Some("certificate-expired".to_owned()),
        receiving_mx_hostname: Some("mx1.example".to_owned()),
        sending_mta_ip: Some("192.0.2.1".to_owned()),
        failed_sessions: 7,
        ..AlikeFailures::default()
    };
    let reason = Some("X509_V_ERR".to_owned());
    let second = AlikeFailures { failure_reason_code: reason, failed_sessions: 1, ..alike.clone() };
    assert_eq!(sum(&reports).totals().failures, [alike, second]);
}

#[test]
fn the_same_id_of_another_organization_is_another_report() {
    let mut other = report("1", "a.example", 5, 3);
    other.organization_name = Some("Company-Z".to_owned());
    assert_eq!(sum(&[report("1", "a.example", 5, 3), other]).totals().reports, 2);
}

#[test]
fn without_an_id_only_an_equal_report_is_a_repetition() {
    let nameless =
        |successful| Report { report_id: None, ..report("", "a.example", successful, 0) };
    let totals = sum(&[nameless(1), nameless(1), nameless(2)]).totals();
    assert_eq!((totals.reports, totals.successful_sessions), (2, 3));
}

#[test]
fn without_an_id_every_difference_tells_reports_apart() {
    let base = Report { report_id: None, ..report("", "a.example", 5, 3) };
    let changed = |change: &dyn Fn(&mut Report)| {
        let mut report = base.clone();
        change(&mut report);
        report
    };
    let policy =
        |change: fn(&mut AppliedPolicy)| changed(&|report| change(&mut report.policies[0].policy));
    let failure = |change: fn(&mut FailureDetails)| {
        changed(&|report| change(&mut report.policies[0].failure_details[0]))
    };
    let some = || Some("x".to_owned());
    let reports = [
        base.clone(),
        changed(&|report| report.organization_name = None),
        changed(&|report| report.contact_info = some()),
        changed(&|report| report.date_range.start_datetime = Some(Timestamp(3_600))),
        changed(&|report| report.date_range.end_datetime = Some(Timestamp(3_599))),
        changed(&|report| report.policies[0].summary.total_failure_session_count = None),
        changed(&|report| report.policies.push(PolicyReport::default())),
        policy(|policy| policy.policy_type = None),
        policy(|policy| policy.policy_string = vec!["x".to_owned()]),
        policy(|policy| policy.mx_host = vec!["x".to_owned()]),
        failure(|details| details.result_type = None),
        failure(|details| details.sending_mta_ip = None),
        failure(|details| details.receiving_mx_hostname = None),
        failure(|details| details.receiving_mx_helo = Some("x".to_owned())),
        failure(|details| details.receiving_ip = Some("x".to_owned())),
        failure(|details| details.failed_session_count = None),
        failure(|details| details.additional_information = Some("x".to_owned())),
        failure(|details| details.failure_reason_code = Some("x".to_owned())),
    ];
    let mut aggregate = sum(&reports);
    assert_eq!(aggregate.totals().reports, reports.len());
    assert!(reports.iter().all(|report| aggregate.add(report) == Added::Duplicate));
}

#[test]
fn sums_stop_at_what_javascript_can_hold() {
    let reports = [report("1", "a.example", MAX_COUNT, 1), report("2", "a.example", MAX_COUNT, 1)];
    assert_eq!(sum(&reports).totals().successful_sessions, MAX_COUNT);
}

#[test]
fn one_domain_is_told_from_the_others() {
    let reports = [report("1", "a.example", 5, 3), report("2", "b.example", 1, 0)];
    let totals = sum(&reports).totals_of("B.EXAMPLE.");
    assert_eq!((totals.reports, totals.successful_sessions, totals.failed_sessions), (1, 1, 0));
}

#[test]
fn rows_are_sorted_with_the_worst_first() {
    let reports = [
        report("1", "c.example", 9, 0),
        report("2", "b.example", 0, 2),
        report("3", "a.example", 9, 0),
    ];
    let totals = sum(&reports).totals();
    let names: Vec<_> = totals.by_policy_domain.iter().filter_map(|r| r.name.as_deref()).collect();
    assert_eq!(names, ["b.example", "a.example", "c.example"]);
}

/// Reports whose identities collide often, with equal and with different content.
fn reports() -> impl Strategy<Value = Vec<Report>> {
    let one = ("[123]", "[ab]\\.example", 0_u64..3, 0_u64..3, any::<bool>()).prop_map(
        |(id, domain, successful, failed, named)| {
            let mut report = report(&id, &domain, successful, failed);
            report.report_id = report.report_id.filter(|_| named);
            report
        },
    );
    prop::collection::vec(one, 0..8)
}

proptest! {
    #[test]
    fn order_does_not_matter(reports in reports(), seed in any::<prop::sample::Index>()) {
        let mut turned = reports.clone();
        if !turned.is_empty() {
            let middle = seed.index(turned.len());
            turned.rotate_left(middle);
        }
        turned.reverse();
        prop_assert_eq!(sum(&reports), sum(&turned));
    }

    #[test]
    fn merging_is_adding(a in reports(), b in reports(), c in reports()) {
        let all: Vec<Report> = a.iter().chain(&b).chain(&c).cloned().collect();
        let mut left = sum(&a);
        left.merge(&sum(&b));
        left.merge(&sum(&c));
        let mut tail = sum(&c);
        tail.merge(&sum(&b));
        tail.merge(&sum(&a));
        prop_assert_eq!(&left, &tail);
        prop_assert_eq!(&left, &sum(&all));
        let again = left.clone();
        left.merge(&again);
        prop_assert_eq!(left, again);
    }
}
