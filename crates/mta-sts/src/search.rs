//! Parts of texts. The parts are short; the standard library's searcher for long ones weighs a kilobyte in wasm.

use memchr::memchr;

/// Whether the text holds that ASCII character. For `str::contains`, a `char` is a part as any other.
pub(crate) fn has(text: &str, ascii: u8) -> bool {
    memchr(ascii, text.as_bytes()).is_some()
}

/// The text before and behind the first such ASCII character.
pub(crate) fn split_at_ascii(text: &str, ascii: u8) -> Option<(&str, &str)> {
    let at = memchr(ascii, text.as_bytes())?;
    Some((text.get(..at)?, text.get(at.saturating_add(1)..)?))
}

/// Where `part` first stands; nowhere, if there is nothing of it.
pub(crate) fn find(text: &str, part: &str) -> Option<usize> {
    text.as_bytes().windows(part.len().max(1)).position(|window| window == part.as_bytes())
}

/// The text before and behind the first `part`.
pub(crate) fn split_once<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let (before, rest) = text.split_at_checked(find(text, part)?)?;
    Some((before, rest.strip_prefix(part)?))
}

/// The text with something else for each `part`.
pub(crate) fn replaced(text: &str, part: &str, with: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = split_once(rest, part) {
        out.push_str(before);
        out.push_str(with);
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{find, replaced, split_at_ascii, split_once};

    proptest! {
        #[test]
        fn does_what_the_standard_library_does(text in "[aé#/]{0,12}", part in "[aé#/]{1,3}") {
            let part = part.as_str();
            prop_assert_eq!(find(&text, part), text.find(part));
            prop_assert_eq!(split_once(&text, part), text.split_once(part));
            prop_assert_eq!(replaced(&text, part, "-"), text.replace(part, "-"));
            prop_assert_eq!(split_at_ascii(&text, b'#'), text.split_once('#'));
        }
    }

    #[test]
    fn nothing_is_nowhere() {
        assert_eq!(find("a", ""), None);
    }
}
