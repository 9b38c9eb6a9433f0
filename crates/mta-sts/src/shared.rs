//! Texts that several owners share.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A piece of a text that others hold pieces of too. Cloning copies no bytes; the whole text lives as long as a piece.
#[derive(Clone)]
pub(crate) struct SharedStr {
    text: Arc<str>,
    start: usize,
    end: usize,
}

impl SharedStr {
    /// The bytes from `start` up to, not including, `end`, which lie on character boundaries.
    pub(crate) fn piece(text: &Arc<str>, start: usize, end: usize) -> SharedStr {
        SharedStr { text: Arc::clone(text), start, end }
    }

    pub(crate) fn as_str(&self) -> &str {
        self.text.get(self.start..self.end).unwrap_or("")
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.text.as_bytes().get(self.start..self.end).unwrap_or(&[])
    }

    /// This piece and the `count` bytes before it.
    pub(crate) fn with_before(&self, count: usize) -> &str {
        self.text.get(self.start.saturating_sub(count)..self.end).unwrap_or("")
    }
}

impl From<&str> for SharedStr {
    fn from(text: &str) -> SharedStr {
        SharedStr { text: Arc::from(text), start: 0, end: text.len() }
    }
}

impl From<String> for SharedStr {
    fn from(text: String) -> SharedStr {
        SharedStr::from(text.as_str())
    }
}

impl fmt::Debug for SharedStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl PartialEq for SharedStr {
    fn eq(&self, other: &SharedStr) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for SharedStr {}

impl PartialOrd for SharedStr {
    fn partial_cmp(&self, other: &SharedStr) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SharedStr {
    fn cmp(&self, other: &SharedStr) -> Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl Hash for SharedStr {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for SharedStr {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
