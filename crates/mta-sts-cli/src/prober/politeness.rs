//! How many sessions are open at once: in all, to one host, and to one provider; and how long after a server asked
//! for patience.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ring::rand::{SecureRandom, SystemRandom};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Sessions at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parallel {
    /// In all.
    pub(crate) all: usize,
    /// To hosts of one provider.
    pub(crate) provider: usize,
    /// To one host.
    pub(crate) host: usize,
}

pub(super) struct Politeness {
    parallel: Parallel,
    all: Arc<Semaphore>,
    /// By host, and by provider with a dot before it. An entry goes when nobody waits for it.
    places: Mutex<BTreeMap<String, Arc<Semaphore>>>,
}

/// Held while a session is open.
pub(super) struct Turn<'a> {
    politeness: &'a Politeness,
    keys: [String; 2],
    permits: Vec<OwnedSemaphorePermit>,
}

impl Politeness {
    pub(super) fn new(parallel: Parallel) -> Politeness {
        let all = Arc::new(Semaphore::new(parallel.all));
        Politeness { parallel, all, places: Mutex::default() }
    }

    /// Waits for leave to speak with a host.
    pub(super) async fn turn(&self, host: &str) -> Turn<'_> {
        let keys = [host.to_owned(), format!(".{}", provider(host))];
        let [of_host, of_provider] = &keys;
        // The narrowest first: who waits for a busy host must not keep others from theirs.
        let order = [
            self.place(of_host, self.parallel.host),
            self.place(of_provider, self.parallel.provider),
            Arc::clone(&self.all),
        ];
        let mut permits = Vec::with_capacity(order.len());
        for semaphore in order {
            // No semaphore is ever closed; without a permit the probe would only be less polite.
            permits.extend(semaphore.acquire_owned().await.ok());
        }
        Turn { politeness: self, keys, permits }
    }

    fn place(&self, key: &str, room: usize) -> Arc<Semaphore> {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let place = places.entry(key.to_owned()).or_insert_with(|| Arc::new(Semaphore::new(room)));
        Arc::clone(place)
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
fn provider(host: &str) -> &str {
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
        let politeness = Politeness::new(Parallel { all: 2, provider: 1, host: 1 });
        let first = politeness.turn("a.x.test").await;
        let mut second = Box::pin(politeness.turn("b.x.test"));
        assert!(second.as_mut().now_or_never().is_none());
        drop(politeness.turn("y.test").await);
        drop(first);
        drop(second.await);
        assert!(politeness.places.lock().unwrap().is_empty());
    }
}
