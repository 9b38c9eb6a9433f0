//! Recognising a domain name, eight bytes at a time.
//!
//! A policy is little else than domain names, so this is where reading one spends its time. The bytes of a word are
//! judged side by side: a mask has the highest bit of each byte set for which something holds.

use super::{DomainName, MAX_LABEL};

/// The highest bit of each byte.
const HIGH: u64 = repeat(0x80);

/// What is seen of a name on the way.
pub(crate) struct Scanned {
    pub(crate) length: usize,
    pub(crate) capitals: bool,
    pub(crate) several_labels: bool,
}

/// The domain name at the front of `text`; it ends before the first byte that names do not have.
/// `None` when the bytes up to there are no `Domain` (RFC 5321 4.1.2, RFC 1035 2.3.4; no root dot).
pub(crate) fn prefix(text: &[u8]) -> Option<Scanned> {
    let mut length = 0_usize;
    // What the byte before was. In front of the name it is as after a dot: a letter or digit must follow.
    let mut before = Masks { dots: HIGH, marks: HIGH };
    let (mut misplaced, mut all_dots, mut in_all) = (0, 0, u64::MAX);
    let mut rest = text;
    loop {
        let word = first_word(rest);
        let masks = Masks::of(word);
        let ends = ends(word);
        // All bits below the first byte that ends the name.
        let ours = ends.wrapping_sub(1) & !ends;
        let taken = usize::try_from(ends.trailing_zeros() >> 3).unwrap_or(8);
        let (dots, marks) = (masks.dots & ours, masks.marks & ours);
        // Beside a dot, on either side, stands no dot and no hyphen.
        misplaced |= dots & (marks << 8 | before.marks >> 56 & 0x80);
        misplaced |= marks & (dots << 8 | before.dots >> 56 & 0x80);
        before = Masks { dots, marks };
        all_dots |= dots;
        in_all &= word << 2 | !ours;
        length = length.wrapping_add(taken);
        match rest.get(8..) {
            Some(next) if taken == 8 => rest = next,
            _ => break,
        }
    }
    let name = text.get(..length)?;
    let ends_well = name.last().is_some_and(u8::is_ascii_alphanumeric);
    let short = length <= MAX_LABEL || (length <= DomainName::MAX_LENGTH && labels_fit(name));
    // Of all that names are written with, capitals alone lack the bit 0x20, here moved to the highest.
    let capitals = in_all & HIGH != HIGH;
    let scanned = Scanned { length, capitals, several_labels: all_dots != 0 };
    (misplaced == 0 && ends_well && short).then_some(scanned)
}

/// Where dots are, and where dots or hyphens are.
struct Masks {
    dots: u64,
    marks: u64,
}

impl Masks {
    fn of(word: u64) -> Masks {
        let dots = equal(word, b'.');
        Masks { dots, marks: dots | equal(word, b'-') }
    }
}

/// Where bytes are that are neither letters, digits, hyphens nor dots.
fn ends(word: u64) -> u64 {
    let letters = within(word | repeat(0x20), b'a', b'z');
    // From `-` to `9` stand `-`, `.`, `/` and the digits.
    let others = within(word, b'-', b'9') & !equal(word, b'/');
    (!(letters | others) | word) & HIGH
}

/// Whether each byte, taken without its highest bit, lies from `low` to `high`.
const fn within(word: u64, low: u8, high: u8) -> u64 {
    let bytes = word & !HIGH;
    let reaches = bytes.wrapping_add(repeat(0x80_u8.wrapping_sub(low)));
    let exceeds = bytes.wrapping_add(repeat(0x7f_u8.wrapping_sub(high)));
    reaches & !exceeds & HIGH
}

/// Whether each byte, taken without its highest bit, is `byte`.
pub(crate) const fn equal(word: u64, byte: u8) -> u64 {
    let difference = (word ^ repeat(byte)) & !HIGH;
    !difference.wrapping_add(repeat(0x7f)) & HIGH
}

pub(crate) const fn repeat(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The first eight bytes, zeros behind the end.
fn first_word(text: &[u8]) -> u64 {
    if let Some(bytes) = text.first_chunk() {
        return u64::from_le_bytes(*bytes);
    }
    let mut bytes = [0; 8];
    for (to, from) in bytes.iter_mut().zip(text) {
        *to = *from;
    }
    u64::from_le_bytes(bytes)
}

fn labels_fit(name: &[u8]) -> bool {
    name.split(|b| *b == b'.').all(|label| label.len() <= MAX_LABEL)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::one_by_one;

    fn scanned_length(text: &[u8]) -> Option<usize> {
        let scanned = prefix(text)?;
        let name = &text[..scanned.length];
        assert_eq!(scanned.capitals, name.iter().any(u8::is_ascii_uppercase), "{text:?}");
        assert_eq!(scanned.several_labels, name.contains(&b'.'), "{text:?}");
        Some(scanned.length)
    }

    /// The same, a character at a time.
    fn slowly(text: &[u8]) -> Option<usize> {
        let ours = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.');
        let length = text.iter().take_while(|b| ours(b)).count();
        let name = std::str::from_utf8(&text[..length]).unwrap();
        one_by_one(name).is_ok().then_some(length)
    }

    #[test]
    fn every_byte_at_every_place_is_judged_as_one_by_one() {
        for length in 0..20 {
            for at in 0..length {
                for byte in 0..=u8::MAX {
                    let mut text = vec![b'a'; length];
                    text[at] = byte;
                    assert_eq!(scanned_length(&text), slowly(&text), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn every_pair_of_marks_is_judged_as_one_by_one() {
        for (first, second) in
            [(b'.', b'.'), (b'.', b'-'), (b'-', b'.'), (b'-', b'-'), (b'.', b' ')]
        {
            for length in 2..20 {
                for at in 1..length {
                    let mut text = vec![b'a'; length];
                    (text[at - 1], text[at]) = (first, second);
                    assert_eq!(scanned_length(&text), slowly(&text), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn keeps_the_limits() {
        for label in [62, 63, 64] {
            for count in [1, 2, 3, 4] {
                for last in 0..64 {
                    let label = "a".repeat(label);
                    let text = format!("{}{}", format!("{label}.").repeat(count), "b".repeat(last));
                    assert_eq!(scanned_length(text.as_bytes()), slowly(text.as_bytes()), "{text}");
                }
            }
        }
    }
}
