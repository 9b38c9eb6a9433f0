//! What a Sender does with its cache, in words.

use crate::policy::{Mode, duration_words};
use crate::timestamp::Timestamp;

use super::{Cached, Entry, Next, Txt, after_txt};

/// Sentences without a full stop.
///
/// ```
/// use mta_sts::{Timestamp, cache::{Cached, Entry, Txt, trace}};
/// let policy = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n".parse().unwrap();
/// let cached = Cached { id: "20160831085700Z".to_owned(), policy, fetched_at: Timestamp(0) };
/// let entry = Entry { cached: Some(cached), ..Entry::default() };
/// let told = trace(&entry, &Txt::Missing, Timestamp(3_600));
/// assert_eq!(told.now, "enforces the cached policy with id 20160831085700Z, valid for 6 days more");
/// assert!(told.policy_host_gone.starts_with("keeps the cached policy for 6 days"));
/// assert!(told.record_gone.starts_with("keeps the cached policy"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Trace {
    /// What the Sender does now.
    pub now: String,
    /// What it will do if the Policy Host no longer answers from now on.
    pub policy_host_gone: String,
    /// What it will do if the record disappears now.
    pub record_gone: String,
}

/// Tells in words what a Sender with this entry does now that it has seen `txt`, and what it will do if the Policy Host
/// or the record disappears.
///
/// ```
/// use mta_sts::Timestamp;
/// use mta_sts::cache::{Entry, Txt, trace};
/// let told = trace(&Entry::default(), &Txt::Missing, Timestamp(0));
/// assert_eq!(told.now, "delivers as though the domain had not implemented MTA-STS: there is no record, and no policy is cached");
/// ```
pub fn trace(entry: &Entry, txt: &Txt, now: Timestamp) -> Trace {
    let valid = entry.valid(now);
    let base = valid.map_or_else(|| unprotected(entry, txt), |cached| applies(cached, now));
    let told = match after_txt(entry, txt, now).next {
        Next::Deliver => base,
        Next::Fetch if valid.is_some() => {
            format!(
                "fetches the policy, because the record has another id; until it has a new one, it {base}"
            )
        }
        Next::Fetch => {
            let expired = entry.cached.is_some();
            let cause = if expired { "the cached one has expired" } else { "none is cached" };
            format!("fetches the policy, because {cause}, to apply it from then on")
        }
        Next::Refresh => format!("{base}, and fetches it anew"),
        Next::BackOff { until } => {
            format!("{base}; a fetch failed, and the next is tried in {}", lasting(until, now))
        }
    };
    Trace {
        now: told,
        policy_host_gone: host_gone(valid, now),
        record_gone: record_gone(valid, now),
    }
}

fn unprotected(entry: &Entry, txt: &Txt) -> String {
    let record = match txt {
        Txt::Record { .. } => "there is a record",
        Txt::Missing => "there is no record",
        Txt::Failed => "the look-up of the record failed",
    };
    let cached = if entry.cached.is_some() {
        "the cached policy has expired"
    } else {
        "no policy is cached"
    };
    format!("delivers as though the domain had not implemented MTA-STS: {record}, and {cached}")
}

fn applies(cached: &Cached, now: Timestamp) -> String {
    let (mode, id) = (cached.policy.mode, &cached.id);
    let left = lasting(cached.expires_at(), now);
    format!("{} the cached policy with id {id}, valid for {left} more", verb(mode))
}

/// What applying a policy of that mode amounts to.
fn verb(mode: Mode) -> &'static str {
    match mode {
        Mode::Enforce => "enforces",
        Mode::Testing => "tests and reports by",
        Mode::None => "delivers without protection by",
    }
}

fn host_gone(valid: Option<&Cached>, now: Timestamp) -> String {
    let Some(cached) = valid else {
        return "delivers as though the domain had not implemented MTA-STS, and reports the failed fetches while there \
                is a record"
            .to_owned();
    };
    let left = lasting(cached.expires_at(), now);
    if cached.policy.mode == Mode::None {
        return format!(
            "keeps mode none for {left}, then forgets it; nothing changes for the domain"
        );
    }
    format!(
        "keeps the cached policy for {left}, reporting each failed fetch; after that it delivers as though the domain \
         had not implemented MTA-STS"
    )
}

