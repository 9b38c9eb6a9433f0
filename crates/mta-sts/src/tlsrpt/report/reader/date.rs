//! RFC 8460 4.4: `date-time`, and the other forms in which Senders write it.

use crate::timestamp::Timestamp;

/// How far a date is from RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Exact,
    /// Only the zone is missing; UTC is taken.
    NoZone,
    /// Another way of writing a date.
    Other,
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Later than year 5138 in seconds, before 1973 in milliseconds: the border between the two.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

pub(super) fn read(text: &str) -> Option<(Timestamp, Form)> {
    if let Ok(at) = text.parse() {
        return Some((at, Form::Exact));
    }
    if let Ok(at) = format!("{text}Z").parse() {
        return Some((at, Form::NoZone));
    }
    let text = text.trim();
    let read = epoch(text).or_else(|| iso(text)).or_else(|| mail(text));
    read.map(|at| (at, Form::Other))
}

/// Seconds or milliseconds since 1970.
pub(super) fn epoch(text: &str) -> Option<Timestamp> {
    // A shorter number is rather a date without its separators.
    if text.len() < 9 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = text.parse().ok()?;
    let milliseconds = number >= MILLISECONDS_FROM;
    let seconds = if milliseconds { number.div_euclid(1_000) } else { number };
    (seconds < MILLISECONDS_FROM).then_some(Timestamp(seconds))
}

/// ISO 8601 in its many forms: a space for the `T`, no seconds, `+0000`, a date alone.
fn iso(text: &str) -> Option<Timestamp> {
    let (date, rest) = text.split_at_checked(10)?;
    let rest = rest.trim_start_matches(['T', 't', ' ', '_']);
    let clock_end =
        rest.find(|c: char| !matches!(c, '0'..='9' | ':' | '.' | ',')).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at_checked(clock_end)?;
    let zone = zone_of(zone.trim())?;
    let clock = clock.replace(',', ".");
    let (clock, next_day) = match clock.as_str() {
        "" => ("00:00:00".to_owned(), false),
        end if is_end_of_day(end) => ("00:00:00".to_owned(), true),
        minutes if minutes.len() == 5 => (format!("{minutes}:00"), false),
        _ => (clock, false),
    };
    let date = date.replace('/', "-");
    let at: Timestamp = format!("{date}T{clock}{zone}").parse().ok()?;
    let days = if next_day { 86_400 } else { 0 };
    Some(Timestamp(at.0.checked_add(days)?))
}

/// What RFC 3339 writes as the start of the next day.
fn is_end_of_day(clock: &str) -> bool {
    let (whole, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    matches!(whole, "24:00" | "24:00:00") && fraction.bytes().all(|b| b == b'0')
}

/// The zone as RFC 3339 writes it; UTC where there is none.
fn zone_of(text: &str) -> Option<String> {
    if ["", "z", "utc", "gmt", "ut"].iter().any(|utc| utc.eq_ignore_ascii_case(text)) {
        return Some("Z".to_owned());
    }
    let (sign, digits) = text.split_at_checked(1)?;
    match digits.len() {
        2 => Some(format!("{sign}{digits}:00")),
        4 => {
            let (hours, minutes) = digits.split_at_checked(2)?;
            Some(format!("{sign}{hours}:{minutes}"))
        }
        _ => Some(text.to_owned()),
    }
}

/// RFC 5322 3.3: `Fri, 1 Apr 2016 00:00:00 +0000`.
fn mail(text: &str) -> Option<Timestamp> {
    let (_, text) = text.split_once(',').unwrap_or(("", text));
    let mut words = text.split_ascii_whitespace();
    let (day, month, year) = (words.next()?, words.next()?, words.next()?);
    let number = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))?.checked_add(1)?;
    let clock = words.next().unwrap_or("");
    let zone = words.next().unwrap_or("");
    iso(&format!("{year}-{number:02}-{day:0>2} {clock}{zone}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_forms_of_senders() {
        for (text, form) in [
            ("2016-04-01T00:00:00Z", Form::Exact),
            ("2016-04-01T00:00:00", Form::NoZone),
            ("2016-04-01T00:00:00.000", Form::NoZone),
            ("2016-04-01 00:00:00", Form::Other),
            ("2016-04-01 00:00:00Z", Form::Other),
            ("2016-04-01 02:00:00 +0200", Form::Other),
            ("2016-04-01T00:00Z", Form::Other),
            ("2016-04-01T00:00:00+0000", Form::Other),
            ("2016-04-01T00:00:00+00", Form::Other),
            ("2016-04-01 00:00:00 UTC", Form::Other),
            ("2016-04-01T00:00:00,000Z", Form::Other),
            ("2016-03-31T24:00:00Z", Form::Other),
            ("2016-03-31T24:00Z", Form::Other),
            ("2016-03-31T24:00:00.000Z", Form::Other),
            ("2016-04-01T02:00:00,0+0200", Form::Other),
            ("2016/04/01", Form::Other),
            ("2016-04-01", Form::Other),
            (" 2016-04-01T00:00:00Z ", Form::Other),
            ("1459468800", Form::Other),
            ("1459468800000", Form::Other),
            ("Fri, 01 Apr 2016 00:00:00 +0000", Form::Other),
            ("Fri, 1 Apr 2016 00:00:00 GMT", Form::Other),
            ("1 Apr 2016", Form::Other),
        ] {
            assert_eq!(read(text), Some((Timestamp(1_459_468_800), form)), "{text}");
        }
    }

    #[test]
    fn does_not_guess() {
        for text in [
            "",
            "yesterday",
            "04/01/2016",
            "01.04.2016",
            "20160401",
            "2016-04-31",
            "2016-04-01T25:00:00Z",
            "2016-04-01T24:00:00.001Z",
            "2016-04-01T24:00:01Z",
            "2016-04-01.5",
            "2016-04-01T12:00.5Z",
            "2016-04-01T00:00:00 CEST",
            "2016-04-01T00",
            "99999999999999999",
            "Fri, 01 Foo 2016 00:00:00 +0000",
            "é016-04-01T00:00:00Z",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
