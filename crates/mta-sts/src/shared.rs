//! Texts that several owners share.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A piece of a text that others hold pieces of too. Cloning copies no bytes; the whole text lives as long as a piece.
#[derive(Clone)]
pub(crate) struct SharedStr {
    text: Arc<str>,
    // Half as large as usize: a policy may have thousands of patterns.
    start: u32,
    end: u32,
}

impl SharedStr {
    /// The bytes from `start` up to, not including, `end`, which lie on character boundaries.
    /// A piece beyond the first 4 GiB gets a text of its own.
    pub(crate) fn piece(text: &Arc<str>, start: usize, end: usize) -> SharedStr {
        match (u32::try_from(start), u32::try_from(end)) {
            (Ok(start), Ok(end)) => SharedStr { text: Arc::clone(text), start, end },
            _ => SharedStr::from(text.get(start..end).unwrap_or("")),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        self.text.get(index(self.start)..index(self.end)).unwrap_or("")
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.text.as_bytes().get(index(self.start)..index(self.end)).unwrap_or(&[])
    }

    /// This piece and the `count` bytes before it.
    pub(crate) fn with_before(&self, count: usize) -> &str {
        let start = index(self.start).saturating_sub(count);
        self.text.get(start..index(self.end)).unwrap_or("")
    }

    /// What follows this piece in its text.
    pub(crate) fn behind(&self) -> &str {
        self.text.get(index(self.end)..).unwrap_or("")
    }
}

impl From<&str> for SharedStr {
    fn from(text: &str) -> SharedStr {
        let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        SharedStr { text: Arc::from(text), start: 0, end }
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

/// A place that is kept in half the room.
pub(crate) fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
