//! What MTA-STS and TLSRPT records have in common: picking the one record, splitting it into fields.

mod strict;

use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::span::Span;

pub(crate) use strict::each_field;

/// What differs between the two kinds of record: the version field and the codes of the findings.
pub(crate) struct Dialect {
    /// `v=STSv1` or `v=TLSRPTv1`.
    pub version: &'static str,
    /// A lower-case text that shows that such a record was meant.
    pub hint: &'static str,
    pub missing: Code,
    pub multiple: Code,
    pub version_invalid: Code,
    pub field_malformed: Code,
    pub field_empty: Code,
    pub non_ascii: Code,
    pub escaped_semicolon: Code,
    pub space_before_semicolon: Code,
    pub unrelated: Code,
}

/// The texts of a TXT record set joined to one source, a record a line.
pub(crate) struct RecordSet {
    pub source: String,
    /// Where each record stands in `source`.
    pub spans: Vec<Span>,
}

impl RecordSet {
    /// Bytes that are not UTF-8 become U+FFFD, which no field may hold, so the verdict stays the same.
    pub(crate) fn new<R: AsRef<[u8]>>(records: &[R]) -> RecordSet {
        let mut source = String::new();
        let mut spans = Vec::with_capacity(records.len());
        for (index, record) in records.iter().enumerate() {
            if index > 0 {
                source.push('\n');
            }
            let start = source.len();
            source.push_str(&String::from_utf8_lossy(record.as_ref()));
            spans.push(Span::new(start, source.len()));
        }
        RecordSet { source, spans }
    }
}

/// One field of a record, white space around it removed.
#[derive(Clone, Copy)]
pub(crate) struct Segment<'a> {
    pub text: &'a str,
    pub span: Span,
}

/// Picks the record that counts (RFC 8461 3.1, RFC 8460 3).
pub(crate) fn select(
    dialect: &Dialect,
    set: &RecordSet,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Span> {
    let prefix = format!("{};", dialect.version);
    let starts = |span: &&Span| span.of(&set.source).starts_with(&prefix);
    let marked: Vec<Span> = set.spans.iter().filter(starts).copied().collect();
    let unrelated = |others: usize| {
        (others > 0).then(|| Diagnostic::new(dialect.unrelated).param("count", others.to_string()))
    };
    match (marked.as_slice(), set.spans.as_slice()) {
        ([one], all) => {
            diagnostics.extend(unrelated(all.len().saturating_sub(1)));
            Some(*one)
        }
        // RFC 8461 3.1: the rule that discards records applies when there are several. One alone is
        // judged by the grammar, which allows white space before the semicolon.
        ([], [single]) if single.of(&set.source).starts_with(dialect.version) => Some(*single),
        ([], all) => {
            let near: Vec<Span> =
                all.iter().copied().filter(|s| is_near(dialect, s.of(&set.source))).collect();
            diagnostics.extend(near.iter().map(|span| near_miss(dialect, *span, &set.source)));
            if near.is_empty() {
                diagnostics.push(Diagnostic::new(dialect.missing));
                diagnostics.extend(unrelated(all.len()));
            }
            None
        }
        (several, _) => {
            let count = several.len().to_string();
            let found = Diagnostic::new(dialect.multiple).param("count", count);
            diagnostics.push(several.iter().fold(found, |d, span| d.label(*span, "")));
            None
        }
    }
}

fn is_near(dialect: &Dialect, record: &str) -> bool {
    let hint = dialect.hint.as_bytes();
    record.as_bytes().windows(hint.len()).any(|part| part.eq_ignore_ascii_case(hint))
}

/// A record that was meant to be one: marks its beginning, and mends it where that is safe.
fn near_miss(dialect: &Dialect, span: Span, source: &str) -> Diagnostic {
    let record = span.of(source);
    let head = record.find(';').unwrap_or(record.len());
    let marked = Span::new(span.start, span.start.saturating_add(head));
    let found = Diagnostic::at(dialect.version_invalid, marked);
    let wanted = marked.of(source).trim().eq_ignore_ascii_case(dialect.version);
    if wanted {
        found.fix(
            Applicability::MachineApplicable,
            "write the version exactly",
            marked,
            dialect.version,
        )
    } else {
        found
    }
}

/// Splits one record into its fields after the version; `None` when the version itself is wrong.
///
/// RFC 8461 3.1: `sts-field-delim = *WSP ";" *WSP`, one delimiter may stand at the end.
pub(crate) fn segments<'a>(
    dialect: &Dialect,
    source: &'a str,
    record: Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<Segment<'a>>> {
    let rest = record.of(source).strip_prefix(dialect.version)?;
    let mut at = record.start.saturating_add(dialect.version.len());
    let mut pieces = rest.split(';');
    let gap = pieces.next().unwrap_or("");
    let gap_span = Span::new(at, at.saturating_add(gap.len()));
    at = gap_span.end.saturating_add(1);
    if !version_ends(dialect, gap, gap_span, rest.contains(';'), diagnostics) {
        let head = Span::new(record.start, gap_span.end);
        diagnostics.push(Diagnostic::at(dialect.version_invalid, head));
        return None;
    }
    let mut found = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let last = pieces.peek().is_none();
        let body = piece.trim_start_matches(WSP);
        let start = at.saturating_add(piece.len().saturating_sub(body.len()));
        // White space before a semicolon belongs to the delimiter; at the record's end it does not.
        let text = if last { body } else { body.trim_end_matches(WSP) };
        let span = Span::new(start, start.saturating_add(text.len()));
        if !text.is_empty() {
            found.push(Segment { text, span });
        } else if !last {
            let semicolon = Span::new(at, at.saturating_add(piece.len()).saturating_add(1));
            diagnostics.push(Diagnostic::at(dialect.field_empty, semicolon).fix(
                Applicability::MachineApplicable,
                "remove the empty field",
                semicolon,
                "",
            ));
        }
        at = at.saturating_add(piece.len()).saturating_add(1);
    }
    Some(found)
}

