//! What Senders' caches may hold while a plan runs.

use crate::domain::DomainName;
use crate::mx::MxMatcher;
use crate::policy::{Mode, Policy};
use crate::timestamp::Timestamp;

/// The two courses of a plan: as it usually goes, and as it goes when every doubt is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub usual: Timestamp,
    pub certain: Timestamp,
}

impl Clock {
    pub(super) fn at(now: Timestamp) -> Clock {
        Clock { usual: now, certain: now }
    }

    pub(super) fn plus(self, seconds: u32) -> Clock {
        Clock { usual: after(self.usual, seconds), certain: after(self.certain, seconds) }
    }

    /// The later time in each course.
    pub(super) fn max(self, other: Clock) -> Clock {
        Clock { usual: self.usual.max(other.usual), certain: self.certain.max(other.certain) }
    }
}

pub(super) fn after(time: Timestamp, seconds: u32) -> Timestamp {
    Timestamp(time.0.saturating_add(i64::from(seconds)))
}

/// A policy that is served no more.
#[derive(Debug)]
pub(super) struct Held {
    pub policy: Policy,
    /// Until when Senders apply it: usually until they have seen a new `id`, for certain until its `max_age` has
    /// passed since it was last served (RFC 8461 3.2, 8.3).
    pub until: Clock,
}

impl Held {
    /// Whether a Sender that holds this policy would not deliver to one of `hosts`, or would report it.
    pub(super) fn misses(&self, hosts: &[DomainName]) -> bool {
        // RFC 8461 5: mode none asks nothing of MX hosts.
        self.policy.mode != Mode::None && misses(&self.policy, hosts)
    }

    /// Whether a Sender that holds this policy delivers to one of the hosts of `now`, and to none of those of `then`.
    pub(super) fn strands(&self, now: &[DomainName], then: &[DomainName]) -> bool {
        let matcher = MxMatcher::new(&self.policy.mx);
        let some = |hosts: &[DomainName]| hosts.iter().any(|host| matcher.covering(host).is_some());
        self.policy.mode == Mode::Enforce && some(now) && !some(then)
    }
}

/// Whether a pattern is missing for one of `hosts`.
pub(super) fn misses(policy: &Policy, hosts: &[DomainName]) -> bool {
    let matcher = MxMatcher::new(&policy.mx);
    hosts.iter().any(|host| matcher.covering(host).is_none())
}
