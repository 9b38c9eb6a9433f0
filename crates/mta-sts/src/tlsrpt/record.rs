//! RFC 8460 3: the TLSRPT record at `_smtp._tls.<domain>`.

use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::extension::{Extension, txt_field};
use crate::odd;
use crate::parsed::Parsed;
use crate::search::has;
use crate::span::Span;
use crate::txt::{self, Dialect, RecordSet, Segment};
use crate::wsp;

use super::uri;

pub use super::strict::StrictTlsrptRecord;

/// A valid TLSRPT record (RFC 8460 3).
///
/// ```
/// use mta_sts::tlsrpt::record::parse_set;
/// let record = parse_set(&["v=TLSRPTv1;rua=mailto:reports@example.com,https://reports.example.com/tls"]).value.unwrap();
/// assert_eq!(record.version, "TLSRPTv1");
/// assert_eq!(record.rua, ["mailto:reports@example.com", "https://reports.example.com/tls"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TlsrptRecord {
    /// Always `TLSRPTv1`.
    pub version: &'static str,
    /// Where reports go, as written; `mailto:` and `https:` URIs of every `rua` field.
    pub rua: Vec<String>,
    /// Fields that RFC 8460 does not name.
    pub extensions: Vec<Extension>,
}

pub(super) const DIALECT: Dialect = Dialect {
    version: "v=TLSRPTv1",
    squeezed: "vtlsrptv1",
    field: "rua",
    other: "v=stsv1",
    errors: |record| txt::errors(&read_set(RecordSet::new(&[record])).diagnostics),
    missing: Code::TlsrptMissing,
    multiple: Code::TlsrptMultiple,
    version_invalid: Code::TlsrptVersionInvalid,
    field_malformed: Code::TlsrptFieldMalformed,
    field_empty: Code::TlsrptFieldEmpty,
    non_ascii: Code::TlsrptNonAscii,
    escaped_semicolon: Code::TlsrptEscapedSemicolon,
    quoted: Code::TlsrptQuoted,
    delimiter: Code::TlsrptDelimiter,
    is_other: Code::TlsrptIsSts,
    space_before_semicolon: Code::TlsrptSpaceBeforeSemicolon,
    unrelated: Code::TlsrptUnrelated,
    too_many_findings: Code::TlsrptTooManyFindings,
};

/// Reads the TXT record set at `_smtp._tls.<domain>`: each item one record, its strings joined without spaces.
/// More than 200 findings are counted, not listed.
///
/// ```
/// let parsed = mta_sts::tlsrpt::record::parse_set(&["v=TLSRPTv1; rua=mailto:tls@example.com"]);
/// assert_eq!(parsed.value.unwrap().rua, ["mailto:tls@example.com"]);
/// ```
pub fn parse_set<R: AsRef<[u8]>>(records: &[R]) -> Parsed<TlsrptRecord> {
    txt::limited(&DIALECT, read_set(RecordSet::new(records)))
}

/// Reads the record set with every machine-applicable fix applied, again and again until none is left.
///
/// `source` of the outcome is the corrected text, a record a line; `diagnostics` is what could not be mended.
///
/// ```
/// let fixed = mta_sts::tlsrpt::record::fixed(&["v=tlsrptv1; rua=tls@example.com!10m"]);
/// assert_eq!(&*fixed.source, "v=TLSRPTv1; rua=mailto:tls@example.com");
/// ```
pub fn fixed<R: AsRef<[u8]>>(records: &[R]) -> Parsed<TlsrptRecord> {
    let fixed = txt::fixed(records, |records| read_set(RecordSet::new(records)));
    txt::limited(&DIALECT, fixed)
}

/// Reads a set and lists everything wrong with it.
fn read_set(set: RecordSet) -> Parsed<TlsrptRecord> {
    txt::read_set(&DIALECT, set, read)
}

