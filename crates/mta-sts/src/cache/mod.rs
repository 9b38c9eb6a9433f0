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
///
/// ```
/// use mta_sts::Timestamp;
/// use mta_sts::cache::{BACK_OFF_SECONDS, Entry, FetchOutcome, Next, Txt, after_fetch, after_txt};
/// # use mta_sts::tlsrpt::ResultType;
/// let txt = Txt::Record { id: "20160831085700Z".to_owned() };
/// let failed = FetchOutcome::Failed { result_type: ResultType::StsPolicyFetchError };
/// let (entry, _) = after_fetch(Entry::default(), &txt, failed, Timestamp(1_000));
/// let until = Timestamp(1_000 + BACK_OFF_SECONDS);
/// assert_eq!(after_txt(&entry, &txt, Timestamp(1_299)).next, Next::BackOff { until });
/// assert_eq!(after_txt(&entry, &txt, until).next, Next::Fetch);
/// ```
pub const BACK_OFF_SECONDS: i64 = 300;

/// A cached policy is fetched anew once it is this many seconds old, or half its `max_age` where that is less
/// (RFC 8461 3.3: "a suggested refresh frequency is once per day").
///
/// ```
/// use mta_sts::{Timestamp, cache::{Cached, REFRESH_SECONDS}};
/// let policy = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n".parse().unwrap();
/// let cached = Cached { id: "20160831085700Z".to_owned(), policy, fetched_at: Timestamp(0) };
/// assert_eq!(cached.refresh_at(), Timestamp(REFRESH_SECONDS));
/// ```
pub const REFRESH_SECONDS: i64 = 86_400;

/// Failed fetches remembered at once, so that an `id` that changes all the time does not fill the store.
const MAX_FAILED: usize = 8;

/// All that a Sender keeps for one Policy Domain. [`Entry::default`] is that of a domain never met.
///
/// A store keeps it under the Policy Domain's name; with the features `serde` and `deserialize` as JSON.
///
/// ```
/// use mta_sts::{Timestamp, cache::{Cached, Entry}};
/// let policy = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n".parse().unwrap();
/// let cached = Cached { id: "20160831085700Z".to_owned(), policy, fetched_at: Timestamp(0) };
/// let entry = Entry { cached: Some(cached), ..Entry::default() };
/// assert!(entry.valid(Timestamp(604_800)).is_some());
/// assert!(entry.failed.is_empty() && entry.failures == 0);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize), serde(default))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Entry {
    /// The policy of the last successful fetch.
    pub cached: Option<Cached>,
    /// The fetches that failed of late, at most eight, for backing off.
    pub failed: Vec<FailedFetch>,
    /// How many fetches have failed since the last successful one.
    pub failures: u32,
}

/// A policy in the cache (RFC 8461 3.3, 5.1).
///
/// ```
/// use mta_sts::{Timestamp, cache::{Entry, FetchOutcome, Txt, after_fetch}};
/// let policy = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n".parse().unwrap();
/// let txt = Txt::Record { id: "20160831085700Z".to_owned() };
/// let (entry, _) = after_fetch(Entry::default(), &txt, FetchOutcome::Policy { policy }, Timestamp(1_000));
/// let cached = entry.cached.unwrap();
/// assert_eq!((cached.id.as_str(), cached.fetched_at), ("20160831085700Z", Timestamp(1_000)));
/// ```
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
///
/// ```
/// use mta_sts::{Timestamp, cache::{Entry, FetchOutcome, Txt, after_fetch}};
/// # use mta_sts::tlsrpt::ResultType;
/// let txt = Txt::Record { id: "20160831085700Z".to_owned() };
/// let failed = FetchOutcome::Failed { result_type: ResultType::StsPolicyInvalid };
/// let (entry, _) = after_fetch(Entry::default(), &txt, failed, Timestamp(1_000));
/// assert_eq!((entry.failed[0].id.as_str(), entry.failed[0].at), ("20160831085700Z", Timestamp(1_000)));
/// assert_eq!(entry.failures, 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct FailedFetch {
    /// The `id` it was tried for.
    pub id: String,
    /// When.
    pub at: Timestamp,
}

