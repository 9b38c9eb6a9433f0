//! RFC 8461 3.2: the policy, its parts, and reading it.

mod field;
mod fields;
mod lines;
mod near_miss;
mod other_format;
mod owned;
mod plain;
mod reader;
mod strict;
mod whole;

use std::fmt;

use crate::code::Code;
use crate::diagnostic::{MAX_ROUNDS, apply_fixes};
use crate::extension::Extension;
use crate::mx::MxPattern;
use crate::parsed::Parsed;

pub use strict::StrictPolicy;

/// The largest `max_age` (RFC 8461 3.2), in seconds: one year of 365.25 days.
///
/// A policy that says more is not refused, but counts as if it said this:
///
/// ```
/// use mta_sts::policy::{self, MAX_MAX_AGE};
/// let parsed = policy::parse(b"version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 9999999999\n");
/// assert_eq!(parsed.value.unwrap().max_age, MAX_MAX_AGE);
/// assert_eq!(parsed.diagnostics[0].code.slug(), "policy/max-age-too-large");
/// ```
pub const MAX_MAX_AGE: u32 = 31_557_600;

/// Below this `max_age`, in seconds, large Senders are reported to ignore a policy.
///
/// RFC 8461 3.2 sets no least value; it expects "weeks or greater", and [`parse`] warns below this one:
///
/// ```
/// use mta_sts::{Severity, policy};
/// let day = policy::parse(b"version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 86400\n");
/// let hour = policy::parse(b"version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 3600\n");
/// assert_eq!(day.worst(), None);
/// assert_eq!(hour.worst(), Some(Severity::Warning));
/// assert!(hour.value.is_some_and(|policy| policy.max_age < policy::SHORT_MAX_AGE));
/// ```
pub const SHORT_MAX_AGE: u32 = 86_400;

/// What a Sender does when validation fails (RFC 8461 5).
///
/// ```
/// use mta_sts::policy::{Mode, Policy};
/// let policy: Policy = "version: STSv1\nmode: testing\nmx: mail.example.com\nmax_age: 604800\n".parse()?;
/// let refuses_mail = match policy.mode {
///     Mode::Enforce => true,
///     Mode::Testing | Mode::None => false,
/// };
/// assert!(!refuses_mail);
/// # Ok::<(), mta_sts::Refused>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum Mode {
    /// Do not deliver to hosts that fail.
    Enforce,
    /// Deliver, and report.
    Testing,
    /// As though there were no policy.
    None,
}

impl Mode {
    /// The value as the policy writes it (RFC 8461 3.2).
    ///
    /// ```
    /// # use mta_sts::policy::Mode;
    /// assert_eq!(Mode::Enforce.as_str(), "enforce");
    /// assert_eq!(format!("mode: {}", Mode::None), "mode: none");
    /// ```
    pub fn as_str(self) -> &'static str {
        match self {
            Mode::Enforce => "enforce",
            Mode::Testing => "testing",
            Mode::None => "none",
        }
    }

    /// RFC 8461 3.2: `%s"testing" / %s"enforce" / %s"none"`, case-sensitive.
    pub(crate) fn parse(text: &str) -> Option<Mode> {
        [Mode::Enforce, Mode::Testing, Mode::None].into_iter().find(|m| m.as_str() == text)
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A valid policy.
///
/// Deserialised (feature `deserialize`) from its values; only `mode` and `maxAge` must be there.
///
/// The policy of RFC 8461 3.2, read and written again:
///
/// ```
/// use mta_sts::policy::{Mode, Policy};
/// let body = "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\nmax_age: 604800\r\n";
/// let policy: Policy = body.parse()?;
/// assert_eq!((policy.version, policy.mode, policy.max_age), ("STSv1", Mode::Enforce, 604_800));
/// assert!(policy.mx.iter().any(|pattern| pattern.is_wildcard()));
/// assert_eq!(policy.to_string(), body);
/// # Ok::<(), mta_sts::Refused>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Policy {
    /// Always `STSv1`.
    #[cfg_attr(feature = "deserialize", serde(skip_deserializing, default = "stsv1"))]
    pub version: &'static str,
    /// What a Sender does when validation fails.
    pub mode: Mode,
    /// Lifetime in seconds from the last fetch, at most [`MAX_MAX_AGE`].
    pub max_age: u32,
    /// Allowed MX hosts, in the order of the file.
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub mx: Vec<MxPattern>,
    /// Fields that RFC 8461 does not name.
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub extensions: Vec<Extension>,
}

#[cfg(feature = "deserialize")]
fn stsv1() -> &'static str {
    "STSv1"
}

/// Writes the policy as RFC 8461 3.2 has it, with CRLF line ends.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "version: {}\r\nmode: {}\r\n", self.version, self.mode)?;
        for pattern in &self.mx {
            write!(f, "mx: {pattern}\r\n")?;
        }
        write!(f, "max_age: {}\r\n", self.max_age)?;
        for extension in &self.extensions {
            write!(f, "{}: {}\r\n", extension.name, extension.value)?;
        }
        Ok(())
    }
}

