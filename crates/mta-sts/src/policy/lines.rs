//! Splitting a policy into lines (RFC 8461 3.2: `sts-policy-term = LF / CRLF`).

use crate::span::Span;

/// One line, without its terminator.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub text: &'a str,
    /// Where `text` stands.
    pub span: Span,
    /// Where the line and its terminator stand.
    pub whole: Span,
}

/// The lines of `source`. A terminator at the very end does not begin another line.
pub(super) fn lines(source: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0_usize;
    source.split_inclusive('\n').map(move |whole| {
        let end = start.saturating_add(whole.len());
        let text = whole.strip_suffix('\n').map_or(whole, |t| t.strip_suffix('\r').unwrap_or(t));
        let span = Span::new(start, start.saturating_add(text.len()));
        let line = Line { text, span, whole: Span::new(start, end) };
        start = end;
        line
    })
}
