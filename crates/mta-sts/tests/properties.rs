//! What holds for every input, however broken.

use mta_sts::cache::{
    Applied, BACK_OFF_SECONDS, Entry, FetchOutcome, Next, Txt, after_fetch, after_txt, trace,
};
use mta_sts::diagnostic::{Diagnostic, apply_fixes};
use mta_sts::diff::{Snapshot, diff};
use mta_sts::dns::{RecordType, decode};
use mta_sts::tlsrpt::ResultType;
use mta_sts::{
    DomainName, MxMatcher, MxPattern, Parsed, Severity, Timestamp, policy, record, tlsrpt,
};
use proptest::prelude::*;

const KNOWN: [&str; 37] = [
    "version",
    "mode",
    "mx",
    "max_age",
    ":",
    ": ",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "STSv1",
    "enforce",
    "none",
    "testing",
    "604800",
    "0",
    "*.",
    "mail.example.com",
    ".",
    "v=STSv1",
    "v=TLSRPTv1",
    ";",
    "; ",
    "id=",
    "rua=",
    "mailto:a@b.example",
    "https://a.example",
    ",",
    "=",
    "\\n",
    "\u{feff}",
    "#",
    "<",
    "é",
    "\u{1f600}",
    "\0",
];

/// Pieces of policies and records, whole and broken, so that random texts come near the grammar.
fn pieces() -> impl Strategy<Value = String> {
    let known = prop::sample::select(KNOWN.to_vec()).prop_map(str::to_owned);
    prop::collection::vec(prop_oneof![4 => known, 1 => ".{0,3}"], 0..40)
        .prop_map(|parts| parts.concat())
}

/// A policy that is whole but for what `pieces` does to its end.
fn nearly() -> impl Strategy<Value = String> {
    let whole = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n";
    pieces().prop_map(move |end| format!("{whole}{end}"))
}

/// Every place is within the source, on character boundaries; fixes can be applied.
fn well_placed<T>(parsed: &Parsed<T>) -> Result<(), TestCaseError> {
    let source = &parsed.source;
    for diagnostic in &parsed.diagnostics {
        let labels = diagnostic.labels.iter().map(|l| l.span);
        let edits = diagnostic.fixes.iter().flat_map(|f| f.edits.iter().map(|e| e.span));
        for span in labels.chain(edits) {
            prop_assert!(source.get(span.start..span.end).is_some(), "{span:?} in {source:?}");
        }
    }
    let findings = parsed.findings();
    prop_assert_eq!(findings.len(), parsed.diagnostics.len());
    for place in findings.iter().flat_map(|f| f.labels.iter().map(|l| l.span)) {
        let before = source[..place.bytes.start].encode_utf16().count();
        prop_assert_eq!(place.start as usize, before);
    }
    apply_fixes(source, &parsed.diagnostics);
    Ok(())
}

fn explained<T>(parsed: &Parsed<T>) -> bool {
    parsed.value.is_some() || !parsed.diagnostics.is_empty()
}

fn errors(diagnostics: &[Diagnostic]) -> usize {
    diagnostics.iter().filter(|d| d.severity() == Severity::Error).count()
}

