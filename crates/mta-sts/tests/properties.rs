//! What holds for every input, however broken.

use mta_sts::diagnostic::{Diagnostic, apply_fixes};
use mta_sts::dns::{RecordType, decode};
use mta_sts::{DomainName, MxMatcher, MxPattern, Parsed, Severity, policy, record, tlsrpt};
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

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