/// Which policy a Sender applies (RFC 8461 5.1).
///
/// ```
/// use mta_sts::{Timestamp, cache::{Applied, Entry, Txt, after_txt}};
/// use mta_sts::apply::apply;
/// let entry = Entry::default();
/// let policy = match after_txt(&entry, &Txt::Missing, Timestamp(0)).apply {
///     Applied::Cached => entry.cached.as_ref().map(|cached| &cached.policy),
///     Applied::None => None,
/// };
/// assert!(apply(policy, &[]).failures.is_empty());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Applied {
    /// That of [`Entry::cached`].
    Cached,
    /// None: delivery goes on as though the domain had not implemented MTA-STS.
    None,
}

/// What a Sender does after the look-up (RFC 8461 3.3, 10.2).
///
/// ```
/// use mta_sts::{Timestamp, cache::{Cached, Entry, Next, Txt, after_txt}};
/// # let policy = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n".parse().unwrap();
/// let cached = Cached { id: "20160831085700Z".to_owned(), policy, fetched_at: Timestamp(0) };
/// let entry = Entry { cached: Some(cached), ..Entry::default() };
/// let next = |id: &str, at| after_txt(&entry, &Txt::Record { id: id.to_owned() }, Timestamp(at)).next;
/// assert_eq!(next("20160831085700Z", 3_600), Next::Deliver);
/// assert_eq!(next("20160831085700Z", 90_000), Next::Refresh);
/// assert_eq!(next("20160901000000Z", 3_600), Next::Fetch);
/// ```
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
///
/// ```
/// use mta_sts::{Timestamp, cache::{Applied, Cached, Entry, Next, Step, Txt, after_txt}};
/// # let policy = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n".parse().unwrap();
/// # let cached = Cached { id: "20160831085700Z".to_owned(), policy, fetched_at: Timestamp(0) };
/// # let entry = Entry { cached: Some(cached), ..Entry::default() };
/// // A cached policy, and a record that announces another: fetch, and go by the old one if that fails.
/// let txt = Txt::Record { id: "20160901000000Z".to_owned() };
/// let Step { apply, next } = after_txt(&entry, &txt, Timestamp(3_600));
/// assert_eq!((apply, next), (Applied::Cached, Next::Fetch));
/// ```
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
///
/// ```
/// use mta_sts::{Timestamp, cache::{Applied, Cached, Entry, FetchOutcome, Txt, after_fetch}};
/// # use mta_sts::tlsrpt::ResultType;
/// # let policy = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n".parse().unwrap();
/// # let cached = Cached { id: "20160831085700Z".to_owned(), policy, fetched_at: Timestamp(0) };
/// # let entry = Entry { cached: Some(cached), ..Entry::default() };
/// // The refresh of a cached policy fails: it goes on being applied, and people should know.
/// let failed = FetchOutcome::Failed { result_type: ResultType::StsWebpkiInvalid };
/// let (_, fetched) = after_fetch(entry, &Txt::Missing, failed, Timestamp(90_000));
/// assert_eq!(fetched.apply, Applied::Cached);
/// assert_eq!(fetched.report, Some(ResultType::StsWebpkiInvalid));
/// assert!(fetched.alert);
/// ```
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
    ///
    /// ```
    /// # use mta_sts::{Timestamp, cache::Cached};
    /// # let policy = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n".parse().unwrap();
    /// let cached = Cached { id: "20160831085700Z".to_owned(), policy, fetched_at: Timestamp(1_000) };
    /// assert_eq!(cached.expires_at(), Timestamp(605_800));
    /// ```
    pub fn expires_at(&self) -> Timestamp {
        Timestamp(self.fetched_at.0.saturating_add(i64::from(self.max_age())))
    }

    /// When to fetch it anew: [`REFRESH_SECONDS`] after the last fetch, or after half its `max_age` where that is less
    /// (RFC 8461 3.3).
    ///
    /// ```
    /// # use mta_sts::{Timestamp, cache::Cached};
    /// let policy = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 7200\n".parse().unwrap();
    /// let cached = Cached { id: "20160831085700Z".to_owned(), policy, fetched_at: Timestamp(0) };
    /// assert_eq!(cached.refresh_at(), Timestamp(3_600));
    /// ```
    pub fn refresh_at(&self) -> Timestamp {
        let half = i64::from(self.max_age()).div_euclid(2);
        Timestamp(self.fetched_at.0.saturating_add(half.min(REFRESH_SECONDS)))
    }

    /// RFC 8461 5.1: "whose time-since-fetch has not exceeded its max_age".
    ///
    /// ```
    /// # use mta_sts::{Timestamp, cache::Cached};
    /// # let policy = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n".parse().unwrap();
    /// let cached = Cached { id: "20160831085700Z".to_owned(), policy, fetched_at: Timestamp(0) };
    /// assert!(cached.is_valid(Timestamp(604_800)));
    /// assert!(!cached.is_valid(Timestamp(604_801)));
    /// ```
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
    /// The cached policy, if it has not expired (RFC 8461 5.1).
    ///
    /// ```
    /// use mta_sts::{Timestamp, cache::{Cached, Entry}};
    /// # let policy = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n".parse().unwrap();
    /// let cached = Cached { id: "20160831085700Z".to_owned(), policy, fetched_at: Timestamp(0) };
    /// let entry = Entry { cached: Some(cached), ..Entry::default() };
    /// assert_eq!(entry.valid(Timestamp(60)).unwrap().policy.max_age, 604_800);
    /// assert_eq!(entry.valid(Timestamp(604_801)), None);
    /// ```
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

