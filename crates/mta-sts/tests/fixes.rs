//! What holds for fixes: each removes its finding and adds no error; all together leave nothing that could be mended.

use mta_sts::code::Code;
use mta_sts::diagnostic::{Applicability, Diagnostic, apply_fixes};
use mta_sts::{Parsed, Severity, policy, record, tlsrpt};
use proptest::prelude::*;

fn errors(diagnostics: &[Diagnostic]) -> usize {
    diagnostics.iter().filter(|d| d.severity() == Severity::Error).count()
}

fn count(diagnostics: &[Diagnostic], code: Code) -> usize {
    diagnostics.iter().filter(|d| d.code == code).count()
}

/// Each diagnostic that has a machine-applicable fix, with no other fix.
fn safe(diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let safe = |d: &Diagnostic| {
        let mut fixes = d.fixes.iter();
        let fix = fixes.find(|f| f.applicability == Applicability::MachineApplicable)?;
        let mut only = d.clone();
        only.fixes = vec![fix.clone()];
        Some(only)
    };
    diagnostics.iter().filter_map(safe).collect()
}

/// Applies each fix alone.
fn one_by_one<T>(
    parsed: &Parsed<T>,
    read: impl Fn(&str) -> Parsed<T>,
) -> Result<(), TestCaseError> {
    for diagnostic in safe(&parsed.diagnostics) {
        let mended = apply_fixes(&parsed.source, std::slice::from_ref(&diagnostic));
        let again = read(&mended).diagnostics;
        let code = diagnostic.code;
        let gone = count(&again, code) < count(&parsed.diagnostics, code);
        prop_assert!(gone, "{code:?} stays: {:?} became {mended:?}", parsed.source);
        let more = errors(&again) > errors(&parsed.diagnostics);
        prop_assert!(!more, "{code:?}: {:?} became {mended:?}: {again:?}", parsed.source);
    }
    Ok(())
}

fn settled<T>(before: &Parsed<T>, fixed: &Parsed<T>) -> Result<(), TestCaseError> {
    let left = safe(&fixed.diagnostics);
    prop_assert!(left.is_empty(), "{:?} became {:?}: {left:?}", before.source, fixed.source);
    let more = errors(&fixed.diagnostics) > errors(&before.diagnostics);
    prop_assert!(!more, "{:?} became {:?}: {:?}", before.source, fixed.source, fixed.diagnostics);
    prop_assert!(before.value.is_none() || fixed.value.is_some());
    Ok(())
}

fn words(known: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    let known = prop::sample::select(known).prop_map(str::to_owned);
    prop::collection::vec(prop_oneof![9 => known, 1 => ".{0,3}"], 0..most)
        .prop_map(|parts| parts.concat())
}

const NAMES: &[&str] = &[
    "version",
    "mode",
    "mx",
    "max_age",
    "Version",
    "Mode",
    "MX",
    "max-age",
    "max age",
    "nmx",
    "moed",
    "v",
    "foo",
    "“mode”",
    "\u{200b}mx",
    "- mx",
    "_x",
    "\"mode\"",
    "vers ion",
    "",
];

const DELIMITERS: &[&str] = &[":", ": ", ":", ": ", "=", " = ", " : ", " ", "：", ";", ":\u{a0}"];

const VALUES: &[&str] = &[
    "STSv1",
    "stsv1",
    "STSv1;",
    "STSv2",
    "STSv1; id=1",
    "enforce",
    "Enforce",
    "“testing”",
    "none",
    "enforced",
    "604800",
    "604_800",
    "7 days",
    "1.5",
    "99999999999",
    "9999999999",
    "86400 # a day",
    "-1",
    "0",
    "mail.example.com",
    "*.example.com",
    "a.example, b.example",
    "10 mail.example.com",
    "mail.example.com.",
    "https://mail.example.com:25/",
    ".example.com",
    "bücher.example",
    "a_b.example",
    "mail\u{a0}.example.com",
    "a@b.example",
    "[192.0.2.1]",
    "\"a.example\"",
    "a.example;",
    "",
    " ",
    "\t",
    "a\tb\u{1}c",
    "*",
    "é",
];

const ENDS: &[&str] =
    &["\n", "\r\n", "\n", "\r\n", "\n", "\r", "\r\r\n", "\n\n", " \n", "\\n", "<br>\n", ""];

const STARTS: &[&str] =
    &["", "", "", "", "", " ", "\t", "\u{feff}", "# ", "- ", "```\n", "<p>", "{", "\u{a0}"];

