//! Back-off: a provider that asks for patience is left more time between sessions, and less again as it recovers.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use mta_sts::probe::ProbeResult;
use tokio::time::Instant;

use super::politeness::jittered;

/// The gap between sessions grows to this many times the first one.
const WIDEST: u32 = 16;

/// Who would have to wait longer than this many gaps is not probed at all.
const LONGEST: u32 = 60;

/// Providers remembered; those whose time is over are forgotten then.
const MAX_PROVIDERS: usize = 4_096;

pub(super) struct Patience {
    /// The first gap; zero for no back-off.
    gap: Duration,
    /// By provider; only of those that asked for patience.
    paces: Mutex<BTreeMap<String, Pace>>,
}

struct Pace {
    /// Between the beginnings of two sessions.
    gap: Duration,
    /// When the next one may begin.
    next: Instant,
    /// When the gap last changed. What sessions from before say is no news.
    changed: Instant,
}

/// There are too many before this session.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Overdue;

impl Patience {
    pub(super) fn new(gap: Duration) -> Patience {
        Patience { gap, paces: Mutex::default() }
    }

    /// Waits until a session with the provider may begin, and tells when that was.
    pub(super) async fn wait(&self, provider: &str) -> Result<Instant, Overdue> {
        let now = Instant::now();
        let at = self.reserve(provider, now)?;
        if at > now {
            tokio::time::sleep_until(at).await;
        }
        Ok(at)
    }

    fn reserve(&self, provider: &str, now: Instant) -> Result<Instant, Overdue> {
        let mut paces = self.paces();
        let Some(pace) = paces.get_mut(provider) else { return Ok(now) };
        let at = pace.next.max(now);
        if at - now > self.gap * LONGEST {
            return Err(Overdue);
        }
        pace.next = at + jittered(pace.gap);
        Ok(at)
    }

    /// Takes in how a session ended that began at `began`.
    pub(super) fn heard(&self, provider: &str, began: Instant, result: &ProbeResult) {
        if self.gap.is_zero() {
            return;
        }
        match answer(result) {
            Some(Answer::Later) => self.slow_down(provider, began),
            Some(Answer::Welcome) => self.speed_up(provider, began),
            None => {}
        }
    }

    fn slow_down(&self, provider: &str, began: Instant) {
        let now = Instant::now();
        let mut paces = self.paces();
        if paces.len() >= MAX_PROVIDERS {
            paces.retain(|_, pace| pace.next > now);
        }
        let known = paces.get(provider);
        if known.is_some_and(|pace| began < pace.changed) {
            return;
        }
        let gap = known.map_or(self.gap, |pace| (pace.gap * 2).min(self.gap * WIDEST));
        let next = known.map_or(now, |pace| pace.next).max(now + jittered(gap));
        paces.insert(provider.to_owned(), Pace { gap, next, changed: now });
    }

    fn speed_up(&self, provider: &str, began: Instant) {
        let mut paces = self.paces();
        let Some(pace) = paces.get_mut(provider).filter(|pace| began >= pace.changed) else {
            return;
        };
        pace.gap /= 2;
        pace.changed = Instant::now();
        if pace.gap < self.gap {
            paces.remove(provider);
        }
    }

    fn paces(&self) -> MutexGuard<'_, BTreeMap<String, Pace>> {
        // A panic elsewhere leaves the map whole.
        self.paces.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a session says of the provider's patience.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Welcome,
    Later,
}

/// `None` for a session that says nothing of it.
fn answer(result: &ProbeResult) -> Option<Answer> {
    match result {
        // RFC 5321 4.2.1: 4yz, the condition is temporary; 421 is said at any time.
        ProbeResult::Temporary { .. } => Some(Answer::Later),
        // Some say it with 5yz.
        ProbeResult::Rejected { text, .. } | ProbeResult::Refused { text, .. } => {
            let text = text.to_ascii_lowercase();
            let asks =
                ["too many", "rate limit", "throttl"].iter().any(|words| text.contains(words));
            asks.then_some(Answer::Later)
        }
        ProbeResult::Handshake(_) | ProbeResult::NotOffered | ProbeResult::TlsFailed { .. } => {
            Some(Answer::Welcome)
        }
        ProbeResult::Unreachable { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use mta_sts::probe::Phase;

    use super::*;

    const GAP: Duration = Duration::from_secs(1);

    fn later() -> ProbeResult {
        let text = "4.7.0 Too many connections".to_owned();
        ProbeResult::Temporary { phase: Phase::Banner, code: 421, text }
    }

    #[test]
    fn who_asks_for_patience() {
        let rejected = |text: &str| {
            let text = text.to_owned();
            answer(&ProbeResult::Rejected { phase: Phase::Banner, code: 554, text })
        };
        assert_eq!(answer(&later()), Some(Answer::Later));
        assert_eq!(rejected("5.7.1 Too Many connections"), Some(Answer::Later));
        assert_eq!(rejected("5.7.1 go away"), None);
        assert_eq!(answer(&ProbeResult::NotOffered), Some(Answer::Welcome));
    }

    #[tokio::test(start_paused = true)]
    async fn the_whole_provider_is_left_more_time_and_others_are_not() {
        let patience = Patience::new(GAP);
        let began = patience.wait("x.test").await.unwrap();
        patience.heard("x.test", began, &later());
        // Said by a session from before: it is known.
        patience.heard("x.test", began - GAP, &later());
        let first = patience.wait("x.test").await.unwrap();
        let second = patience.wait("x.test").await.unwrap();
        assert!((GAP..GAP * 2).contains(&(first - began)), "{:?}", first - began);
        assert!((GAP..GAP * 2).contains(&(second - first)), "{:?}", second - first);
        let now = Instant::now();
        assert_eq!(patience.wait("y.test").await, Ok(now));
        // Asked again, it is left twice as much; welcomed, half of that, and then none.
        patience.heard("x.test", second, &later());
        assert_eq!(patience.paces()["x.test"].gap, GAP * 2);
        for _ in 0..2 {
            let began = patience.wait("x.test").await.unwrap();
            patience.heard("x.test", began, &ProbeResult::NotOffered);
        }
        assert!(patience.paces().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_for_ever() {
        let patience = Patience::new(GAP);
        for _ in 0..10 {
            patience.slow_down("x.test", Instant::now());
        }
        assert_eq!(patience.paces()["x.test"].gap, GAP * WIDEST);
        let now = Instant::now();
        let reserved = std::iter::repeat_with(|| patience.reserve("x.test", now));
        let taken = reserved.take_while(Result::is_ok).count();
        assert!((1..=3).contains(&taken), "{taken}");
    }

    #[tokio::test(start_paused = true)]
    async fn back_off_can_be_left_out() {
        let patience = Patience::new(Duration::ZERO);
        patience.heard("x.test", Instant::now(), &later());
        assert!(patience.paces().is_empty());
    }
}