/// What a Sender does when it has looked up the TXT record, at time `now` (RFC 8461 3.3, 5.1, 10.2).
///
/// ```
/// use mta_sts::{Timestamp, cache::{Applied, Entry, Next, Txt, after_txt}};
/// let txt = Txt::from(&mta_sts::record::parse_set(&["v=STSv1; id=20160831085700Z;"]));
/// let step = after_txt(&Entry::default(), &txt, Timestamp(0));
/// assert_eq!((step.apply, step.next), (Applied::None, Next::Fetch));
/// // RFC 8461 3.1: without a record the domain has no policy to fetch.
/// assert_eq!(after_txt(&Entry::default(), &Txt::Missing, Timestamp(0)).next, Next::Deliver);
/// ```
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
///
/// ```
/// use mta_sts::{Timestamp, cache::{Applied, Entry, FetchOutcome, Txt, after_fetch}};
/// let policy = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n".parse().unwrap();
/// let txt = Txt::Record { id: "20160831085700Z".to_owned() };
/// let (entry, fetched) = after_fetch(Entry::default(), &txt, FetchOutcome::Policy { policy }, Timestamp(0));
/// assert_eq!(fetched.apply, Applied::Cached);
/// assert_eq!(entry.valid(Timestamp(0)).unwrap().id, "20160831085700Z");
/// ```
pub fn after_fetch(
    mut entry: Entry,
    txt: &Txt,
    outcome: FetchOutcome,
    now: Timestamp,
) -> (Entry, Fetched) {
    let id = match (txt, &entry.cached) {
        (Txt::Record { id }, _) => id.clone(),
        (_, Some(cached)) => cached.id.clone(),
        (_, None) => String::new(),
    };
    // RFC 8461 3.3: the five minutes are per version ID, so what comes of one changes nothing for the others.
    entry.failed.retain(|old| old.id != id && old.at.0.saturating_add(BACK_OFF_SECONDS) > now.0);
    match outcome {
        FetchOutcome::Policy { policy } => {
            let cached = Cached { id, policy, fetched_at: now };
            let entry = Entry { cached: Some(cached), failures: 0, ..entry };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_remembered_for_as_long_as_they_matter() {
        let fail = |entry, id: &str, at| {
            let outcome = FetchOutcome::Failed { result_type: ResultType::StsPolicyFetchError };
            after_fetch(entry, &Txt::Record { id: id.to_owned() }, outcome, Timestamp(at)).0
        };
        let ids = |entry: &Entry| entry.failed.iter().map(|f| f.id.clone()).collect::<Vec<_>>();
        let first = fail(Entry::default(), "A", 0);
        let last = BACK_OFF_SECONDS - 1;
        assert_eq!(ids(&fail(first.clone(), "B", last)), ["A", "B"]);
        assert_eq!(ids(&fail(first.clone(), "B", last + 1)), ["B"]);
        assert_eq!(ids(&fail(first.clone(), "A", last)), ["A"]);

        let good = |entry, id: &str, at| {
            let policy = "version: STSv1\nmode: enforce\nmx: a.test\nmax_age: 604800\n";
            let outcome = FetchOutcome::Policy { policy: policy.parse().unwrap() };
            after_fetch(entry, &Txt::Record { id: id.to_owned() }, outcome, Timestamp(at)).0
        };
        assert_eq!(ids(&good(first.clone(), "B", last)), ["A"]);
        assert_eq!(good(first.clone(), "B", last).failures, 0);
        assert_eq!(ids(&good(first.clone(), "B", last + 1)), [""; 0]);
        assert_eq!(ids(&good(first, "A", last)), [""; 0]);
    }
}
