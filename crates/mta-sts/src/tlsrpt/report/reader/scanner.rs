//! RFC 8259: where a JSON value ends, or where it stops being one.
//!
//! A hand-written pass instead of serde's: reports need the places of values, and a fraction of the code in wasm.

use std::ops::Range;

/// Objects and arrays in one another; reports have five levels.
const MAX_DEPTH: usize = 128;

/// Where the JSON stops being JSON.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub at: usize,
    /// Whether the text ends too early, and nothing else is wrong with it.
    pub cut_off: bool,
    pub detail: &'static str,
}

#[derive(Debug)]
pub(super) struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Scanner<'a> {
        Scanner { bytes: text.as_bytes(), at: 0, depth: 0 }
    }

    /// The place of the value that comes next; `None` when only space is left.
    pub(super) fn next_value(&mut self) -> Option<Result<Range<usize>, Fault>> {
        self.after_space()?;
        Some(self.value())
    }

    /// Passes over an object or an array and tells where each name, empty in an array, and each value stands.
    pub(super) fn parts(
        &mut self,
        tell: &mut dyn FnMut(Range<usize>, Range<usize>),
    ) -> Result<(), Fault> {
        if self.depth >= MAX_DEPTH {
            return Err(self.fault("it is nested too deeply"));
        }
        self.depth = self.depth.saturating_add(1);
        let object = self.after_space() == Some(b'{');
        let (close, expected) =
            if object { (b'}', "`,` or `}` is missing") } else { (b']', "`,` or `]` is missing") };
        self.step();
        if self.after_space() != Some(close) {
            loop {
                let name = if object { self.name()? } else { self.at..self.at };
                let value = self.value()?;
                tell(name, value);
                match self.after_space() {
                    Some(b',') => self.step(),
                    Some(byte) if byte == close => break,
                    _ => return Err(self.fault(expected)),
                }
            }
        }
        self.step();
        self.depth = self.depth.saturating_sub(1);
        Ok(())
    }

    fn value(&mut self) -> Result<Range<usize>, Fault> {
        let first = self.after_space();
        let start = self.at;
        match first {
            Some(b'{' | b'[') => self.parts(&mut |_, _| {})?,
            Some(b'"') => self.string()?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.word(b"true")?,
            Some(b'f') => self.word(b"false")?,
            Some(b'n') => self.word(b"null")?,
            _ => return Err(self.fault("a value is missing")),
        }
        Ok(start..self.at)
    }

    /// The name of a member, and the colon after it.
    fn name(&mut self) -> Result<Range<usize>, Fault> {
        if self.after_space() != Some(b'"') {
            return Err(self.fault("a name in quotation marks is missing"));
        }
        let start = self.at;
        self.string()?;
        let name = start..self.at;
        if self.after_space() != Some(b':') {
            return Err(self.fault("`:` is missing"));
        }
        self.step();
        Ok(name)
    }

    fn string(&mut self) -> Result<(), Fault> {
        self.step();
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => self.escape()?,
                Some(0..0x20) => {
                    return Err(self.fault("a control character in a string is not escaped"));
                }
                Some(_) => self.step(),
                None => return Err(self.fault("a string does not end")),
            }
        }
        self.step();
        Ok(())
    }

    fn escape(&mut self) -> Result<(), Fault> {
        self.step();
        let digits = match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 0,
            Some(b'u') => 4,
            _ => return Err(self.fault("no such escape exists")),
        };
        self.step();
        for _ in 0..digits {
            if !self.peek().is_some_and(|byte| byte.is_ascii_hexdigit()) {
                return Err(self.fault("`\\u` needs four hexadecimal digits"));
            }
            self.step();
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), Fault> {
        self.pass(b"-");
        // RFC 8259 6: leading zeros are not allowed.
        if !self.pass(b"0") {
            self.digits()?;
        }
        if self.pass(b".") {
            self.digits()?;
        }
        if self.pass(b"eE") {
            self.pass(b"+-");
            self.digits()?;
        }
        self.end_of_word("this is no number")
    }

    fn digits(&mut self) -> Result<(), Fault> {
        if !self.pass(b"0123456789") {
            return Err(self.fault("this is no number"));
        }
        while self.pass(b"0123456789") {}
        Ok(())
    }

    fn word(&mut self, word: &[u8]) -> Result<(), Fault> {
        for letter in word {
            if self.peek() != Some(*letter) {
                return Err(self.fault("this is no value"));
            }
            self.step();
        }
        self.end_of_word("this is no value")
    }

    fn end_of_word(&self, detail: &'static str) -> Result<(), Fault> {
        match self.peek() {
            Some(byte) if byte.is_ascii_alphanumeric() || b".+-_".contains(&byte) => {
                Err(self.fault(detail))
            }
            _ => Ok(()),
        }
    }

    /// Passes over one of these bytes, if one comes next.
    fn pass(&mut self, bytes: &[u8]) -> bool {
        let passed = self.peek().is_some_and(|byte| bytes.contains(&byte));
        if passed {
            self.step();
        }
        passed
    }

    fn after_space(&mut self) -> Option<u8> {
        while self.pass(b" \t\n\r") {}
        self.peek()
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    /// At the next byte, which begins a character: everything passed over so far is whole.
    fn fault(&self, detail: &'static str) -> Fault {
        Fault { at: self.at, cut_off: self.peek().is_none(), detail }
    }
}

