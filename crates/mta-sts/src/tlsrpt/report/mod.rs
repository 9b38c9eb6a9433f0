//! RFC 8460 4: reports, their parts, and reading them.

mod json;
mod reader;
mod strict;

use std::fmt;

use super::ResultType;
use crate::diagnostic::Diagnostic;
use crate::parsed::Parsed;
use crate::timestamp::Timestamp;

/// The largest count that is read: 2^53 - 1, the last integer that JSON keeps exact (RFC 7493 2.2).
///
/// ```
/// use mta_sts::tlsrpt::report::{MAX_COUNT, parse};
/// let count = |number: u64| {
///     let summary = format!(r#"{{ "total-successful-session-count": {number} }}"#);
///     let text = format!(r#"{{ "policies": [{{ "policy": {{}}, "summary": {summary} }}] }}"#);
///     parse(text.as_bytes()).value.unwrap()[0].policies[0].summary.total_successful_session_count
/// };
/// assert_eq!(count(MAX_COUNT), Some(MAX_COUNT));
/// assert_eq!(count(MAX_COUNT + 1), None);
/// ```
pub const MAX_COUNT: u64 = 9_007_199_254_740_991;

/// A report as RFC 8460 4.4 has it. What a Sender left out, or wrote unreadably, is `None` or empty.
///
/// All texts come from the network: escape them before showing them.
///
/// The head of RFC 8460's own example (its appendix B):
///
/// ```
/// let text = br#"{ "organization-name": "Company-X",
///   "date-range": { "start-datetime": "2016-04-01T00:00:00Z", "end-datetime": "2016-04-01T23:59:59Z" },
///   "contact-info": "sts-reporting@company-x.example",
///   "report-id": "5065427c-23d3-47ca-b6e0-946ea0e8c4be", "policies": [] }"#;
/// let report = &mta_sts::tlsrpt::report::parse(text).value.unwrap()[0];
/// assert_eq!(report.organization_name.as_deref(), Some("Company-X"));
/// assert_eq!(report.report_id.as_deref(), Some("5065427c-23d3-47ca-b6e0-946ea0e8c4be"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Report {
    /// The organization that is responsible for the report.
    pub organization_name: Option<String>,
    /// The time that the report covers.
    pub date_range: DateRange,
    /// The mail address of the party that is responsible for the report.
    pub contact_info: Option<String>,
    /// What tells this report from the organization's others.
    pub report_id: Option<String>,
    /// One entry for each policy that was applied.
    pub policies: Vec<PolicyReport>,
}

/// The time that a report covers, usually a UTC day (RFC 8460 4.1).
///
/// ```
/// let text = br#"{ "policies": [],
///   "date-range": { "start-datetime": "2016-04-01T00:00:00Z", "end-datetime": "2016-04-01T23:59:59Z" } }"#;
/// let range = mta_sts::tlsrpt::report::parse(text).value.unwrap()[0].date_range;
/// let (start, end) = (range.start_datetime.unwrap(), range.end_datetime.unwrap());
/// assert_eq!((start.date(), end.0 - start.0), ((2016, 4, 1), 86_399));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct DateRange {
    /// Its start.
    pub start_datetime: Option<Timestamp>,
    /// Its end: the last second of the day, or the first of the next.
    pub end_datetime: Option<Timestamp>,
}

/// What happened under one policy: an element of `policies`.
///
/// ```
/// let text = br#"{ "policies": [{ "policy": { "policy-type": "sts", "policy-domain": "company-y.example" },
///   "summary": { "total-successful-session-count": 5326, "total-failure-session-count": 303 },
///   "failure-details": [{ "result-type": "certificate-expired", "failed-session-count": 100 }] }] }"#;
/// let report = &mta_sts::tlsrpt::report::parse(text).value.unwrap()[0];
/// let under = &report.policies[0];
/// assert_eq!(under.policy.policy_domain.as_deref(), Some("company-y.example"));
/// assert_eq!(under.summary.total_failure_session_count, Some(303));
/// assert_eq!(under.failure_details[0].failed_session_count, Some(100));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct PolicyReport {
    /// The policy.
    pub policy: AppliedPolicy,
    /// The sessions under it.
    pub summary: Summary,
    /// The failures by kind. They may overlap: one session can fail in several ways (RFC 8460 4).
    pub failure_details: Vec<FailureDetails>,
}

