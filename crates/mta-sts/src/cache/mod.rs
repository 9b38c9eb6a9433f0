//! RFC 8461 3.3, 5.1 and 6: the policy cache of a Sender, as pure functions of what it holds, what it learned and the
//! time.
//!
//! Before a delivery a Sender looks up the TXT record and calls [`after_txt`]; where that asks for a fetch, it fetches
//! and calls [`after_fetch`]. What lies in [`Entry`] is all there is to keep for a Policy Domain.
//!
//! ```
//! use mta_sts::Timestamp;
//! use mta_sts::cache::{Applied, Entry, FetchOutcome, Next, Txt, after_fetch, after_txt};
//!
//! let entry = Entry::default();
//! let txt = Txt::Record { id: "1".to_owned() };
//! assert_eq!(after_txt(&entry, &txt, Timestamp(0)).next, Next::Fetch);
//!
//! let policy = mta_sts::policy::parse(b"version: STSv1\nmode: enforce\nmx: mx.a.example\nmax_age: 604800\n");
//! let fetched = FetchOutcome::Policy { policy: policy.value.unwrap() };
//! let (entry, _) = after_fetch(entry, &txt, fetched, Timestamp(0));
//!
//! // Two days on, the record is gone: the cached policy still holds.
//! let step = after_txt(&entry, &Txt::Missing, Timestamp(172_800));
//! assert_eq!(step.apply, Applied::Cached);
//! ```

mod outcome;
mod trace;

pub use outcome::{FetchOutcome, Txt};
pub use trace::{Trace, trace};

use crate::policy::{MAX_MAX_AGE, Mode, Policy};
use crate::timestamp::Timestamp;
use crate::tlsrpt::ResultType;

/// After a failed fetch, no further one for the same `id` within this many seconds (RFC 8461 3.3).
pub const BACK_OFF_SECONDS: i64 = 300;

/// A cached policy is fetched anew once it is this many seconds old, or half its `max_age` where that is less
/// (RFC 8461 3.3: "a suggested refresh frequency is once per day").
pub const REFRESH_SECONDS: i64 = 86_400;

/// Failed fetches remembered at once, so that an `id` that changes all the time does not fill the store.
const MAX_FAILED: usize = 8;

/// All that a Sender keeps for one Policy Domain. [`Entry::default`] is that of a domain never met.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize), serde(default))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Entry {
    /// The policy of the last successful fetch.
    pub cached: Option<Cached>,
    /// The fetches that failed of late, for backing off.
    pub failed: Vec<FailedFetch>,
    /// How many fetches have failed since the last successful one.
    pub failures: u32,
}

/// A policy in the cache.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Cached {
    /// The `id` of the record at the time of the fetch.
    pub id: String,
    /// The policy.
    pub policy: Policy,
    /// When it was fetched last.
    pub fetched_at: Timestamp,
}

/// A fetch that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct FailedFetch {
    /// The `id` it was tried for.
    pub id: String,
    /// When.
    pub at: Timestamp,
}

/// Which policy a Sender applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Applied {
    /// That of [`Entry::cached`].
    Cached,
    /// None: delivery goes on as though the domain had not implemented MTA-STS.
    None,
}

/// What a Sender does after the look-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "next", rename_all = "kebab-case", rename_all_fields = "camelCase")
)]
pub enum Next {
    /// Deliver; there is nothing to fetch.
    Deliver,
    /// Fetch the policy before delivering, then call [`after_fetch`].
    Fetch,
    /// Deliver, and fetch in the background, then call [`after_fetch`].
    Refresh,
    /// Deliver; a fetch is due, but the last one for this `id` failed too short a time ago.
    BackOff {
        /// When the next may be tried.
        until: Timestamp,
    },
}

/// The answer of [`after_txt`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Step {
    /// Which policy to apply now; where `next` is [`Next::Fetch`], only if the fetch brings none.
    pub apply: Applied,
    /// What to do.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub next: Next,
}

/// The answer of [`after_fetch`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Fetched {
    /// Which policy to apply from now on.
    pub apply: Applied,
    /// The failure that belongs into the TLS report (RFC 8461 6).
    pub report: Option<ResultType>,
    /// Whether to warn the Sender's administrators: a policy in use could not be refreshed (RFC 8461 3.3, 10.2).
    pub alert: bool,
}

impl Cached {
    /// The last moment at which the policy is valid: the last successful fetch plus `max_age` (RFC 8461 3.2).
    pub fn expires_at(&self) -> Timestamp {
        Timestamp(self.fetched_at.0.saturating_add(i64::from(self.max_age())))
    }

    /// When to fetch it anew.
    pub fn refresh_at(&self) -> Timestamp {
        let half = i64::from(self.max_age()).div_euclid(2);
        Timestamp(self.fetched_at.0.saturating_add(half.min(REFRESH_SECONDS)))
    }

