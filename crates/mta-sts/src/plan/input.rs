//! What a plan is made from.

use crate::domain::DomainName;
use crate::mx::MxPattern;
use crate::policy::{Mode, Policy};
use crate::timestamp::Timestamp;

/// What is published, what was, and what is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct PlanInput {
    /// The Policy Domain.
    pub domain: DomainName,
    /// When the first step is to be taken.
    pub now: Timestamp,
    /// What is published today; `None` when the domain has no MTA-STS.
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
