//! RFC 8460 3: the TLSRPT record at `_smtp._tls.<domain>`.

use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::extension::{Extension, txt_field};
use crate::parsed::Parsed;
use crate::span::Span;
use crate::txt::{self, Dialect, RecordSet, Segment};

use super::uri;

pub use super::strict::StrictTlsrptRecord;

/// A valid TLSRPT record.
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
    hint: "tlsrpt",
    missing: Code::TlsrptMissing,
    multiple: Code::TlsrptMultiple,
    version_invalid: Code::TlsrptVersionInvalid,
    field_malformed: Code::TlsrptFieldMalformed,
    field_empty: Code::TlsrptFieldEmpty,
    non_ascii: Code::TlsrptNonAscii,
    escaped_semicolon: Code::TlsrptEscapedSemicolon,
    space_before_semicolon: Code::TlsrptSpaceBeforeSemicolon,
    unrelated: Code::TlsrptUnrelated,
};

/// Reads the TXT record set at `_smtp._tls.<domain>`: each item one record, its strings joined without spaces.
///
/// ```
/// let parsed = mta_sts::tlsrpt::record::parse_set(&["v=TLSRPTv1; rua=mailto:tls@example.com"]);
/// assert_eq!(parsed.value.unwrap().rua, ["mailto:tls@example.com"]);
/// ```
pub fn parse_set<R: AsRef<[u8]>>(records: &[R]) -> Parsed<TlsrptRecord> {
    let set = RecordSet::new(records);
    let mut diagnostics = Vec::new();
    let selected = txt::select(&DIALECT, &set, &mut diagnostics);
    let value = selected.and_then(|span| read(&set.source, span, &mut diagnostics));
    Parsed { value, salvaged: None, source: set.source, diagnostics }
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
            near = near.or_else(|| near_rua(name, segment));
            value.extensions.push(Extension { name: name.to_owned(), value: text.to_owned() });
        } else {
            let name = segment.text.split(['=', ' ', '\t']).next().unwrap_or("");
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
        let wsp = [' ', '\t'];
        let head = if index == 0 { piece } else { piece.trim_start_matches(wsp) };
        let lead = piece.len().saturating_sub(head.len());
        let last = index.saturating_add(1) == count;
        let text = if last { head } else { head.trim_end_matches(wsp) };
        let from = at.saturating_add(lead);
        let span = Span::new(from, from.saturating_add(text.len()));
        match uri::check(text) {
            Ok(()) => rua.push(text.to_owned()),
            Err(reason) => diagnostics.push(rua_invalid(text, span, reason)),
        }
        at = at.saturating_add(piece.len()).saturating_add(1);
    }
}

fn rua_invalid(text: &str, span: Span, reason: &str) -> Diagnostic {
    let found = Diagnostic::at(Code::TlsrptRuaInvalid, span).param("reason", reason);
    let bare = text.trim();
    let repaired = if uri::check(bare).is_ok() {
        Some(bare.to_owned())
    } else if !bare.contains(':') && bare.contains('@') {
        Some(format!("mailto:{bare}"))
    } else {
        bare.split_once('!').map(|(address, _)| address.to_owned())
    };
    match repaired.filter(|r| uri::check(r).is_ok()) {
        Some(r) => found.fix(Applicability::MachineApplicable, "write a report address", span, r),
        None => found,
    }
}

/// `RUA` in another case, or DMARC's `ruf`.
fn near_rua(name: &str, segment: Segment<'_>) -> Option<Span> {
    let end = segment.span.start.saturating_add(name.len());
    let near = name.eq_ignore_ascii_case("rua") || name.eq_ignore_ascii_case("ruf");
    near.then(|| Span::new(segment.span.start, end))
}

fn rua_missing(record: Span, near: Option<Span>) -> Diagnostic {
    match near {
        Some(span) => Diagnostic::at(Code::TlsrptRuaMissing, span).fix(
            Applicability::MaybeIncorrect,
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
