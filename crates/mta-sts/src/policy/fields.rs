//! The values of the fields that RFC 8461 3.2 names.

use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::mx::{MxPattern, MxPatternError};
use crate::public_suffix::is_public_suffix;
use crate::span::Span;

use super::{MAX_MAX_AGE, Mode, near_miss};

/// RFC 8461 3.2: `%s"STSv1"`.
pub(super) fn version(value: &str, span: Span) -> Result<(), Diagnostic> {
    if value == "STSv1" {
        return Ok(());
    }
    let found = Diagnostic::at(Code::PolicyVersionInvalid, span);
    Err(if near_miss::plain(value) == "stsv1" {
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
    let found = Diagnostic::at(Code::PolicyModeInvalid, span);
    let plain = near_miss::plain(value);
    Err(match Mode::parse(&plain) {
        Some(mode) => found.fix(
            Applicability::MachineApplicable,
            "write the mode exactly",
            span,
            mode.as_str(),
        ),
        // The name in drafts before RFC 8461.
        None if plain == "report" || plain == "test" => {
            found.fix(Applicability::MaybeIncorrect, "write testing", span, "testing")
        }
        None if plain == "enforced" || plain == "enforcing" => {
            found.fix(Applicability::MaybeIncorrect, "write enforce", span, "enforce")
        }
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
    let found = Diagnostic::at(Code::PolicyMaxAgeInvalid, span);
    let plain = near_miss::plain(value);
    let number: String = plain.chars().filter(|c| !matches!(c, '_' | ',' | '.' | ' ')).collect();
    let number = number.strip_suffix('s').unwrap_or(&number);
    let safe = (1..=10).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    // "1.5" without its dot would be another number.
    let applicability = if plain.contains('.') {
        Applicability::MaybeIncorrect
    } else {
        Applicability::MachineApplicable
    };
    Err(if safe { found.fix(applicability, "write plain digits", span, number) } else { found })
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
        match fault.repaired(value) {
            Some(text) => {
                let safe = matches!(fault, MxPatternError::RootDot | MxPatternError::Quoted);
                let applicability = if safe {
                    Applicability::MachineApplicable
                } else {
                    Applicability::MaybeIncorrect
                };
                found.fix(applicability, "write the pattern", span, text)
            }
            None => found,
        }
    })
}

/// What is valid but useless or dangerous in a pattern.
pub(super) fn mx_advice(pattern: &MxPattern, span: Span) -> Option<Diagnostic> {
    let name = pattern.domain().as_str();
    let code = if looks_like_address(name) {
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

/// A last label of digits is no top-level domain, but the end of an IPv4 address.
fn looks_like_address(name: &str) -> bool {
    name.rsplit('.').next().is_some_and(|l| l.bytes().all(|b| b.is_ascii_digit()))
}
