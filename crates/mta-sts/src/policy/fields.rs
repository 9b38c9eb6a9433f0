//! The values of the fields that RFC 8461 3.2 names.

use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::mx::MxPattern;
use crate::odd;
use crate::public_suffix::is_public_suffix;
use crate::search::has;
use crate::span::Span;

use super::{MAX_MAX_AGE, Mode, near_miss};

/// RFC 8461 3.2: `%s"STSv1"`.
pub(super) fn version(value: &str, span: Span) -> Result<(), Diagnostic> {
    if value == "STSv1" {
        return Ok(());
    }
    let found = odd::mark(Diagnostic::at(Code::PolicyVersionInvalid, span), value, span.start);
    let plain = near_miss::plain(value);
    // `v=STSv1; id=…` from the TXT record, with its first field's name made `version`.
    let head = plain.split(';').next().unwrap_or("").trim_end();
    Err(if head == "stsv1" || head == "v=stsv1" {
        found.fix(Applicability::MachineApplicable, "write STSv1", span, "STSv1")
    } else {
        found
    })
}

/// RFC 8461 3.2: `%s"testing" / %s"enforce" / %s"none"`.
pub(super) fn mode(value: &str, span: Span) -> Result<Mode, Diagnostic> {
    if let Some(mode) = Mode::parse(value) {
        return Ok(mode);
    }
    let found = odd::mark(Diagnostic::at(Code::PolicyModeInvalid, span), value, span.start);
    let plain = near_miss::plain(value);
    if let Some(mode) = Mode::parse(&plain) {
        let title = "write the mode exactly";
        return Err(found.fix(Applicability::MachineApplicable, title, span, mode.as_str()));
    }
    // Two letters of `none` are half of it.
    let edits = |mode: Mode| if mode == Mode::None { 1 } else { 2 };
    let close = |mode: &Mode| odd::within(plain.as_bytes(), mode.as_str().as_bytes(), edits(*mode));
    let guess = match plain.as_str() {
        // `report` is the name in drafts before RFC 8461.
        "report" | "test" | "monitor" => Some(Mode::Testing),
        "enforcing" | "strict" | "on" | "enabled" => Some(Mode::Enforce),
        "off" | "disabled" => Some(Mode::None),
        _ => [Mode::Enforce, Mode::Testing, Mode::None].into_iter().find(close),
    };
    Err(match guess {
        Some(Mode::Enforce) => {
            found.fix(Applicability::MaybeIncorrect, "write enforce", span, "enforce")
        }
        Some(Mode::Testing) => {
            found.fix(Applicability::MaybeIncorrect, "write testing", span, "testing")
        }
        Some(Mode::None) => found.fix(Applicability::MaybeIncorrect, "write none", span, "none"),
        None => found,
    })
}

/// RFC 8461 3.2: `1*10(DIGIT)`, at most 31557600. The value is capped; whether it was too large comes with it.
pub(super) fn max_age(value: &str, span: Span) -> Result<(u32, Option<Diagnostic>), Diagnostic> {
    if let Some(seconds) = near_miss::digits(value) {
        return Ok(match u32::try_from(seconds) {
            Ok(seconds) if seconds <= MAX_MAX_AGE => (seconds, None),
            _ => (MAX_MAX_AGE, Some(too_large(span))),
        });
    }
    let found = odd::mark(Diagnostic::at(Code::PolicyMaxAgeInvalid, span), value, span.start);
    Err(match seconds(&near_miss::plain(value)) {
        Some((seconds, applicability)) => {
            found.fix(applicability, "write plain digits", span, seconds)
        }
        None => found,
    })
}

