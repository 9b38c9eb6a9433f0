//! Diagnostics as data: what is wrong, where, why, how to mend it. Rendering is somebody else's.

use std::ops::{Deref, DerefMut};

use crate::code::Code;
use crate::sort;
use crate::span::{Locator, Place, Span};

/// How much a finding matters.
///
/// They are ordered, a note the least and an error the gravest.
///
/// ```
/// use mta_sts::{Severity, policy};
/// let parsed = policy::parse(b"version: STSv1\nmode: Enforce\nmx: mail.example.com\nmax_age: 3600\n");
/// let grave = parsed.diagnostics.iter().filter(|d| d.severity() >= Severity::Warning);
/// let slugs: Vec<_> = grave.map(|d| d.code.slug()).collect();
/// assert_eq!(slugs, ["policy/mode-invalid", "policy/max-age-short"]);
/// ```
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
    ///
    /// ```
    /// let parsed = mta_sts::policy::parse(b"version: STSv1\nmode: Enforce\nmx: a.example\nmax_age: 604800\n");
    /// let found = &parsed.diagnostics[0];
    /// assert_eq!(format!("{}[{:?}]", found.severity().as_str(), found.code), "error[policy/mode-invalid]");
    /// ```
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A marked place and what it shows.
///
/// ```
/// let body = b"version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 604800\nmax_age: 86400\n";
/// let parsed = mta_sts::policy::parse(body);
/// let [primary, first] = &parsed.diagnostics[0].labels[..] else { unreachable!() };
/// assert_eq!(primary.span.of(&parsed.source), "max_age: 86400");
/// assert_eq!(first.span.of(&parsed.source), "max_age: 604800");
/// assert_eq!(first.message, "the first one, which counts");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place, in the source the diagnostic belongs to.
    pub span: Span,
    /// A few words; may be empty where the message says it all.
    pub message: &'static str,
}

/// Whether a fix may be applied without asking.
///
/// ```
/// use mta_sts::diagnostic::Applicability;
/// let how = |mode| {
///     let parsed = mta_sts::policy::parse(format!("version: STSv1\nmode: {mode}\nmax_age: 604800\n").as_bytes());
///     parsed.diagnostics[0].fixes[0].applicability
/// };
/// assert_eq!(how("None"), Applicability::MachineApplicable);
/// assert_eq!(how("off"), Applicability::MaybeIncorrect);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Applicability {
    /// It keeps what the writer meant.
    MachineApplicable,
    /// A good guess; a person must look.
    MaybeIncorrect,
}

/// One replacement in the source.
///
/// ```
/// let parsed = mta_sts::policy::parse(b"version: STSv1\nmode: None\nmax_age: 604800\n");
/// let edit = &parsed.diagnostics[0].fixes[0].edits[0];
/// assert_eq!((edit.span.of(&parsed.source), edit.replacement.as_str()), ("None", "none"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// The new text.
    pub replacement: String,
}

