//! JSON as nodes with their places; the text of each value is looked at only when it is asked for.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

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

/// Where the JSON stops being JSON.
#[derive(Debug)]
pub(super) struct Fault {
    pub at: usize,
    pub cut_off: bool,
    pub detail: String,
}

impl<'a> Node<'a> {
    /// The values that stand one after the other from byte `start` on, up to the first fault.
    pub(super) fn all(source: &'a str, start: usize) -> (Vec<Node<'a>>, Option<Fault>) {
        let whole = Node { text: source.get(start..).unwrap_or(""), start };
        let mut values = Vec::new();
        let mut fault = None;
        let stream = serde_json::Deserializer::from_str(whole.text).into_iter::<&RawValue>();
        for value in stream {
            match value {
                Ok(raw) => values.push(whole.child(raw)),
                Err(error) => fault = Some(whole.fault(&error)),
            }
        }
        (values, fault)
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

    /// The members of an object, in order and with every duplicate.
    pub(super) fn members(self) -> Option<Vec<(String, Node<'a>)>> {
        let Members(members) = serde_json::from_str(self.text).ok()?;
        Some(members.into_iter().map(|(name, raw)| (name, self.child(raw))).collect())
    }

    /// The items of an array.
    pub(super) fn items(self) -> Option<Vec<Node<'a>>> {
        let items: Vec<&RawValue> = serde_json::from_str(self.text).ok()?;
        Some(items.into_iter().map(|raw| self.child(raw)).collect())
    }

    /// The characters of a string; none when half a surrogate pair stands in it.
    pub(super) fn string(self) -> Option<String> {
        serde_json::from_str(self.text).ok()
    }

    /// `raw` is borrowed from this node's text, so the distance of their addresses is its place.
    fn child(self, raw: &'a RawValue) -> Node<'a> {
        let text = raw.get();
        let inner = (text.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        Node { text, start: self.start.saturating_add(inner) }
    }

    fn fault(self, error: &serde_json::Error) -> Fault {
        let lines = self.text.split_inclusive('\n').take(error.line().saturating_sub(1));
        let before = lines.fold(0_usize, |sum, line| sum.saturating_add(line.len()));
        let mut at = before.saturating_add(error.column().saturating_sub(1)).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at = at.saturating_sub(1);
        }
        let words = error.to_string();
        let detail = words.split(" at line ").next().unwrap_or("").to_owned();
        Fault { at: self.start.saturating_add(at), cut_off: error.is_eof(), detail }
    }
}

/// An object's members, duplicates kept.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Members<'de>, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}
