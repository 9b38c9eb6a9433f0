//! RFC 8460 4.4: counts, "an integer, encoded as a JSON number".

use super::super::MAX_COUNT;

/// The count that a JSON number writes, and whether it is in plain digits; `5.0` and `1e2` are integers too.
pub(super) fn read(number: &str) -> Option<(u64, bool)> {
    let plain = number.bytes().all(|b| b.is_ascii_digit());
    let count = if plain { number.parse().ok() } else { decimal(number) };
    count.filter(|count| *count <= MAX_COUNT).map(|count| (count, plain))
}

/// Exact, without floating point.
fn decimal(number: &str) -> Option<u64> {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let magnitude = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let (whole, fraction) = magnitude.split_once('.').unwrap_or((magnitude, ""));
    let all = format!("{whole}{fraction}");
    let digits = all.trim_end_matches('0');
    if digits.is_empty() {
        return Some(0);
    }
    if mantissa.len() != magnitude.len() {
        return None;
    }
    let zeros = i64::try_from(all.len().checked_sub(digits.len())?).ok()?;
    let exponent: i64 = exponent.parse().ok()?;
    let shift = exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?.checked_add(zeros)?;
    let scale = 10_u64.checked_pow(u32::try_from(shift).ok()?)?;
    digits.parse::<u64>().ok()?.checked_mul(scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_integers_however_written() {
        for (number, count) in [
            ("0", 0),
            ("-0", 0),
            ("0e999", 0),
            ("5.0", 5),
            ("1e2", 100),
            ("1.0E+7", 10_000_000),
            ("1200e-2", 12),
            ("9007199254740991", MAX_COUNT),
        ] {
            assert_eq!(read(number).map(|(count, _)| count), Some(count), "{number}");
        }
    }

    #[test]
    fn refuses_what_is_no_count() {
        for number in
            ["-1", "1.5", "1e-1", "9007199254740992", "1e16", "1e400", "99999999999999999999999"]
        {
            assert_eq!(read(number), None, "{number}");
        }
    }
}
