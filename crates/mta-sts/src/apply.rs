//! RFC 8461 5: policy application. What a Sender does with each MX host, and what it reports.

use crate::domain::DomainName;
use crate::mx::MxMatcher;
use crate::policy::{Mode, Policy};
use crate::sort;
use crate::tlsrpt::ResultType;

/// An MX host that a Sender may deliver to (RFC 5321 5.1).
///
/// ```
/// use mta_sts::apply::{Candidate, Conclusion, Validation, apply};
/// let candidate = Candidate {
///     preference: 10,
///     host: "mail.example.com".to_owned(),
///     validation: Validation::NotTried,
/// };
/// // Without a policy any host will do.
/// let Conclusion::Deliver { host } = apply(None, &[candidate]).conclusion else { unreachable!() };
/// assert_eq!(host, "mail.example.com");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Candidate {
    /// Lower is tried first.
    pub preference: u16,
    /// The name in the MX record, never the target of its CNAME.
    pub host: String,
    /// What is known of its STARTTLS and certificate.
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub validation: Validation,
}

/// What came of looking at an MX host's STARTTLS and certificate (RFC 8461 4.2).
///
/// ```
/// use mta_sts::apply::{Candidate, Reason, Validation, apply};
/// # let policy = mta_sts::policy::parse(b"version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n");
/// # let policy = policy.value.unwrap();
/// use mta_sts::tlsrpt::ResultType;
/// let reason = |validation| {
///     let host = Candidate { preference: 10, host: "mail.example.com".to_owned(), validation };
///     apply(Some(&policy), &[host]).hosts[0].reason
/// };
/// assert_eq!(reason(Validation::Passed), Reason::Passed);
/// let result_type = ResultType::StarttlsNotSupported;
/// assert_eq!(reason(Validation::Failed { result_type }), Reason::ValidationFailed);
/// assert_eq!(reason(Validation::Temporary), Reason::Temporary);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "outcome", rename_all = "kebab-case", rename_all_fields = "camelCase")
)]
pub enum Validation {
    /// Nobody has connected yet.
    #[default]
    NotTried,
    /// STARTTLS worked and the certificate is good.
    Passed,
    /// STARTTLS or the certificate failed.
    Failed {
        /// In what way, as it is reported.
        result_type: ResultType,
    },
    /// The session ended before it could tell: no connection, a 4xx reply.
    Temporary,
}

/// What a Sender does with one MX host when it comes to it.
///
/// The same failure under each mode (RFC 8461 5):
///
/// ```
/// use mta_sts::apply::{Candidate, Decision, Validation, apply};
/// use mta_sts::{policy::Policy, tlsrpt::ResultType};
/// let decision = |mode: &str| {
///     let body = format!("version: STSv1\nmode: {mode}\nmx: mail.example.com\nmax_age: 604800\n");
///     let policy: Policy = body.parse().unwrap();
///     let validation = Validation::Failed { result_type: ResultType::CertificateExpired };
///     let host = Candidate { preference: 10, host: "mail.example.com".to_owned(), validation };
///     apply(Some(&policy), &[host]).hosts[0].decision
/// };
/// assert_eq!(decision("enforce"), Decision::DoNotUse);
/// assert_eq!(decision("testing"), Decision::DeliverAndReport);
/// assert_eq!(decision("none"), Decision::Deliver);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Decision {
    /// Deliver.
    Deliver,
    /// Deliver all the same, and report the failure: mode testing.
    DeliverAndReport,
    /// Connect, and hold STARTTLS and the certificate against the policy.
    Validate,
    /// Do not deliver to it; go on to the next.
    DoNotUse,
    /// Go on to the next; the host could not be reached for a reason that is none of the policy's.
    TryNext,
}

/// Why a [`Decision`] was made (RFC 8461 5).
///
/// ```
/// use mta_sts::apply::{Candidate, Decision, Reason, Validation, apply};
/// # let policy = mta_sts::policy::parse(b"version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n");
/// # let policy = policy.value.unwrap();
/// let host = |host: &str| Candidate { preference: 10, host: host.to_owned(), validation: Validation::NotTried };
/// let hosts = apply(Some(&policy), &[host("mx.example.org"), host("mail.example.com")]).hosts;
/// assert_eq!((hosts[0].decision, hosts[0].reason), (Decision::DoNotUse, Reason::NotMatched));
/// assert_eq!((hosts[1].decision, hosts[1].reason), (Decision::Validate, Reason::NotTried));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Reason {
    /// There is no policy to hold the host against.
    NoPolicy,
    /// The policy has mode none.
    ModeNone,
    /// The host passed.
    Passed,
    /// No `mx` pattern matches the host.
    NotMatched,
    /// STARTTLS or the certificate failed.
    ValidationFailed,
    /// Nobody has looked at the host yet.
    NotTried,
    /// The host could not be reached, or asked to come back later.
    Temporary,
}