    /// RFC 8461 5.1: "whose time-since-fetch has not exceeded its max_age".
    pub fn is_valid(&self, now: Timestamp) -> bool {
        now <= self.expires_at()
    }

    /// What a store hands back may be above the maximum; a policy read from its text never is.
    fn max_age(&self) -> u32 {
        self.policy.max_age.min(MAX_MAX_AGE)
    }

    fn refresh_due(&self, now: Timestamp) -> bool {
        // Fetched in the future: the clock was wrong then or is wrong now, and only a fetch can tell.
        now >= self.refresh_at() || now < self.fetched_at
    }
}

impl Entry {
    /// The cached policy, if it has not expired.
    pub fn valid(&self, now: Timestamp) -> Option<&Cached> {
        self.cached.as_ref().filter(|cached| cached.is_valid(now))
    }

    fn applied(&self, now: Timestamp) -> Applied {
        if self.valid(now).is_some() { Applied::Cached } else { Applied::None }
    }

    /// Until when no fetch for `id` should be tried.
    fn backs_off(&self, id: &str, now: Timestamp) -> Option<Timestamp> {
        let failed = self.failed.iter().rev().find(|failed| failed.id == id)?;
        let until = Timestamp(failed.at.0.saturating_add(BACK_OFF_SECONDS));
        // A failure of the future is none.
        (now < until && now >= failed.at).then_some(until)
    }
}

/// What a Sender does when it has looked up the TXT record, at time `now`.
pub fn after_txt(entry: &Entry, txt: &Txt, now: Timestamp) -> Step {
    let apply = entry.applied(now);
    let wanted = match (txt, entry.valid(now)) {
        // RFC 8461 3.1: the id is compared for equality only; a changed one means a changed policy.
        (Txt::Record { id }, Some(cached)) if *id != cached.id => Some((id, Next::Fetch)),
        // RFC 8461 10.2: the refresh goes on "regardless of the state of the _mta-sts TXT record". A policy of mode
        // none protects nothing, and its domain may well have taken the Policy Host away (8.3).
        (_, Some(cached)) if cached.refresh_due(now) && cached.policy.mode != Mode::None => {
            Some((&cached.id, Next::Refresh))
        }
        // RFC 8461 3.3: a valid cached policy MUST be applied, whatever became of record and Policy Host.
        (_, Some(_)) => None,
        (Txt::Record { id }, None) => Some((id, Next::Fetch)),
        (Txt::Missing | Txt::Failed, None) => None,
    };
    let next = wanted.map_or(Next::Deliver, |(id, next)| {
        // RFC 8461 3.3: after a failed GET, five minutes or longer per version ID.
        entry.backs_off(id, now).map_or(next, |until| Next::BackOff { until })
    });
    Step { apply, next }
}

/// Takes in what came of a fetch that [`after_txt`] asked for; `txt` is what it was given. The entry that comes back is
/// the one to store.
pub fn after_fetch(
    entry: Entry,
    txt: &Txt,
    outcome: FetchOutcome,
    now: Timestamp,
) -> (Entry, Fetched) {
    let id = match (txt, &entry.cached) {
        (Txt::Record { id }, _) => id.clone(),
        (_, Some(cached)) => cached.id.clone(),
        (_, None) => String::new(),
    };
    match outcome {
        FetchOutcome::Policy { policy } => {
            let cached = Cached { id, policy, fetched_at: now };
            let entry = Entry { cached: Some(cached), ..Entry::default() };
            (entry, Fetched { apply: Applied::Cached, report: None, alert: false })
        }
        FetchOutcome::Failed { result_type } => failed(entry, txt, id, result_type, now),
    }
}

fn failed(
    mut entry: Entry,
    txt: &Txt,
    id: String,
    result_type: ResultType,
    now: Timestamp,
) -> (Entry, Fetched) {
    // An expired policy is of no more use.
    entry.cached = entry.cached.filter(|cached| cached.is_valid(now));
    entry.failures = entry.failures.saturating_add(1);
    entry.failed.retain(|old| old.id != id && old.at.0.saturating_add(BACK_OFF_SECONDS) > now.0);
    if entry.failed.len() >= MAX_FAILED {
        entry.failed.remove(0);
    }
    entry.failed.push(FailedFetch { id, at: now });

    // RFC 8461 6: fetch failures are reported with a valid TXT record, or with a valid policy in the cache, "except if
    // that policy's mode is none".
    let mode = entry.cached.as_ref().map(|cached| cached.policy.mode);
    let alert = mode.is_some_and(|mode| mode != Mode::None);
    let found = matches!(txt, Txt::Record { .. });
    let reported = mode.map_or(found, |mode| mode != Mode::None);
    let apply = entry.applied(now);
    (entry, Fetched { apply, report: reported.then_some(result_type), alert })
}
