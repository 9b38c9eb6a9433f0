//! The strict readers answer what the tolerant ones answer, on every input.

use mta_sts::policy::{self, Policy, StrictPolicy};
use mta_sts::record::{self, StrictStsRecord, StsRecord};
use mta_sts::tlsrpt::record::{self as tlsrpt, StrictTlsrptRecord, TlsrptRecord};
use mta_sts::{MxPattern, Refused};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// Lines that the grammar takes, at least where such a field stood before.
const GOOD_LINES: &[&str] = &[
    "version: STSv1",
    "version:STSv1",
    "Version: STSv1",
    "mode: enforce",
    "mode:\t testing \t",
    "mode: none",
    "max_age: 604800",
    "max_age: 0",
    "max_age: 31557600",
    "max_age: 31557601",
    "max_age: 9999999999",
    "mx: mail.example.com",
    "mx: *.Example.NET",
    "mx: a",
    "mx: 192.0.2.1",
    "mx: a--b.c",
    "mxa: b",
    "x-y.z_1: b c",
    "x: \u{e9}\u{1f600}",
    "x: \u{85}",
    "a2345678901234567890123456789012: x",
];

/// Lines that it refuses, at least as the first of their name.
const BAD_LINES: &[&str] = &[
    "version: STSv2",
    "version: STSv1 x",
    "mode: enforced",
    "mode:",
    "max_age: 00000000001",
    "max_age: 1 2",
    "max_age: -1",
    "mx: [192.0.2.1]",
    "mx: mail.example.com.",
    "mx: a..b",
    "mx: -a.b",
    "mx: a-.b",
    "mx: *",
    "mx: *.",
    "mx:",
    "mx : a.b",
    " mx: a.b",
    "x: a\tb",
    "x: \u{7f}",
    "x: \u{c}",
    "_x: y",
    "a23456789012345678901234567890123: x",
    "# x",
    "mode=enforce",
    "\u{feff}mode: enforce",
    "<html>",
    "a\\nb: c",
    "",
    " ",
];

const ENDS: &[&str] = &["\n", "\r\n", " \n", "\t\r\n", "\r", "\r\r\n", "", "\n\n", " \r \n"];

fn policies() -> impl Strategy<Value = String> {
    let text = prop_oneof![12 => select(GOOD_LINES), 1 => select(BAD_LINES)];
    let line = (text, prop_oneof![12 => Just("\n"), 1 => select(ENDS)]);
    let lines = prop::collection::vec(line, 0..6);
    let whole = any::<bool>();
    let order =
        Just(["version: STSv1", "mode: enforce", "mx: a.example", "max_age: 86400"]).prop_shuffle();
    (whole, order, lines, prop::collection::vec((any::<prop::sample::Index>(), ".{0,2}"), 0..2))
        .prop_map(|(whole, order, lines, changes)| {
            let order = order.map(|line| (line, "\n"));
            let order = if whole { &order[..] } else { &[] };
            let mut text: String =
                order.iter().chain(&lines).flat_map(|(line, end)| [*line, *end]).collect();
            for (at, change) in changes {
                let places: Vec<usize> =
                    text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
                text.insert_str(*at.get(&places), &change);
            }
            text
        })
}

/// Fields that the grammar takes.
const GOOD_FIELDS: &[&str] = &[
    "v=STSv1",
    "v=TLSRPTv1",
    "id=1",
    "id=20160831085700Z",
    "id=a2345678901234567890123456789012",
    "ID=1",
    "rua=mailto:a@b.example",
    "rua=https://a.example/x , mailto:b@c.example",
    "RUA=mailto:a@b.example",
    "a=b",
];

/// Fields that it refuses.
const BAD_FIELDS: &[&str] = &[
    "id=",
    "id=a-b",
    "id=a23456789012345678901234567890123",
    "id = 1",
    "rua= mailto:a@b.example",
    "rua=",
    "rua=a@b.example,",
    "a=b c",
    "a=b=c",
    "a",
    "a=\u{e9}",
    "",
    " ",
    "\\",
];

const DELIMITERS: &[&str] = &[";", "; ", " ;", " ; ", "\t;\t", ";;", "", " ", "\\;", "\n"];

fn records() -> impl Strategy<Value = String> {
    let delimiter = || prop_oneof![12 => Just("; "), 1 => select(DELIMITERS)];
    let version = select(vec!["v=STSv1", "v=STSv1", "v=TLSRPTv1", "v=STSv1 ", " v=STSv1"]);
    (
        version,
        delimiter(),
        prop::collection::vec(
            (prop_oneof![16 => select(GOOD_FIELDS), 1 => select(BAD_FIELDS)], delimiter()),
            1..5,
        ),
        prop_oneof![8 => select(vec!["", ";"]), 1 => select(DELIMITERS)],
    )
        .prop_map(|(version, first, fields, last)| {
            let fields: String = fields.iter().flat_map(|(field, end)| [*field, *end]).collect();
            [version, first, &fields, last].concat()
        })
}

fn same_policy(body: &[u8]) -> Result<(), TestCaseError> {
    let tolerant = policy::parse(body).value;
    let strict = StrictPolicy::read(body);
    prop_assert_eq!(policy::is_valid(body), tolerant.is_some());
    prop_assert_eq!(
        strict.map(|s| (s.mode(), s.max_age())),
        tolerant.as_ref().map(|p| (p.mode, p.max_age))
    );
    if let (Some(strict), Some(policy)) = (strict, &tolerant) {
        prop_assert!(strict.mx().eq(policy.mx.iter().map(MxPattern::as_str)));
    }
    prop_assert_eq!(Policy::try_from(body), tolerant.ok_or(Refused));
    Ok(())
}

fn same_record(text: &str) -> Result<(), TestCaseError> {
    let sts = record::parse_set(&[text]).value;
    prop_assert_eq!(
        StrictStsRecord::read(text).map(|r| r.id().to_owned()),
        sts.as_ref().map(|r| r.id.clone())
    );
    prop_assert_eq!(text.parse::<StsRecord>(), sts.ok_or(Refused));
    let reports = tlsrpt::parse_set(&[text]).value;
    let rua = StrictTlsrptRecord::read(text).map(|r| r.rua().concat());
    prop_assert_eq!(rua, reports.as_ref().map(|r| r.rua.concat()));
    prop_assert_eq!(text.parse::<TlsrptRecord>(), reports.ok_or(Refused));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn on_policies_near_the_grammar(text in policies()) {
        same_policy(text.as_bytes())?;
    }

    #[test]
    fn on_policies_with_any_bytes(text in policies(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut body = text.into_bytes();
        body.push(b'\n');
        let at = at.index(body.len());
        body[at] = byte;
        same_policy(&body)?;
    }

    #[test]
    fn on_records_near_the_grammar(text in records()) {
        same_record(&text)?;
    }
}

/// The texts above are worth nothing if none of them is valid.
#[test]
fn random_policies_and_records_are_often_valid() {
    let mut runner = TestRunner::deterministic();
    let mut share = |strategy: &dyn Fn(&mut TestRunner) -> bool| {
        (0..1_000).filter(|_| strategy(&mut runner)).count()
    };
    let valid_policies = share(&|runner| {
        let tree = policies().new_tree(runner).unwrap();
        policy::is_valid(tree.current().as_bytes())
    });
    let valid_records = share(&|runner| {
        let tree = records().new_tree(runner).unwrap();
        StrictStsRecord::read(&tree.current()).is_some()
    });
    assert!((50..950).contains(&valid_policies), "{valid_policies}");
    assert!((50..950).contains(&valid_records), "{valid_records}");
}
