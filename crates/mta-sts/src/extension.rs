//! Extension fields: `name=value` in TXT records (RFC 8461 3.1, RFC 8460 3), `name: value` in policies (3.2).

use nom::bytes::complete::{take_while_m_n, take_while1};
use nom::character::complete::char;
use nom::combinator::{all_consuming, verify};
use nom::sequence::separated_pair;
use nom::{IResult, Parser};

/// A field that the standards do not name (RFC 8461 3.1, 3.2; RFC 8460 3). Senders ignore it.
///
/// ```
/// use mta_sts::{Extension, policy::Policy};
/// let body = "version: STSv1\nmode: none\nmax_age: 86400\nx-contact: postmaster\n";
/// let policy: Policy = body.parse()?;
/// let Extension { name, value } = &policy.extensions[0];
/// assert_eq!((name.as_str(), value.as_str()), ("x-contact", "postmaster"));
/// # Ok::<(), mta_sts::Refused>(())
/// ```
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
    verify(take_while_m_n(1, MAX_NAME, is_name_byte), |name: &[u8]| {
        name.first().is_some_and(u8::is_ascii_alphanumeric)
    })
    .parse(input)
}

/// Whether the whole text is a field name.
pub(crate) fn is_name(text: &str) -> bool {
    all_consuming(name).parse(text.as_bytes()).is_ok()
}

/// A whole `name=value` field of a TXT record: `sts-extension`, `tlsrpt-extension`.
pub(crate) fn txt_field(input: &str) -> Option<(&str, &str)> {
    // Over bytes, which cannot fall on a character's inside; both parts are ASCII.
    let field = separated_pair(name, char('='), take_while1(is_value_byte));
    let (_, (name, _)) = all_consuming(field).parse(input.as_bytes()).ok()?;
    let (name, rest) = input.split_at_checked(name.len())?;
    Some((name, rest.strip_prefix('=')?))
}

/// How long the field name at the front of `text` is; `None` when there is none. The strict readers' way.
pub(crate) fn name_prefix(text: &[u8]) -> Option<usize> {
    text.first().filter(|b| b.is_ascii_alphanumeric())?;
    let length = text.iter().take_while(|b| is_name_byte(**b)).count();
    (length <= MAX_NAME).then_some(length)
}

/// Characters of a field name.
const MAX_NAME: usize = 32;

fn is_name_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')
}

/// RFC 8461 3.1: `sts-ext-value = 1*(%x21-3A / %x3C / %x3E-7E)`.
fn is_value_byte(b: u8) -> bool {
    matches!(b, 0x21..=0x3a | 0x3c | 0x3e..=0x7e)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_the_boundaries_of_the_grammar() {
        assert_eq!(txt_field("a=b"), Some(("a", "b")));
        assert!(is_name(&"a".repeat(32)) && !is_name(&"a".repeat(33)) && !is_name(""));
        for text in ["a", "0_-.", "_a", "a b", "", "a=b", &"a".repeat(32), &"a".repeat(33)] {
            let whole = name_prefix(text.as_bytes()) == Some(text.len());
            assert_eq!(is_name(text), whole, "{text}");
        }
        assert!(is_name("0_-.") && !is_name("_a") && !is_name("a b"));
        for bad in ["a", "a=", "=b", "a=b=c", "a=b c", "a =b", "a= b", "a=\u{7f}", "a=é"] {
            assert_eq!(txt_field(bad), None, "{bad}");
        }
    }
}