fn read(source: &str, record: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<TlsrptRecord> {
    let before = diagnostics.len();
    let segments = txt::segments(&DIALECT, source, record, diagnostics)?;
    let mut value = TlsrptRecord { version: "TLSRPTv1", rua: Vec::new(), extensions: Vec::new() };
    let mut attempted = false;
    let mut near = None;
    for segment in segments {
        // RFC 8460 3: several rua fields may stand in a record; there is no rule that the first wins.
        if let Some(list) = segment.text.strip_prefix("rua=") {
            attempted = true;
            let start = segment.span.end.saturating_sub(list.len());
            read_rua(list, start, &mut value.rua, diagnostics);
        } else if let Some((name, text)) = txt_field(segment.text) {
            near = near.or_else(|| near_rua(name, text, segment));
            value.extensions.push(Extension { name: name.to_owned(), value: text.to_owned() });
        } else {
            let name = segment.text.split(['=', ':', ' ', '\t']).next().unwrap_or("");
            attempted |= name == "rua";
            diagnostics.push(txt::malformed(&DIALECT, segment));
        }
    }
    if !attempted {
        diagnostics.push(rua_missing(record, near));
    }
    let found = diagnostics.get(before..).unwrap_or_default();
    let broken = found.iter().any(|d| d.severity() == Severity::Error);
    (!broken && !value.rua.is_empty()).then_some(value)
}

/// RFC 8460 3: `tlsrpt-rua = %s"rua=" tlsrpt-uri *(*WSP "," *WSP tlsrpt-uri)`.
fn read_rua(list: &str, start: usize, rua: &mut Vec<String>, diagnostics: &mut Vec<Diagnostic>) {
    let mut at = start;
    let count = list.split(',').count();
    for (index, piece) in list.split(',').enumerate() {
        // White space belongs to the commas; the outer ends of the list have none.
        let head = if index == 0 { piece } else { wsp::trim_start(piece) };
        let lead = piece.len().saturating_sub(head.len());
        let last = index.saturating_add(1) == count;
        let text = if last { head } else { wsp::trim_end(head) };
        let from = at.saturating_add(lead);
        let span = Span::new(from, from.saturating_add(text.len()));
        match uri::check(text) {
            Ok(()) => rua.push(text.to_owned()),
            Err(reason) if text.is_empty() && count > 1 => {
                let gap = gap(list, start, at, piece.len());
                let found = Diagnostic::at(Code::TlsrptRuaInvalid, gap).param("reason", reason);
                let title = "remove the comma";
                diagnostics.push(found.fix(Applicability::MachineApplicable, title, gap, ""));
            }
            Err(reason) => diagnostics.push(rua_invalid(text, span, reason)),
        }
        at = at.saturating_add(piece.len()).saturating_add(1);
    }
}

/// An empty place in the list, with one of its commas and the white space around both.
fn gap(list: &str, start: usize, at: usize, length: usize) -> Span {
    let offset = at.saturating_sub(start);
    let before = list.get(..offset).unwrap_or("").strip_suffix(',');
    let from = match before {
        Some(before) => start.saturating_add(wsp::trim_end(before).len()),
        None => at,
    };
    let end = at.saturating_add(length);
    let behind = list.get(offset.saturating_add(length)..).unwrap_or("");
    // The first place takes the comma behind it, any other the one before.
    let taken = match behind.strip_prefix(',').filter(|_| before.is_none()) {
        Some(behind) => {
            let next = wsp::trim_start(behind);
            list.len().saturating_sub(next.len()).saturating_add(start)
        }
        None => end,
    };
    Span::new(from, taken)
}

fn rua_invalid(text: &str, span: Span, reason: &str) -> Diagnostic {
    let found = Diagnostic::at(Code::TlsrptRuaInvalid, span).param("reason", reason);
    let found = odd::mark(found, text, span.start);
    let (applicability, repaired) = match text.strip_prefix("http://") {
        Some(rest) => (Applicability::MaybeIncorrect, format!("https://{rest}")),
        None => (Applicability::MachineApplicable, repaired(text)),
    };
    let good = repaired.split(',').all(|uri| uri::check(uri).is_ok());
    if good { found.fix(applicability, "write a report address", span, repaired) } else { found }
}

/// The address or addresses that were probably meant.
fn repaired(text: &str) -> String {
    let plain = odd::plain(text);
    let around = |c: char| c.is_whitespace() || "\"'<>`".chars().any(|mark| mark == c);
    let bare = plain.trim_matches(around);
    // Size limits such as `!10m` are DMARC's.
    let bare = bare.split('!').next().unwrap_or(bare);
    let one = |word: &str| match word.split_once(':') {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("mailto") => {
            format!("mailto:{}", rest.trim_start_matches('/'))
        }
        None if has(word, b'@') => format!("mailto:{word}"),
        _ => word.to_owned(),
    };
    bare.split_whitespace().map(one).collect::<Vec<_>>().join(",")
}

/// `RUA` in another case, or DMARC's `ruf`, and whether its name may be mended without asking.
fn near_rua(name: &str, value: &str, segment: Segment<'_>) -> Option<(Span, Applicability)> {
    let end = segment.span.start.saturating_add(name.len());
    let same = name.eq_ignore_ascii_case("rua");
    let safe = same && value.split(',').all(|uri| uri::check(uri).is_ok());
    let applicability =
        if safe { Applicability::MachineApplicable } else { Applicability::MaybeIncorrect };
    let near = same || name.eq_ignore_ascii_case("ruf");
    near.then(|| (Span::new(segment.span.start, end), applicability))
}

fn rua_missing(record: Span, near: Option<(Span, Applicability)>) -> Diagnostic {
    match near {
        Some((span, applicability)) => Diagnostic::at(Code::TlsrptRuaMissing, span).fix(
            applicability,
            "write `rua`",
            span,
            "rua",
        ),
        None => Diagnostic::at(Code::TlsrptRuaMissing, record),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_the_one_bad_address_of_a_list() {
        let parsed = parse_set(&["v=TLSRPTv1; rua=mailto:a@example.com , b@example.com"]);
        assert_eq!(parsed.value, None);
        assert_eq!(parsed.diagnostics.len(), 1);
        assert_eq!(parsed.diagnostics[0].labels[0].span.of(&parsed.source), "b@example.com");
        assert_eq!(parsed.diagnostics[0].fixes[0].edits[0].replacement, "mailto:b@example.com");
    }

    #[test]
    fn several_records_count_as_none() {
        let parsed = parse_set(&["v=TLSRPTv1;rua=mailto:a@b.c", "v=TLSRPTv1;rua=mailto:a@b.c"]);
        assert_eq!(parsed.diagnostics[0].code, Code::TlsrptMultiple);
    }
}
