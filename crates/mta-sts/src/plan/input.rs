//! What a plan is made from.

use crate::domain::DomainName;
use crate::mx::MxPattern;
use crate::policy::{Mode, Policy};
use crate::timestamp::Timestamp;

/// What is published, what was, and what is wanted.
///
/// ```
/// use mta_sts::{DomainName, Timestamp, plan::{PlanInput, Published, Target, Ttls, Wanted}, policy::Mode};
/// let policy = "version: STSv1\nmode: testing\nmx: mail.example.com\nmax_age: 604800\n".parse().unwrap();
/// let target = Target { mode: Some(Mode::Enforce), ..Target::default() };
/// let domain = DomainName::parse("example.com").unwrap();
/// let input = PlanInput {
///     current: Some(Published { policy, id: "20160831085700Z".to_owned() }),
///     mx_hosts: vec![DomainName::parse("mail.example.com").unwrap()],
///     ttls: Ttls { record: 3_600, ..Ttls::default() },
///     ..PlanInput::new(domain, Timestamp(1_700_000_000), Wanted::Policy(target))
/// };
/// assert!(!mta_sts::plan::plan(&input).steps.is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct PlanInput {
    /// The Policy Domain.
    pub domain: DomainName,
    /// When the first step is to be taken.
    pub now: Timestamp,
    /// What is published today; `None` when the domain has no MTA-STS. A removal needs it, or `earlier` where the
    /// record is gone already.
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub current: Option<Published>,
    /// Every policy served before the current one. Those whose `max_age` is over do not matter.
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub earlier: Vec<Served>,
    /// The MX hosts of today; may be empty when they are not known and do not change.
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub mx_hosts: Vec<DomainName>,
    /// How long resolvers may keep the records.
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub ttls: Ttls,
    /// Where to go.
    pub wanted: Wanted,
}

impl PlanInput {
    /// An input with nothing published, no MX hosts known, and TTLs of a day.
    ///
    /// ```
    /// use mta_sts::{DomainName, Timestamp, plan::{PlanInput, Wanted}};
    /// let domain = DomainName::parse("example.com").unwrap();
    /// let input = PlanInput::new(domain, Timestamp(1_700_000_000), Wanted::Removed);
    /// assert_eq!((input.current, input.ttls.record), (None, 86_400));
    /// ```
    pub fn new(domain: DomainName, now: Timestamp, wanted: Wanted) -> PlanInput {
        PlanInput {
            domain,
            now,
            current: None,
            earlier: Vec::new(),
            mx_hosts: Vec::new(),
            ttls: Ttls::default(),
            wanted,
        }
    }
}

/// A policy that is served, and the `id` that announces it.
///
/// ```
/// use mta_sts::{plan::Published, policy, record};
/// let policy = policy::parse(b"version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n").value.unwrap();
/// let id = record::parse_set(&["v=STSv1; id=20160831085700Z;"]).value.unwrap().id;
/// let published = Published { policy, id };
/// assert_eq!(published.id, "20160831085700Z");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Published {
    /// The policy.
    pub policy: Policy,
    /// The `id` in the TXT record.
    pub id: String,
}

/// A policy that is not served any more, and that caches may hold.
///
/// An earlier policy holds up a removal until its own `max_age` has passed (RFC 8461 8.3):
///
/// ```
/// use mta_sts::{DomainName, Timestamp, plan::{Action, PlanInput, Published, Served, Wanted, plan}};
/// let policy = |max_age| {
///     let body = format!("version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: {max_age}\n");
///     body.parse().unwrap()
/// };
/// let now = Timestamp(1_700_000_000);
/// let mut input = PlanInput::new(DomainName::parse("example.com").unwrap(), now, Wanted::Removed);
/// input.current = Some(Published { policy: policy(86_400), id: "2".to_owned() });
/// input.earlier = vec![Served { policy: policy(604_800), last_served: now, id: Some("1".to_owned()) }];
/// let plan = plan(&input);
/// let removal = plan.steps.iter().find(|s| matches!(s.action, Action::RemoveRecord { .. })).unwrap();
/// assert_eq!(removal.when.certain_after, 604_800);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Served {
    /// The policy; of an old one, `mode`, `maxAge` and `mx` matter.
    pub policy: Policy,
    /// When it was served for the last time.
    pub last_served: Timestamp,
    /// The `id` that announced it, where it is known.
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub id: Option<String>,
}

/// TTLs in seconds, as published before the change. What is not known counts as a day.
///
/// ```
/// use mta_sts::plan::Ttls;
/// let ttls = Ttls { record: 300, ..Ttls::default() };
/// assert_eq!((ttls.record, ttls.mx, ttls.policy_host), (300, 86_400, 86_400));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize), serde(default))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Ttls {
    /// Of the TXT record at `_mta-sts`.
    pub record: u32,
    /// Of the MX records.
    pub mx: u32,
    /// Of the Policy Host's CNAME or address records.
    pub policy_host: u32,
}

impl Default for Ttls {
    fn default() -> Ttls {
        Ttls { record: 86_400, mx: 86_400, policy_host: 86_400 }
    }
}

/// The state to reach.
///
/// ```
/// use mta_sts::{plan::{Target, Wanted}, policy::Mode};
/// let asked = Some("enforce");
/// let wanted = match asked {
///     Some("enforce") => Wanted::Policy(Target { mode: Some(Mode::Enforce), ..Target::default() }),
///     Some(_) => Wanted::Policy(Target::default()),
///     None => Wanted::Removed,
/// };
/// assert!(matches!(wanted, Wanted::Policy(target) if target.mode == Some(Mode::Enforce)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub enum Wanted {
    /// No MTA-STS (RFC 8461 8.3).
    Removed,
    /// A policy, the first one or a changed one.
    Policy(Target),
}

/// A policy to reach. What is `None` stays as it is today.
///
/// ```
/// use mta_sts::{DomainName, Timestamp, plan::{Action, PlanInput, Target, Wanted, plan}};
/// # let domain = DomainName::parse("example.com").unwrap();
/// let target = Target {
///     mx_hosts: Some(vec![DomainName::parse("mail.example.com").unwrap()]),
///     max_age: Some(86_400),
///     ..Target::default()
/// };
/// let plan = plan(&PlanInput::new(domain, Timestamp(1_700_000_000), Wanted::Policy(target)));
/// let mut served = plan.steps.iter().filter_map(|step| match &step.action {
///     Action::PublishPolicy { policy, .. } => Some(policy.as_str()),
///     _ => None,
/// });
/// let first = "version: STSv1\r\nmode: testing\r\nmx: mail.example.com\r\nmax_age: 86400\r\n";
/// assert_eq!(served.next(), Some(first));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize), serde(default))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Target {
    /// The mode; testing for a first policy.
    pub mode: Option<Mode>,
    /// `max_age` in seconds; a week for a first policy.
    pub max_age: Option<u32>,
    /// All MX hosts that the domain is to have.
    pub mx_hosts: Option<Vec<DomainName>>,
    /// The policy's patterns. `None` keeps those that cover a host, and names each host that none covers.
    pub mx: Option<Vec<MxPattern>>,
    /// Where the Policy Host is to point by CNAME.
    pub policy_host: Option<DomainName>,
}
