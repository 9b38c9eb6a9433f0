//! Splitting a record into its fields.

use crate::diagnostic::{Applicability, Diagnostic};
use crate::search::has;
use crate::span::Span;
use crate::wsp;

use super::{Dialect, near_miss};

/// One field of a record, white space around it removed.
#[derive(Clone, Copy)]
pub(crate) struct Segment<'a> {
    pub text: &'a str,
    pub span: Span,
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
    if !version_ends(dialect, gap, gap_span, has(rest, b';'), diagnostics) {
        diagnostics.push(near_miss::after_version(dialect, source, record));
        return None;
    }
    let mut found = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let last = pieces.peek().is_none();
        let body = wsp::trim_start(piece);
        let start = at.saturating_add(piece.len().saturating_sub(body.len()));
        // White space before a semicolon belongs to the delimiter; at the record's end it does not.
        let text = if last { body } else { wsp::trim_end(body) };
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
    if !wsp::trim_start(gap).is_empty() {
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
