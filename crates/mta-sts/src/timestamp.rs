//! A point in time as a host passes it in. The core itself has no clock.

use std::fmt;
use std::str::FromStr;

use time::{Date, Month, OffsetDateTime};

/// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// ```
/// use mta_sts::Timestamp;
/// let now = Timestamp(1_700_000_000);
/// assert_eq!(Timestamp(1_700_086_400).days_since(now), 1);
/// assert_eq!(now.to_string(), "2023-11-14T22:13:20Z");
/// assert_eq!("2023-11-14T23:13:20+01:00".parse(), Ok(now));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
pub struct Timestamp(pub i64);

/// The text is not a date and time of RFC 3339 5.6.
///
/// ```
/// use mta_sts::{Timestamp, TimestampError};
/// // RFC 3339 5.6 wants an offset.
/// assert_eq!("2016-04-01T00:00:00".parse::<Timestamp>(), Err(TimestampError));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimestampError;

impl Timestamp {
    /// Whole days from `earlier` to `self`, rounded down; negative when `self` is earlier.
    ///
    /// ```
    /// use mta_sts::Timestamp;
    /// let issued = Timestamp(1_700_000_000);
    /// assert_eq!(Timestamp(1_700_086_399).days_since(issued), 0);
    /// assert_eq!(issued.days_since(Timestamp(1_700_000_001)), -1);
    /// ```
    pub fn days_since(self, earlier: Timestamp) -> i64 {
        self.0.saturating_sub(earlier.0).div_euclid(86_400)
    }

    /// Year, month and day of the UTC day; zeros outside the years -9999 to 9999.
    ///
    /// ```
    /// assert_eq!(mta_sts::Timestamp(1_700_000_000).date(), (2023, 11, 14));
    /// ```
    pub fn date(self) -> (i32, u8, u8) {
        let date = OffsetDateTime::from_unix_timestamp(self.0).map(|t| t.to_calendar_date());
        date.map_or((0, 0, 0), |(year, month, day)| (year, u8::from(month), day))
    }
}

/// Writes the form of RFC 3339 5.6 in UTC; outside its years 0 to 9999, `@` and the seconds.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let utc = OffsetDateTime::from_unix_timestamp(self.0).ok();
        let Some(utc) = utc.filter(|utc| utc.year() >= 0) else {
            return write!(f, "@{}", self.0);
        };
        let (year, month, day) = utc.to_calendar_date();
        let (hour, minute, second) = utc.to_hms();
        let month = u8::from(month);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// Reads exactly the form of RFC 3339 5.6, with any offset; fractions of a second are dropped.
impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Timestamp, TimestampError> {
        read(text.as_bytes()).ok_or(TimestampError)
    }
}

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is not a date and time such as 2026-01-31T00:00:00Z (RFC 3339)")
    }
}

impl std::error::Error for TimestampError {}

/// RFC 3339 5.6: `date-time = full-date "T" full-time`; `T` and `Z` may be in lower case.
fn read(text: &[u8]) -> Option<Timestamp> {
    let (date, rest) = text.split_at_checked(10)?;
    let (b'T' | b't', rest) = rest.split_first()? else { return None };
    let (clock, rest) = rest.split_at_checked(8)?;
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *date else { return None };
    let year = i32::from(two(y0, y1)?).checked_mul(100)?.checked_add(two(y2, y3)?.into())?;
    let month = Month::try_from(two(m0, m1)?).ok()?;
    let day = Date::from_calendar_date(year, month, two(d0, d1)?).ok()?;
    let [h0, h1, b':', n0, n1, b':', s0, s1] = *clock else { return None };
    let second = two(s0, s1)?;
    let leap = second == 60;
    let second = if leap { 59 } else { second };
    let local = day.with_hms(two(h0, h1)?, two(n0, n1)?, second).ok()?;
    let east = offset(after_fraction(rest)?)?;
    let seconds = local.assume_utc().unix_timestamp().checked_sub(east)?;
    if !leap {
        return Some(Timestamp(seconds));
    }
    // RFC 3339 5.7: a leap second is the last one of a month in UTC. Uncounted, it is the next day's first.
    let next = Timestamp(seconds.checked_add(1)?);
    (next.0.rem_euclid(86_400) == 0 && next.date().2 == 1).then_some(next)
}

