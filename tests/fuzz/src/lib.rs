//! What must hold for every input, one function for each fuzz target: `cargo xtask fuzz`.

mod probes;
mod script;
mod transcript;

use mta_sts::diagnostic::{Diagnostic, apply_fixes};
use mta_sts::dns::{RecordType, decode, encode_query};
use mta_sts::policy::{Policy, StrictPolicy};
use mta_sts::record::StsRecord;
use mta_sts::tlsrpt::record::TlsrptRecord;
use mta_sts::{Code, DomainName, MxMatcher, MxPattern, Parsed, Severity, policy, record, tlsrpt};

pub use transcript::check_transcript;

/// Every place lies on character boundaries, the findings can be placed and the fixes be applied.
fn well_placed<T>(parsed: &Parsed<T>) {
    let source = &parsed.source;
    for diagnostic in &parsed.diagnostics {
        let labels = diagnostic.labels.iter().map(|label| label.span);
        let edits = diagnostic.fixes.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.span));
        for span in labels.chain(edits) {
            assert!(source.get(span.start..span.end).is_some(), "{span:?} of {diagnostic:?}");
        }
    }
    assert_eq!(parsed.findings().len(), parsed.diagnostics.len());
    assert!(parsed.value.is_some() || !parsed.diagnostics.is_empty(), "refused without a word");
}

fn errors(diagnostics: &[Diagnostic]) -> usize {
    diagnostics.iter().filter(|d| d.severity() == Severity::Error).count()
}

/// A policy body.
pub fn policy(body: &[u8]) {
    let parsed = policy::parse(body);
    well_placed(&parsed);
    let strict = StrictPolicy::read(body);
    assert_eq!(strict.map(|s| s.max_age()), parsed.value.as_ref().map(|p| p.max_age));
    assert_eq!(Policy::try_from(body).ok(), parsed.value);
    if let Some(value) = &parsed.value {
        let printed = value.to_string();
        assert_eq!(Policy::try_from(printed.as_bytes()).as_ref(), Ok(value), "{printed:?}");
    }
    // Fixes are of the text; bytes that are none are another input.
    if std::str::from_utf8(body).is_ok() {
        fixes_add_no_errors(&parsed);
    }
}

fn fixes_add_no_errors(parsed: &Parsed<Policy>) {
    // Where the text as a whole is damaged, or there are too many findings, others come to light behind the fix.
    let hides = |d: &Diagnostic| {
        [Code::PolicyEscapedNewline, Code::PolicyTooManyFindings].contains(&d.code)
    };
    if !parsed.diagnostics.iter().any(hides) {
        let fixed = apply_fixes(&parsed.source, &parsed.diagnostics);
        let again = policy::parse(fixed.as_bytes());
        let more = errors(&again.diagnostics) > errors(&parsed.diagnostics);
        assert!(!more, "fixes added errors: {fixed:?}");
    }
}

/// A TXT record set at `_mta-sts`, a record a line.
pub fn record(text: &[u8]) {
    let set: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    well_placed(&record::parse_set(&set));
    for one in set {
        let parsed = record::parse_set(&[one]);
        if let Ok(text) = std::str::from_utf8(one) {
            assert_eq!(text.parse::<StsRecord>().ok(), parsed.value);
        }
    }
}

/// A TXT record set at `_smtp._tls`, a record a line.
pub fn tlsrpt_record(text: &[u8]) {
    let set: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    well_placed(&tlsrpt::record::parse_set(&set));
    for one in set {
        let parsed = tlsrpt::record::parse_set(&[one]);
        if let Ok(text) = std::str::from_utf8(one) {
            assert_eq!(text.parse::<TlsrptRecord>().ok(), parsed.value);
        }
    }
}

/// Patterns and hosts, one a line: the first half of the lines are patterns, the others hosts.
pub fn mx(text: &[u8]) {
    let text = String::from_utf8_lossy(text);
    let lines: Vec<&str> = text.lines().collect();
    let (patterns, hosts) = lines.split_at(lines.len() / 2);
    let patterns: Vec<MxPattern> =
        patterns.iter().filter_map(|p| MxPattern::parse(p).ok()).collect();
    for pattern in &patterns {
        assert_eq!(MxPattern::parse(pattern.as_str()).as_ref(), Ok(pattern));
    }
    let matcher = MxMatcher::new(&patterns);
    for host in hosts.iter().filter_map(|host| DomainName::parse(host).ok()) {
        assert_eq!(DomainName::parse(host.as_str()).as_ref(), Ok(&host));
        let covering = matcher.covering(&host).map(|index| &patterns[index]);
        assert_eq!(covering.is_some(), patterns.iter().any(|p| p.matches(&host)));
        assert!(covering.is_none_or(|pattern| pattern.matches(&host)));
    }
}

/// A TLS report.
pub fn report(text: &[u8]) {
    let parsed = tlsrpt::report::parse(text);
    well_placed(&parsed);
    if let Ok(report) = tlsrpt::report::parse_strict(text) {
        let json = report.to_json();
        let again = tlsrpt::report::parse_strict(json.as_bytes());
        assert_eq!(again.as_ref().map(|r| r.to_json()), Ok(json));
    }
}

/// A DNS message: as it is, and as an answer to a question that was asked. The first byte picks the type.
pub fn dns_message(bytes: &[u8]) {
    let Some((kind, rest)) = bytes.split_first() else { return };
    let kinds =
        [RecordType::A, RecordType::Aaaa, RecordType::Mx, RecordType::Tlsa, RecordType::Txt];
    let record_type = kinds[usize::from(*kind) % kinds.len()];
    let _ = decode(rest, "a.example", record_type);
    let Some(mut message) = encode_query("a.example", record_type) else { return };
    // QR: this is an answer. ANCOUNT: how many records it claims.
    message[2] |= 0x80;
    message[7] = kind >> 4;
    message.extend_from_slice(rest);
    let _ = decode(&message, "a.example", record_type);
}
