//! MTA-STS (RFC 8461) and TLSRPT records (RFC 8460): exact parsing, matching and judging, with diagnostics.
//!
//! Pure functions and one state machine: no I/O, no clock, no randomness. Time is an argument; a host does the
//! looking-up and fetching.
//!
//! What a Sender makes of the record and the policy of RFC 8461's own example:
//!
//! ```
//! use mta_sts::{DomainName, MxMatcher, policy, record};
//!
//! let domain = DomainName::parse("example.com")?;
//! assert_eq!(domain.record_name(), "_mta-sts.example.com");
//! let record = record::parse_set(&["v=STSv1; id=20160831085700Z;"]).value.unwrap();
//! assert_eq!(record.id, "20160831085700Z");
//!
//! assert_eq!(domain.policy_url(), "https://mta-sts.example.com/.well-known/mta-sts.txt");
//! let body = b"version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.example.net\nmax_age: 604800\n";
//! let policy = policy::parse(body).value.unwrap();
//! let matcher = MxMatcher::new(&policy.mx);
//! assert!(matcher.covering(&DomainName::parse("mail.example.com")?).is_some());
//! assert!(matcher.covering(&DomainName::parse("mx.example.org")?).is_none());
//!
//! // What a strict Sender ignores comes with the reason, and with the mended text.
//! let parsed = policy::parse(b"version: STSv1\nmode: Enforce\nmx: mail.example.com\nmax_age: 604800\n");
//! assert!(parsed.value.is_none());
//! assert_eq!(parsed.findings()[0].code, "policy/mode-invalid");
//! assert!(policy::fixed(parsed.source.as_bytes()).value.is_some());
//! # Ok::<(), mta_sts::DomainError>(())
//! ```
//!
//! | RFC section | module |
//! |---|---|
//! | 8461 3.1 TXT records | [`record`] |
//! | 8461 3.2 policies | [`policy`] |
//! | 8461 3.3 policy fetching | [`fetch`] |
//! | 8461 4.1 MX host validation | [`mx`] |
//! | 8461 4.1 for writers of policies: what covers which MX host | [`coverage`] |
//! | 8461 4.2 certificate validation | [`identity`] |
//! | 8461 5 policy application | [`apply`](mod@apply) |
//! | 8461 3.3, 5.1, 6 policy cache | [`cache`] |
//! | 8461 8.1, 8.3 the steps of a change, and their times | [`plan`](mod@plan) |
//! | 8461 8.1 what changed between two policies | [`diff`] |
//! | 8461 3, 8460 3 everything to publish, and how to serve it | [`generate`](mod@generate) |
//! | 8460 3 TLSRPT records, 4 reports | [`tlsrpt`] |
//! | 8461 2 DANE beside it (RFC 7672) | [`dane`] |
//! | DNS messages (RFC 1035, RFC 8484) | [`dns`] |
//! | how known Senders read the same text | [`senders`] |
//! | the whole way of a check | [`check`] |
//! | what lies behind each finding | `explain` (feature `explain`) |
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects
    )
)]
#![deny(missing_docs)]

pub mod apply;
pub mod cache;
pub mod check;
pub mod code;
pub mod coverage;
pub mod dane;
pub mod diagnostic;
pub mod diff;
pub mod dns;
pub mod domain;
#[cfg(feature = "explain")]
pub mod explain;
mod extension;
pub mod fetch;
mod first_places;
pub mod generate;
#[cfg(feature = "probe")]
pub mod identity;
pub mod mx;
mod odd;
mod parsed;
pub mod plan;
pub mod policy;
#[cfg(feature = "probe")]
pub mod probe;
mod public_suffix;
pub mod record;
mod refused;
mod search;
pub mod senders;
mod shared;
mod sort;
pub mod span;
mod timestamp;
pub mod tlsrpt;
mod txt;
mod wsp;

pub use code::Code;
pub use diagnostic::{Diagnostic, Finding, Severity};
pub use domain::{DomainError, DomainName};
pub use extension::Extension;
pub use mx::{MxMatcher, MxPattern, MxPatternError};
pub use parsed::Parsed;
pub use refused::Refused;
pub use timestamp::{Timestamp, TimestampError};
