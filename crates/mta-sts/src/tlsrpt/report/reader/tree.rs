//! JSON as nodes with their places; the text of each value is looked at only when it is asked for.

use std::ops::Range;

use super::scanner::{Fault, Scanner, characters};
use crate::span::Span;

/// A JSON value in its source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    /// The value as it is written. Known to be JSON.
    pub text: &'a str,
    /// Where it starts in the source.
    pub start: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    Text,
    Number,
    Boolean,
    Null,
}

impl Kind {
    /// For messages.
    pub(super) fn words(self) -> &'static str {
        match self {
            Kind::Object => "an object",
            Kind::Array => "an array",
            Kind::Text => "a string",
            Kind::Number => "a number",
            Kind::Boolean => "a boolean",
            Kind::Null => "null",
        }
    }
}

impl<'a> Node<'a> {
    /// The values that stand one after the other from byte `start` on, up to the first fault.
    pub(super) fn all(source: &'a str, start: usize) -> (Vec<Node<'a>>, Option<Fault>) {
        let whole = Node { text: source.get(start..).unwrap_or(""), start };
        let mut scanner = Scanner::new(whole.text);
        let mut values = Vec::new();
        while let Some(value) = scanner.next_value() {
            match value {
                Ok(place) => values.push(whole.part(place)),
                Err(fault) => {
                    let at = start.saturating_add(fault.at);
                    return (values, Some(Fault { at, ..fault }));
                }
            }
        }
        (values, None)
    }

    pub(super) fn span(self) -> Span {
        Span::new(self.start, self.start.saturating_add(self.text.len()))
    }

    pub(super) fn kind(self) -> Kind {
        match self.text.as_bytes().first() {
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b'"') => Kind::Text,
            Some(b't' | b'f') => Kind::Boolean,
            Some(b'n') => Kind::Null,
            _ => Kind::Number,
        }
    }

    /// The items of an array.
    pub(super) fn items(self) -> Option<Vec<Node<'a>>> {
        Some(self.parts()?.into_iter().map(|(_, item)| item).collect())
    }

    /// The characters of a string; none when half a surrogate pair stands in it.
    pub(super) fn string(self) -> Option<String> {
        characters(self.text)
    }

    /// The members of an object as names and values, in order and with every duplicate.
    pub(super) fn parts(self) -> Option<Vec<(Node<'a>, Node<'a>)>> {
        let mut parts = Vec::new();
        let mut tell = |name, value| parts.push((self.part(name), self.part(value)));
        Scanner::new(self.text).parts(&mut tell).ok()?;
        Some(parts)
    }

    fn part(self, place: Range<usize>) -> Node<'a> {
        let start = self.start.saturating_add(place.start);
        Node { text: self.text.get(place).unwrap_or(""), start }
    }
}