/// A number with separators or a unit, in seconds, and whether that is what was meant for certain.
fn seconds(text: &str) -> Option<(String, Applicability)> {
    let other = |c: char| !c.is_ascii_digit() && !matches!(c, '_' | ',' | '.' | ' ');
    let (number, unit) = text.split_at_checked(text.find(other).unwrap_or(text.len()))?;
    let (number, applicability) = whole_number(number.trim_end())?;
    let size = match unit {
        "" | "s" | "sec" | "secs" | "second" | "seconds" => 1,
        "min" | "mins" | "minute" | "minutes" => 60,
        "h" | "hour" | "hours" => 3_600,
        "d" | "day" | "days" => 86_400,
        "w" | "week" | "weeks" => 604_800,
        _ => return None,
    };
    let digits = number.trim_start_matches('0');
    // Whoever writes more digits than fit wants the longest there is.
    if size == 1 && digits.len() > 10 {
        return Some((MAX_MAX_AGE.to_string(), applicability));
    }
    let seconds = format!("0{digits}").parse::<u64>().ok()?.checked_mul(size)?;
    (seconds <= 9_999_999_999).then(|| (seconds.to_string(), applicability))
}

/// The digits of a number that may have its thousands set apart, or a fraction of nothing. A point may set apart
/// thousands or a fraction, so one before three digits is a guess.
fn whole_number(text: &str) -> Option<(String, Applicability)> {
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let underscored = text.replace('_', "");
    if plain(&underscored) {
        return Some((underscored, Applicability::MachineApplicable));
    }
    if let Some((whole, fraction)) = text.split_once('.')
        && plain(whole)
        && fraction.bytes().all(|b| b == b'0')
        && (fraction.len() != 3 || whole.len() > 3)
    {
        return Some((whole.to_owned(), Applicability::MachineApplicable));
    }
    let mark = [b',', b' ', b'.'].into_iter().find(|mark| has(text, *mark))?;
    let mut groups = text.split(char::from(mark));
    let first = groups.next().filter(|first| first.len() <= 3 && plain(first))?;
    let rest: Vec<&str> = groups.collect();
    if !rest.iter().all(|group| group.len() == 3 && plain(group)) {
        return None;
    }
    let certain = mark != b'.' || rest.len() > 1;
    let applicability =
        if certain { Applicability::MachineApplicable } else { Applicability::MaybeIncorrect };
    Some(([first].into_iter().chain(rest).collect(), applicability))
}

fn too_large(span: Span) -> Diagnostic {
    Diagnostic::at(Code::PolicyMaxAgeTooLarge, span).fix(
        Applicability::MachineApplicable,
        "write the maximum",
        span,
        MAX_MAX_AGE.to_string(),
    )
}

/// RFC 8461 3.2: `["*."] Domain`.
pub(super) fn mx(value: &str, span: Span) -> Result<MxPattern, Diagnostic> {
    MxPattern::parse(value).map_err(|fault| {
        let found = Diagnostic::at(Code::PolicyMxInvalid, span)
            .param("reason", fault.to_string())
            .param("remedy", fault.remedy());
        let found = odd::mark(found, value, span.start);
        let applicability = if fault.repair_is_safe(value) {
            Applicability::MachineApplicable
        } else {
            Applicability::MaybeIncorrect
        };
        match fault.repaired(value).as_slice() {
            [] => found,
            [one] => found.fix(applicability, "write the pattern", span, one.as_str()),
            // RFC 8461 3.2: each MX has its own key on its own line.
            several => found.fix(applicability, "give each a line", span, several.join("\nmx: ")),
        }
    })
}

/// What is valid but useless or dangerous in a pattern.
pub(super) fn mx_advice(pattern: &MxPattern, span: Span) -> Option<Diagnostic> {
    let name = pattern.domain().as_str();
    let code = if pattern.domain().is_address() {
        Code::PolicyMxAddress
    } else if pattern.is_wildcard() && is_public_suffix(name) {
        Code::PolicyMxWildcardBroad
    } else if has(name, b'.') {
        return None;
    } else {
        Code::PolicyMxSingleLabel
    };
    Some(Diagnostic::at(code, span).param("pattern", pattern.as_str()))
}
