//! What servers share that take only so many connections in a time.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Between two connections that are taken.
const PAUSE: Duration = Duration::from_secs(2);

#[derive(Debug, Clone, Default)]
pub(crate) struct Throttle(Arc<Mutex<Option<Instant>>>);

impl Throttle {
    /// Whether a connection is taken now.
    pub(super) fn takes(&self) -> bool {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = last.is_none_or(|last| last.elapsed() >= PAUSE);
        if taken {
            *last = Some(Instant::now());
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::Throttle;

    #[test]
    fn the_second_is_not_taken() {
        let throttle = Throttle::default();
        assert!(throttle.takes() && !throttle.takes() && !throttle.clone().takes());
    }
}