/// RFC 3339 5.6: `[time-secfrac]`, where `time-secfrac = "." 1*DIGIT`.
fn after_fraction(text: &[u8]) -> Option<&[u8]> {
    let Some(fraction) = text.strip_prefix(b".") else { return Some(text) };
    let digits = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 { None } else { fraction.get(digits..) }
}

/// RFC 3339 5.6: `time-offset = "Z" / time-numoffset`, as seconds east of UTC.
fn offset(text: &[u8]) -> Option<i64> {
    let (sign, h0, h1, m0, m1) = match *text {
        [b'Z' | b'z'] => return Some(0),
        [b'+', h0, h1, b':', m0, m1] => (1, h0, h1, m0, m1),
        [b'-', h0, h1, b':', m0, m1] => (-1, h0, h1, m0, m1),
        _ => return None,
    };
    let (hours, minutes) = (i64::from(two(h0, h1)?), i64::from(two(m0, m1)?));
    if hours > 23 || minutes > 59 {
        return None;
    }
    hours.checked_mul(60)?.checked_add(minutes)?.checked_mul(60)?.checked_mul(sign)
}

/// The number that two digits write.
fn two(tens: u8, ones: u8) -> Option<u8> {
    let digit = |b: u8| b.checked_sub(b'0').filter(|d| *d <= 9);
    digit(tens)?.checked_mul(10)?.checked_add(digit(ones)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_rfc_3339_allows() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01t00:00:00z", 0),
            ("1969-12-31T23:59:59Z", -1),
            ("2016-04-01T00:00:00.000Z", 1_459_468_800),
            ("2016-04-01T00:00:00.9999999999999Z", 1_459_468_800),
            ("2016-04-01T02:00:00+02:00", 1_459_468_800),
            ("2016-03-31T18:30:00-05:30", 1_459_468_800),
            ("2016-04-01T00:00:00-00:00", 1_459_468_800),
            ("2024-02-29T00:00:00Z", 1_709_164_800),
            ("0000-01-01T00:00:00Z", -62_167_219_200),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
            // The examples of RFC 3339 5.8, leap seconds among them.
            ("1990-12-31T23:59:60Z", 662_688_000),
            ("1990-12-31T15:59:60-08:00", 662_688_000),
            ("1937-01-01T12:00:27.87+00:20", -1_041_337_173),
        ] {
            assert_eq!(text.parse(), Ok(Timestamp(seconds)), "{text}");
        }
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "",
            "2016-04-01",
            "2016-04-01T00:00:00",
            "2016-04-01 00:00:00Z",
            "2016-04-01T00:00Z",
            "2016-04-01T24:00:00Z",
            "2016-04-01T00:60:00Z",
            "2016-04-01T00:00:61Z",
            "2016-04-01T00:00:60Z",
            "2016-04-01T23:59:60Z",
            "2016-04-01T00:00:00.Z",
            "2016-04-01T00:00:00,5Z",
            "2016-04-01T00:00:00+0200",
            "2016-04-01T00:00:00+24:00",
            "2016-04-01T00:00:00+02:60",
            "2016-04-01T00:00:00 Z",
            "2016-04-01T00:00:00Zx",
            "2016-04-01T00:00:00\u{2212}02:00",
            "2016-13-01T00:00:00Z",
            "2016-00-01T00:00:00Z",
            "2016-04-31T00:00:00Z",
            "2023-02-29T00:00:00Z",
            "2016-4-1T00:00:00Z",
            "+2016-04-01T00:00:00Z",
            "1459468800",
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(TimestampError), "{text}");
        }
    }

    #[test]
    fn what_it_writes_it_reads() {
        for seconds in [0, -1, 951_782_400, 1_709_164_800, -62_167_219_200, 253_402_300_799] {
            assert_eq!(Timestamp(seconds).to_string().parse(), Ok(Timestamp(seconds)));
        }
        assert_eq!(Timestamp(-62_167_219_201).to_string(), "@-62167219201");
        assert_eq!(Timestamp(i64::MAX).to_string(), "@9223372036854775807");
    }
}
