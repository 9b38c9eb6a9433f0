//! RFC 8461 8.1 and 8.3: the steps of a change in their safe order, each with its earliest time.
//!
//! A Sender looks at the `id` with each delivery and fetches the policy when it is new. One whose DNS and HTTPS work
//! has a new policy when the TXT record's TTL has passed: the *usual* time. One that cannot reach them goes on with a
//! cached policy until its `max_age` has passed since it was last fetched: only then is it *certain* that no Sender
//! applies it. Every step carries both times.

mod caches;
mod change;
mod input;
mod itinerary;
mod remove;
mod words;

use crate::diagnostic::{Finding, Severity, locate};
use crate::domain::DomainName;
use crate::timestamp::Timestamp;

pub use input::{PlanInput, Published, Served, Target, Ttls, Wanted};

/// Steps to take in this order, none before its time.
///
/// ```
/// use mta_sts::{DomainName, Timestamp, plan::{PlanInput, Target, Wanted, plan}};
/// let mut input = PlanInput::new(
///     DomainName::parse("example.com").unwrap(),
///     Timestamp(1_700_000_000),
///     Wanted::Policy(Target::default()),
/// );
/// input.mx_hosts = vec![DomainName::parse("mail.example.com").unwrap()];
/// let plan = plan(&input);
/// assert!(plan.findings.is_empty());
/// assert!(plan.steps.is_sorted_by_key(|step| step.when.certain));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Plan {
    /// In order, their times never going back; empty when `findings` has an error, or there is nothing to do.
    pub steps: Vec<Step>,
    /// When everything is done and no Sender applies an older policy.
    pub done: When,
    /// What is wrong with the wish, and what to know of the state it starts from.
    pub findings: Vec<Finding>,
}

/// One step.
///
/// ```
/// use mta_sts::plan::Action;
/// # use mta_sts::{DomainName, Timestamp, plan::{PlanInput, Published, Wanted, plan}};
/// # let policy = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n".parse().unwrap();
/// # let domain = DomainName::parse("example.com").unwrap();
/// # let mut input = PlanInput::new(domain, Timestamp(1_700_000_000), Wanted::Removed);
/// # input.current = Some(Published { policy, id: "20160831085700Z".to_owned() });
/// // The removal of a policy begins with one of mode none (RFC 8461 8.3).
/// let step = &plan(&input).steps[0];
/// let Action::PublishPolicy { policy, .. } = &step.action else { unreachable!() };
/// assert!(policy.contains("mode: none"));
/// assert_eq!((step.when.certain_after, step.if_swapped, step.rfc), (0, None, "RFC 8461 8.3"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Step {
    /// What to do, as data.
    pub action: Action,
    /// The earliest time for it; of a wait, when it begins.
    pub when: When,
    /// What to do, in words.
    pub what: String,
    /// Why.
    pub why: &'static str,
    /// What breaks when it changes places with the step above; `None` for the first step and where nothing does.
    pub if_swapped: Option<&'static str>,
    /// The rule it stands on.
    pub rfc: &'static str,
}

/// The two times of a step, absolute and from the plan's beginning.
///
/// ```
/// # use mta_sts::{DomainName, Timestamp, plan::{PlanInput, Published, Wanted, plan}};
/// # let policy = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n".parse().unwrap();
/// # let domain = DomainName::parse("example.com").unwrap();
/// # let mut input = PlanInput::new(domain, Timestamp(1_700_000_000), Wanted::Removed);
/// # input.current = Some(Published { policy, id: "20160831085700Z".to_owned() });
/// let done = plan(&input).done;
/// assert!(done.usual <= done.certain);
/// assert_eq!(done.certain.0 - 1_700_000_000, done.certain_after);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct When {
    /// Safe with regard to Senders whose DNS and HTTPS work.
    pub usual: Timestamp,
    /// Safe with regard to every Sender, also one that missed each change.
    pub certain: Timestamp,
    /// `usual` in seconds after the plan's beginning.
    pub usual_after: i64,
    /// `certain` in seconds after the plan's beginning.
    pub certain_after: i64,
}

