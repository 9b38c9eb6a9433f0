//! Characters that word processors, web pages and chat programs put where plain ASCII belongs, and misspelt words.

use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// What an odd character is, in the words of a label; `None` for all others.
fn name(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{a0}' | '\u{202f}' => "a no-break space",
        '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => "an unusual space",
        '\u{85}' | '\u{2028}' | '\u{2029}' => "a separator that ends no line here",
        '\u{feff}' => "an invisible byte order mark",
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => INVISIBLE,
        '\u{2060}'..='\u{206f}' => INVISIBLE,
        '\u{2018}'..='\u{201f}' | '«' | '»' | '‹' | '›' => "a typographic quotation mark",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "a typographic hyphen or dash",
        '\u{ff01}'..='\u{ff5e}' | '\u{2236}' => "a look-alike of an ASCII character",
        _ => return None,
    })
}

const INVISIBLE: &str = "an invisible character";

/// The plain character that was probably meant; `None` for those that stand for nothing.
fn meant(c: char) -> Option<char> {
    match (name(c), c) {
        (None, _) => Some(c),
        (_, '\u{2236}') => Some(':'),
        (_, '\u{2010}'..='\u{2015}' | '\u{2212}') => Some('-'),
        // The full-width forms stand in the order of ASCII.
        (_, '\u{ff01}'..='\u{ff5e}') => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32),
        _ if c.is_whitespace() => Some(' '),
        _ => None,
    }
}

/// The text with look-alikes made plain, odd spaces made spaces, invisible characters and typographic quotation marks
/// left out.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter_map(meant).collect()
}

/// Whether the text holds an odd character.
pub(crate) fn is_in(text: &str) -> bool {
    text.chars().any(|c| name(c).is_some())
}

/// Adds a label for the first odd character of `text`, which begins at `start`.
pub(crate) fn mark(found: Diagnostic, text: &str, start: usize) -> Diagnostic {
    let first = text.char_indices().find_map(|(at, c)| Some((at, c, name(c)?)));
    let Some((at, c, words)) = first else { return found };
    let from = start.saturating_add(at);
    found.label(Span::new(from, from.saturating_add(c.len_utf8())), words)
}

/// Whether at most `edits` insertions, omissions, replacements or swaps of neighbours make `a` of `b`.
pub(crate) fn within(a: &[u8], b: &[u8], edits: usize) -> bool {
    match (a, b) {
        ([x, a @ ..], [y, b @ ..]) if x == y => return within(a, b, edits),
        ([], []) => return true,
        _ => {}
    }
    let Some(left) = edits.checked_sub(1) else { return false };
    let rest_a = a.get(1..).unwrap_or_default();
    let rest_b = b.get(1..).unwrap_or_default();
    let swapped = match (a, b) {
        ([x, y, a @ ..], [v, w, b @ ..]) => x == w && y == v && within(a, b, left),
        _ => false,
    };
    swapped
        || (!a.is_empty() && within(rest_a, b, left))
        || (!b.is_empty() && within(a, rest_b, left))
        || (!a.is_empty() && !b.is_empty() && within(rest_a, rest_b, left))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_text_plain() {
        assert_eq!(plain("\u{feff}“mode”：\u{a0}enforce\u{200b}"), "mode: enforce");
        assert_eq!(plain("mail–1.example"), "mail-1.example");
        assert!(is_in("a\u{2009}b") && !is_in("bücher \"x\" - 1"));
    }

    #[test]
    fn counts_edits() {
        for (a, edits) in
            [("mode", 0), ("mde", 1), ("moed", 1), ("modes", 1), ("node", 1), ("mods!", 2)]
        {
            assert!(within(a.as_bytes(), b"mode", edits), "{a}");
            assert!(edits == 0 || !within(a.as_bytes(), b"mode", edits - 1), "{a}");
        }
    }
}
