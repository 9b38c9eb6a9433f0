use proptest::prelude::*;

use super::{Outcome, Role, all, find, view};

const GOOD: &str = "version: STSv1\nmode: enforce\nmx: mx.example.com\nmax_age: 604800\n";

fn outcome(sender: &str, policy: &str, txt: &[&str], hosts: &[&str]) -> Outcome {
    view(find(sender).unwrap(), policy.as_bytes(), Some(txt), hosts).outcome
}

/// What a Sender reads, in the words of the vectors.
fn policy(sender: &str, body: &str) -> String {
    let read = find(sender).unwrap().read_policy(body.as_bytes());
    read.accepted()
        .map_or("no".to_owned(), |p| format!("{} {} {}", p.mode, p.max_age, p.mx.join(",")))
}

fn record(sender: &str, records: &[&str]) -> String {
    let read = find(sender).unwrap().read_record(records);
    read.accepted().map_or("no".to_owned(), |record| record.id.clone().unwrap_or_default())
}

#[test]
fn names_are_unique_and_senders_come_first() {
    let names: std::collections::BTreeSet<_> = all().iter().map(|s| s.name).collect();
    assert_eq!(names.len(), all().len());
    let senders = all().iter().take_while(|s| s.role == Role::Sender).count();
    assert!(all()[senders..].iter().all(|s| s.role != Role::Sender));
}

#[test]
fn all_senders_are_protected_by_a_plain_policy() {
    for sender in all().iter().filter(|s| s.role == Role::Sender) {
        let view = view(sender, GOOD.as_bytes(), Some(&["v=STSv1; id=1"]), &["mx.example.com"]);
        assert_eq!(view.outcome, Outcome::Protected, "{}: {}", sender.name, view.why);
    }
}

#[test]
fn tells_what_becomes_of_mail() {
    let good = ["v=STSv1; id=1"];
    let hosts = ["mx.example.com", "other.example.net"];
    for (body, txt, hosts, expected) in [
        (GOOD, &good[..], &hosts[..], Outcome::Protected),
        (GOOD, &good, &hosts[1..], Outcome::MailRefused),
        (GOOD, &good, &[], Outcome::NotTested),
        (GOOD, &[], &hosts, Outcome::Unprotected),
        (&GOOD.replace("enforce", "testing"), &good, &hosts[1..], Outcome::Unprotected),
        (&GOOD.replace("enforce", "none"), &good, &hosts, Outcome::Unprotected),
        ("", &good, &hosts, Outcome::Unprotected),
    ] {
        assert_eq!(outcome("rfc", body, txt, hosts), expected, "{body:?} {txt:?} {hosts:?}");
        assert_eq!(outcome("mox", body, txt, hosts), expected, "{body:?} {txt:?} {hosts:?}");
    }
}

#[test]
fn google_is_reported_to_ignore_short_policies() {
    for (max_age, expected) in [("86399", Outcome::Unprotected), ("86400", Outcome::Protected)] {
        let body = GOOD.replace("604800", max_age);
        assert_eq!(outcome("google", &body, &["v=STSv1; id=1"], &["mx.example.com"]), expected);
        assert_eq!(
            outcome("microsoft", &body, &["v=STSv1; id=1"], &["mx.example.com"]),
            Outcome::Protected
        );
    }
}

#[test]
fn a_policy_is_read_as_the_source_has_it() {
    let with = |line: &str| format!("{GOOD}{line}");
    for (sender, body, expected) in [
        // Stalwart: a name runs from the line before, so what has no colon hides the line that follows.
        ("stalwart", "oops\nmode: enforce\nmx: a.b\n", "none 86400 a.b"),
        (
            "stalwart",
            "mx: *.MÜNCHEN.example\nmode: enforce",
            "enforce 86400 *.xn--mnchen-3ya.example",
        ),
        // Python's int() takes underscores, Python's splitlines a form feed for an end.
        ("snawoot", &with("max_age: +1_0"), "enforce 10 mx.example.com"),
        ("snawoot", &with("foo: a\u{c}mode: none"), "none 604800 mx.example.com"),
        // JavaScript's Number.
        ("mailauth", &with("max_age: 0x10"), "enforce 16 mx.example.com"),
        ("mailauth", &with("max_age:"), "enforce 0 mx.example.com"),
        ("mailauth", &with("max_age: 31557600.5"), "no"),
        ("mailauth", &GOOD.replace("version", "\u{feff}version"), "enforce 604800 mx.example.com"),
        // Go's Atoi takes a sign, and chasquid a line without colon.
        ("chasquid", &with("max_age: +5"), "enforce 5 mx.example.com"),
        ("chasquid", &with("oops"), "enforce 604800 mx.example.com"),
        ("go-mtasts", &with("foo: a:b"), "no"),
        ("go-mtasts", &with("max_age: -5"), "enforce -5 mx.example.com"),
        // The first counts, but it must be valid for mox and need not be for postfix-tlspol.
        ("mox", &with("max_age: 5x"), "no"),
        ("tlspol", &with("max_age: 5x"), "enforce 604800 mx.example.com"),
        ("tlspol", &GOOD.replace("604800", "9999999999"), "enforce 31557600 mx.example.com"),
        ("tlspol", &with("mx: a.b.\n"), "enforce 604800 mx.example.com,a.b."),
        ("kumo", &GOOD.replace("604800", "+5"), "enforce 5 mx.example.com"),
        ("kumo", &with("mode: enforce"), "no"),
        ("mailrs", &with("# mode: none"), "enforce 604800 mx.example.com"),
    ] {
        assert_eq!(policy(sender, body), expected, "{sender} {body:?}");
    }
}