/// A way to mend a finding.
///
/// [`apply_fixes`] carries those out that are machine-applicable.
///
/// ```
/// use mta_sts::diagnostic::Applicability;
/// let parsed = mta_sts::policy::parse(b"version: STSv1\nmode: None\nmax_age: 604800\n");
/// let fix = &parsed.diagnostics[0].fixes[0];
/// assert_eq!(fix.title, "write the mode exactly");
/// assert_eq!(fix.applicability, Applicability::MachineApplicable);
/// assert_eq!(fix.edits.len(), 1);
/// ```
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
///
/// ```
/// let parsed = mta_sts::record::parse_set(&["v=STSv1; id=2016-08-31;"]);
/// let found = &parsed.diagnostics[0];
/// assert_eq!(found.code, mta_sts::Code::RecordIdInvalid);
/// assert_eq!(found.labels[0].span.of(&parsed.source), "2016-08-31");
/// assert_eq!(found.fixes[0].edits[0].replacement, "20160831");
/// ```
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
    ///
    /// ```
    /// use mta_sts::{Code, diagnostic::Diagnostic};
    /// let found = Diagnostic::new(Code::RecordMissing);
    /// assert!(found.labels.is_empty() && found.fixes.is_empty());
    /// ```
    #[inline(never)]
    pub fn new(code: Code) -> Diagnostic {
        let parts = Parts { code, params: Vec::new(), labels: Vec::new(), fixes: Vec::new() };
        Diagnostic(Box::new(parts))
    }

    /// A finding at a place.
    ///
    /// ```
    /// use mta_sts::{Code, diagnostic::Diagnostic, span::Span};
    /// let found = Diagnostic::at(Code::PolicyBlankLine, Span::new(15, 16));
    /// assert_eq!(found.labels[0].span, Span::new(15, 16));
    /// ```
    #[inline(never)]
    pub fn at(code: Code, span: Span) -> Diagnostic {
        Diagnostic::new(code).label(span, "")
    }

    /// Fills a placeholder of the message.
    ///
    /// ```
    /// use mta_sts::{Code, diagnostic::Diagnostic};
    /// let found = Diagnostic::new(Code::PolicyFieldDuplicate).param("name", "mode");
    /// assert!(found.message().contains("`mode`"));
    /// ```
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
    ///
    /// ```
    /// use mta_sts::{Code, diagnostic::Diagnostic, span::Span};
    /// let later = Diagnostic::at(Code::PolicyFieldDuplicate, Span::new(26, 39));
    /// let found = later.label(Span::new(15, 25), "the first one, which counts");
    /// assert_eq!(found.labels.len(), 2);
    /// ```
    #[must_use]
    #[inline(never)]
    pub fn label(mut self, span: Span, message: &'static str) -> Diagnostic {
        self.labels.push(Label { span, message });
        self
    }

    /// Adds a fix that replaces one span.
    ///
    /// ```
    /// use mta_sts::{Code, diagnostic::{Applicability, Diagnostic, apply_fixes}, span::Span};
    /// let span = Span::new(15, 16);
    /// let found = Diagnostic::at(Code::PolicyBlankLine, span);
    /// let found = found.fix(Applicability::MachineApplicable, "remove the blank line", span, "");
    /// assert_eq!(apply_fixes("version: STSv1\n\nmode: none\n", &[found]), "version: STSv1\nmode: none\n");
    /// ```
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
    ///
    /// ```
    /// use mta_sts::{Code, Severity, diagnostic::Diagnostic};
    /// assert_eq!(Diagnostic::new(Code::PolicyMaxAgeMissing).severity(), Severity::Error);
    /// assert_eq!(Diagnostic::new(Code::PolicyMaxAgeShort).severity(), Severity::Warning);
    /// ```
    pub fn severity(&self) -> Severity {
        self.code.info().severity
    }

    /// The message, placeholders filled.
    ///
    /// ```
    /// let parsed = mta_sts::policy::parse(b"version: STSv1\nmode: Enforce\nmx: a.example\nmax_age: 604800\n");
    /// assert_eq!(parsed.diagnostics[0].message(), "the mode is none of `enforce`, `testing` and `none`");
    /// ```
    pub fn message(&self) -> String {
        fill(self.code.info().message, &self.params)
    }

    /// What to do about it, placeholders filled.
    ///
    /// ```
    /// let parsed = mta_sts::policy::parse(b"version: STSv1\nmode: Enforce\nmx: a.example\nmax_age: 604800\n");
    /// assert_eq!(parsed.diagnostics[0].help(), "Write one of the three, in lower case.");
    /// ```
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
///
/// ```
/// let parsed = mta_sts::policy::parse(b"version: STSv1\nmode: Enforce\nmx: a.example\nmax_age: 604800\n");
/// let finding = &parsed.findings()[0];
/// let place = finding.labels[0].span;
/// assert_eq!(
///     format!("{}:{}: {} ({})", place.line, place.column, finding.code, finding.rfc),
///     "2:7: policy/mode-invalid (RFC 8461 3.2)"
/// );
/// assert_eq!(finding.affects, "every Sender");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Finding {
    /// Stable slug, such as `policy/max-age-missing`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// One sentence: what is wrong.
    #[cfg_attr(all(feature = "serde", not(feature = "words")), serde(skip))]
    pub message: String,
    /// What to do.
    #[cfg_attr(all(feature = "serde", not(feature = "words")), serde(skip))]
    pub help: String,
    /// The values in the message, by name.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_map"))]
    pub params: Vec<(&'static str, String)>,
    /// Marked places, the primary one first.
    pub labels: Vec<PlacedLabel>,
    /// Ways to mend it.
    pub fixes: Vec<PlacedFix>,
    /// The rule, such as `RFC 8461 3.2`.
    #[cfg_attr(all(feature = "serde", not(feature = "words")), serde(skip))]
    pub rfc: &'static str,
    /// Whom it concerns, in a few words, such as `every Sender`.
    #[cfg_attr(all(feature = "serde", not(feature = "words")), serde(skip))]
    pub affects: &'static str,
}

/// A [`Label`] with its place resolved.
///
/// ```
/// let body = b"version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 604800\nmax_age: 86400\n";
/// let findings = mta_sts::policy::parse(body).findings();
/// let [primary, first] = &findings[0].labels[..] else { unreachable!() };
/// assert_eq!((primary.span.line, first.span.line), (5, 4));
/// assert_eq!(first.message, "the first one, which counts");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PlacedLabel {
    /// Where.
    pub span: Place,
    /// A few words; may be empty.
    pub message: &'static str,
}

/// A [`Fix`] with its places resolved.
///
/// ```
/// let parsed = mta_sts::policy::parse(b"version: STSv1\nmode: None\nmax_age: 604800\n");
/// let fix = &parsed.findings()[0].fixes[0];
/// let edit = &fix.edits[0];
/// assert_eq!(
///     format!("{} in line {}: {}", fix.title, edit.span.line, edit.replacement),
///     "write the mode exactly in line 2: none"
/// );
/// ```
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
///
/// Offsets are in UTF-16 code units, as JavaScript counts them; `span.bytes` has Rust's.
///
/// ```
/// let parsed = mta_sts::policy::parse("version: STSv1\nowner: Zoë\nmode: None\nmax_age: 604800\n".as_bytes());
/// let finding = parsed.findings().into_iter().find(|f| f.code == "policy/mode-invalid").unwrap();
/// let edit = &finding.fixes[0].edits[0];
/// assert_eq!((edit.span.start, edit.span.bytes.start), (32, 33));
/// assert_eq!(edit.replacement, "none");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PlacedEdit {
    /// What is replaced.
    pub span: Place,
    /// The new text.
    pub replacement: String,
}

/// Resolves the places of `diagnostics` in `source`, all in one pass.
///
/// [`Parsed::findings`](crate::Parsed::findings) does it for what a parser found. Linear in the source and the places.
///
/// ```
/// use mta_sts::{Code, diagnostic::{Diagnostic, locate}, span::Span};
/// let source = "version: STSv1\n\nmode: none\n";
/// let findings = locate(source, &[Diagnostic::at(Code::PolicyBlankLine, Span::new(15, 16))]);
/// let place = findings[0].labels[0].span;
/// assert_eq!((place.line, place.column), (2, 1));
/// ```
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