fn line() -> impl Strategy<Value = String> {
    let select = |from: &'static [&'static str]| prop::sample::select(from);
    (select(STARTS), select(NAMES), select(DELIMITERS), select(VALUES), select(ENDS)).prop_map(
        |(start, name, delimiter, value, end)| [start, name, delimiter, value, end].concat(),
    )
}

/// Policies with faults of every kind.
fn policies() -> impl Strategy<Value = String> {
    let right = prop::sample::subsequence(
        vec!["version: STSv1\n", "mode: enforce\n", "mx: a.example\n", "max_age: 604800\n"],
        0..=4,
    );
    (right, prop::collection::vec(line(), 0..5), words(STARTS, 2)).prop_map(
        |(right, lines, start)| {
            let mut lines: Vec<String> = lines;
            for (index, line) in right.into_iter().enumerate() {
                lines.insert((index * 2).min(lines.len()), line.to_owned());
            }
            start + &lines.concat()
        },
    )
}

const RECORD: &[&str] = &[
    "v=STSv1",
    "v=stsv1",
    "v=STSv1;",
    "v=STSv1; ",
    "v=TLSRPTv1;",
    "v=tlsrptv1",
    "V = STSv1",
    "v=STSv2",
    "\"",
    "“",
    "id=1",
    "id=2026-01-01",
    "ID=1",
    "id = 1",
    "id:1",
    "id=",
    "id=1,foo=bar",
    "foo=bar",
    "foo",
    "a b=c",
    "rua=mailto:a@b.example",
    "rua=a@b.example",
    "RUA=mailto:a@b.example",
    "rua = mailto:a@b.example",
    "RUA=a,b",
    "ruf=mailto:a@b.example",
    "rua=mailto:a@b.example!10m",
    "mailto:a@b.example",
    "rua=,",
    "rua=a, b",
    "rua=http://a.example/",
    "rua=mailto://a@b.example",
    "rua:mailto:a@b.example",
    "rua=<mailto:a@b.example>",
    ";",
    "; ",
    ";;",
    "\\;",
    "\\",
    ",",
    ", ",
    " ",
    "\t",
    "\u{a0}",
    "\u{200b}",
    "；",
    "é",
    "\n",
    "=",
    " v=STSv1",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn policies_are_mended(text in policies()) {
        let parsed = policy::parse(text.as_bytes());
        one_by_one(&parsed, |text| policy::parse(text.as_bytes()))?;
        settled(&parsed, &policy::fixed(text.as_bytes()))?;
    }

    #[test]
    fn records_are_mended(text in words(RECORD, 7)) {
        let parsed = record::parse_set(&[&text]);
        one_by_one(&parsed, |text| record::parse_set(&[text]))?;
        settled(&parsed, &record::fixed(&[&text]))?;
    }

    #[test]
    fn tlsrpt_records_are_mended(text in words(RECORD, 7)) {
        let text = format!("v=TLSRPTv1{text}");
        let parsed = tlsrpt::record::parse_set(&[&text]);
        one_by_one(&parsed, |text| tlsrpt::record::parse_set(&[text]))?;
        settled(&parsed, &tlsrpt::record::fixed(&[&text]))?;
    }

    #[test]
    fn record_sets_are_mended(texts in prop::collection::vec(words(RECORD, 5), 0..4)) {
        settled(&record::parse_set(&texts), &record::fixed(&texts))?;
        settled(&tlsrpt::record::parse_set(&texts), &tlsrpt::record::fixed(&texts))?;
    }
}

#[test]
fn every_finding_of_a_long_policy_is_mended() {
    let body = format!("version: STSv1\nmode: none\nmax_age: 1\n{}", "# comment\n".repeat(2_000));
    let fixed = policy::fixed(body.as_bytes());
    assert_eq!(&*fixed.source, "version: STSv1\nmode: none\nmax_age: 1\n");
}

fn last<T>(parsed: &Parsed<T>) -> (usize, &str, &str) {
    let found = parsed.diagnostics.last().unwrap();
    (parsed.diagnostics.len(), found.code.slug(), &found.params[0].1)
}

#[test]
fn findings_of_long_records_are_bounded_and_all_mended() {
    let text = format!("v=TLSRPTv1; rua=mailto:a@b.example,{}", "x@y.example,".repeat(5_000));
    let parsed = tlsrpt::record::parse_set(&[&text]);
    assert_eq!(last(&parsed), (201, "tlsrpt/too-many-findings", "4801"));
    let fixed = tlsrpt::record::fixed(&[&text]);
    assert_eq!(fixed.diagnostics, []);
    assert_eq!(fixed.value.unwrap().rua.len(), 5_001);
    let text = format!("v=STSv1; id=1;{}", ";".repeat(5_000));
    assert_eq!(last(&record::parse_set(&[&text])), (201, "record/too-many-findings", "4800"));
    assert_eq!(&*record::fixed(&[&text]).source, "v=STSv1; id=1;");
}

