//! Diagnostics as data: what is wrong, where, why, how to mend it. Rendering is somebody else's.

use std::ops::{Deref, DerefMut};

use crate::code::Code;
use crate::sort;
use crate::span::{Locator, Place, Span};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Severity {
    /// Good to know.
    Note,
    /// Valid, but useless or dangerous in practice.
    Warning,
    /// The standards forbid it, or it breaks delivery or protection.
    Error,
}

impl Severity {
    /// The word for output.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A marked place and what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place, in the source the diagnostic belongs to.
    pub span: Span,
    /// A few words; may be empty where the message says it all.
    pub message: &'static str,
}

/// Whether a fix may be applied without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Applicability {
    /// It keeps what the writer meant.
    MachineApplicable,
    /// A good guess; a person must look.
    MaybeIncorrect,
}

/// One replacement in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// The new text.
    pub replacement: String,
}

/// A way to mend a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an instruction.
    pub title: &'static str,
    /// Whether it is safe.
    pub applicability: Applicability,
    /// Edits that do not overlap, in order.
    pub edits: Vec<Edit>,
}

/// One finding, with places in bytes.
///
/// The words come from the table of [`Code`]s, with `params` filled in.
///
/// ```
/// let parsed = mta_sts::policy::parse(b"version: STSv1\nmode: enforce\nmx: a.example\n");
/// assert_eq!(parsed.diagnostics[0].code.slug(), "policy/max-age-missing");
/// ```
///
/// One pointer, so that returning one and adding to it moves four bytes in wasm rather than all [`Parts`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic(Box<Parts>);

/// What a [`Diagnostic`] consists of; its fields are reached through it, as in `diagnostic.code`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// What it is.
    pub code: Code,
    /// Values for the message's placeholders.
    pub params: Vec<(&'static str, String)>,
    /// Places, the primary one first; empty when it has none.
    pub labels: Vec<Label>,
    /// Ways to mend it.
    pub fixes: Vec<Fix>,
}

impl Deref for Diagnostic {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl DerefMut for Diagnostic {
    fn deref_mut(&mut self) -> &mut Parts {
        &mut self.0
    }
}

// Called from hundreds of places, so each builder is one piece of code: `inline(never)`, generic only outside.
impl Diagnostic {
    /// A finding without a place.
    #[inline(never)]
    pub fn new(code: Code) -> Diagnostic {
        let parts = Parts { code, params: Vec::new(), labels: Vec::new(), fixes: Vec::new() };
        Diagnostic(Box::new(parts))
    }

    /// A finding at a place.
    #[inline(never)]
    pub fn at(code: Code, span: Span) -> Diagnostic {
        Diagnostic::new(code).label(span, "")
    }

    /// Fills a placeholder of the message.
    #[must_use]
    pub fn param(self, name: &'static str, value: impl Into<String>) -> Diagnostic {
        self.with_param(name, value.into())
    }

    #[inline(never)]
    fn with_param(mut self, name: &'static str, value: String) -> Diagnostic {
        self.params.push((name, value));
        self
    }

    /// Adds a place; the first one is the primary.
    #[must_use]
    #[inline(never)]
    pub fn label(mut self, span: Span, message: &'static str) -> Diagnostic {
        self.labels.push(Label { span, message });
        self
    }

    /// Adds a fix that replaces one span.
    #[must_use]
    pub fn fix(
        self,
        applicability: Applicability,
        title: &'static str,
        span: Span,
        replacement: impl Into<String>,
    ) -> Diagnostic {
        self.with_fix(applicability, title, Edit { span, replacement: replacement.into() })
    }

    #[inline(never)]
    fn with_fix(
        mut self,
        applicability: Applicability,
        title: &'static str,
        edit: Edit,
    ) -> Diagnostic {
        self.fixes.push(Fix { title, applicability, edits: vec![edit] });
        self
    }

    /// The same of a text that nobody sees: without places, and so without fixes.
    pub(crate) fn without_places(mut self) -> Diagnostic {
        self.labels.clear();
        self.fixes.clear();
        self
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.code.info().severity
    }

    /// The message, placeholders filled.
    pub fn message(&self) -> String {
        fill(self.code.info().message, &self.params)
    }