/// The policy that a Sender applied (RFC 8460 4.4, `policy`).
///
/// ```
/// use mta_sts::tlsrpt::report::{PolicyType, parse};
/// let text = br#"{ "policies": [{ "policy": { "policy-type": "sts",
///     "policy-string": ["version: STSv1", "mode: testing", "mx: *.mail.company-y.example", "max_age: 86400"],
///     "policy-domain": "company-y.example", "mx-host": ["*.mail.company-y.example"] },
///   "summary": { "total-successful-session-count": 5326, "total-failure-session-count": 303 } }] }"#;
/// let policy = &parse(text).value.unwrap()[0].policies[0].policy;
/// assert_eq!(policy.policy_type, Some(PolicyType::Sts));
/// assert_eq!(policy.mx_host, ["*.mail.company-y.example"]);
/// assert!(mta_sts::policy::is_valid(policy.policy_string.join("\n").as_bytes()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct AppliedPolicy {
    /// Its kind.
    pub policy_type: Option<PolicyType>,
    /// The lines of the MTA-STS policy, or the TLSA records (RFC 8460 4.5).
    pub policy_string: Vec<String>,
    /// The Policy Domain.
    pub policy_domain: Option<String>,
    /// The `mx` patterns of an MTA-STS policy.
    pub mx_host: Vec<String>,
}

/// The kind of a policy (RFC 8460 4.4, `policy-type`).
///
/// ```
/// use mta_sts::tlsrpt::report::PolicyType;
/// let says = |name| match PolicyType::parse(name) {
///     PolicyType::Sts | PolicyType::Tlsa => "held against a policy".to_owned(),
///     PolicyType::NoPolicyFound => "opportunistic TLS".to_owned(),
///     PolicyType::Other(name) => format!("unknown: {name}"),
/// };
/// assert_eq!(says("no-policy-found"), "opportunistic TLS");
/// assert_eq!(says("STS"), "unknown: STS");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyType {
    /// `tlsa`: DANE.
    Tlsa,
    /// `sts`: MTA-STS.
    Sts,
    /// `no-policy-found`: neither.
    NoPolicyFound,
    /// A kind that RFC 8460 does not define, as it was written.
    Other(String),
}

/// How many sessions there were (RFC 8460 4.2).
///
/// ```
/// # let text = br#"{ "policies": [{ "policy": { "policy-type": "sts" },
/// #   "summary": { "total-successful-session-count": 5326, "total-failure-session-count": 303 } }] }"#;
/// # let report = &mta_sts::tlsrpt::report::parse(text).value.unwrap()[0];
/// let summary = report.policies[0].summary;
/// assert_eq!(summary.total_successful_session_count, Some(5326));
/// assert_eq!(summary.total_failure_session_count, Some(303));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Summary {
    /// Sessions with TLS as the policy wants it, at most [`MAX_COUNT`].
    pub total_successful_session_count: Option<u64>,
    /// Sessions without, at most [`MAX_COUNT`].
    pub total_failure_session_count: Option<u64>,
}

/// Failures of one kind (RFC 8460 4.4, an element of `failure-details`).
///
/// ```
/// use mta_sts::tlsrpt::{ResultType, report::parse};
/// let text = br#"{ "policies": [{ "policy": {}, "summary": {}, "failure-details": [{
///     "result-type": "starttls-not-supported", "sending-mta-ip": "2001:db8:abcd:0013::1",
///     "receiving-mx-hostname": "mx2.mail.company-y.example", "receiving-ip": "203.0.113.56",
///     "failed-session-count": 200 }] }] }"#;
/// let failure = &parse(text).value.unwrap()[0].policies[0].failure_details[0];
/// assert_eq!(failure.result_type, Some(ResultType::StarttlsNotSupported));
/// assert_eq!(failure.sending_mta_ip.as_deref(), Some("2001:db8:abcd:13::1"));
/// assert_eq!(failure.failed_session_count, Some(200));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct FailureDetails {
    /// The kind.
    pub result_type: Option<ResultType>,
    /// The Sender's IP address in its usual form; as written where it is none.
    pub sending_mta_ip: Option<String>,
    /// The name of the MX host.
    pub receiving_mx_hostname: Option<String>,
    /// What the MX host called itself in its banner.
    pub receiving_mx_helo: Option<String>,
    /// The IP address of the MX host, like `sending_mta_ip`.
    pub receiving_ip: Option<String>,
    /// Sessions that failed in this way, at most [`MAX_COUNT`].
    pub failed_session_count: Option<u64>,
    /// A URI with more about it. It leads where the Sender likes: do not fetch it unasked.
    pub additional_information: Option<String>,
    /// A TLS error code or message.
    pub failure_reason_code: Option<String>,
}

