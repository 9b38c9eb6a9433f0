//! RFC 8461 3.1: the MTA-STS TXT record.

mod strict;

use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::extension::{Extension, txt_field};
use crate::first_places::FirstPlaces;
use crate::parsed::Parsed;
use crate::span::Span;
use crate::timestamp::Timestamp;
use crate::txt::{self, Dialect, RecordSet, Segment};

pub use strict::StrictStsRecord;

/// A valid MTA-STS record (RFC 8461 3.1).
///
/// ```
/// use mta_sts::record::StsRecord;
/// let record: StsRecord = "v=STSv1; id=20160831085700Z;".parse()?;
/// assert_eq!((record.version, record.id.as_str()), ("STSv1", "20160831085700Z"));
/// assert!(record.extensions.is_empty());
/// # Ok::<(), mta_sts::Refused>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct StsRecord {
    /// Always `STSv1`.
    pub version: &'static str,
    /// Names this instance of the policy; compared for equality only.
    pub id: String,
    /// Fields that RFC 8461 does not name.
    pub extensions: Vec<Extension>,
}

const DIALECT: Dialect = Dialect {
    version: "v=STSv1",
    squeezed: "vstsv1",
    field: "id",
    other: "v=tlsrptv1",
    errors: |record| txt::errors(&read_set(RecordSet::new(&[record])).diagnostics),
    missing: Code::RecordMissing,
    multiple: Code::RecordMultiple,
    version_invalid: Code::RecordVersionInvalid,
    field_malformed: Code::RecordFieldMalformed,
    field_empty: Code::RecordFieldEmpty,
    non_ascii: Code::RecordNonAscii,
    escaped_semicolon: Code::RecordEscapedSemicolon,
    quoted: Code::RecordQuoted,
    delimiter: Code::RecordDelimiter,
    is_other: Code::RecordIsTlsrpt,
    space_before_semicolon: Code::RecordSpaceBeforeSemicolon,
    unrelated: Code::RecordUnrelated,
    too_many_findings: Code::RecordTooManyFindings,
};

/// Reads the TXT record set at `_mta-sts.<domain>`: each item one record, its strings joined without spaces.
/// More than 200 findings are counted, not listed.
///
/// RFC 8461 3.1: records that do not begin with `v=STSv1;` are discarded; not exactly one left means no policy.
///
/// ```
/// let parsed = mta_sts::record::parse_set(&["v=STSv1; id=20160831085700Z;", "v=spf1 -all"]);
/// assert_eq!(parsed.value.unwrap().id, "20160831085700Z");
/// ```
pub fn parse_set<R: AsRef<[u8]>>(records: &[R]) -> Parsed<StsRecord> {
    txt::limited(&DIALECT, read_set(RecordSet::new(records)))
}

/// Reads the record set with every machine-applicable fix applied, again and again until none is left.
///
/// `source` of the outcome is the corrected text, a record a line; `diagnostics` is what could not be mended.
///
/// ```
/// let fixed = mta_sts::record::fixed(&["\"v=STSv1, ID=2026-01-01\""]);
/// assert_eq!(&*fixed.source, "v=STSv1; id=20260101");
/// assert!(fixed.value.is_some());
/// ```
pub fn fixed<R: AsRef<[u8]>>(records: &[R]) -> Parsed<StsRecord> {
    let fixed = txt::fixed(records, |records| read_set(RecordSet::new(records)));
    txt::limited(&DIALECT, fixed)
}