fn record_gone(valid: Option<&Cached>, now: Timestamp) -> String {
    let Some(cached) = valid else {
        return "delivers as though the domain had not implemented MTA-STS".to_owned();
    };
    let left = lasting(cached.expires_at(), now);
    if cached.policy.mode == Mode::None {
        return format!("keeps mode none for {left}, then forgets it");
    }
    format!(
        "keeps the cached policy, and keeps refreshing it while the Policy Host serves it; without the host it lasts \
         {left}. Only mode none ends it sooner"
    )
}

/// The time from `now` to `then` in words, rounded to what people care for.
fn lasting(then: Timestamp, now: Timestamp) -> String {
    let seconds = u32::try_from(then.0.saturating_sub(now.0)).unwrap_or(0);
    let unit: u32 = match seconds {
        172_800.. => 86_400,
        7_200.. => 3_600,
        120.. => 60,
        _ => 1,
    };
    let whole = seconds.checked_div(unit).unwrap_or(0).saturating_mul(unit);
    duration_words(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::{FetchOutcome, after_fetch};
    use crate::policy;
    use crate::tlsrpt::ResultType;

    const DAY: i64 = 86_400;

    fn record(id: &str) -> Txt {
        Txt::Record { id: id.to_owned() }
    }

    fn fetched(mode: &str) -> Entry {
        let text = format!("version: STSv1\nmode: {mode}\nmx: mx.a.example\nmax_age: 864000\n");
        let policy = policy::parse(text.as_bytes()).value.unwrap();
        let outcome = FetchOutcome::Policy { policy };
        after_fetch(Entry::default(), &record("1"), outcome, Timestamp(0)).0
    }

    #[test]
    fn tells_what_happens_now() {
        let entry = fetched("enforce");
        let now = |txt: Txt, at| trace(&entry, &txt, Timestamp(at)).now;
        assert_eq!(
            now(record("1"), 3_600),
            "enforces the cached policy with id 1, valid for 9 days more"
        );
        assert!(now(Txt::Failed, DAY).ends_with("and fetches it anew"));
        assert!(now(record("2"), 0).starts_with("fetches the policy, because the record has"));
        let anew = trace(&Entry::default(), &record("1"), Timestamp(0)).now;
        assert_eq!(anew, "fetches the policy, because none is cached, to apply it from then on");
        let anew = now(record("1"), 11 * DAY);
        assert!(anew.starts_with("fetches the policy, because the cached one has expired"));
        let expired = now(Txt::Failed, 11 * DAY);
        assert!(
            expired.ends_with("look-up of the record failed, and the cached policy has expired")
        );
        let failed = FetchOutcome::Failed { result_type: ResultType::StsPolicyFetchError };
        let (entry, _) = after_fetch(entry, &record("2"), failed, Timestamp(60));
        let told = trace(&entry, &record("2"), Timestamp(120)).now;
        assert!(told.ends_with("a fetch failed, and the next is tried in 4 minutes"), "{told}");
    }

    #[test]
    fn tells_times_in_the_unit_that_people_care_for() {
        for (seconds, words) in [
            (864_000, "10 days"),
            (172_800, "2 days"),
            (172_799, "47 hours"),
            (7_200, "2 hours"),
            (7_199, "119 minutes"),
            (120, "2 minutes"),
            (119, "119 seconds"),
            (0, "0 seconds"),
        ] {
            assert_eq!(lasting(Timestamp(seconds), Timestamp(0)), words);
        }
        assert_eq!(lasting(Timestamp(0), Timestamp(1)), "0 seconds");
    }

    #[test]
    fn tells_how_long_a_policy_outlives_its_host() {
        let told = trace(&fetched("testing"), &record("1"), Timestamp(DAY));
        assert!(told.policy_host_gone.starts_with("keeps the cached policy for 9 days"));
        assert!(told.record_gone.contains("without the host it lasts 9 days"));
        let told = trace(&fetched("none"), &record("1"), Timestamp(DAY));
        assert!(told.policy_host_gone.starts_with("keeps mode none for 9 days"));
        let told = trace(&Entry::default(), &record("1"), Timestamp(0));
        assert!(told.policy_host_gone.starts_with("delivers as though"));
    }
}
