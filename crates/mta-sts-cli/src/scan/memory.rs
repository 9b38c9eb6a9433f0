//! What was asked once, remembered for those who ask next, within bounds.

use std::collections::HashMap;
use std::future::Future;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

type Cell<V> = Arc<OnceCell<V>>;

/// Answers by key. Who asks for one that is under way waits for it; failures are not kept.
///
/// Two generations: when the young one is full it becomes the old one and the old one is forgotten, so that at most
/// twice the limit is kept, and what is asked for again and again stays.
pub(crate) struct Memory<K, V> {
    generations: Mutex<Generations<K, V>>,
    limit: usize,
}

struct Generations<K, V> {
    young: HashMap<K, Cell<V>>,
    old: HashMap<K, Cell<V>>,
}

impl<K: Hash + Eq, V: Clone> Memory<K, V> {
    pub(crate) fn new(limit: usize) -> Memory<K, V> {
        let generations = Generations { young: HashMap::new(), old: HashMap::new() };
        Memory { generations: Mutex::new(generations), limit }
    }

    /// The answer for `key`: remembered, or else what `ask` brings.
    ///
    /// # Errors
    ///
    /// What `ask` failed with; the next one to want this answer asks anew.
    pub(crate) async fn get<E, F: Future<Output = Result<V, E>>>(
        &self,
        key: K,
        ask: impl FnOnce() -> F,
    ) -> Result<V, E> {
        let cell = self.cell(key);
        cell.get_or_try_init(ask).await.cloned()
    }

    fn cell(&self, key: K) -> Cell<V> {
        // A panic elsewhere leaves the maps whole.
        let mut kept = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cell) = kept.young.get(&key) {
            return Arc::clone(cell);
        }
        let cell = kept.old.remove(&key).unwrap_or_default();
        if kept.young.len() >= self.limit {
            kept.old = std::mem::take(&mut kept.young);
        }
        kept.young.insert(key, Arc::clone(&cell));
        cell
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[tokio::test]
    async fn asks_once_and_forgets_what_nobody_wants() {
        let asked = Cell::new(0);
        let memory = Memory::new(2);
        let ask = async |key: u32| {
            let answer = || async {
                asked.set(asked.get() + 1);
                tokio::task::yield_now().await;
                Ok::<u32, ()>(key * 10)
            };
            memory.get(key, answer).await
        };
        assert_eq!(tokio::join!(ask(1), ask(1), ask(1)), (Ok(10), Ok(10), Ok(10)));
        assert_eq!(asked.get(), 1);
        // 1 is wanted again and again and stays; 2 is pushed out.
        for key in [2, 1, 3, 1, 4, 1, 5, 1] {
            ask(key).await.unwrap();
        }
        assert_eq!(asked.get(), 5);
        ask(2).await.unwrap();
        assert_eq!(asked.get(), 6);
    }

    #[tokio::test]
    async fn a_failure_is_asked_again() {
        let memory: Memory<u32, u32> = Memory::new(2);
        assert_eq!(memory.get(1, || async { Err("no") }).await, Err("no"));
        assert_eq!(memory.get(1, || async { Ok::<u32, &str>(1) }).await, Ok(1));
    }
}