/// The characters of a string, given with its quotation marks; none when half a surrogate pair stands in it.
pub(super) fn characters(string: &str) -> Option<String> {
    let mut rest = string.strip_prefix('"')?.strip_suffix('"')?;
    let mut out = String::with_capacity(rest.len());
    while let Some((before, escaped)) = rest.split_once('\\') {
        out.push_str(before);
        let mut after = escaped.chars();
        out.push(match after.next()? {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let (character, tail) = utf16(escaped)?;
                after = tail.chars();
                character
            }
            itself => itself,
        });
        rest = after.as_str();
    }
    out.push_str(rest);
    Some(out)
}

/// RFC 8259 7: the character of `uXXXX`, or of `uXXXX\uXXXX` for a pair of surrogates, and what follows.
fn utf16(escaped: &str) -> Option<(char, &str)> {
    let unit = |text: &str| u16::from_str_radix(text.get(1..5)?, 16).ok();
    let one = char::decode_utf16([unit(escaped)?]).next()?;
    if let Ok(character) = one {
        return Some((character, escaped.get(5..)?));
    }
    let second = escaped.get(5..)?.strip_prefix("\\u")?;
    let low = u16::from_str_radix(second.get(..4)?, 16).ok()?;
    let pair = char::decode_utf16([unit(escaped)?, low]).next()?.ok()?;
    Some((pair, second.get(4..)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn read(text: &str) -> Result<Range<usize>, Fault> {
        Scanner::new(text).next_value().expect("not only space")
    }

    #[test]
    fn faults_have_their_place() {
        for (text, at, cut_off) in [
            ("{\"a\" 1}", 5, false),
            ("{\"a\":1,}", 7, false),
            ("[1 2]", 3, false),
            ("[01]", 2, false),
            ("{a:1}", 1, false),
            ("[\"\\x\"]", 3, false),
            ("\"\\u00g0\"", 5, false),
            ("\"a\nb\"", 2, false),
            ("nul", 3, true),
            ("truely", 4, false),
            ("[1", 2, true),
            ("\"a", 2, true),
            ("1.", 2, true),
        ] {
            let fault = read(text).expect_err(text);
            assert_eq!((fault.at, fault.cut_off), (at, cut_off), "{text}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(read(&nested(MAX_DEPTH)).is_ok());
        assert!(read(&nested(MAX_DEPTH + 1)).is_err());
        assert!(read(&"[{\"a\":".repeat(1_000_000)).is_err());
    }

    #[test]
    fn surrogates_come_in_pairs() {
        assert_eq!(characters("\"\\ud83d\\ude00\"").as_deref(), Some("\u{1f600}"));
        assert_eq!(characters("\"\\u00e4\\n\\/\"").as_deref(), Some("\u{e4}\n/"));
        for half in ["\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\u0041\"", "\"\\ud83dx\""] {
            assert_eq!(characters(half), None, "{half}");
        }
    }

    proptest! {
        /// serde_json is the judge of what is JSON, and of what a string says.
        #[test]
        fn agrees_with_serde_json(text in "[\\[\\]{}:,\"\\\\untrefals0-9eE.+\\- a\u{e4}]{1,12}") {
            let value: Result<Value, _> = serde_json::from_str(&text);
            let mut scanner = Scanner::new(&text);
            let first = scanner.next_value();
            let whole = matches!(first, Some(Ok(_))) && scanner.next_value().is_none();
            // What serde_json refuses beyond the grammar: numbers too large, and half surrogates.
            let beyond = value.as_ref().is_err_and(|e| {
                let words = e.to_string();
                words.contains("out of range") || words.contains("surrogate")
            });
            prop_assert!(beyond || value.is_ok() == whole, "{text}: {value:?}, {first:?}");
        }

        #[test]
        fn every_string_is_read_back(text in "\\PC{0,20}|[\\x00-\\x7f]{0,20}") {
            let written = serde_json::to_string(&text).expect("a string");
            prop_assert_eq!(read(&written), Ok(0..written.len()));
            prop_assert_eq!(characters(&written), Some(text));
        }
    }
}
