//! Field names that are nearly those of RFC 8461 3.2, and values in another dress.

use crate::mx::MxPattern;
use crate::odd;
use crate::search::{find, has};

use super::{MAX_MAX_AGE, Mode, strict};

/// The fields that RFC 8461 3.2 names.
const NAMES: [&str; 4] = ["version", "mode", "max_age", "mx"];

/// The field that an unknown name was probably meant to be.
pub(super) fn field(name: &str, value: &str) -> Option<&'static str> {
    if let Some(meant) = dressed(name) {
        return Some(meant);
    }
    let name = squeezed(name);
    let alias = match name.as_str() {
        "v" => Some("version"),
        "policy" => Some("mode"),
        "age" | "ttl" => Some("max_age"),
        "mxs" | "mxhost" | "mxhosts" | "mxpattern" | "host" | "hosts" => Some("mx"),
        _ => None,
    };
    let close = |meant: &&'static str| {
        let edits = if meant.len() > 4 { 2 } else { 1 };
        odd::within(name.as_bytes(), squeezed(meant).as_bytes(), edits)
    };
    let meant = alias.or_else(|| NAMES.into_iter().find(close))?;
    // A name alone may be somebody's extension; with such a value it is not.
    let plain = plain(value);
    let resembles = match meant {
        "version" => plain.split(';').next() == Some("stsv1"),
        "mode" => Mode::parse(&plain).is_some(),
        "max_age" => plain.starts_with(|c: char| c.is_ascii_digit()),
        _ => has(value, b'.') && MxPattern::parse(value).is_ok(),
    };
    resembles.then_some(meant)
}

/// Whether the value is a good one for the field.
pub(super) fn fits(field: &str, value: &str) -> bool {
    match field {
        "version" => value == "STSv1",
        "mode" => Mode::parse(value).is_some(),
        "max_age" => digits(value).is_some_and(|seconds| seconds <= u64::from(MAX_MAX_AGE)),
        _ => MxPattern::parse(value).is_ok(),
    }
}

/// The seconds of a value that is what `max_age` allows, and nothing beside.
pub(super) fn digits(value: &str) -> Option<u64> {
    let (seconds, rest) = strict::max_age(value.as_bytes())?;
    rest.is_empty().then_some(seconds)
}

/// A value of `mx` that is none, made good: its line would be an error under its right name.
pub(super) fn mended(field: &str, value: &str) -> Option<String> {
    let fault = MxPattern::parse(value).err().filter(|_| field == "mx")?;
    let patterns = fault.repaired(value);
    (fault.repair_is_safe(value) && !patterns.is_empty()).then(|| patterns.join("\nmx: "))
}

/// The field whose name this is, but for case, punctuation, spaces and odd characters.
pub(super) fn dressed(name: &str) -> Option<&'static str> {
    let name = squeezed(name);
    NAMES.into_iter().find(|known| squeezed(known) == name)
}

fn squeezed(name: &str) -> String {
    let plain = odd::plain(name);
    plain.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// The value as it was probably meant: without quotation marks, odd characters, a comment or a closing semicolon, in
/// lower case.
pub(super) fn plain(value: &str) -> String {
    let text = odd::plain(value);
    let text = without_comment(&text);
    let around = |c: char| c.is_whitespace() || "\"'`;,".chars().any(|mark| mark == c);
    text.trim_matches(around).to_ascii_lowercase()
}

/// The text before a comment of other file formats.
fn without_comment(text: &str) -> &str {
    let at = ["#", " ;", "\t;", " //"].iter().filter_map(|mark| find(text, mark)).min();
    at.and_then(|at| text.get(..at)).unwrap_or(text).trim_end()
}

#[cfg(test)]
mod tests {
    #[test]
    fn knows_names_in_another_dress() {
        for name in ["max-age", "maxage", "max age", "Max_Age", "MAX.AGE", "max\u{200b}_age"] {
            assert_eq!(super::field(name, "x"), Some("max_age"), "{name}");
        }
        assert_eq!(super::field("Mode", "?"), Some("mode"));
        assert_eq!(super::field("MX", "?"), Some("mx"));
    }

    #[test]
    fn knows_misspelt_names_by_their_value() {
        for (name, value, meant) in [
            ("nmx", "mail.example.com", "mx"),
            ("xm", "*.example.com", "mx"),
            ("mdoe", "enforce", "mode"),
            ("vresion", "STSv1", "version"),
            ("max_aeg", "86400", "max_age"),
            ("mx_age", "86400", "max_age"),
            ("v", "STSv1", "version"),
            ("verzon", "STSv1", "version"),
            ("mxage", "86400", "max_age"),
            ("age", "86400", "max_age"),
            ("ttl", "86400", "max_age"),
        ] {
            assert_eq!(super::field(name, value), Some(meant), "{name}");
        }
        for (name, value) in [
            ("my", "text"),
            ("node", "a.example"),
            ("age", "old"),
            ("id", "1"),
            // Of a short name, two letters are half of it.
            ("md", "enforce"),
        ] {
            assert_eq!(super::field(name, value), None, "{name}");
        }
    }

    #[test]
    fn knows_which_values_a_field_may_have() {
        for (field, good, bad) in [
            ("version", "STSv1", "STSv2"),
            ("mode", "enforce", "Enforce"),
            ("max_age", "31557600", "31557601"),
            ("mx", "*.example.com", "-"),
        ] {
            assert!(super::fits(field, good), "{field}");
            assert!(!super::fits(field, bad), "{field}");
        }
    }
}