    /// What to do about it, placeholders filled.
    pub fn help(&self) -> String {
        fill(self.code.info().help, &self.params)
    }
}

/// Replaces `{name}` by the parameter of that name.
pub(crate) fn fill(template: &str, params: &[(&'static str, String)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match params.iter().find(|(n, _)| *n == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(name),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// A [`Diagnostic`] with its words filled in and its places resolved: what hosts show and serialise.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Finding {
    /// Stable slug, such as `policy/max-age-missing`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// One sentence: what is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The values in the message, by name.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_map"))]
    pub params: Vec<(&'static str, String)>,
    /// Marked places, the primary one first.
    pub labels: Vec<PlacedLabel>,
    /// Ways to mend it.
    pub fixes: Vec<PlacedFix>,
    /// The rule, such as `RFC 8461 3.2`.
    pub rfc: &'static str,
    /// Whom it concerns, in a few words, such as `every Sender`.
    pub affects: &'static str,
}

/// A [`Label`] with its place resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PlacedLabel {
    /// Where.
    pub span: Place,
    /// A few words; may be empty.
    pub message: &'static str,
}

/// A [`Fix`] with its places resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PlacedFix {
    /// What it does.
    pub title: &'static str,
    /// Whether it is safe.
    pub applicability: Applicability,
    /// Edits that do not overlap, in order.
    pub edits: Vec<PlacedEdit>,
}

/// An [`Edit`] with its place resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PlacedEdit {
    /// What is replaced.
    pub span: Place,
    /// The new text.
    pub replacement: String,
}

/// Resolves the places of `diagnostics` in `source`, all in one pass.
pub fn locate(source: &str, diagnostics: &[Diagnostic]) -> Vec<Finding> {
    let locator = Locator::new(source);
    let place_fix = |fix: &Fix| PlacedFix {
        title: fix.title,
        applicability: fix.applicability,
        edits: fix
            .edits
            .iter()
            .map(|e| PlacedEdit { span: locator.place(e.span), replacement: e.replacement.clone() })
            .collect(),
    };
    let place_label =
        |label: &Label| PlacedLabel { span: locator.place(label.span), message: label.message };
    diagnostics
        .iter()
        .map(|d| Finding {
            code: d.code.slug(),
            severity: d.severity(),
            message: d.message(),
            help: d.help(),
            params: d.params.clone(),
            labels: d.labels.iter().map(place_label).collect(),
            fixes: d.fixes.iter().map(place_fix).collect(),
            rfc: d.code.info().rfc,
            affects: d.code.info().affects,
        })
        .collect()
}

/// The text with every machine-applicable fix applied; of fixes that overlap the first counts.
///
/// ```
/// let parsed = mta_sts::policy::parse(b"version: STSv1\nmode: None\nmax_age: 604800\n");
/// let fixed = mta_sts::diagnostic::apply_fixes(&parsed.source, &parsed.diagnostics);
/// assert_eq!(fixed, "version: STSv1\nmode: none\nmax_age: 604800\n");
/// ```
pub fn apply_fixes(source: &str, diagnostics: &[Diagnostic]) -> String {
    let safe = |fix: &&Fix| fix.applicability == Applicability::MachineApplicable;
    let fixes = diagnostics.iter().filter_map(|d| d.fixes.iter().find(safe));
    let mut fixes: Vec<&[Edit]> = fixes.map(|fix| fix.edits.as_slice()).collect();
    sort::by_key(&mut fixes, |edits| edits.first().map(|edit| edit.span));
    let mut out = String::with_capacity(source.len());
    let mut done = 0;
    for edits in fixes {
        // All edits of a fix or none; a fix among another's edits waits for its turn.
        if edits.first().is_none_or(|first| first.span.start < done) {
            continue;
        }
        for edit in edits.iter().filter(|e| e.span.end <= source.len()) {
            out.push_str(Span::new(done, edit.span.start).of(source));
            out.push_str(&edit.replacement);
            done = edit.span.end;
        }
    }
    out.push_str(Span::new(done, source.len()).of(source));
    out
}

/// How often texts are mended and read again: some faults show only when those before them are gone.
pub(crate) const MAX_ROUNDS: usize = 32;

#[cfg(feature = "serde")]
fn as_map<S: serde::Serializer>(
    params: &[(&'static str, String)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(params.iter().map(|(name, value)| (name, value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_placeholders_and_leaves_the_rest() {
        let params = [("name", "mode".to_owned())];
        assert_eq!(fill("field `{name}` is {odd}, {", &params), "field `mode` is odd, {");
    }
}
