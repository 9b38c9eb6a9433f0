//! White space between fields: `WSP` (RFC 5234 B.1), a space or a tab.

/// Behind `*WSP`.
pub(crate) fn after_wsp(text: &[u8]) -> &[u8] {
    let mut rest = text;
    while let [b' ' | b'\t', next @ ..] = rest {
        rest = next;
    }
    rest
}

/// Without the `*WSP` at the end.
pub(crate) fn before_wsp(text: &[u8]) -> &[u8] {
    let mut rest = text;
    while let [before @ .., b' ' | b'\t'] = rest {
        rest = before;
    }
    rest
}

/// [`after_wsp`] of a text.
pub(crate) fn trim_start(text: &str) -> &str {
    let start = text.len().saturating_sub(after_wsp(text.as_bytes()).len());
    text.get(start..).unwrap_or("")
}

/// [`before_wsp`] of a text.
pub(crate) fn trim_end(text: &str) -> &str {
    text.get(..before_wsp(text.as_bytes()).len()).unwrap_or("")
}