/// What a step does.
///
/// ```
/// use mta_sts::plan::Action;
/// # use mta_sts::{DomainName, Timestamp, plan::{PlanInput, Published, Wanted, plan}};
/// # let policy = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n".parse().unwrap();
/// # let domain = DomainName::parse("example.com").unwrap();
/// # let mut input = PlanInput::new(domain, Timestamp(1_700_000_000), Wanted::Removed);
/// # input.current = Some(Published { policy, id: "20160831085700Z".to_owned() });
/// let plan = plan(&input);
/// let removed = plan.steps.iter().filter_map(|step| match &step.action {
///     Action::RemoveRecord { name } => Some(name.as_str()),
///     Action::RemovePolicyHost { host } => Some(host.as_str()),
///     _ => None,
/// });
/// assert!(removed.eq(["_mta-sts.example.com", "mta-sts.example.com"]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")
)]
pub enum Action {
    /// Give the Policy Host addresses, or a CNAME, and a web server with a certificate.
    PreparePolicyHost {
        /// The Policy Host.
        host: String,
        /// Where its CNAME will point.
        target: Option<DomainName>,
    },
    /// Point the Policy Host elsewhere by CNAME.
    MovePolicyHost {
        /// The Policy Host.
        host: String,
        /// Where its CNAME points.
        target: DomainName,
    },
    /// Switch off the server the Policy Host pointed to before.
    RetirePolicyHost {
        /// The Policy Host.
        host: String,
    },
    /// Serve this policy.
    PublishPolicy {
        /// Where.
        url: String,
        /// The body, with CRLF line ends.
        policy: String,
    },
    /// Publish this TXT record in place of the old one.
    PublishRecord {
        /// The record's name.
        name: String,
        /// The record's text.
        record: String,
        /// The `id` in it.
        id: String,
    },
    /// Change the MX records.
    ChangeMx {
        /// Hosts that get an MX record.
        add: Vec<DomainName>,
        /// Hosts whose MX record goes.
        remove: Vec<DomainName>,
    },
    /// Switch off mail hosts that no MX record names any more.
    RetireMx {
        /// The hosts.
        hosts: Vec<DomainName>,
    },
    /// Wait, and read the TLS reports that come in.
    ReadReports {
        /// Until when.
        until: When,
    },
    /// Wait.
    Wait {
        /// Until when.
        until: When,
    },
    /// Delete the TXT record.
    RemoveRecord {
        /// The record's name.
        name: String,
    },
    /// Remove the Policy Host from DNS and the web server.
    RemovePolicyHost {
        /// The Policy Host.
        host: String,
    },
}

/// Plans the way from what is published to what is wanted (RFC 8461 8.1, 8.3).
///
/// Total over its input: a wish that cannot be met comes back as findings without steps.
///
/// ```
/// use mta_sts::plan::{Action, PlanInput, Published, Wanted, plan};
/// use mta_sts::{DomainName, Timestamp, policy};
///
/// let body = b"version: STSv1\nmode: enforce\nmx: mx.example.com\nmax_age: 604800\n";
/// let mut input = PlanInput::new(DomainName::parse("example.com").unwrap(), Timestamp(1_700_000_000), Wanted::Removed);
/// input.current = Some(Published { policy: policy::parse(body).value.unwrap(), id: "1".to_owned() });
/// let plan = plan(&input);
/// let removal = plan.steps.iter().find(|s| matches!(s.action, Action::RemoveRecord { .. })).unwrap();
/// assert_eq!(removal.when.certain_after, 604_800);
/// ```
pub fn plan(input: &PlanInput) -> Plan {
    let mut route = itinerary::Itinerary::new(input);
    let diagnostics = match &input.wanted {
        Wanted::Removed => remove::remove(input, &mut route),
        Wanted::Policy(target) => change::change(input, target, &mut route),
    };
    if diagnostics.iter().any(|d| d.severity() == Severity::Error) {
        route = itinerary::Itinerary::new(input);
    }
    let (steps, done) = route.finish();
    Plan { steps, done, findings: locate("", &diagnostics) }
}
