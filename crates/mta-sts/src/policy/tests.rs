use super::*;
use crate::code::Code;
use crate::diagnostic::Applicability;

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
fn advises_about_max_age() {
    let advice = |mode, max_age| {
        let policy = parse(GOOD.as_bytes()).value.unwrap();
        max_age_advice(&Policy { mode, max_age, ..policy })
    };
    for mode in [Mode::Enforce, Mode::Testing] {
        assert!(advice(mode, 86_399).ends_with("shorter than a day: use weeks, 604800 or more"));
        assert_eq!(
            advice(mode, 86_400),
            "1 day, which is valid, but RFC 8461 expects weeks or more"
        );
        assert!(advice(mode, 604_799).ends_with("RFC 8461 expects weeks or more"));
        assert!(advice(mode, 604_800).starts_with("1 week, a good length"));
    }
    let removal = "1 minute, after which caches forget it; serve it for as long";
    assert_eq!(advice(Mode::None, 60), removal);
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

/// What the safe or unsafe fix of the first finding writes.
fn written(body: &[u8]) -> Option<(String, Applicability)> {
    let parsed = parse(body);
    let fix = parsed.diagnostics.first()?.fixes.first()?;
    Some((fix.edits.first()?.replacement.clone(), fix.applicability))
}

#[test]
fn durations_are_read_with_their_units() {
    for (value, seconds, safe) in [
        ("1s", "1", true),
        ("90 seconds", "90", true),
        ("5min", "300", true),
        ("24h", "86400", true),
        ("2 hours", "7200", true),
        ("7d", "604800", true),
        ("1 week", "604800", true),
        ("604_800", "604800", true),
        ("604,800", "604800", true),
        ("604 800", "604800", true),
        ("1.209.600", "1209600", true),
        ("600.0", "600", true),
        ("86400.0", "86400", true),
        ("86400.000", "86400", true),
        // Thousands or a fraction: nobody can tell.
        ("604.000", "604000", false),
        ("604.800", "604800", false),
        ("1_000_000_000", "1000000000", true),
        ("10_000_000_000", "31557600", true),
    ] {
        let body = GOOD.replace("604800", value);
        let applicability =
            if safe { Applicability::MachineApplicable } else { Applicability::MaybeIncorrect };
        let wanted = Some((seconds.to_owned(), applicability));
        assert_eq!(written(body.as_bytes()), wanted, "{value}");
    }
    for value in ["", "a", "1.5", "6048.00.0", "12,34", "1,2345", "1fortnight", "9999999999w"] {
        let body = GOOD.replace("604800", value);
        assert_eq!(written(body.as_bytes()).filter(|(text, _)| !text.is_empty()), None, "{value}");
    }
}

#[test]
fn modes_are_guessed_from_their_letters() {
    for (value, mode) in
        [("enforse", "enforce"), ("tetsing", "testing"), ("testin", "testing"), ("non", "none")]
    {
        let body = format!("version: STSv1\nmode: {value}\nmx: a.example\nmax_age: 604800\n");
        let wanted = Some((mode.to_owned(), Applicability::MaybeIncorrect));
        assert_eq!(written(body.as_bytes()), wanted, "{value}");
    }
    // Two letters of `none` are half of it.
    for value in ["on e", "no", "nxxe", "en"] {
        let body = format!("version: STSv1\nmode: {value}\nmx: a.example\nmax_age: 604800\n");
        assert_eq!(written(body.as_bytes()), None, "{value}");
    }
}

#[test]
fn bodies_in_utf16_are_known_by_their_mark_or_their_zeros() {
    let units: Vec<u16> = GOOD.encode_utf16().collect();
    let little = || units.iter().flat_map(|unit| unit.to_le_bytes());
    let big = || units.iter().flat_map(|unit| unit.to_be_bytes());
    for body in [
        [0xff, 0xfe].into_iter().chain(little()).collect::<Vec<u8>>(),
        [0xfe, 0xff].into_iter().chain(big()).collect(),
        little().collect(),
        big().collect(),
    ] {
        let wanted = Some((GOOD.to_owned(), Applicability::MachineApplicable));
        assert_eq!(written(&body), wanted, "{:?}", &body[..4]);
        assert_eq!(parse(&body).diagnostics[0].code, Code::PolicyUtf16);
    }
}

/// RFC 8461 3.2: all entries of a field but the first are ignored, and so they are where a line of them is refused.
#[test]
fn a_later_line_that_is_refused_takes_nothing_from_the_first() {
    for line in ["version=STSv2", "mode=none", "max_age=1", "mode : none", "version STSv1"] {
        let parsed = parse(format!("{GOOD}{line}\n").as_bytes());
        assert_eq!(parsed.value, None, "{line}");
        let salvaged = parsed.salvaged.map(|policy| (policy.mode, policy.max_age));
        assert_eq!(salvaged, Some((Mode::Enforce, 604_800)), "{line}");
    }
}

#[test]
fn of_words_in_another_format_the_first_counts_and_the_rest_make_it_a_guess() {
    let text = "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 86400\n";
    let policy = |applicability| Some((text.to_owned(), applicability));
    let whole = r#"{"version": "STSv1", "mode": "enforce", "mx": ["a.example"], "max_age": 86400}"#;
    assert_eq!(written(whole.as_bytes()), policy(Applicability::MachineApplicable));
    for (first, both) in [
        (r#""enforce""#, r#"["enforce", "none"]"#),
        (r#""STSv1""#, r#"["STSv1", "STSv2"]"#),
        ("86400", "[86400, 1]"),
        (r#""a.example""#, r#""a.example", "a_b.example""#),
    ] {
        let twice = whole.replace(first, both);
        assert_eq!(written(twice.as_bytes()), policy(Applicability::MaybeIncorrect), "{twice}");
    }
    for gone in [r#""version": "STSv1", "#, r#""mx": ["a.example"], "#, r#""mode": "enforce", "#] {
        assert_eq!(written(whole.replace(gone, "").as_bytes()), None, "{gone}");
    }
    let none = whole.replace("enforce", "none").replace(r#""mx": ["a.example"], "#, "");
    let text = "version: STSv1\nmode: none\nmax_age: 86400\n".to_owned();
    assert_eq!(written(none.as_bytes()), Some((text, Applicability::MachineApplicable)));
}

#[test]
fn a_misnamed_line_is_mended_whole_or_in_its_name_alone() {
    for (value, edits) in
        [("mail.example.com.", 2), ("mail.example.com", 1), ("a_b.example", 1), (".example.com", 1)]
    {
        let parsed =
            parse(GOOD.replace("mx: mail.example.com", &format!("MX: {value}")).as_bytes());
        let near = parsed.diagnostics.iter().find(|d| d.code == Code::PolicyNameNearMiss).unwrap();
        assert_eq!(near.fixes[0].edits.len(), edits, "{value}");
    }
}

#[test]
fn a_finding_for_many_places_marks_the_first_ten_and_mends_all() {
    let parsed = parse(format!("{GOOD}{}", "# remark\n".repeat(12)).as_bytes());
    let comments = &parsed.diagnostics[0];
    assert_eq!((comments.labels.len(), comments.fixes[0].edits.len()), (10, 12));
}

#[test]
fn a_max_age_without_digits_is_refused_by_both_readers() {
    for value in ["", " ", "\r", "a"] {
        let body = format!("version: STSv1\nmode: none\nmax_age:{value}\n");
        assert!(StrictPolicy::read(body.as_bytes()).is_none(), "{value:?}");
        assert_eq!(parse(body.as_bytes()).value, None, "{value:?}");
    }
}

/// How sure the reader is that a misnamed line takes the name that was meant.
fn renaming(body: &str) -> Vec<Applicability> {
    let found = parse(body.as_bytes()).diagnostics;
    let names = [Code::PolicyNameNearMiss, Code::PolicyExtensionNameInvalid];
    let fixes = found.iter().filter(|d| names.contains(&d.code)).flat_map(|d| &d.fixes);
    fixes.map(|fix| fix.applicability).collect()
}

#[test]
fn a_misnamed_line_takes_its_name_for_sure_where_no_error_is_added() {
    use Applicability::{MachineApplicable, MaybeIncorrect};
    for (line, misnamed) in [
        ("version: STSv1", "Version: none"),
        ("mode: enforce", "Mode: perhaps"),
        ("max_age: 604800", "max-age: later"),
    ] {
        let instead = GOOD.replace(line, misnamed);
        assert_eq!(renaming(&instead), [MachineApplicable], "{instead}");
        let damaged = format!("{instead}a: b\rc: d\n");
        assert_eq!(renaming(&damaged), [MaybeIncorrect], "{damaged}");
        let beside = format!("{GOOD}{misnamed}\n");
        assert_eq!(renaming(&beside), [MaybeIncorrect], "{beside}");
    }
    // Each `mx` stands for itself; of the others only the first can take the name.
    let hosts = format!("{GOOD}MX: a.example.com\nMX: b.example.com\n");
    assert_eq!(renaming(&hosts), [MachineApplicable; 2]);
    let modes = GOOD.replace("mode: enforce", "Mode: enforce\nMode: none");
    assert_eq!(renaming(&modes), [MachineApplicable, MaybeIncorrect]);
    assert_eq!(renaming(&format!("{GOOD}MX: a_b\n")), [MaybeIncorrect]);
    assert_eq!(renaming(&format!("{GOOD}_mx: a_b\n")), [MachineApplicable]);
    assert_eq!(renaming(&format!("{GOOD}_mx: a_b\na: b\rc: d\n")), [MaybeIncorrect]);
}

#[test]
fn as_many_findings_as_allowed_are_listed() {
    let body = format!("{GOOD}{}", "mx: a_b\n".repeat(5));
    for limit in 0..7 {
        let found = super::reader::read_all(body.as_bytes(), limit).diagnostics;
        let listed = found.iter().filter(|d| d.code == Code::PolicyMxInvalid).count();
        assert_eq!(listed, limit.min(5), "{limit}");
        assert_eq!(found.len() - listed, usize::from(limit < 5), "{limit}");
    }
}

#[test]
fn a_number_is_mended_only_where_its_groups_are_of_three_digits() {
    for (value, mended) in [
        ("604,800", true),
        ("604,80", false),
        ("604,8a0", false),
        ("604,8000", false),
        ("6048,000", false),
    ] {
        let parsed = parse(GOOD.replace("604800", value).as_bytes());
        let invalid = parsed.diagnostics.iter().find(|d| d.code == Code::PolicyMaxAgeInvalid);
        assert_eq!(invalid.unwrap().fixes.len(), usize::from(mended), "{value}");
    }
}
