//! The one place where text from the network is made safe to show.
//!
//! A terminal obeys control characters, and a reader is misled by characters that turn the direction of text
//! around. Neither may come from a stranger.

use std::borrow::Cow;

/// Whether a character must not reach a terminal as it is.
pub(crate) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            // Invisible, or changing the direction of what follows (Unicode TR 9, CVE-2021-42574).
            '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// One line, with unsafe characters written as escapes such as `\x1b` and `\u{202e}`.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_ascii() && is_unsafe(c) => out.push_str(&format!("\\x{:02x}", u32::from(c))),
            c if is_unsafe(c) => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// JSON text with unsafe characters as `\uXXXX`, which means the same: they only stand inside strings.
pub(crate) fn json(text: &str) -> Cow<'_, str> {
    // Most is printable ASCII, which is quickly seen: without a branch for each byte.
    let plain = |bytes: &[u8]| bytes.iter().fold(true, |all, byte| all & is_plain(*byte));
    if text.as_bytes().chunks(256).all(plain) {
        return Cow::Borrowed(text);
    }
    let odd = |c: char| is_unsafe(c) && c != '\n';
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if odd(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n')
}

/// A count of things, such as `1 day` and `2 days`.
pub(crate) fn plural(count: impl Into<i128>, thing: &str) -> String {
    match count.into() {
        1 => format!("1 {thing}"),
        count => match thing.strip_suffix("ry") {
            Some(stem) => format!("{count} {stem}ries"),
            None => format!("{count} {thing}s"),
        },
    }
}

/// A field of CSV that a spreadsheet reads as text: no control characters, and nothing that begins like a formula.
pub(crate) fn csv_field(text: &str) -> Cow<'_, str> {
    let text = line(text);
    if text.starts_with(['=', '+', '-', '@']) { Cow::Owned(format!("'{text}")) } else { text }
}

/// A record of CSV (RFC 4180) with its line end.
pub(crate) fn csv_record<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory does not fail, and CSV of text is text.
    let written =
        writer.write_record(fields.into_iter().map(|field| csv_field(field).into_owned()));
    let bytes = written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A source text of several lines to show in an excerpt, each unsafe character replaced by one visible one.
pub(crate) struct Excerpt {
    pub(crate) text: String,
    /// Where replacements made the text grow: offsets behind them in the original and in `text`.
    shifts: Vec<(usize, usize)>,
}

impl Excerpt {
    pub(crate) fn new(source: &str) -> Excerpt {
        let mut text = String::with_capacity(source.len());
        let mut shifts = Vec::new();
        let mut characters = source.char_indices().peekable();
        while let Some((at, c)) = characters.next() {
            let next = characters.peek().map(|(_, c)| *c);
            let shown = match c {
                '\n' | '\t' => c,
                // A line end is not a stray control character.
                '\r' if next == Some('\n') => {
                    shifts.push((at + 1, text.len()));
                    continue;
                }
                c if u32::from(c) < 0x20 => {
                    char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER)
                }
                '\u{7f}' => '\u{2421}',
                c if is_unsafe(c) => char::REPLACEMENT_CHARACTER,
                c => c,
            };
            text.push(shown);
            if shown.len_utf8() != c.len_utf8() {
                shifts.push((at + c.len_utf8(), text.len()));
            }
        }
        Excerpt { text, shifts }
    }

    /// Where a byte offset of the original is in [`Excerpt::text`].
    pub(crate) fn offset(&self, original: usize) -> usize {
        let before = self.shifts.partition_point(|(from, _)| *from <= original);
        let (from, to) = match before.checked_sub(1).and_then(|i| self.shifts.get(i)) {
            Some(shift) => *shift,
            None => (0, 0),
        };
        (to + (original - from)).min(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_things() {
        assert_eq!((plural(1, "day"), plural(2_u64, "day")), ("1 day".into(), "2 days".into()));
        assert_eq!(plural(0, "DNS query"), "0 DNS queries");
    }

    #[test]
    fn escapes_what_terminals_obey() {
        assert_eq!(line("plain, ünï"), "plain, ünï");
        assert_eq!(line("\x1b[31m\0\r\n\u{9b}\u{202e}x"), "\\x1b[31m\\x00\\r\\n\\u{9b}\\u{202e}x");
    }

    #[test]
    fn csv_holds_no_formula_and_no_stray_quote() {
        let record = csv_record(["=1+1", "a,b", "say \"x\"\n", "-1", "plain"]);
        assert_eq!(record, "'=1+1,\"a,b\",\"say \"\"x\"\"\\n\",'-1,plain\r\n");
    }

    #[test]
    fn json_keeps_its_meaning() {
        let value = "a\u{7f}\u{9b}\u{202e}\u{e0001}";
        let text = serde_json::to_string(value).unwrap();
        let safe = json(&text);
        assert!(safe.is_ascii());
        assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), value);
    }

    #[test]
    fn excerpts_keep_places() {
        let source = "a\x1bb\r\ncd\u{feff}e";
        let excerpt = Excerpt::new(source);
        assert_eq!(excerpt.text, "a\u{241b}b\ncd\u{fffd}e");
        for (original, c) in source.char_indices().filter(|(_, c)| c.is_ascii_alphabetic()) {
            assert!(excerpt.text[excerpt.offset(original)..].starts_with(c), "{c}");
        }
        assert_eq!(excerpt.offset(source.len()), excerpt.text.len());
    }
}
