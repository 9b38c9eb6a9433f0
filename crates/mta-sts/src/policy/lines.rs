//! Splitting a policy into lines (RFC 8461 3.2: `sts-policy-term = LF / CRLF`).

use crate::search::split_at_ascii;
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
    let mut rest = source;
    std::iter::from_fn(move || {
        let start = source.len().saturating_sub(rest.len());
        let text;
        (text, rest) = match split_at_ascii(rest, b'\n') {
            Some((text, next)) => (text.strip_suffix('\r').unwrap_or(text), next),
            None => (rest, ""),
        };
        let end = source.len().saturating_sub(rest.len());
        let span = Span::new(start, start.saturating_add(text.len()));
        (start < end).then_some(Line { text, span, whole: Span::new(start, end) })
    })
}
