//! What is generated: snapshots of the texts, and that the core's own parsers find it clean.

use mta_sts::generate::{GenerateInput, Generated, generate};
use mta_sts::policy::Mode;
use mta_sts::{Severity, Timestamp, policy, record, tlsrpt};
use proptest::prelude::*;

fn example() -> GenerateInput {
    let mut input = GenerateInput::new("Example.com", Timestamp(1_700_000_000));
    input.mode = Mode::Enforce;
    input.mx = ["mx1.example.com", "*.mx.example.net", "MX1.example.com"].map(str::to_owned).into();
    input.rua = vec!["tls@example.com".to_owned(), "https://r.example/v1".to_owned()];
    input
}

fn codes(input: &GenerateInput) -> Vec<&'static str> {
    generate(input).err().unwrap_or_default().iter().map(|d| d.code.slug()).collect()
}

#[test]
fn records_and_zone() {
    let generated = generate(&example()).unwrap();
    insta::assert_snapshot!("policy", generated.policy.replace('\r', "\\r"));
    insta::assert_snapshot!("zone", generated.zone);
    assert_eq!(generated.curl, "curl -sSi https://mta-sts.example.com/.well-known/mta-sts.txt");
    assert_eq!(generated.tlsrpt.unwrap().name, "_smtp._tls.example.com");
    assert_eq!(generated.findings, []);
}

#[test]
fn hosting() {
    for hosting in generate(&example()).unwrap().hosting {
        insta::assert_snapshot!(hosting.server, hosting.config);
    }
}