/// Reads a policy body (RFC 8461 3.2) and reports everything wrong with it in one pass; more than 200 findings are
/// counted, not listed, and a fix of more than 200 edits is left to [`fixed`].
///
/// Linear in the length of `body`. Its size is the caller's concern ([`crate::fetch::MAX_POLICY_BYTES`]).
///
/// ```
/// let parsed = mta_sts::policy::parse(b"version: STSv1\nmode: enforce\nmx: *.example.net\nmax_age: 604800\n");
/// let policy = parsed.value.unwrap();
/// assert_eq!(policy.mode, mta_sts::policy::Mode::Enforce);
/// assert_eq!(policy.max_age, 604_800);
/// assert_eq!(policy.mx[0].as_str(), "*.example.net");
/// ```
pub fn parse(body: &[u8]) -> Parsed<Policy> {
    plain::read(body).unwrap_or_else(|| reader::read(body))
}

/// Reads a policy body with every machine-applicable fix applied, again and again until none is left.
///
/// `source` of the outcome is the corrected text, `diagnostics` what could not be mended, and `value` the policy, if a
/// strict Sender would now use it. A body that is not UTF-8 stays as it is.
///
/// ```
/// let fixed = mta_sts::policy::fixed(b"\xef\xbb\xbfversion: STSv1\nMode: Enforce\nmx: a.example, b.example\nmax age: 1 week\n");
/// assert_eq!(&*fixed.source, "version: STSv1\nmode: enforce\nmx: a.example\nmx: b.example\nmax_age: 604800\n");
/// assert!(fixed.value.is_some());
/// ```
pub fn fixed(body: &[u8]) -> Parsed<Policy> {
    let mut parsed = reader::read_all(body, usize::MAX);
    if parsed.diagnostics.iter().any(|d| d.code == Code::PolicyNotUtf8) {
        return parse(body);
    }
    for _ in 0..MAX_ROUNDS {
        let mended = apply_fixes(&parsed.source, &parsed.diagnostics);
        if *mended == *parsed.source {
            break;
        }
        parsed = reader::read_all(mended.as_bytes(), usize::MAX);
    }
    // The same reading once more, with its findings in order and not too many. A body in UTF-16 that could not be
    // mended is not its own source.
    if parsed.diagnostics.iter().any(|d| d.code == Code::PolicyUtf16) {
        return parse(body);
    }
    parse(parsed.source.as_bytes())
}

/// Whether an RFC-strict Sender uses this policy: the fastest answer, without a reason.
///
/// ```
/// assert!(mta_sts::policy::is_valid(b"version: STSv1\nmode: none\nmax_age: 86400\n"));
/// assert!(!mta_sts::policy::is_valid(b"mode: none\nmax_age: 86400\n"));
/// ```
pub fn is_valid(body: &[u8]) -> bool {
    StrictPolicy::read(body).is_some()
}

/// What to say of a policy's `max_age`, in a sentence for people.
///
/// ```
/// use mta_sts::policy::{Policy, max_age_advice};
/// let mut policy: Policy = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 3600\n".parse()?;
/// assert_eq!(max_age_advice(&policy), "1 hour, shorter than a day: use weeks, 604800 or more");
/// policy.max_age = 1_209_600;
/// assert!(max_age_advice(&policy).starts_with("2 weeks, a good length"));
/// # Ok::<(), mta_sts::Refused>(())
/// ```
pub fn max_age_advice(policy: &Policy) -> String {
    let words = duration_words(policy.max_age);
    let advice = match (policy.mode, policy.max_age) {
        (Mode::None, _) => "after which caches forget it; serve it for as long",
        (_, ..SHORT_MAX_AGE) => "shorter than a day: use weeks, 604800 or more",
        (_, ..604_800) => "which is valid, but RFC 8461 expects weeks or more",
        _ => "a good length: an attacker would have to block every refresh for that long",
    };
    format!("{words}, {advice}")
}

/// A number of seconds in the largest unit that divides it well, such as `7 days`.
///
/// What no unit divides is rounded to days.
///
/// ```
/// use mta_sts::policy::{MAX_MAX_AGE, duration_words};
/// assert_eq!(duration_words(604_800), "1 week");
/// assert_eq!(duration_words(86_400), "1 day");
/// assert_eq!(duration_words(MAX_MAX_AGE), "about 365 days");
/// ```
pub fn duration_words(seconds: u32) -> String {
    let units: &[(u32, &str)] = match seconds {
        172_800.. => &[(604_800, "week"), (86_400, "day")],
        _ => &[(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")],
    };
    let whole = |size: u32| seconds >= size && seconds.is_multiple_of(size);
    let Some((size, unit)) = units.iter().find(|(size, _)| whole(*size)) else {
        let days = seconds.saturating_add(43_200).checked_div(86_400).unwrap_or(0);
        return if days == 0 { "0 seconds".to_owned() } else { format!("about {days} days") };
    };
    let count = seconds.checked_div(*size).unwrap_or(0);
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

#[cfg(test)]
mod tests;
