use super::*;
use crate::code::Code;

fn codes(body: &str) -> Vec<&'static str> {
    parse(body.as_bytes()).diagnostics.iter().map(|d| d.code.slug()).collect()
}

const GOOD: &str = "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmax_age: 604800\r\n";

#[test]
fn prints_what_it_reads() {
    let parsed = parse(GOOD.as_bytes());
    assert!(parsed.diagnostics.is_empty());
    assert_eq!(parsed.value.unwrap().to_string(), GOOD);
}

#[test]
fn reports_all_faults_in_the_order_of_the_text() {
    let body = "version: STSv2\nmode: Enforce\nmx: a_b.example\nmax-age: 1d\n\n";
    assert_eq!(
        codes(body),
        [
            "policy/version-invalid",
            "policy/mode-invalid",
            "policy/mx-invalid",
            "policy/name-near-miss",
            "policy/blank-line",
            "policy/max-age-missing",
        ]
    );
}

#[test]
fn a_byte_that_is_not_utf8_ends_the_strict_reading_only() {
    let parsed = parse(b"version: STSv1\nmode: none\nmax_age: 1\nfoo: \xff\n");
    assert_eq!(parsed.value, None);
    assert_eq!(parsed.salvaged.map(|p| p.mode), Some(Mode::None));
    let label =
        &parsed.diagnostics.iter().find(|d| d.code == Code::PolicyNotUtf8).unwrap().labels[0];
    assert_eq!(label.span.of(&parsed.source), "\u{fffd}");
}

#[test]
fn findings_are_bounded() {
    let parsed = parse("x\n".repeat(30_000).as_bytes());
    assert!(parsed.diagnostics.len() < 210);
    assert!(parsed.diagnostics.iter().any(|d| d.code == Code::PolicyTooManyFindings));
}

#[test]
fn says_durations_in_words() {
    assert_eq!(duration_words(604_800), "1 week");
    assert_eq!(duration_words(86_400), "1 day");
    assert_eq!(duration_words(1_296_000), "15 days");
    assert_eq!(duration_words(31_557_600), "about 365 days");
    assert_eq!(duration_words(90), "90 seconds");
    assert_eq!(duration_words(0), "0 seconds");
}

#[test]
fn machine_applicable_fixes_mend_what_they_claim() {
    for body in [
        "version: STSv1\nmode: Enforce\nmx: mail.example.com.\nmax_age: 604_800\n",
        "\u{feff}version: STSv1\n\n mode: enforce\n# hello\nmx : mail.example.com\nmax_age=604800\n",
        "version: STSv1\\nmode: enforce\\nmx: mail.example.com\\nmax_age: 604800\\n",
        "mode: enforce\nnmx: mail.example.com\nMax-Age: 604800\n",
    ] {
        let parsed = parse(body.as_bytes());
        assert_eq!(parsed.value, None);
        let fixed = crate::diagnostic::apply_fixes(&parsed.source, &parsed.diagnostics);
        let again = parse(fixed.as_bytes());
        assert!(again.value.is_some(), "{fixed}\n{:?}", again.diagnostics);
    }
}

#[test]
fn a_mended_max_age_is_the_number_that_was_meant() {
    let body = |age: &str| format!("version: STSv1\nmode: none\nmax_age: {age}\n");
    for (age, mended) in [
        ("604,800", Some(604_800)),
        ("1.209.600", Some(1_209_600)),
        ("604 800", Some(604_800)),
        ("6_0", Some(60)),
        ("604800.0", Some(604_800)),
        ("604800.000", Some(604_800)),
        ("00000604800", Some(604_800)),
        ("99999999999", Some(MAX_MAX_AGE)),
        ("2 weeks", Some(1_209_600)),
        ("10080 min", Some(604_800)),
        // A fraction, or thousands? And `m` may be months.
        ("86.400", None),
        ("1,5", None),
        ("1.5", None),
        ("1.5 days", None),
        ("7 604800", None),
        ("3m", None),
    ] {
        let value = fixed(body(age).as_bytes()).value;
        assert_eq!(value.map(|policy| policy.max_age), mended, "{age}");
    }
}

#[test]
fn no_remark_becomes_an_allowed_host() {
    let texts = [
        "version: STSv1\nmode: enforce\nmx: a.example // main\nmax_age: 604800\n",
        "version: STSv1 mode: enforce mx: 10 a.example:25 max_age: 604800",
        "<pre>version: STSv1\nmode: enforce\nmx: a.example # main\nmax_age: 604800</pre>",
        "- version: STSv1\n- mode: enforce\n- mx: 10 a.example\n- max_age: 604800\n",
    ];
    for text in texts {
        let parsed = fixed(text.as_bytes());
        let fixes = parsed.diagnostics.iter().flat_map(|d| &d.fixes).flat_map(|fix| &fix.edits);
        let offered = fixes.map(|edit| edit.replacement.as_str()).chain([&*parsed.source]);
        for text in offered {
            let hosts: Vec<_> =
                parse(text.as_bytes()).value.into_iter().flat_map(|p| p.mx).collect();
            assert!(hosts.iter().all(|host| host.as_str() == "a.example"), "{text}");
        }
    }
}

#[test]
fn a_misspelt_mx_is_not_lost_for_its_value() {
    for line in ["MX: “a.example”", "Mx: a.example,", "MX: 10 a.example", "mX: a.example // main"]
    {
        let text = format!("version: STSv1\nmode: none\n{line}\nmax_age: 86400\n");
        let policy = fixed(text.as_bytes()).value;
        assert_eq!(policy.unwrap().mx.first().map(MxPattern::as_str), Some("a.example"), "{line}");
    }
}

#[test]
fn a_fault_that_runs_through_a_file_is_one_finding() {
    let body = "version : STSv1\n\n# a\nmode : none\n\n# b\nmax_age : 604800\n\n";
    let parsed = parse(body.as_bytes());
    let codes: Vec<&str> = parsed.diagnostics.iter().map(|d| d.code.slug()).collect();
    let errors = ["policy/line-malformed", "policy/blank-line", "policy/comment"];
    assert_eq!(codes.iter().filter(|code| errors.contains(code)).count(), 3, "{codes:?}");
    assert!(fixed(body.as_bytes()).value.is_some());
}

#[test]
fn no_mode_is_guessed_to_be_none_without_need() {
    for (mode, guess) in [("on", "enforce"), ("noone", "none"), ("enforcd", "enforce")] {
        let parsed = parse(format!("version: STSv1\nmode: {mode}\n").as_bytes());
        let fix = parsed.diagnostics.iter().flat_map(|d| &d.fixes).flat_map(|fix| &fix.edits);
        assert_eq!(fix.map(|edit| edit.replacement.as_str()).next(), Some(guess));
    }
}

#[cfg(feature = "deserialize")]
#[test]
fn a_policy_comes_back_from_json() {
    let policy =
        parse(b"version: STSv1\nmode: testing\nmx: *.A.example\nmax_age: 604800\nx: y\n").value;
    let json = serde_json::to_string(&policy).unwrap();
    assert_eq!(serde_json::from_str::<Option<Policy>>(&json).unwrap(), policy);
    let short = r#"{ "mode": "none", "maxAge": 86400 }"#;
    assert_eq!(serde_json::from_str::<Policy>(short).unwrap().version, "STSv1");
    for bad in
        [r#"{ "mode": "None", "maxAge": 1 }"#, r#"{ "mode": "none", "maxAge": 1, "mx": ["a."] }"#]
    {
        assert!(serde_json::from_str::<Policy>(bad).is_err(), "{bad}");
    }
}