#[test]
fn the_policy_host_points_where_it_should() {
    let lines = |values: &[&str]| {
        let policy_host = values.iter().map(|v| (*v).to_owned()).collect();
        let zone = generate(&GenerateInput { policy_host, ..example() }).unwrap().zone;
        zone.lines().filter(|l| l.starts_with("mta-sts.")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        lines(&["Sts.host.example."]),
        ["mta-sts.example.com. 3600 IN CNAME sts.host.example."]
    );
    assert_eq!(
        lines(&["192.0.2.7", "2001:DB8::7"]),
        [
            "mta-sts.example.com. 3600 IN A 192.0.2.7",
            "mta-sts.example.com. 3600 IN AAAA 2001:db8::7"
        ]
    );
}

#[test]
fn long_records_are_split_into_strings() {
    let rua = (0..20).map(|n| format!("mailto:tls-reports-{n}@reports.example.com")).collect();
    let record = generate(&GenerateInput { rua, ..example() }).unwrap().tlsrpt.unwrap();
    let strings: Vec<&str> =
        record.zone_line.split_once('"').unwrap().1.trim_end_matches('"').split("\" \"").collect();
    assert!(strings.len() > 2 && strings.iter().all(|s| s.len() <= 255));
    assert_eq!(strings.concat(), record.content);
}

#[test]
fn everything_wrong_is_said_at_once() {
    let mut input = GenerateInput::new("exa mple", Timestamp(0));
    input.mx = vec!["a.b.".to_owned(), "good.example".to_owned()];
    input.max_age = 40_000_000;
    input.rua = vec!["nobody".to_owned(), "mailto:a,b@c.example".to_owned()];
    input.policy_host = vec!["192.0.2.1".to_owned(), "x.example".to_owned()];
    input.id = Some("a-b".to_owned());
    assert_eq!(
        codes(&input),
        [
            "generate/domain-invalid",
            "generate/mx-invalid",
            "policy/max-age-too-large",
            "record/id-invalid",
            "generate/rua-invalid",
            "generate/rua-invalid",
            "generate/policy-host-invalid",
        ]
    );
    assert_eq!(codes(&GenerateInput { mx: Vec::new(), ..example() }), ["policy/mx-missing"]);
    let none = GenerateInput { mx: Vec::new(), mode: Mode::None, ..example() };
    assert_eq!(codes(&none), [] as [&str; 0]);
    let longest = "a.".repeat(124) + "ab";
    assert_eq!(codes(&GenerateInput { domain: longest, ..example() }), ["generate/domain-invalid"]);
    let mx = (0..4_000).map(|n| format!("mx{n}.example.com")).collect();
    assert_eq!(codes(&GenerateInput { mx, ..example() }), ["fetch/too-large"]);
}

#[test]
fn a_number_is_no_name_and_no_name_points_to_itself() {
    let domain = |name: &str| GenerateInput { domain: name.to_owned(), ..example() };
    assert_eq!(codes(&domain("192.0.2.1")), ["generate/domain-invalid"]);
    for (target, fine) in [
        ("192.0.2.999", false),
        ("mta-sts.example.com", false),
        ("MTA-STS.Example.com.", false),
        ("mta-sts.example.net", true),
        ("example.com", true),
    ] {
        let input = GenerateInput { policy_host: vec![target.to_owned()], ..example() };
        let wanted: &[&str] = if fine { &[] } else { &["generate/policy-host-invalid"] };
        assert_eq!(codes(&input), wanted, "{target}");
    }
}

#[test]
fn a_bare_address_is_encoded() {
    for (typed, uri) in [
        ("us%41er@a.test", "mailto:us%2541er@a.test"),
        ("100%@a.test", "mailto:100%25@a.test"),
        ("dept/tls@a.test", "mailto:dept%2Ftls@a.test"),
        ("a&b=c?d#e!f@a.test", "mailto:a%26b%3Dc%3Fd%23e%21f@a.test"),
        ("^_`{|}~@a.test", "mailto:%5E_%60%7B%7C%7D~@a.test"),
        ("o'brien$*+-.x@a.test", "mailto:o'brien$*+-.x@a.test"),
        ("a@a.test?subject=100%25", "mailto:a@a.test?subject=100%25"),
        ("mailto:a%21b@a.test", "mailto:a%21b@a.test"),
    ] {
        let input = GenerateInput { rua: vec![typed.to_owned()], ..example() };
        let content = generate(&input).unwrap().tlsrpt.unwrap().content;
        assert_eq!(content, format!("v=TLSRPTv1; rua={uri}"), "{typed}");
    }
    // What no mailbox holds outside of quotation marks (RFC 5322 3.2.3) is rather a slip.
    for typed in [
        "a@a.test,b@a.test",
        "a,b@a.test",
        "a;b@a.test",
        "[a]@a.test",
        "a b@a.test",
        "ü@a.test",
        "@a.test",
    ] {
        let input = GenerateInput { rua: vec![typed.to_owned()], ..example() };
        assert_eq!(codes(&input), ["generate/rua-invalid"], "{typed}");
    }
}

#[test]
fn a_rash_wish_is_warned_of() {
    let mx = vec!["*.co.uk".to_owned()];
    let generated = generate(&GenerateInput { mx, max_age: 60, ..example() }).unwrap();
    let found: Vec<_> = generated.findings.iter().map(|f| f.code).collect();
    assert_eq!(found, ["policy/mx-wildcard-broad", "policy/max-age-short"]);
}

#[cfg(feature = "deserialize")]
#[test]
fn a_few_values_are_enough() {
    let json = r#"{ "domain": "a.example", "mx": ["mx.a.example"], "now": 1700000000 }"#;
    let input: GenerateInput = serde_json::from_str(json).unwrap();
    let generated = serde_json::to_value(generate(&input).unwrap()).unwrap();
    assert!(generated["tlsrpt"].is_null());
    assert_eq!(generated["record"]["name"], "_mta-sts.a.example");
    assert_eq!(generated["hosting"][0]["policyPath"], "/var/www/mta-sts/.well-known/mta-sts.txt");
}

fn clean(input: &GenerateInput, generated: &Generated) -> Result<(), TestCaseError> {
    let read = policy::parse(generated.policy.as_bytes());
    prop_assert!(read.diagnostics.iter().all(|d| d.severity() < Severity::Error), "{:?}", read);
    let value = read.value.unwrap();
    prop_assert_eq!(value.to_string(), generated.policy.clone());
    prop_assert_eq!((value.mode, value.max_age), (input.mode, input.max_age));
    let sts = record::parse_set(&[&generated.record.content]);
    prop_assert_eq!(sts.diagnostics, []);
    prop_assert_eq!(sts.value.unwrap().id, generated.id.clone());
    prop_assert_eq!(generated.tlsrpt.is_some(), !input.rua.is_empty());
    if let Some(record) = &generated.tlsrpt {
        let read = tlsrpt::record::parse_set(&[&record.content]);
        prop_assert_eq!(read.diagnostics, []);
        prop_assert_eq!(read.value.unwrap().rua.len(), input.rua.len());
    }
    // Nothing that was typed adds a line to a configuration or a zone.
    let plain = generate(&example()).unwrap();
    for (one, other) in generated.hosting.iter().zip(&plain.hosting) {
        prop_assert_eq!(one.config.lines().count(), other.config.lines().count());
        prop_assert!(one.config.is_ascii());
    }
    let lines = generated.zone.lines().count();
    let tlsrpt = usize::from(generated.tlsrpt.is_some());
    prop_assert_eq!(
        lines,
        2 + tlsrpt + if input.policy_host.is_empty() { 3 } else { input.policy_host.len() }
    );
    Ok(())
}

/// Good values, with now and then a bad piece.
fn typed(good: &'static str) -> impl Strategy<Value = String> {
    prop_oneof![8 => good, 1 => ".{0,12}", 1 => "[a-z@:/.\\r\\n\"'\\\\{};$<> -]{0,20}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn what_is_generated_is_clean(
        domain in typed("[a-z]{1,10}\\.example"),
        mx in prop::collection::vec(typed("(\\*\\.)?[a-z0-9]{1,5}\\.example"), 0..4),
        rua in prop::collection::vec(typed("(mailto:)?[a-z]{1,5}@[a-z]{1,5}\\.example|https://[a-z]{1,5}\\.example/"), 0..3),
        policy_host in prop_oneof![
            Just(Vec::new()),
            typed("[a-z]{1,9}\\.example").prop_map(|name| vec![name]),
            Just(vec!["192.0.2.1".to_owned(), "::1".to_owned()]),
        ],
        mode in prop::sample::select(vec![Mode::Enforce, Mode::Testing, Mode::None]),
        max_age in prop_oneof![9 => 0..=31_557_600_u32, 1 => any::<u32>()],
        now in prop_oneof![0..4_000_000_000_i64, any::<i64>()],
        id in prop::option::weighted(0.3, typed("[a-zA-Z0-9]{1,32}")),
    ) {
        let now = Timestamp(now);
        let input = GenerateInput { domain, mode, mx, max_age, rua, policy_host, id, now };
        match generate(&input) {
            Ok(generated) => clean(&input, &generated)?,
            Err(faults) => prop_assert!(!faults.is_empty()),
        }
    }
}