/// A host with what to do and why.
///
/// ```
/// use mta_sts::apply::{Candidate, Decision, HostDecision, Reason, Validation, apply};
/// let host = Candidate { preference: 10, host: "mail.example.com".to_owned(), validation: Validation::Passed };
/// let [HostDecision { host, decision, reason }] = &apply(None, &[host]).hosts[..] else { unreachable!() };
/// assert_eq!(host, "mail.example.com");
/// assert_eq!((*decision, *reason), (Decision::Deliver, Reason::NoPolicy));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct HostDecision {
    /// The name in the MX record.
    pub host: String,
    /// What to do.
    pub decision: Decision,
    /// Why.
    pub reason: Reason,
}

/// Where the walk over the hosts ends (RFC 8461 5).
///
/// ```
/// use mta_sts::apply::{Candidate, Conclusion, Validation, apply};
/// # let policy = mta_sts::policy::parse(b"version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n");
/// # let policy = policy.value.unwrap();
/// let host = |host: &str, validation| Candidate { preference: 10, host: host.to_owned(), validation };
/// let conclusion = |hosts: &[Candidate]| apply(Some(&policy), hosts).conclusion;
/// // Not the policy's doing, and the policy's doing:
/// let busy = host("mail.example.com", Validation::Temporary);
/// assert_eq!(conclusion(&[busy]), Conclusion::Defer { check_policy: false });
/// let foreign = host("mx.example.org", Validation::NotTried);
/// assert_eq!(conclusion(&[foreign]), Conclusion::Defer { check_policy: true });
/// assert_eq!(conclusion(&[]), Conclusion::NoHost);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "conclusion", rename_all = "kebab-case", rename_all_fields = "camelCase")
)]
pub enum Conclusion {
    /// Deliver to this host.
    Deliver {
        /// The name in the MX record.
        host: String,
    },
    /// Connect to this host next, and decide again.
    Validate {
        /// The name in the MX record.
        host: String,
    },
    /// Keep the message and try again later.
    Defer {
        /// Whether the policy stopped a delivery. Then a Sender MUST look for a changed `id` before it gives the
        /// message up (RFC 8461 5).
        check_policy: bool,
    },
    /// There is no host to deliver to, as with a null MX; the rules of RFC 5321 and RFC 7505 decide.
    NoHost,
}

/// A failure that a Sender reports (RFC 8461 6, RFC 8460 4.3).
///
/// ```
/// use mta_sts::apply::{Candidate, Validation, apply};
/// # let policy = mta_sts::policy::parse(b"version: STSv1\nmode: testing\nmx: mail.example.com\nmax_age: 604800\n");
/// # let policy = policy.value.unwrap();
/// let host = Candidate { preference: 10, host: "mx.example.org".to_owned(), validation: Validation::Passed };
/// let failure = &apply(Some(&policy), &[host]).failures[0];
/// // RFC 8460 has no result-type for a host that no pattern matches.
/// assert_eq!((failure.host.as_str(), failure.result_type.as_str()), ("mx.example.org", "validation-failure"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Failure {
    /// The MX host.
    pub host: String,
    /// What failed.
    pub result_type: ResultType,
}

/// The outcome of [`apply`].
///
/// ```
/// use mta_sts::apply::{Candidate, Conclusion, Validation, apply};
/// # let policy = mta_sts::policy::parse(b"version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n");
/// # let policy = policy.value.unwrap();
/// let host = |preference, host: &str| Candidate {
///     preference,
///     host: host.to_owned(),
///     validation: Validation::NotTried,
/// };
/// let application = apply(Some(&policy), &[host(20, "mail.example.com"), host(10, "mx.example.org")]);
/// assert_eq!(application.hosts[0].host, "mx.example.org");
/// assert_eq!(application.failures.len(), 1);
/// assert_eq!(application.conclusion, Conclusion::Validate { host: "mail.example.com".to_owned() });
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Application {
    /// Every candidate that names a host, in the order in which a Sender comes to them.
    pub hosts: Vec<HostDecision>,
    /// Where the Sender stops.
    pub conclusion: Conclusion,
    /// What it met on the way there, for its TLS report.
    pub failures: Vec<Failure>,
}

