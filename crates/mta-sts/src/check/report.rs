//! What a check ends with. The JSON form is the same from every host.

use std::net::IpAddr;

use crate::dane::{Protection, Tlsa};
use crate::diagnostic::{Finding, Severity};
use crate::policy::Policy;
use crate::record::StsRecord;
use crate::tlsrpt::record::TlsrptRecord;

use super::request::Probe;

/// The nine steps of a check, in the order of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum StepName {
    /// The TXT record at `_mta-sts` (RFC 8461 3.1).
    Record,
    /// Fetching the policy (RFC 8461 3.3).
    Fetch,
    /// The policy's text (RFC 8461 3.2).
    Policy,
    /// MX records and their addresses (RFC 5321 5.1).
    Mx,
    /// Which pattern covers which MX host (RFC 8461 4.1).
    Coverage,
    /// STARTTLS and certificates of the MX hosts (RFC 8461 4.2).
    Starttls,
    /// TLSA records of the MX hosts (RFC 7672), beside MTA-STS.
    Dane,
    /// The TLSRPT record (RFC 8460 3).
    Tlsrpt,
    /// SPF and DMARC records: context, which no verdict depends on.
    Mail,
}

impl StepName {
    /// All steps, in order.
    pub const ALL: [StepName; 9] = [
        StepName::Record,
        StepName::Fetch,
        StepName::Policy,
        StepName::Mx,
        StepName::Coverage,
        StepName::Starttls,
        StepName::Dane,
        StepName::Tlsrpt,
        StepName::Mail,
    ];

    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            StepName::Record => "record",
            StepName::Fetch => "fetch",
            StepName::Policy => "policy",
            StepName::Mx => "mx",
            StepName::Coverage => "coverage",
            StepName::Starttls => "starttls",
            StepName::Dane => "dane",
            StepName::Tlsrpt => "tlsrpt",
            StepName::Mail => "mail",
        }
    }
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Outcome {
    /// In order.
    Pass,
    /// Works, with a warning.
    Warn,
    /// Broken.
    Fail,
    /// Could not be tested: neither fine nor broken.
    NotTested,
    /// Had nothing to test.
    Skipped,
}

impl Outcome {
    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Pass => "pass",
            Outcome::Warn => "warn",
            Outcome::Fail => "fail",
            Outcome::NotTested => "not-tested",
            Outcome::Skipped => "skipped",
        }
    }

    /// The outcome of a step that was tested: by its gravest finding.
    pub(super) fn of(worst: Option<Severity>) -> Outcome {
        match worst {
            Some(Severity::Error) => Outcome::Fail,
            Some(Severity::Warning) => Outcome::Warn,
            Some(Severity::Note) | None => Outcome::Pass,
        }
    }
}

/// One step, finished.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Step {
    /// Which.
    pub step: StepName,
    /// How it ended.
    pub outcome: Outcome,
    /// One sentence without a full stop.
    pub summary: String,
    /// Why it was not tested or skipped, as a slug.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub reason: Option<&'static str>,
    /// The text that the places of `findings` index.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub source: Option<String>,
    /// Everything found.
    pub findings: Vec<Finding>,
}

/// An MX host of the domain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct MxHost {
    /// Lower is tried first.
    pub preference: u16,
    /// The name in the MX record.
    pub host: String,
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
    /// The pattern that covers it, as the policy writes it.
    pub covered_by: Option<String>,
    /// Whether the resolver vouches by DNSSEC for its addresses.
    pub dnssec: bool,
    /// Its TLSA records, for those hosts that were asked about.
    pub tlsa: Vec<Tlsa>,
    /// What a Sender that knows both DANE and MTA-STS goes by.
    pub protection: Protection,
}

/// Which look-ups the resolver vouches for by DNSSEC (the AD bit). It is as good as the way to the resolver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Dnssec {
    /// The MTA-STS record.
    pub record: bool,
    /// The addresses of the Policy Host.
    pub policy_host: bool,
    /// The MX records.
    pub mx: bool,
}

/// The whole outcome of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Report {
    /// The Policy Domain, as A-labels.
    pub domain: String,
    /// The Policy Host.
    pub policy_host: String,
    /// Where the policy is served.
    pub policy_url: String,
    /// Fail before not tested before warn before pass, over the steps that the host can do.
    pub verdict: Outcome,
    /// The verdict in a sentence without a full stop.
    pub headline: String,
    /// Steps that were not tested.
    pub untested: Vec<StepName>,
    /// All nine, in order.
    pub steps: Vec<Step>,
    /// The MTA-STS record, when valid.
    pub record: Option<StsRecord>,
    /// CNAMEs followed to it.
    pub record_cnames: Vec<String>,
    /// The policy as a strict Sender reads it.
    pub policy: Option<Policy>,
    /// What to say of its `max_age`.
    pub max_age_advice: Option<String>,
    /// MX hosts, most preferred first.
    pub mx: Vec<MxHost>,
    /// Whether the domain has no MX record and is its own MX host.
    pub implicit_mx: bool,
    /// Whether the domain declares that it takes no mail.
    pub null_mx: bool,
    /// The TLSRPT record, when valid.
    pub tlsrpt: Option<TlsrptRecord>,
    /// What DNSSEC secures.
    pub dnssec: Dnssec,
    /// The SPF record as received.
    pub spf: Option<String>,
    /// The DMARC record as received.
    pub dmarc: Option<String>,
    /// What the prober saw, host by host.
    pub probes: Vec<Probe>,
}

/// Progress of a check. [`Check::view`](super::Check::view) gives what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A step has begun.
    StepStarted(StepName),
    /// A step has ended.
    StepFinished(StepName),
    /// Every step has ended.
    Finished,
}

/// An event with what it is about; its JSON form is the npm package's `CheckEvent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "event", rename_all = "kebab-case")
)]
pub enum EventView<'a> {
    /// A step has begun.
    StepStarted {
        /// Which.
        step: StepName,
    },
    /// A step has ended.
    StepFinished {
        /// How.
        step: &'a Step,
    },
    /// Every step has ended.
    Finished {
        /// The whole outcome.
        report: &'a Report,
    },
}