/// Reads reports as Senders really write them, and says what was off.
///
/// A text holds one report, or several: in an array, or one after the other. `value` has every readable report;
/// it is `None` when there is none. A single policy where the array `policies` belongs makes a report invalid
/// (RFC 8460 4); then `salvaged` has it. A value that cannot be read is left out and the rest of its report kept.
///
/// Linear in the length of `text`, whose size is the caller's concern.
///
/// ```
/// let text = br#"{ "organization-name": "Company-X",
///   "date-range": { "start-datetime": "2016-04-01T00:00:00", "end-datetime": "2016-04-01T23:59:59Z" },
///   "contact-info": "tls@company-x.example", "report-id": "1",
///   "policies": [{ "policy": { "policy-type": "no-policy-found", "policy-domain": "company-y.example" },
///     "summary": { "total-successful-session-count": 5, "total-failure-session-count": 0 } }] }"#;
/// let parsed = mta_sts::tlsrpt::report::parse(text);
/// assert_eq!(parsed.diagnostics[0].code.slug(), "report/date-no-zone");
/// let report = &parsed.value.unwrap()[0];
/// assert_eq!(report.date_range.start_datetime.unwrap().to_string(), "2016-04-01T00:00:00Z");
/// assert_eq!(report.policies[0].summary.total_successful_session_count, Some(5));
/// ```
pub fn parse(text: &[u8]) -> Parsed<Vec<Report>> {
    reader::read(text)
}

/// Reads one report that keeps every rule of RFC 8460 4.4 and of I-JSON.
///
/// Members and result-types that the RFC does not name are no breach.
///
/// # Errors
///
/// What breaks the rules, if anything does.
///
/// ```
/// let breaches = mta_sts::tlsrpt::report::parse_strict(b"{}").unwrap_err();
/// assert!(breaches.iter().any(|d| d.code.slug() == "report/policies-missing"));
/// ```
pub fn parse_strict(text: &[u8]) -> Result<Report, Vec<Diagnostic>> {
    strict::read(text)
}

impl Report {
    /// The report as JSON, with the RFC's names and on one line; what is `None` is left out.
    ///
    /// ```
    /// let report = mta_sts::tlsrpt::report::Report::default();
    /// assert_eq!(report.to_json(), r#"{"date-range":{},"policies":[]}"#);
    /// ```
    pub fn to_json(&self) -> String {
        json::write(self)
    }
}

impl PolicyType {
    /// Those of RFC 8460 4.4.
    ///
    /// ```
    /// use mta_sts::tlsrpt::report::PolicyType;
    /// assert_eq!(PolicyType::KNOWN.map(|kind| kind.to_string()), ["tlsa", "sts", "no-policy-found"]);
    /// ```
    pub const KNOWN: [PolicyType; 3] =
        [PolicyType::Tlsa, PolicyType::Sts, PolicyType::NoPolicyFound];

    /// Reads a name exactly as the RFC writes it; every other text is kept as [`PolicyType::Other`].
    ///
    /// ```
    /// use mta_sts::tlsrpt::report::PolicyType;
    /// assert_eq!(PolicyType::parse("sts"), PolicyType::Sts);
    /// assert_eq!(PolicyType::parse("mta-sts"), PolicyType::Other("mta-sts".to_owned()));
    /// ```
    pub fn parse(name: &str) -> PolicyType {
        let known = PolicyType::KNOWN.into_iter().find(|known| known.as_str() == name);
        known.unwrap_or_else(|| PolicyType::Other(name.to_owned()))
    }

    /// The name as the RFC writes it.
    ///
    /// That of a [`PolicyType::Other`] comes from the network: escape it before showing it.
    ///
    /// ```
    /// use mta_sts::tlsrpt::report::PolicyType;
    /// assert_eq!(PolicyType::NoPolicyFound.as_str(), "no-policy-found");
    /// ```
    pub fn as_str(&self) -> &str {
        match self {
            PolicyType::Tlsa => "tlsa",
            PolicyType::Sts => "sts",
            PolicyType::NoPolicyFound => "no-policy-found",
            PolicyType::Other(name) => name,
        }
    }
}

impl fmt::Display for PolicyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for PolicyType {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
