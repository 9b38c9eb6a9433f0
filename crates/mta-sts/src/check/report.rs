//! What a check ends with. The JSON form is the same from every host.

use std::net::IpAddr;

use crate::dane::{Protection, Tlsa};
use crate::diagnostic::{Finding, Severity};
use crate::policy::Policy;
use crate::record::StsRecord;
use crate::tlsrpt::record::TlsrptRecord;

use super::request::Probe;

/// The nine steps of a check, in the order of a report.
///
/// ```
/// use mta_sts::check::StepName;
/// assert!(StepName::Record < StepName::Fetch && StepName::Fetch < StepName::Coverage);
/// assert_eq!(StepName::ALL.last(), Some(&StepName::Mail));
/// ```
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
    ///
    /// ```
    /// use mta_sts::check::StepName;
    /// let names = StepName::ALL.map(StepName::as_str);
    /// assert_eq!(names[..5], ["record", "fetch", "policy", "mx", "coverage"]);
    /// ```
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
    ///
    /// ```
    /// use mta_sts::check::StepName;
    /// assert_eq!(StepName::Tlsrpt.as_str(), "tlsrpt");
    /// ```
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
///
/// ```
/// use mta_sts::check::Outcome;
/// let exit_code = |verdict| match verdict {
///     Outcome::Pass | Outcome::Warn => 0,
///     Outcome::Fail => 1,
///     Outcome::NotTested | Outcome::Skipped => 3,
/// };
/// assert_eq!(exit_code(Outcome::NotTested), 3);
/// ```
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
    ///
    /// ```
    /// use mta_sts::check::Outcome;
    /// assert_eq!(Outcome::NotTested.as_str(), "not-tested");
    /// ```
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
///
/// ```
/// # use mta_sts::check::{Check, CheckOptions, DnsResponse, Outcome, Response, StepName};
/// # use mta_sts::{DomainName, Timestamp};
/// # let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
/// # let (id, _) = check.poll_request().unwrap();
/// # let failed = DnsResponse::Failed { detail: "timed out".to_owned() };
/// # check.handle_response(id, Response::Dns(failed), Timestamp(0));
/// let step = check.step(StepName::Record).unwrap();
/// assert_eq!((step.outcome, step.reason), (Outcome::NotTested, Some("dns-failed")));
/// assert_eq!(step.summary, "the look-up of _mta-sts.example.com failed");
/// assert_eq!(step.findings[0].code, "dns/lookup-failed");
/// # Ok::<(), mta_sts::DomainError>(())
/// ```
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

/// An MX host of the domain (RFC 5321 5.1).
///
/// ```
/// # use mta_sts::check::{Check, CheckOptions, DnsResponse, Request, Response};
/// # use mta_sts::{DomainName, Timestamp, dns::{RecordType, encode_query}};
/// # let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
/// # while let Some((id, request)) = check.poll_request() {
/// #     let Request::Dns(question) = request else { unreachable!() };
/// #     let mut message = encode_query(&question.name, question.record_type).unwrap();
/// #     message[2..4].copy_from_slice(&[0x81, 0x80]);
/// #     if question.record_type == RecordType::Mx {
/// #         message[7] = 1;
/// #         message.extend(b"\xc0\x0c\0\x0f\0\x01\0\0\x0e\x10\0\x09\0\x0a\x04mail\xc0\x0c");
/// #     }
/// #     check.handle_response(id, Response::Dns(DnsResponse::Message(message)), Timestamp(0));
/// # }
/// // The domain has `MX 10 mail.example.com`, a host without addresses, and no policy.
/// let host = &check.report().unwrap().mx[0];
/// assert_eq!((host.preference, host.host.as_str()), (10, "mail.example.com"));
/// assert!(host.addresses.is_empty() && host.covered_by.is_none());
/// # Ok::<(), mta_sts::DomainError>(())
/// ```
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
    /// Its TLSA records, or those of the name that it is an alias of where DNSSEC secures the way there.
    pub tlsa: Vec<Tlsa>,
    /// What a Sender that knows both DANE and MTA-STS goes by.
    pub protection: Protection,
}

/// Which look-ups the resolver vouches for by DNSSEC (the AD bit). It is as good as the way to the resolver.
///
/// ```
/// # use mta_sts::check::{Check, CheckOptions, DnsResponse, Request, Response};
/// # use mta_sts::{DomainName, Timestamp, dns::{RecordType, encode_query}};
/// # let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
/// while let Some((id, request)) = check.poll_request() {
///     let Request::Dns(question) = request else { unreachable!() };
///     let mut message = encode_query(&question.name, question.record_type).unwrap();
///     let secure = question.record_type == RecordType::Mx;
///     // RFC 4035 3.2.3: AD is 0x20 in a header's fourth byte.
///     message[2..4].copy_from_slice(&[0x81, if secure { 0xa0 } else { 0x80 }]);
///     check.handle_response(id, Response::Dns(DnsResponse::Message(message)), Timestamp(0));
/// }
/// let dnssec = check.report().unwrap().dnssec;
/// assert!(dnssec.mx && !dnssec.record && !dnssec.policy_host);
/// # Ok::<(), mta_sts::DomainError>(())
/// ```
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
///
/// ```
/// use mta_sts::check::{Outcome, StepName};
/// # use mta_sts::check::{Check, CheckOptions, DnsResponse, Response};
/// # use mta_sts::{DomainName, Timestamp};
/// # let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
/// # while let Some((id, _)) = check.poll_request() {
/// #     let failed = DnsResponse::Failed { detail: "no network".to_owned() };
/// #     check.handle_response(id, Response::Dns(failed), Timestamp(0));
/// # }
/// let report = check.report().unwrap();
/// assert_eq!(report.policy_url, "https://mta-sts.example.com/.well-known/mta-sts.txt");
/// assert_eq!((report.verdict, report.steps.len()), (Outcome::NotTested, 9));
/// assert!(report.untested.contains(&StepName::Record) && report.policy.is_none());
/// # Ok::<(), mta_sts::DomainError>(())
/// ```
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
///
/// ```
/// use mta_sts::check::Event;
/// # use mta_sts::{DomainName, check::{Check, CheckOptions}};
/// let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
/// let mut running = Vec::new();
/// while let Some(event) = check.poll_event() {
///     match event {
///         Event::StepStarted(step) => running.push(step.as_str()),
///         Event::StepFinished(step) => running.retain(|name| *name != step.as_str()),
///         Event::Finished => break,
///     }
/// }
/// assert_eq!(running, ["record", "fetch", "mx", "tlsrpt", "mail"]);
/// # Ok::<(), mta_sts::DomainError>(())
/// ```
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
///
/// ```
/// # use mta_sts::check::{Check, CheckOptions, DnsResponse, Event, EventView, Response, StepName};
/// # use mta_sts::{DomainName, Timestamp};
/// # let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
/// # let (id, _) = check.poll_request().unwrap();
/// # let failed = DnsResponse::Failed { detail: "timed out".to_owned() };
/// # check.handle_response(id, Response::Dns(failed), Timestamp(0));
/// let view = check.view(Event::StepFinished(StepName::Record));
/// let Some(EventView::StepFinished { step }) = view else { unreachable!() };
/// assert_eq!(step.summary, "the look-up of _mta-sts.example.com failed");
/// # Ok::<(), mta_sts::DomainError>(())
/// ```
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
