//! Where each text stood first. One map for all that need to know: each kind of map weighs 5 KB in wasm.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// The index at which each text was met first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct FirstPlaces<'a>(BTreeMap<Cow<'a, str>, usize>);

impl<'a> FirstPlaces<'a> {
    /// Notes a text at an index. Where it was met before, that first index stays, and is given back.
    pub(crate) fn note(&mut self, text: impl Into<Cow<'a, str>>, index: usize) -> Option<usize> {
        self.note_cow(text.into(), index)
    }

    #[inline(never)]
    fn note_cow(&mut self, text: Cow<'a, str>, index: usize) -> Option<usize> {
        let first = self.get(&text);
        if first.is_none() {
            self.0.insert(text, index);
        }
        first
    }

    /// Whether the text is met for the first time; it is noted.
    pub(crate) fn is_new(&mut self, text: impl Into<Cow<'a, str>>) -> bool {
        self.note(text, 0).is_none()
    }

    /// The index at which the text was met first.
    #[inline(never)]
    pub(crate) fn get(&self, text: &str) -> Option<usize> {
        self.0.get(text).copied()
    }

    /// The texts, in their order, each with the index at which it was met first.
    #[cfg(feature = "report")]
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, usize)> {
        self.0.iter().map(|(text, index)| (text.as_ref(), *index))
    }

    #[cfg(feature = "report")]
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::FirstPlaces;

    #[test]
    fn keeps_the_first_place() {
        let mut places = FirstPlaces::default();
        assert!(places.is_empty());
        assert_eq!(places.note("a", 3), None);
        assert_eq!(places.note("a".to_owned(), 5), Some(3));
        assert_eq!((places.get("a"), places.get("b")), (Some(3), None));
        assert!(places.is_new("b") && !places.is_new("b"));
    }
}