/// Without one the text would look valid with remarks.
#[test]
fn an_error_is_among_the_findings_however_many_there_are() {
    let text = format!("v=STSv1;{}", "a=b;".repeat(5_000));
    let parsed = record::parse_set(&[&text]);
    assert_eq!((parsed.worst(), parsed.diagnostics.len()), (Some(Severity::Error), 201));
    assert_eq!(count(&parsed.diagnostics, Code::RecordIdMissing), 1);
    let text = format!("version: STSv1\nmode: none\n{}", "mode: none\n".repeat(5_000));
    let parsed = policy::parse(text.as_bytes());
    assert_eq!((parsed.worst(), parsed.value), (Some(Severity::Error), None));
    assert_eq!(count(&parsed.diagnostics, Code::PolicyMaxAgeMissing), 1);
}

#[test]
fn fixes_have_no_more_than_200_edits() {
    for count in [200, 201, 60_000] {
        let body = format!("version: STSv1\nmode: none\nmax_age: 1{}", "\r".repeat(count));
        let parsed = policy::parse(body.as_bytes());
        let found = parsed.diagnostics.iter().find(|d| d.code == Code::PolicyCarriageReturn);
        let edits = found.unwrap().fixes.first().map(|fix| fix.edits.len());
        assert_eq!(edits, (count == 200).then_some(200));
        let body = format!("version: STSv1\nmode: none\nmax_age: 1\n{}", "# x\n".repeat(count));
        let fixed = policy::fixed(body.as_bytes());
        assert_eq!(&*fixed.source, "version: STSv1\nmode: none\nmax_age: 1\n");
    }
}

/// Found by the properties above with a million cases.
#[test]
fn rare_combinations_are_mended() {
    for (text, mended) in [
        ("v=TLSRPTv1;rua:mailto:a@b.example；;", "v=TLSRPTv1;rua=mailto:a@b.example;"),
        ("v=TLSRPTv1;rua=mailto:a@b.example ,", "v=TLSRPTv1;rua=mailto:a@b.example"),
        ("v=TLSRPTv1;rua=, mailto:a@b.example", "v=TLSRPTv1;rua=mailto:a@b.example"),
        (
            "v=TLSRPTv1;rua=mailto:a@b.example , , mailto:c@d.example",
            "v=TLSRPTv1;rua=mailto:a@b.example, mailto:c@d.example",
        ),
    ] {
        let parsed = tlsrpt::record::parse_set(&[text]);
        one_by_one(&parsed, |text| tlsrpt::record::parse_set(&[text])).unwrap();
        assert_eq!(tlsrpt::record::fixed(&[text]).source.to_string(), mended);
    }
    let quoted = record::parse_set(&["\"' v=STSv1"]);
    one_by_one(&quoted, |text| record::parse_set(&[text])).unwrap();
    for text in [
        "version: STSv1\nmode=STSv1\nmode:none\n",
        "mode=enforced\nmode:none\n",
        "version: STSv1\nmode : bad\nmode: none\nmax_age: 604800\n",
        // One finding for both lines, and behind its fix one for each.
        "version: STSv1\nmode: none\nmax_age: 604800\na :\nb :\n",
        "version: STSv1\nmode: none\nmax_age: 604800\nmx : a b\nmx : 192.0.2.\n",
        "version: STSv1\nmode: none\nmax_age: 604800\na : x\u{1}\nb : \u{1}\n",
    ] {
        let parsed = policy::parse(text.as_bytes());
        one_by_one(&parsed, |text| policy::parse(text.as_bytes())).unwrap();
    }
}

/// Thousands of records take thousands of steps, not millions.
#[test]
fn sets_of_thousands_of_records_are_mended() {
    for text in ["v=STSv1, id=1", "v=STSv1; id=1;", "v=TLSRPTv1; rua=mailto:a@example.com", "x"] {
        let set = [text; 4_000];
        assert_eq!(&*record::fixed(&set).source, set.join("\n"));
        assert_eq!(&*tlsrpt::record::fixed(&set).source, set.join("\n"));
    }
    let set = ["x", "v=STSv1\\; id=1", "y", "v=STSv1;; id=2-3"];
    assert_eq!(&*record::fixed(&set[..3]).source, "x\nv=STSv1; id=1\ny");
    assert_eq!(&*record::fixed(&set[2..]).source, "y\nv=STSv1; id=23");
}