#[test]
fn a_record_is_read_as_the_source_has_it() {
    for (sender, records, expected) in [
        ("chasquid", &["v=STSv1;"][..], ""),
        ("go-mtasts", &["id=1;v=STSv1"], "1"),
        ("go-mtasts", &["v=STSv1; id=1", "x"], "no"),
        ("kumo", &["v=STSv1; id=1;", " foo=bar"], "1"),
        ("kumo", &["v=STSv1; id=1; "], "no"),
        ("mox", &["v=STSv1 ;\tid=1"], "1"),
        ("mox", &["v=STSv1; id=1; id=2"], "no"),
        ("tlspol", &["v=STSv1; id=1; id=2"], ""),
        ("snawoot", &["v=STSv1; id"], ""),
        ("snawoot", &["v=STSv1; id=1", "é"], "1"),
        ("aykevl", &["v=STSv1; id=1", "é"], "no"),
        ("mailauth", &["v=stsv1; id=1 (one)"], "1"),
        ("mailauth", &["v=STSv1; id=1", "v=STSv1"], "no"),
        ("stalwart", &["v=spf1", "V=STSV1; ID=1", "v=STSv1; id=2"], "1"),
    ] {
        assert_eq!(record(sender, records), expected, "{sender} {records:?}");
    }
}

#[test]
fn hosts_are_matched_as_the_source_has_it() {
    for (pattern, host, senders) in [
        ("*.example.com", "a.b.example.com", "snawoot tlspol mailauth mimecast bv-mcp"),
        ("*.example.com", "example.com", "bv-mcp"),
        ("mx.example.com", "mxXexample.com", "mimecast"),
        (".example.com", "mx.example.com", "snawoot tlspol eff"),
        (
            "*.example.com",
            "mx_1.example.com",
            "mox chasquid go-mtasts stalwart kumo snawoot tlspol mailauth mimecast mailrs restmail eff aykevl bv-mcp",
        ),
        ("*.xn--bcher-kva.example", "mx.bücher.example", "chasquid go-mtasts mox mailauth"),
    ] {
        for sender in all().iter().filter(|s| s.is_modelled()[2] && s.name != "rfc") {
            let expected = senders.split(' ').any(|name| name == sender.name);
            assert_eq!(sender.covers(pattern, host), expected, "{}: {pattern} {host}", sender.name);
        }
    }
}

#[cfg(feature = "serde")]
#[test]
fn serializes_for_javascript() {
    let view = view(find("mox").unwrap(), GOOD.as_bytes(), Some(&["v=STSv1; id=1"]), &["a.b"]);
    let json = serde_json::to_value(&view).unwrap();
    assert_eq!(json["sender"]["product"], "mox");
    assert_eq!(json["record"], serde_json::json!({ "reading": "accepted", "id": "1" }));
    assert_eq!(json["policy"]["maxAge"], "604800");
    assert_eq!(json["hosts"][0]["coveredBy"], serde_json::Value::Null);
    assert_eq!(json["outcome"], "mail-refused");
}

/// Texts near the grammar: pieces of it, whole and broken.
fn pieces() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] = &[
        "version",
        "mode",
        "mx",
        "max_age",
        ":",
        " ",
        "\t",
        "\n",
        "\r",
        "STSv1",
        "enforce",
        "604800",
        "1e9",
        "-",
        "0x",
        ".",
        "*.",
        "xn--",
        "v=STSv1",
        ";",
        "id=",
        "=",
        "\\",
        "\"",
        "(",
        ")",
        "\u{feff}",
        "é",
        "\u{85}",
        "\0",
        "v=STSv1; id=1;",
        "version: STSv1\nmode: enforce\nmax_age: 604800\nmx: ",
    ];
    let known = prop::sample::select(KNOWN).prop_map(str::to_owned);
    prop::collection::vec(prop_oneof![6 => known, 1 => ".{0,3}"], 0..30).prop_map(|p| p.concat())
}

proptest! {
    #[test]
    fn nothing_panics_and_outcomes_follow_from_readings(
        body in pieces(), txt in prop::collection::vec(pieces(), 0..3), host in pieces(),
        odd in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        for sender in all() {
            sender.read_policy(&odd);
            sender.read_record(&[&odd]);
            let view = view(sender, body.as_bytes(), Some(&txt), &[&host]);
            let refused = view.record.as_ref().is_some_and(|r| r.accepted().is_none())
                || view.policy.accepted().is_none();
            prop_assert!(!refused || view.outcome == Outcome::Unprotected);
            let covered = view.hosts.iter().any(|h| h.covered_by.is_some());
            prop_assert!(covered || view.outcome != Outcome::Protected);
        }
    }
}

/// As long as a policy may be, and of what makes careless readers go over it again and again.
#[test]
fn long_hostile_texts_are_read() {
    const SIZE: usize = 1 << 16;
    for piece in [
        "mx: a.b\n",
        "mx:",
        "mode:",
        "max_age:\n",
        "id=1;",
        ";",
        "=",
        "\\;",
        "(",
        "ü.",
        "ü",
        "\u{b}",
        "1",
        "mx: ü\n",
        "xn--a.",
        "*",
        " ",
    ] {
        let text = format!("{GOOD}{}", piece.repeat(SIZE / piece.len()));
        let record = format!("v=STSv1;{}", piece.repeat(SIZE / piece.len()));
        for sender in all() {
            view(sender, text.as_bytes(), Some(&[&record]), &["mx.example.com"]);
            sender.covers(&record, &text);
        }
    }
}