/// An `id` (RFC 8461 3.1) made from a time, such as `20260131T000000Z`: new with every second, and readable.
///
/// ```
/// assert_eq!(mta_sts::record::id_at(mta_sts::Timestamp(1_700_000_000)), "20231114T221320Z");
/// ```
pub fn id_at(time: Timestamp) -> String {
    // RFC 8461 3.1: 1*32(ALPHA / DIGIT). Both forms that a time is written in are shorter.
    time.to_string().chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The text of a record that announces `id`.
pub(crate) fn text(id: &str) -> String {
    format!("v=STSv1; id={id};")
}

/// Reads a set and lists everything wrong with it.
fn read_set(set: RecordSet) -> Parsed<StsRecord> {
    txt::read_set(&DIALECT, set, read)
}

fn read(source: &str, record: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<StsRecord> {
    let before = diagnostics.len();
    let segments = txt::segments(&DIALECT, source, record, diagnostics)?;
    let mut reader = Reader::default();
    for segment in segments {
        reader.field(segment, diagnostics);
    }
    if reader.id.is_none() && !reader.id_attempted {
        diagnostics.push(id_missing(record, reader.id_near));
    }
    let found = diagnostics.get(before..).unwrap_or_default();
    let broken = found.iter().any(|d| d.severity() == Severity::Error);
    let id = reader.id.filter(|_| !broken)?;
    Some(StsRecord { version: "STSv1", id, extensions: reader.extensions })
}

#[derive(Default)]
struct Reader<'a> {
    id: Option<String>,
    /// An `id` field was there, good or bad.
    id_attempted: bool,
    /// A field that was probably meant as `id`.
    id_near: Option<Span>,
    extensions: Vec<Extension>,
    /// The field names, by the index of their first place in `places`.
    seen: FirstPlaces<'a>,
    places: Vec<Span>,
}

impl<'a> Reader<'a> {
    fn field(&mut self, segment: Segment<'a>, diagnostics: &mut Vec<Diagnostic>) {
        let Some((name, value)) = txt_field(segment.text) else {
            let name = segment.text.split(['=', ':']).next().unwrap_or("").trim();
            self.id_attempted |= name == "id";
            diagnostics.push(txt::malformed(&DIALECT, segment));
            return;
        };
        // RFC 8461 3.2, last paragraph: of a duplicated field all entries but the first are ignored.
        let first = self.seen.get(name).and_then(|index| self.places.get(index)).copied();
        if name == "v" || first.is_some() {
            let found =
                Diagnostic::at(Code::RecordFieldDuplicate, segment.span).param("name", name);
            diagnostics.push(match first {
                Some(first) => found.label(first, "the first one, which counts"),
                None => found,
            });
            return;
        }
        self.seen.note(name, self.places.len());
        self.places.push(segment.span);
        if name == "id" {
            self.id_attempted = true;
            self.id = read_id(value, segment, diagnostics);
            return;
        }
        if self.id_near.is_none() && name.eq_ignore_ascii_case("id") {
            let end = segment.span.start.saturating_add(name.len());
            self.id_near = Some(Span::new(segment.span.start, end));
        }
        self.extensions.push(Extension { name: name.to_owned(), value: value.to_owned() });
    }
}

/// Whether a record can have this `id`: `sts-id = %s"id=" 1*32(ALPHA / DIGIT)` (RFC 8461 3.1).
///
/// ```
/// use mta_sts::record::is_id;
/// assert!(is_id("20160831085700Z"));
/// assert!(!is_id("2016-08-31") && !is_id(""));
/// ```
pub fn is_id(value: &str) -> bool {
    (1..=32).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn read_id(value: &str, segment: Segment<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    if is_id(value) {
        return Some(value.to_owned());
    }
    if value.len() > 1 && value.ends_with('\\') {
        diagnostics.push(txt::malformed(&DIALECT, segment));
        return None;
    }
    let span = Span::new(segment.span.end.saturating_sub(value.len()), segment.span.end);
    let found = Diagnostic::at(Code::RecordIdInvalid, span);
    let kept: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
    diagnostics.push(if (1..=32).contains(&kept.len()) {
        found.fix(Applicability::MachineApplicable, "keep the letters and digits", span, kept)
    } else {
        found
    });
    None
}

fn id_missing(record: Span, near: Option<Span>) -> Diagnostic {
    match near {
        Some(span) => Diagnostic::at(Code::RecordIdMissing, span).fix(
            Applicability::MachineApplicable,
            "write `id` in lower case",
            span,
            "id",
        ),
        None => Diagnostic::at(Code::RecordIdMissing, record),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(records: &[&str]) -> Vec<&'static str> {
        parse_set(records).diagnostics.iter().map(|d| d.code.slug()).collect()
    }

    #[test]
    fn marks_the_exact_characters() {
        let parsed = parse_set(&["v=STSv1; id=2024-01-01;"]);
        let label = &parsed.diagnostics[0].labels[0];
        assert_eq!(label.span.of(&parsed.source), "2024-01-01");
        assert_eq!(parsed.diagnostics[0].fixes[0].edits[0].replacement, "20240101");
    }

    #[test]
    fn reports_everything_in_one_pass() {
        assert_eq!(
            codes(&["v=STSv1 ; ID=1;; foo"]),
            [
                "record/space-before-semicolon",
                "record/field-empty",
                "record/field-malformed",
                "record/id-missing"
            ]
        );
    }

    #[test]
    fn refuses_bytes_that_are_not_utf8() {
        let parsed = parse_set(&[b"v=STSv1; id=1; a=\xff".as_slice()]);
        assert_eq!(parsed.value, None);
        assert_eq!(parsed.diagnostics[0].code, Code::RecordNonAscii);
    }
}
