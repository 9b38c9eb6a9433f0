//! How many sessions are open at once: in all, to one host, and to one provider; and how soon after each other where
//! a provider asked for patience.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use mta_sts::probe::ProbeResult;
use ring::rand::{SecureRandom, SystemRandom};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::patience::{Overdue, Patience};

/// Sessions at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parallel {
    /// In all.
    pub(crate) all: usize,
    /// To hosts of one provider.
    pub(crate) provider: usize,
    /// To one host.
    pub(crate) host: usize,
    /// Between sessions with a provider that asked for patience, at first; zero for no back-off.
    pub(crate) back_off: Duration,
}

pub(super) struct Politeness {
    parallel: Parallel,
    patience: Patience,
    all: Arc<Semaphore>,
    /// By host, and by provider with a dot before it. An entry goes when nobody waits for it.
    places: Mutex<BTreeMap<String, Arc<Semaphore>>>,
}

/// Held while a session is open.
pub(super) struct Turn<'a> {
    politeness: &'a Politeness,
    keys: [String; 2],
    permits: Vec<OwnedSemaphorePermit>,
    began: Instant,
}

impl Politeness {
    pub(super) fn new(parallel: Parallel) -> Politeness {
        let all = Arc::new(Semaphore::new(parallel.all));
        let patience = Patience::new(parallel.back_off);
        Politeness { parallel, patience, all, places: Mutex::default() }
    }

    /// Waits for leave to speak with a host.
    ///
    /// # Errors
    ///
    /// When its provider asks for so much patience that there is no end in sight.
    pub(super) async fn turn(&self, host: &str) -> Result<Turn<'_>, Overdue> {
        let keys = [host.to_owned(), format!(".{}", provider(host))];
        let [of_host, of_provider] = &keys;
        let places = [
            self.place(of_host, self.parallel.host),
            self.place(of_provider, self.parallel.provider),
        ];
        let permits = Vec::with_capacity(3);
        let mut turn = Turn { politeness: self, keys, permits, began: Instant::now() };
        // The narrowest first: who waits for a busy host must not keep others from theirs.
        for place in places {
            // No semaphore is ever closed; without a permit the probe would only be less polite.
            turn.permits.extend(place.acquire_owned().await.ok());
        }
        turn.began = self.patience.wait(provider(host)).await?;
        turn.permits.extend(Arc::clone(&self.all).acquire_owned().await.ok());
        Ok(turn)
    }

    fn place(&self, key: &str, room: usize) -> Arc<Semaphore> {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let place = places.entry(key.to_owned()).or_insert_with(|| Arc::new(Semaphore::new(room)));
        Arc::clone(place)
    }
}

impl Turn<'_> {
    /// Takes in how the session ended.
    pub(super) fn ended(&self, result: &ProbeResult) {
        let [host, _] = &self.keys;
        self.politeness.patience.heard(provider(host), self.began, result);
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.permits.clear();
        let mut places = self.politeness.places.lock().unwrap_or_else(PoisonError::into_inner);
        for key in &self.keys {
            if places.get(key).is_some_and(|place| Arc::strong_count(place) == 1) {
                places.remove(key);
            }
        }
    }
}

/// Whose host it probably is: the last two labels of its name. Under a suffix such as `co.uk` strangers share their
/// limit, which is only slower.
pub(super) fn provider(host: &str) -> &str {
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    dots.nth(1).and_then(|at| host.get(at + 1..)).unwrap_or(host)
}

/// A random time between one and two times `wait`, so that many probes that were put off do not return together.
pub(super) fn jittered(wait: Duration) -> Duration {
    let mut byte = [0];
    // Without random numbers the time is only a little less spread.
    let spread = SystemRandom::new().fill(&mut byte).map_or(0, |()| u32::from(byte[0]));
    wait + wait * spread / 256
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn providers_are_told_by_their_last_labels() {
        assert_eq!(provider("alt1.aspmx.l.google.com"), "google.com");
        assert_eq!(provider("example.com"), "example.com");
        assert_eq!(provider("localhost"), "localhost");
    }

    #[test]
    fn waits_are_spread() {
        let wait = Duration::from_millis(100);
        assert!((0..50).all(|_| (wait..wait * 2).contains(&jittered(wait))));
    }

    #[tokio::test]
    async fn a_busy_provider_leaves_room_for_others() {
        let back_off = Duration::ZERO;
        let politeness = Politeness::new(Parallel { all: 2, provider: 1, host: 1, back_off });
        let first = politeness.turn("a.x.test").await.unwrap();
        let mut second = Box::pin(politeness.turn("b.x.test"));
        assert!(second.as_mut().now_or_never().is_none());
        drop(politeness.turn("y.test").await.unwrap());
        drop(first);
        drop(second.await.unwrap());
        assert!(politeness.places.lock().unwrap().is_empty());
    }
}
