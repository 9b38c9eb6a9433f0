//! The finding codes: slug, severity, rule, message, help, and whom it affects where the severity does not say. They
//! stand in one table per area.
//!
//! Slugs are stable: they are never renamed and never reused. `{name}` in a text is a parameter of the diagnostic.

mod dane;
mod diff;
mod dns;
mod fetch;
mod generate;
mod mail;
mod mx;
mod plan;
mod policy;
mod record;
mod report;
mod starttls;
mod tlsrpt;

use std::fmt;

use crate::diagnostic::Severity;

/// What the table says of a [`Code`].
///
/// ```
/// let info = mta_sts::Code::PolicyMaxAgeMissing.info();
/// assert_eq!((info.slug, info.severity.as_str(), info.rfc), ("policy/max-age-missing", "error", "RFC 8461 3.2"));
/// assert_eq!(info.affects, "every Sender");
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct CodeInfo {
    /// Stable name, `area/fault`.
    pub slug: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The rule it stands on.
    pub rfc: &'static str,
    /// One sentence without a full stop.
    pub message: &'static str,
    /// What to do.
    pub help: &'static str,
    /// Whom it concerns, in a few words, such as `every Sender`.
    pub affects: &'static str,
}

/// A kind of finding.
///
/// A reference to its row, so that a program holds only the texts of those findings that it can make.
///
/// ```
/// use mta_sts::{Code, policy};
/// let parsed = policy::parse(b"version: STSv1\nmode: enforce\nmax_age: 604800\n");
/// assert!(parsed.diagnostics.iter().any(|found| found.code == Code::PolicyMxMissing));
/// ```
#[derive(Clone, Copy)]
pub struct Code(&'static CodeInfo);

/// Rows as `Name "slug" Severity "rule" "message" "help"`, and whom it affects.
macro_rules! codes {
    ($( $name:ident $slug:literal $severity:ident $rfc:literal $message:literal $help:literal
        $( $affects:literal )? )+) => {
        use crate::code::{Code, CodeInfo, affects, worded};
        use crate::diagnostic::Severity;

        #[allow(non_upper_case_globals, reason = "kinds, written as the variants of an enum are")]
        impl Code {
            $(
                #[doc = concat!("`", $slug, "`: ", $message)]
                pub const $name: Code = {
                    static ROW: CodeInfo = CodeInfo {
                        slug: $slug,
                        severity: Severity::$severity,
                        rfc: worded($rfc),
                        message: worded($message),
                        help: worded($help),
                        affects: worded(affects(Severity::$severity, &[$( $affects )?])),
                    };
                    Code(&ROW)
                };
            )+
        }

        /// In the table's order.
        pub(super) const ALL: &[Code] = &[ $( Code::$name, )+ ];
    };
}
use codes;

/// The text, where this build has the words of findings; empty elsewhere.
const fn worded(text: &'static str) -> &'static str {
    if cfg!(feature = "words") { text } else { "" }
}

/// Whom a finding concerns: what its row says, or what its severity means.
const fn affects(severity: Severity, row: &[&'static str]) -> &'static str {
    match (row, severity) {
        ([said, ..], _) => said,
        (_, Severity::Error) => "every Sender",
        (_, Severity::Warning) => "some Senders",
        (_, Severity::Note) => "nobody now",
    }
}

impl Code {
    /// The table's row.
    ///
    /// ```
    /// use mta_sts::{Code, Severity};
    /// assert_eq!(Code::PolicyBlankLine.info().severity, Severity::Error);
    /// assert_eq!(Code::PolicyBlankLine.info().affects, "strict Senders; tolerant ones read on");
    /// ```
    pub fn info(self) -> &'static CodeInfo {
        self.0
    }

    /// The stable name.
    ///
    /// ```
    /// assert_eq!(mta_sts::Code::PolicyMaxAgeMissing.slug(), "policy/max-age-missing");
    /// ```
    pub fn slug(self) -> &'static str {
        self.info().slug
    }

    /// The code of that slug.
    ///
    /// ```
    /// use mta_sts::Code;
    /// assert_eq!(Code::from_slug("policy/max-age-missing"), Some(Code::PolicyMaxAgeMissing));
    /// assert_eq!(Code::from_slug("policy/no-such"), None);
    /// ```
    pub fn from_slug(slug: &str) -> Option<Code> {
        Code::all().find(|code| code.slug() == slug)
    }

    /// Every code, area by area.
    ///
    /// ```
    /// assert!(mta_sts::Code::all().any(|code| code == mta_sts::Code::RecordMissing));
    /// ```
    pub fn all() -> impl Iterator<Item = Code> {
        let areas = [
            record::ALL,
            policy::ALL,
            fetch::ALL,
            mx::ALL,
            diff::ALL,
            generate::ALL,
            plan::ALL,
            starttls::ALL,
            dane::ALL,
            mail::ALL,
            tlsrpt::ALL,
            report::ALL,
            dns::ALL,
        ];
        areas.into_iter().flatten().copied()
    }
}

// Each row is one static, so its address tells it from the others.
impl PartialEq for Code {
    fn eq(&self, other: &Code) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Code {}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_unique_and_well_formed() {
        let mut seen = std::collections::HashSet::new();
        for code in Code::all() {
            let slug = code.slug();
            assert!(seen.insert(slug), "{slug} stands twice");
            assert!(
                slug.bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"/-".contains(&b))
            );
            assert_eq!(Code::from_slug(slug), Some(code));
            assert!(
                !code.info().message.ends_with('.')
                    && code.info().help.ends_with(|c| ".:;)".contains(c) || c != ' ')
            );
        }
    }
}
