//! How languages read a whole number from text.

use super::rules::Number;
use super::text::Space;

/// A number as a Sender reads it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Age {
    /// The greatest whole number that is not above it; at most `i64::MAX`, at least `i64::MIN`.
    pub floor: i64,
    /// There is something behind the decimal point.
    pub fraction: bool,
    /// The number as the Sender would write it.
    pub text: String,
}

impl Number {
    /// The number, or `None` where the Sender's language sees none.
    pub(super) fn read(self, text: &str) -> Option<Age> {
        match self {
            Number::TenDigits => digits(text).filter(|_| text.len() <= 10),
            Number::Digits => digits(text).filter(|age| age.floor < i64::MAX),
            Number::Go => signed(text).filter(fits_i64),
            Number::GoText => {
                let age = signed(text).filter(fits_i64)?;
                Some(Age { text: text.to_owned(), ..age })
            }
            Number::Rust => {
                let number: u64 = text.parse().ok()?;
                Some(Age {
                    floor: i64::try_from(number).unwrap_or(i64::MAX),
                    fraction: false,
                    text: number.to_string(),
                })
            }
            Number::Python => python(text),
            Number::JavaScript => javascript(Space::JavaScript.trim(text)),
        }
    }
}

fn fits_i64(age: &Age) -> bool {
    age.text.parse::<i64>().is_ok()
}

/// ASCII digits only; a value beyond `i64` stays at its end, with all digits in the text.
fn digits(text: &str) -> Option<Age> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let short = text.trim_start_matches('0');
    let short = if short.is_empty() { "0" } else { short };
    Some(Age { floor: short.parse().unwrap_or(i64::MAX), fraction: false, text: short.to_owned() })
}

fn signed(text: &str) -> Option<Age> {
    let Some(rest) = text.strip_prefix('-') else {
        return digits(text.strip_prefix('+').unwrap_or(text));
    };
    let age = digits(rest)?;
    if age.floor == 0 {
        return Some(age);
    }
    let text = format!("-{}", age.text);
    Some(Age { floor: text.parse().unwrap_or(i64::MIN), fraction: false, text })
}

/// Underscores may stand between digits, one at a time.
fn python(text: &str) -> Option<Age> {
    // Not all that `str.strip` takes: in ASCII text `int` skips what C calls space.
    let text = text.trim_matches([' ', '\t', '\n', '\u{b}', '\u{c}', '\r']);
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned.split('_').any(str::is_empty) {
        return None;
    }
    signed(&text.replace('_', ""))
}

/// ECMAScript's StringToNumber. What is no decimal integer keeps its own spelling.
fn javascript(text: &str) -> Option<Age> {
    if text.is_empty() {
        return digits("0");
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        let head = text.get(..2).filter(|head| head.eq_ignore_ascii_case(prefix));
        if let (Some(_), Some(tail)) = (head, text.get(2..)) {
            let valid = !tail.is_empty() && tail.chars().all(|c| c.is_digit(radix));
            let floor = valid.then(|| i64::from_str_radix(tail, radix).unwrap_or(i64::MAX))?;
            return Some(Age { floor, fraction: false, text: floor.to_string() });
        }
    }
    let negative = text.starts_with('-');
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned == "Infinity" {
        let floor = if negative { i64::MIN } else { i64::MAX };
        return Some(Age { floor, fraction: false, text: text.to_owned() });
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, signed(exponent)?.floor),
        None => (unsigned, 0),
    };
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{part}");
    digits(&all)?;
    // The decimal point, moved by the exponent, cuts the digits in two.
    let point = i64::try_from(whole.len()).ok()?.saturating_add(exponent);
    let (floor, fraction) = cut(&all, point);
    let (floor, fraction) = match (negative, fraction) {
        (false, _) => (floor, fraction),
        (true, false) => (floor.saturating_neg(), false),
        (true, true) => (floor.saturating_neg().saturating_sub(1), true),
    };
    let plain = !fraction && floor < i64::MAX && floor > i64::MIN.saturating_add(1);
    let text = if plain { floor.to_string() } else { text.to_owned() };
    Some(Age { floor, fraction, text })
}

/// The number before the point, and whether anything but zeros follows it.
fn cut(digits: &str, point: i64) -> (i64, bool) {
    let nonzero = |text: &str| text.bytes().any(|b| b != b'0');
    if point <= 0 {
        return (0, nonzero(digits));
    }
    let zeros = usize::try_from(point).unwrap_or(usize::MAX).saturating_sub(digits.len());
    let (whole, part) = usize::try_from(point)
        .ok()
        .and_then(|point| digits.split_at_checked(point))
        .unwrap_or((digits, ""));
    if !nonzero(whole) {
        return (0, nonzero(part));
    }
    // Nineteen zeros are beyond i64, whatever they follow.
    let number = match zeros {
        0..=19 => format!("{whole}{}", "0".repeat(zeros)).parse().unwrap_or(i64::MAX),
        _ => i64::MAX,
    };
    (number, nonzero(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(number: Number, text: &str) -> Option<(i64, bool, String)> {
        number.read(text).map(|age| (age.floor, age.fraction, age.text))
    }

    fn whole(number: Number, text: &str) -> Option<i64> {
        number.read(text).filter(|age| !age.fraction).map(|age| age.floor)
    }

    #[test]
    fn reads_as_each_language_does() {
        use Number::{Digits, Go, JavaScript, Python, Rust, TenDigits};
        for (text, expected) in [
            ("604800", [Some(604_800); 6]),
            ("0604800", [Some(604_800); 6]),
            ("+5", [None, None, Some(5), Some(5), Some(5), Some(5)]),
            ("-5", [None, None, Some(-5), None, Some(-5), Some(-5)]),
            ("6_0", [None, None, None, None, Some(60), None]),
            ("6__0", [None; 6]),
            ("_6", [None; 6]),
            ("", [None, None, None, None, None, Some(0)]),
            ("0x10", [None, None, None, None, None, Some(16)]),
            ("1e3", [None, None, None, None, None, Some(1000)]),
            ("5.0", [None, None, None, None, None, Some(5)]),
            (
                "12345678901",
                [
                    None,
                    Some(12_345_678_901),
                    Some(12_345_678_901),
                    Some(12_345_678_901),
                    Some(12_345_678_901),
                    Some(12_345_678_901),
                ],
            ),
            ("86400s", [None; 6]),
            ("٦", [None; 6]),
        ] {
            let read = [TenDigits, Digits, Go, Rust, Python, JavaScript].map(|n| whole(n, text));
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn javascript_keeps_fractions_and_what_is_too_large() {
        let read = |text| read(Number::JavaScript, text);
        assert_eq!(read("1.5"), Some((1, true, "1.5".to_owned())));
        assert_eq!(read("-.5"), Some((-1, true, "-.5".to_owned())));
        assert_eq!(read("15e-1"), Some((1, true, "15e-1".to_owned())));
        assert_eq!(read("1e999999999999"), Some((i64::MAX, false, "1e999999999999".to_owned())));
        assert_eq!(read("0e999999999999"), Some((0, false, "0".to_owned())));
        assert_eq!(read("-0"), Some((0, false, "0".to_owned())));
        for text in [".", "e5", "1e", "1.2.3", "0x", "1_0", "Infinityy", "--1"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