pub(crate) const WSP: [char; 2] = [' ', '\t'];

/// Judges what stands between the version and the first semicolon. False when that is not the version's end.
fn version_ends(
    dialect: &Dialect,
    gap: &str,
    span: Span,
    delimited: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    if gap == "\\" {
        diagnostics.push(Diagnostic::at(dialect.escaped_semicolon, span).fix(
            Applicability::MachineApplicable,
            "remove the backslash",
            span,
            "",
        ));
        return true;
    }
    if !gap.chars().all(|c| WSP.contains(&c)) {
        return false;
    }
    if !gap.is_empty() && delimited {
        diagnostics.push(Diagnostic::at(dialect.space_before_semicolon, span).fix(
            Applicability::MachineApplicable,
            "remove the space",
            span,
            "",
        ));
    }
    true
}

/// Explains a field that the grammar refuses.
pub(crate) fn malformed(dialect: &Dialect, segment: Segment<'_>) -> Diagnostic {
    let Segment { text, span } = segment;
    let odd = text.char_indices().find(|(_, c)| !matches!(c, ' '..='~' | '\t'));
    if let Some((offset, c)) = odd {
        let start = span.start.saturating_add(offset);
        return Diagnostic::at(
            dialect.non_ascii,
            Span::new(start, start.saturating_add(c.len_utf8())),
        );
    }
    if let Some(body) = text.strip_suffix('\\') {
        let at = Span::new(span.start.saturating_add(body.len()), span.end);
        return Diagnostic::at(dialect.escaped_semicolon, at).fix(
            Applicability::MachineApplicable,
            "remove the backslash",
            at,
            "",
        );
    }
    let found = Diagnostic::at(dialect.field_malformed, span);
    let squeezed: String = match text.split_once('=') {
        Some((name, value)) => format!("{}={}", name.trim(), value.trim()),
        None => return found,
    };
    if squeezed != text && crate::extension::txt_field(&squeezed).is_some() {
        return found.fix(Applicability::MachineApplicable, "remove the spaces", span, squeezed);
    }
    found
}