/// Seconds since the delivery before, what its look-up brought, and what a fetch would bring: a mode and a max_age.
type Delivery = (i64, Txt, Option<(&'static str, u32)>);

fn deliveries() -> impl Strategy<Value = Vec<Delivery>> {
    let pause = prop::sample::select(vec![0, 1, 299, 300, 1_800, 86_400, 700_000]);
    let record = prop::sample::select(vec!["A", "B", "C"]);
    let txt = prop_oneof![
        3 => record.prop_map(|id| Txt::Record { id: id.to_owned() }),
        1 => prop::sample::select(vec![Txt::Missing, Txt::Failed]),
    ];
    let mode = prop::sample::select(vec!["enforce", "testing", "none"]);
    let max_age = prop::sample::select(vec![0, 3_600, 604_800]);
    prop::collection::vec((pause, txt, prop::option::of((mode, max_age))), 1..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    // RFC 8461 3.3 and 5.1: a valid cached policy is applied whatever happens, and after a failed fetch there is none
    // for the same id within five minutes.
    #[test]
    fn a_cache_keeps_what_is_valid_and_backs_off(deliveries in deliveries()) {
        let mut entry = Entry::default();
        let mut now = 0;
        let mut last_good: Option<(i64, i64)> = None;
        let mut failed: Vec<(String, i64)> = Vec::new();
        for (pause, txt, served) in deliveries {
            now += pause;
            let valid = last_good.is_some_and(|(fetched, max_age)| now - fetched <= max_age);
            let step = after_txt(&entry, &txt, Timestamp(now));
            prop_assert_eq!(step.apply == Applied::Cached, valid);
            trace(&entry, &txt, Timestamp(now));
            if !matches!(step.next, Next::Fetch | Next::Refresh) {
                continue;
            }
            let id = match (&txt, &entry.cached) {
                (Txt::Record { id }, _) => id.clone(),
                (_, cached) => cached.as_ref().expect("only a record or a cache asks for a fetch").id.clone(),
            };
            let since = failed.iter().rev().find(|(other, _)| *other == id).map(|(_, at)| now - at);
            prop_assert!(since.is_none_or(|since| since >= BACK_OFF_SECONDS), "{} after {:?}", id, since);
            let outcome = match served {
                Some((mode, max_age)) => {
                    let body = format!("version: STSv1\nmode: {mode}\nmx: a.example\nmax_age: {max_age}\n");
                    last_good = Some((now, i64::from(max_age)));
                    failed.clear();
                    FetchOutcome::Policy { policy: body.parse().unwrap() }
                }
                None => {
                    failed.push((id, now));
                    FetchOutcome::Failed { result_type: ResultType::StsPolicyFetchError }
                }
            };
            let (kept, fetched) = after_fetch(entry, &txt, outcome, Timestamp(now));
            prop_assert_eq!(fetched.apply == Applied::Cached, valid || served.is_some());
            entry = kept;
        }
    }

    #[test]
    fn only_the_same_is_no_difference(one in nearly(), other in nearly(), hosts in prop::bool::ANY) {
        let snapshot = |policy: &str, id: &str| Snapshot { policy: policy.to_owned(), id: id.to_owned() };
        let hosts = if hosts { vec![DomainName::parse("mail.example.com").unwrap()] } else { Vec::new() };
        prop_assert_eq!(diff(&snapshot(&one, "1"), &snapshot(&one, "1"), &hosts), []);
        let found = diff(&snapshot(&one, "1"), &snapshot(&other, "1"), &hosts);
        prop_assert_eq!(found.is_empty(), one == other);
        let helps = found.iter().map(|d| format!("{} {}", d.message(), d.help()));
        let unfilled = helps.filter(|text| text.contains("  ") || text.contains(" ."));
        prop_assert_eq!(unfilled.count(), 0, "{:?}", found);
    }

    #[test]
    fn policies_are_read_to_the_end(text in prop_oneof![pieces(), nearly()]) {
        let parsed = policy::parse(text.as_bytes());
        well_placed(&parsed)?;
        prop_assert!(explained(&parsed));
        prop_assert!(parsed.value.is_none() || parsed.salvaged.is_none());
    }

    #[test]
    fn policies_of_any_bytes_are_read(body in prop::collection::vec(any::<u8>(), 0..300)) {
        well_placed(&policy::parse(&body))?;
    }

    #[test]
    fn what_is_printed_is_read_again(text in nearly()) {
        if let Some(value) = policy::parse(text.as_bytes()).value {
            let again = policy::parse(value.to_string().as_bytes());
            prop_assert_eq!(again.value, Some(value));
        }
    }

    #[test]
    fn records_are_read_to_the_end(texts in prop::collection::vec(pieces(), 0..4)) {
        let sts = record::parse_set(&texts);
        well_placed(&sts)?;
        prop_assert!(explained(&sts));
        let tlsrpt = tlsrpt::record::parse_set(&texts);
        well_placed(&tlsrpt)?;
        prop_assert!(explained(&tlsrpt));
    }

    #[test]
    fn safe_fixes_add_no_error(text in nearly()) {
        let parsed = policy::parse(text.as_bytes());
        let fixed = apply_fixes(&parsed.source, &parsed.diagnostics);
        let again = policy::parse(fixed.as_bytes());
        let more = errors(&again.diagnostics) > errors(&parsed.diagnostics);
        prop_assert!(!more, "{:?} became {:?}", text, fixed);
    }

    #[test]
    fn the_matcher_agrees_with_the_patterns(
        names in prop::collection::vec("(\\*\\.)?[ab]\\.[ab](\\.[ab])?", 0..8),
        host in "[ab]\\.[ab](\\.[ab]){0,2}",
    ) {
        let patterns: Vec<MxPattern> = names.iter().filter_map(|n| MxPattern::parse(n).ok()).collect();
        let host = DomainName::parse(&host).unwrap();
        let covering = MxMatcher::new(&patterns).covering(&host);
        prop_assert_eq!(covering.is_some(), patterns.iter().any(|p| p.matches(&host)));
        prop_assert!(covering.is_none_or(|i| patterns[i].matches(&host)));
    }

    #[test]
    fn no_answer_breaks_the_dns_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for record_type in [RecordType::A, RecordType::Aaaa, RecordType::Mx, RecordType::Txt] {
            let _ = decode(&bytes, "a.example", record_type);
        }
    }

    #[test]
    fn no_changed_byte_breaks_the_dns_reader(at in 0_usize..60, byte in any::<u8>()) {
        let mut answer = mta_sts::dns::encode_query("a.example", RecordType::Txt).unwrap();
        answer[2] |= 0x80;
        answer[7] = 1;
        answer.extend_from_slice(b"\xc0\x0c\x00\x10\x00\x01\x00\x00\x00\x3c\x00\x05\x04test");
        prop_assert!(decode(&answer, "a.example", RecordType::Txt).is_ok());
        if let Some(place) = answer.get_mut(at) {
            *place = byte;
        }
        let _ = decode(&answer, "a.example", RecordType::Txt);
    }
}