/// Decides what a Sender does with each MX host under a valid, non-expired policy, or under none (RFC 8461 5).
///
/// Hosts are taken in the order of their preference, those of equal preference in the order given. Call it again as
/// validations come in; nothing is kept between calls.
///
/// ```
/// use mta_sts::apply::{Candidate, Conclusion, Validation, apply};
/// use mta_sts::tlsrpt::ResultType;
///
/// let policy = mta_sts::policy::parse(b"version: STSv1\nmode: enforce\nmx: *.example.net\nmax_age: 604800\n");
/// let candidate = |preference, host: &str, validation| Candidate { preference, host: host.to_owned(), validation };
/// let expired = Validation::Failed { result_type: ResultType::CertificateExpired };
/// let hosts = [candidate(10, "a.example.net", expired), candidate(20, "b.example.net", Validation::Passed)];
///
/// let application = apply(policy.value.as_ref(), &hosts);
/// assert_eq!(application.conclusion, Conclusion::Deliver { host: "b.example.net".to_owned() });
/// assert_eq!(application.failures[0].result_type, ResultType::CertificateExpired);
/// ```
pub fn apply(policy: Option<&Policy>, candidates: &[Candidate]) -> Application {
    // RFC 7505: the root is no host; a null MX says that the domain takes no mail.
    let names_host = |candidate: &&Candidate| !matches!(candidate.host.as_str(), "" | ".");
    let mut ordered: Vec<&Candidate> = candidates.iter().filter(names_host).collect();
    // RFC 5321 5.1: lower preference first; the sort is stable.
    sort::by_key(&mut ordered, |candidate| candidate.preference);
    let matcher = policy.map(|policy| MxMatcher::new(&policy.mx));
    let matches = |host: &str| {
        let host = DomainName::parse(host).ok();
        host.is_some_and(|host| matcher.as_ref().is_some_and(|m| m.covering(&host).is_some()))
    };
    let mode = policy.map(|policy| policy.mode);

    let mut hosts = Vec::new();
    let mut failures = Vec::new();
    let mut conclusion = None;
    let mut check_policy = false;
    for candidate in ordered {
        let (decision, reason) = decide(mode, candidate, matches);
        let host = || candidate.host.clone();
        hosts.push(HostDecision { host: host(), decision, reason });
        // What lies behind the host that takes the message is decided, but not met.
        if conclusion.is_some() {
            continue;
        }
        if matches!(decision, Decision::DoNotUse | Decision::DeliverAndReport) {
            failures.push(Failure { host: host(), result_type: reported(candidate, reason) });
        }
        match decision {
            Decision::Deliver | Decision::DeliverAndReport => {
                conclusion = Some(Conclusion::Deliver { host: host() });
            }
            Decision::Validate => conclusion = Some(Conclusion::Validate { host: host() }),
            Decision::DoNotUse => check_policy = true,
            Decision::TryNext => {}
        }
    }
    let conclusion = conclusion.unwrap_or(if hosts.is_empty() {
        Conclusion::NoHost
    } else {
        // RFC 8461 5: MTAs SHOULD treat such failures as transient errors and retry delivery later.
        Conclusion::Defer { check_policy }
    });
    Application { hosts, conclusion, failures }
}

fn decide(
    mode: Option<Mode>,
    candidate: &Candidate,
    matches: impl Fn(&str) -> bool,
) -> (Decision, Reason) {
    let validation = &candidate.validation;
    let unprotected = match mode {
        None => Some(Reason::NoPolicy),
        // RFC 8461 5: "none": as though the Policy Domain does not have any active policy.
        Some(Mode::None) => Some(Reason::ModeNone),
        Some(Mode::Enforce | Mode::Testing) => None,
    };
    if let Some(reason) = unprotected {
        return match validation {
            Validation::Temporary => (Decision::TryNext, Reason::Temporary),
            _ => (Decision::Deliver, reason),
        };
    }
    // RFC 8461 5: "enforce": MUST NOT deliver to hosts that fail MX matching or certificate validation or that do not
    // support STARTTLS. "testing": messages may be delivered as though there were no validation failure.
    let failed = match mode {
        Some(Mode::Enforce) => Decision::DoNotUse,
        _ => Decision::DeliverAndReport,
    };
    match validation {
        // A host that is not to be used need not be reachable; any other must be.
        _ if failed == Decision::DoNotUse && !matches(&candidate.host) => {
            (failed, Reason::NotMatched)
        }
        Validation::Temporary => (Decision::TryNext, Reason::Temporary),
        _ if !matches(&candidate.host) => (failed, Reason::NotMatched),
        Validation::Passed => (Decision::Deliver, Reason::Passed),
        Validation::Failed { .. } => (failed, Reason::ValidationFailed),
        Validation::NotTried => (Decision::Validate, Reason::NotTried),
    }
}

/// RFC 8460 4.3 has no result-type for a host that no pattern matches; 4.3.3: SHOULD use validation-failure.
fn reported(candidate: &Candidate, reason: Reason) -> ResultType {
    match &candidate.validation {
        Validation::Failed { result_type } if reason == Reason::ValidationFailed => {
            result_type.clone()
        }
        _ => ResultType::ValidationFailure,
    }
}
