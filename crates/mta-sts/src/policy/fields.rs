//! The values of the fields that RFC 8461 3.2 names.

use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::mx::MxPattern;
use crate::odd;
use crate::public_suffix::is_public_suffix;
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
    let close = |mode: &Mode| odd::within(plain.as_bytes(), mode.as_str().as_bytes(), 2);
    let guess = match plain.as_str() {
        // `report` is the name in drafts before RFC 8461.
        "report" | "test" | "monitor" => Some(Mode::Testing),
        "enforcing" | "strict" => Some(Mode::Enforce),
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
    let digits = (1..=10).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit());
    // Ten digits fit a u64 with ease.
    if let (true, Ok(seconds)) = (digits, value.parse::<u64>()) {
        return Ok(match u32::try_from(seconds) {
            Ok(seconds) if seconds <= MAX_MAX_AGE => (seconds, None),
            _ => (MAX_MAX_AGE, Some(too_large(span))),
        });
    }
    let found = odd::mark(Diagnostic::at(Code::PolicyMaxAgeInvalid, span), value, span.start);
    let plain = near_miss::plain(value);
    Err(match seconds(&plain) {
        Some(seconds) => {
            // "1.5" without its dot would be another number.
            let applicability = if plain.contains('.') {
                Applicability::MaybeIncorrect
            } else {
                Applicability::MachineApplicable
            };
            found.fix(applicability, "write plain digits", span, seconds)
        }
        None => found,
    })
}

/// A number with separators or a unit, in seconds.
fn seconds(text: &str) -> Option<String> {
    let grouped = |c: char| matches!(c, '_' | ',' | '.' | ' ');
    let end = text.find(|c: char| !c.is_ascii_digit() && !grouped(c)).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(end)?;
    let number: String = number.chars().filter(|c| !grouped(*c)).collect();
    if unit.is_empty() || matches!(unit, "s" | "sec" | "secs" | "second" | "seconds") {
        return (1..=10).contains(&number.len()).then_some(number);
    }
    let size: u32 = match unit {
        "h" | "hour" | "hours" => 3_600,
        "d" | "day" | "days" => 86_400,
        "w" | "week" | "weeks" => 604_800,
        _ => return None,
    };
    let seconds = number.parse::<u32>().ok()?.checked_mul(size)?;
    Some(seconds.to_string())
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
    } else if name.contains('.') {
        return None;
    } else {
        Code::PolicyMxSingleLabel
    };
    Some(Diagnostic::at(code, span).param("pattern", pattern.as_str()))
}
