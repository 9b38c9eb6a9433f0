//! What reading carries along: the findings, where in the report it is, and how values of each kind are taken.

use std::fmt;

use super::tree::{Kind, Node};
use super::{count, names};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::first_places::FirstPlaces;
use crate::sort;
use crate::span::Span;

/// Findings listed one by one; the rest is counted.
const MAX_FINDINGS: usize = 100;

/// Characters of a value that a message shows.
const MAX_SHOWN: usize = 80;

/// What a text with half of a surrogate pair is not.
const WHOLE: &str = "a string of whole characters";

/// Where a value is: `policies[0].summary`.
#[derive(Debug, Clone, Copy)]
pub(super) enum Path<'p> {
    Root,
    Member(&'p Path<'p>, &'p str),
    Item(&'p Path<'p>, usize),
}

impl<'p> Path<'p> {
    pub(super) fn member(&'p self, name: &'p str) -> Path<'p> {
        Path::Member(self, name)
    }

    pub(super) fn item(&'p self, index: usize) -> Path<'p> {
        Path::Item(self, index)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Root => Ok(()),
            Path::Member(Path::Root, name) => f.write_str(name),
            Path::Member(parent, name) => write!(f, "{parent}.{name}"),
            Path::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Context {
    pub found: Vec<Diagnostic>,
    more: usize,
}

impl Context {
    pub(super) fn push(&mut self, found: Diagnostic) {
        if self.found.len() < MAX_FINDINGS {
            self.found.push(found);
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    /// The findings in the order of the text.
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        let mut found = self.found;
        sort::by_key(&mut found, |d| d.labels.first().map(|label| label.span));
        if self.more > 0 {
            let more = self.more.to_string();
            found.push(Diagnostic::new(Code::ReportTooManyFindings).param("count", more));
        }
        found
    }

    pub(super) fn at(&mut self, code: Code, node: Node<'_>, path: Path<'_>) {
        self.push(Diagnostic::at(code, node.span()).param("path", path.to_string()));
    }

    pub(super) fn value(&mut self, code: Code, node: Node<'_>, path: Path<'_>, value: &str) {
        let found = Diagnostic::at(code, node.span()).param("path", path.to_string());
        self.push(found.param("value", shown(value)));
    }

    fn wrong_type(&mut self, node: Node<'_>, path: Path<'_>, expected: &str) {
        let found = Diagnostic::at(Code::ReportValueType, node.span());
        let found = found.param("path", path.to_string()).param("found", node.kind().words());
        self.push(found.param("expected", expected));
    }

    /// The object's members of those names; of duplicates the last. `None` when it is no object.
    pub(super) fn object<'a, const N: usize>(
        &mut self,
        node: Node<'a>,
        path: Path<'_>,
        known: &[&str; N],
    ) -> Option<[Option<Node<'a>>; N]> {
        let mut slots = [None; N];
        self.members(node, path, known, &mut slots).then_some(slots)
    }

    /// `false` when it is no object. Not part of [`Context::object`], which is compiled for each number of members.
    fn members<'a>(
        &mut self,
        node: Node<'a>,
        path: Path<'_>,
        known: &[&str],
        slots: &mut [Option<Node<'a>>],
    ) -> bool {
        let members = if node.kind() == Kind::Object { node.parts() } else { None };
        let Some(members) = members else {
            self.wrong_type(node, path, "an object");
            return false;
        };
        let mut seen = FirstPlaces::default();
        for (name, value) in members {
            let Some(text) = name.string() else {
                // RFC 7493 2.1: no half of a surrogate pair; it is shown as it is escaped.
                self.wrong_type(name, path.member(&shown(name.text.trim_matches('"'))), WHOLE);
                continue;
            };
            // RFC 7493 2.3: objects MUST NOT have members with duplicate names.
            if !seen.is_new(text.clone()) {
                self.at(Code::ReportMemberDuplicate, value, path.member(&text));
            }
            let exact = known.iter().position(|k| *k == text);
            let slot = exact.or_else(|| self.misspelt(&text, value, path, known));
            if let Some(slot) = slot.and_then(|index| slots.get_mut(index)) {
                // A misspelt name does not displace the right one.
                if exact.is_some() || slot.is_none() {
                    *slot = Some(value);
                }
            }
        }
        true
    }

    fn misspelt(
        &mut self,
        name: &str,
        value: Node<'_>,
        path: Path<'_>,
        known: &[&str],
    ) -> Option<usize> {
        let shown = shown(name);
        let path = path.member(&shown);
        let meant = names::meant(name, known);
        match meant.and_then(|index| known.get(index)) {
            Some(word) => {
                let found = Diagnostic::at(Code::ReportMemberSpelling, value.span());
                self.push(found.param("path", path.to_string()).param("meant", *word));
            }
            None => self.at(Code::ReportMemberUnknown, value, path),
        }
        meant
    }

    /// A text; null and empty texts count as absent.
    pub(super) fn text(&mut self, node: Node<'_>, path: Path<'_>) -> Option<String> {
        let text = self.any_text(node, path)?;
        if text.trim().is_empty() {
            self.at(Code::ReportValueEmpty, node, path);
            return None;
        }
        Some(text)
    }

    /// A text, which may be empty.
    fn any_text(&mut self, node: Node<'_>, path: Path<'_>) -> Option<String> {
        match node.kind() {
            Kind::Null => {
                self.at(Code::ReportValueEmpty, node, path);
                None
            }
            Kind::Number => {
                self.at(Code::ReportTextExpected, node, path);
                Some(node.text.to_owned())
            }
            Kind::Text => {
                let text = node.string();
                if text.is_none() {
                    self.wrong_type(node, path, WHOLE);
                }
                text
            }
            _ => {
                self.wrong_type(node, path, "a string");
                None
            }
        }
    }

    /// An array; a single value counts as an array of one, null as an empty array.
    pub(super) fn array<'a>(&mut self, node: Node<'a>, path: Path<'_>) -> Vec<Node<'a>> {
        match node.kind() {
            Kind::Null => Vec::new(),
            Kind::Array => node.items().unwrap_or_default(),
            _ => {
                self.at(Code::ReportArrayExpected, node, path);
                vec![node]
            }
        }
    }

    /// An array of texts; one text with several lines counts as several. With `blank`, empty items are lines too.
    pub(super) fn lines(&mut self, node: Node<'_>, path: Path<'_>, blank: bool) -> Vec<String> {
        let mut lines = Vec::new();
        let listed = node.kind() == Kind::Array;
        for (index, item) in self.array(node, path).into_iter().enumerate() {
            let path = path.item(index);
            let text =
                if blank && listed { self.any_text(item, path) } else { self.text(item, path) };
            let Some(text) = text else { continue };
            if listed && text.trim_end().contains('\n') {
                self.at(Code::ReportArrayExpected, item, path);
            }
            if blank && text.is_empty() {
                lines.push(text);
                continue;
            }
            let told = text.lines().filter(|line| blank || !line.trim().is_empty());
            lines.extend(told.map(str::to_owned));
        }
        lines
    }

    /// A count; one that is no integer or out of range is left out.
    pub(super) fn count(&mut self, node: Node<'_>, path: Path<'_>) -> Option<u64> {
        match node.kind() {
            Kind::Number => {
                let read = count::read(node.text);
                match read {
                    None => self.value(Code::ReportCountInvalid, node, path, node.text),
                    Some((_, false)) => self.value(Code::ReportCountForm, node, path, node.text),
                    Some((_, true)) => {}
                }
                read.map(|(count, _)| count)
            }
            Kind::Text => {
                self.value(Code::ReportCountString, node, path, node.text);
                None
            }
            _ => {
                self.wrong_type(node, path, "a number");
                None
            }
        }
    }

    /// A member that its object lacks.
    pub(super) fn missing(&mut self, code: Code, object: Node<'_>, path: Path<'_>) {
        let brace = Span::new(object.start, object.start.saturating_add(1));
        self.push(Diagnostic::at(code, brace).param("path", path.to_string()));
    }
}

/// As much of a text as a message shows.
fn shown(text: &str) -> String {
    text.chars().take(MAX_SHOWN).collect()
}
