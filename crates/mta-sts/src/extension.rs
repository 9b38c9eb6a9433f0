//! Extension fields: `name=value` in TXT records (RFC 8461 3.1, RFC 8460 3), `name: value` in policies (3.2).

use nom::bytes::complete::{take_while_m_n, take_while1};
use nom::character::complete::char;
use nom::combinator::{all_consuming, verify};
use nom::sequence::separated_pair;
use nom::{IResult, Parser};

/// A field that the standards do not name. Senders ignore it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Extension {
    /// 1 to 32 letters, digits, `_`, `-`, `.`.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// RFC 8461 3.1 and 3.2: `(ALPHA / DIGIT) *31(ALPHA / DIGIT / "_" / "-" / ".")`.
fn name(input: &[u8]) -> IResult<&[u8], &[u8]> {
    verify(take_while_m_n(1, 32, is_name_byte), |n: &[u8]| {
        n.first().is_some_and(u8::is_ascii_alphanumeric)
    })
    .parse(input)
}

/// Whether the whole text is a field name.
pub(crate) fn is_name(text: &str) -> bool {
    all_consuming(name).parse(text.as_bytes()).is_ok()
}

/// A whole `name=value` field of a TXT record: `sts-extension`, `tlsrpt-extension`.
pub(crate) fn txt_field(input: &str) -> Option<(&str, &str)> {
    // RFC 8461 3.1: sts-ext-value = 1*(%x21-3A / %x3C / %x3E-7E).
    let value = take_while1(|b: u8| matches!(b, 0x21..=0x3a | 0x3c | 0x3e..=0x7e));
    // Over bytes, which cannot fall on a character's inside; both parts are ASCII.
    let (_, (name, _)) =
        all_consuming(separated_pair(name, char('='), value)).parse(input.as_bytes()).ok()?;
    input
        .split_at_checked(name.len())
        .and_then(|(name, rest)| Some((name, rest.strip_prefix('=')?)))
}

fn is_name_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_the_boundaries_of_the_grammar() {
        assert_eq!(txt_field("a=b"), Some(("a", "b")));
        assert!(is_name(&"a".repeat(32)) && !is_name(&"a".repeat(33)) && !is_name(""));
        assert!(is_name("0_-.") && !is_name("_a") && !is_name("a b"));
        for bad in ["a", "a=", "=b", "a=b=c", "a=b c", "a =b", "a= b", "a=\u{7f}", "a=é"] {
            assert_eq!(txt_field(bad), None, "{bad}");
        }
    }
}
