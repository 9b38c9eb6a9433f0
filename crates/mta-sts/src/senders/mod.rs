//! How known Senders read the same text.
//!
//! A policy that RFC 8461 refuses may still be applied by one Sender and be refused by another, and a valid one may be
//! read in two ways. The reading rules of each Sender are data; one interpreter runs them over the TXT records, one
//! over the policy, one over patterns and MX hosts.
//!
//! | where a Sender's rules come from | [`Source`] |
//! |---|---|
//! | RFC 8461 | [`Source::Standard`] |
//! | its source, held against what it was measured to answer | [`Source::Measured`] |
//! | its operator's documentation | [`Source::Documented`] |
//! | what others have seen | [`Source::Reported`] |
//!
//! Rules that tell Senders apart (✓ = as RFC 8461 has it):
//!
//! | Sender | repeated field | `max_age` | `mx` values | wildcard | blank line |
//! |---|---|---|---|---|---|
//! | mox | first, all valid | to 2³¹−1 | ✓ | ✓ | refused |
//! | chasquid | last | 1 to a year | any text, always required | ✓ | skipped |
//! | maddy (go-mtasts) | last, all valid | any integer | any text | ✓ | refused |
//! | postfix-mta-sts-resolver | last | Python's `int()` | any text | several labels | skipped |
//! | postfix-tlspol | first | ✓, capped | ✓, root dot too | several labels | refused |
//! | Stalwart | last | a day if missing or unreadable | any text, always required | ✓, host in lower case | skipped |
//! | KumoMTA | refused | to 2⁶⁴−1 | any text | ✓ | skipped |
//! | mailauth | last | JavaScript's `Number()` | any text | several labels | skipped |
//! | Mimecast | | | | several labels, regular expression | |
//!
//! What a fetch decides (status, media type, size, redirects) is not part of a view: it begins with the text. Of IDNA
//! only Punycode and lower case are modelled.
//!
//! ```
//! use mta_sts::senders::{self, Outcome};
//!
//! let policy = "version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 604800\n";
//! let txt = ["v=STSv1; id=1"];
//! let outcome = |name| {
//!     let sender = senders::find(name).unwrap();
//!     senders::view(sender, policy.as_bytes(), Some(&txt), &["mx.eu.example.com"]).outcome
//! };
//! // A wildcard is one label, but Postfix lets it be several.
//! assert_eq!(outcome("rfc"), Outcome::MailRefused);
//! assert_eq!(outcome("tlspol"), Outcome::Protected);
//! ```

mod header_value;
mod matching;
mod number;
mod policy;
mod profiles;
mod punycode;
mod record;
mod rules;
mod search;
mod tags;
#[cfg(test)]
mod tests;
mod text;
mod view;

use rules::{MxReader, PolicyReader, RecordReader};

pub use view::{HostView, Outcome, PolicyReading, Reading, RecordReading, SenderView, view};

/// A Sender, library or checker, and the rules by which it reads.
///
/// ```
/// use mta_sts::senders::{self, Role, Source};
/// let google = senders::find("google").unwrap();
/// assert_eq!((google.product, google.role, google.source), ("Google (Gmail)", Role::Sender, Source::Reported));
/// assert!(google.about.contains("max_age of less than a day"));
/// ```
#[derive(Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Sender {
    /// A short name, such as `mox`, that stays the same.
    pub name: &'static str,
    /// The product, for people.
    pub product: &'static str,
    /// Whether it sends mail.
    pub role: Role,
    /// Where its rules come from.
    pub source: Source,
    /// In what it differs from RFC 8461, in words.
    pub about: &'static str,
    /// `None` where RFC 8461's reading is assumed, as for the next two.
    #[cfg_attr(feature = "serde", serde(skip))]
    record: Option<RecordReader>,
    #[cfg_attr(feature = "serde", serde(skip))]
    policy: Option<PolicyReader>,
    #[cfg_attr(feature = "serde", serde(skip))]
    mx: Option<MxReader>,
    /// Policies with a smaller `max_age`, in seconds, are read and ignored.
    #[cfg_attr(feature = "serde", serde(skip))]
    least_max_age: u32,
}

/// What a program that reads policies is for.
///
/// ```
/// use mta_sts::senders::{self, Role};
/// let sends = senders::all().iter().filter(|sender| sender.role == Role::Sender);
/// assert!(sends.clone().any(|sender| sender.name == "mox"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Role {
    /// Mail is sent with it.
    Sender,
    /// A library that senders can build on.
    Library,
    /// It only checks domains.
    Checker,
}

/// Where the rules of a Sender come from.
///
/// ```
/// use mta_sts::senders::{self, Source};
/// assert_eq!(senders::find("rfc").unwrap().source, Source::Standard);
/// assert_eq!(senders::find("mox").unwrap().source, Source::Measured);
/// assert_eq!(senders::find("microsoft").unwrap().source, Source::Documented);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Source {
    /// RFC 8461 and its errata.
    Standard,
    /// Taken from its source, and held against what it was measured to answer.
    Measured,
    /// What its operator documents.
    Documented,
    /// What others report to have seen.
    Reported,
}

/// All Senders that are known, then libraries and checkers.
///
/// ```
/// assert!(mta_sts::senders::all().iter().any(|sender| sender.product == "Stalwart"));
/// ```
pub fn all() -> &'static [&'static Sender] {
    &profiles::ALL
}

/// The Sender of that short name.
///
/// ```
/// assert_eq!(mta_sts::senders::find("kumo").unwrap().product, "KumoMTA");
/// assert!(mta_sts::senders::find("nobody").is_none());
/// ```
pub fn find(name: &str) -> Option<&'static Sender> {
    all().iter().copied().find(|sender| sender.name == name)
}
