//! What MTA-STS and TLSRPT records have in common: picking the one record, splitting it into fields, mending it.

mod fields;
mod near_miss;
mod strict;

pub(crate) use fields::{Segment, segments};
pub(crate) use near_miss::malformed;
pub(crate) use strict::{each_field, split_once};

use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, MAX_ROUNDS, Severity, apply_fixes};
use crate::parsed::Parsed;
use crate::span::Span;

/// What differs between the two kinds of record: the version field and the codes of the findings.
pub(crate) struct Dialect {
    /// `v=STSv1` or `v=TLSRPTv1`.
    pub version: &'static str,
    /// The version without punctuation, in lower case.
    pub squeezed: &'static str,
    /// The field that a record needs.
    pub field: &'static str,
    /// How the other kind of record begins, in lower case.
    pub other: &'static str,
    /// How many errors a record alone has.
    pub errors: fn(&str) -> usize,
    pub missing: Code,
    pub multiple: Code,
    pub version_invalid: Code,
    pub field_malformed: Code,
    pub field_empty: Code,
    pub non_ascii: Code,
    pub escaped_semicolon: Code,
    pub quoted: Code,
    pub delimiter: Code,
    /// A record of the other kind.
    pub is_other: Code,
    pub space_before_semicolon: Code,
    pub unrelated: Code,
    pub too_many_findings: Code,
}

/// The texts of a TXT record set joined to one source, a record a line.
pub(crate) struct RecordSet {
    pub source: String,
    /// Where each record stands in `source`.
    pub spans: Vec<Span>,
}

impl RecordSet {
    /// Bytes that are not UTF-8 become U+FFFD, which no field may hold, so the verdict stays the same.
    pub(crate) fn new<R: AsRef<[u8]>>(records: &[R]) -> RecordSet {
        let mut source = String::new();
        let mut spans = Vec::with_capacity(records.len());
        for (index, record) in records.iter().enumerate() {
            if index > 0 {
                source.push('\n');
            }
            let start = source.len();
            source.push_str(&String::from_utf8_lossy(record.as_ref()));
            spans.push(Span::new(start, source.len()));
        }
        RecordSet { source, spans }
    }
}

/// More findings than this are counted, not listed.
const MAX_FINDINGS: usize = 200;

/// Places marked for a finding that stands for many.
const MAX_LABELS: usize = 10;

/// Reads a set and lists everything wrong with it; `read` is for the record that counts.
pub(crate) fn read_set<T>(
    dialect: &Dialect,
    set: RecordSet,
    read: fn(&str, Span, &mut Vec<Diagnostic>) -> Option<T>,
) -> Parsed<T> {
    let mut diagnostics = Vec::new();
    let selected = select(dialect, &set, &mut diagnostics);
    let value = selected.and_then(|span| read(&set.source, span, &mut diagnostics));
    Parsed { value, salvaged: None, source: set.source.into(), diagnostics }
}

/// Picks the record that counts (RFC 8461 3.1, RFC 8460 3).
fn select(dialect: &Dialect, set: &RecordSet, diagnostics: &mut Vec<Diagnostic>) -> Option<Span> {
    let prefix = format!("{};", dialect.version);
    let starts = |span: &&Span| span.of(&set.source).starts_with(&prefix);
    let marked: Vec<Span> = set.spans.iter().filter(starts).copied().collect();
    match (marked.as_slice(), set.spans.as_slice()) {
        ([one], _) => {
            let others = set.spans.iter().filter(|span| *span != one).copied().collect();
            discarded(dialect, set, others, diagnostics);
            Some(*one)
        }
        // RFC 8461 3.1: the rule that discards records applies when there are several. One alone is
        // judged by the grammar, which allows white space before the semicolon.
        ([], [single]) if single.of(&set.source).starts_with(dialect.version) => Some(*single),
        ([], all) => {
            let is_near = |span: &Span| near_miss::is_near(dialect, span.of(&set.source));
            let (near, others): (Vec<Span>, Vec<Span>) = all.iter().copied().partition(is_near);
            let alone = near.len() == 1;
            let explained =
                near.iter().map(|span| near_miss::explain(dialect, *span, &set.source, alone));
            diagnostics.extend(explained);
            if near.is_empty() {
                diagnostics.push(Diagnostic::new(dialect.missing));
            }
            discarded(dialect, set, others, diagnostics);
            None
        }
        (several, _) => {
            let count = several.len().to_string();
            let found = Diagnostic::new(dialect.multiple).param("count", count);
            let labelled =
                several.iter().take(MAX_LABELS).enumerate().fold(found, |d, (index, span)| {
                    d.label(*span, if index == 0 { "" } else { "and this one" })
                });
            diagnostics.push(labelled);
            None
        }
    }
}

/// Says what Senders make of the records that are not the one: they discard them.
fn discarded(
    dialect: &Dialect,
    set: &RecordSet,
    others: Vec<Span>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let (foreign, unrelated): (Vec<Span>, Vec<Span>) =
        others.into_iter().partition(|span| near_miss::is_other(dialect, span.of(&set.source)));
    diagnostics.extend(foreign.into_iter().map(|span| Diagnostic::at(dialect.is_other, span)));
    if !unrelated.is_empty() {
        let found = Diagnostic::new(dialect.unrelated).param("count", unrelated.len().to_string());
        let marked = unrelated.iter().take(MAX_LABELS);
        diagnostics.push(marked.fold(found, |found, span| found.label(*span, "")));
    }
}

/// Applies machine-applicable fixes to the records until none is left; gives back the last reading.
pub(crate) fn fixed<T>(
    records: &[impl AsRef<[u8]>],
    read: impl Fn(&[String]) -> Parsed<T>,
) -> Parsed<T> {
    let text = |record: &_| String::from_utf8_lossy(AsRef::<[u8]>::as_ref(record)).into_owned();
    let mut records: Vec<String> = records.iter().map(text).collect();
    let mut parsed = read(&records);
    for _ in 0..MAX_ROUNDS {
        let set = RecordSet::new(&records);
        let fixes = by_record(&set, &parsed.diagnostics);
        let mended = |(span, fixes): (&Span, Vec<_>)| apply_fixes(span.of(&set.source), &fixes);
        let mended: Vec<String> = set.spans.iter().zip(fixes).map(mended).collect();
        if mended == records {
            break;
        }
        records = mended;
        parsed = read(&records);
    }
    parsed
}

/// For each record the diagnostics with a fix that lies in it, as places in that record.
fn by_record(set: &RecordSet, diagnostics: &[Diagnostic]) -> Vec<Vec<Diagnostic>> {
    let mut inside = vec![Vec::new(); set.spans.len()];
    let safe = |fix: &&Fix| fix.applicability == Applicability::MachineApplicable;
    for diagnostic in diagnostics {
        let Some(fix) = diagnostic.fixes.iter().find(safe) else { continue };
        let start = fix.edits.first().map_or(0, |edit| edit.span.start);
        let place = set.spans.partition_point(|record| record.end < start);
        let moved = set.spans.get(place).and_then(|record| moved(fix, *record));
        if let (Some(fix), Some(inside)) = (moved, inside.get_mut(place)) {
            let mut found = Diagnostic::new(diagnostic.code);
            found.fixes.push(fix);
            inside.push(found);
        }
    }
    inside
}

/// The fix as places in a record, if it lies in it.
fn moved(fix: &Fix, record: Span) -> Option<Fix> {
    let moved = |edit: &Edit| {
        let inside = record.start <= edit.span.start && edit.span.end <= record.end;
        let start = edit.span.start.checked_sub(record.start).filter(|_| inside)?;
        let end = edit.span.end.checked_sub(record.start)?;
        Some(Edit { span: Span::new(start, end), replacement: edit.replacement.clone() })
    };
    let edits: Option<Vec<Edit>> = fix.edits.iter().map(moved).collect();
    Some(Fix { edits: edits?, ..fix.clone() })
}

/// Counts what is more than [`MAX_FINDINGS`] instead of listing it.
pub(crate) fn limited<T>(dialect: &Dialect, mut parsed: Parsed<T>) -> Parsed<T> {
    limit(&mut parsed.diagnostics, dialect.too_many_findings);
    parsed
}

fn limit(diagnostics: &mut Vec<Diagnostic>, more: Code) {
    let hidden = diagnostics.len().saturating_sub(MAX_FINDINGS);
    if hidden > 0 {
        // Why there is no record must not be what is left out.
        let error = diagnostics.iter().position(|d| d.severity() == Severity::Error);
        let last = MAX_FINDINGS.saturating_sub(1);
        diagnostics.swap(last, error.unwrap_or(last).max(last));
        diagnostics.truncate(MAX_FINDINGS);
        diagnostics.push(Diagnostic::new(more).param("count", hidden.to_string()));
    }
}

/// How many of them are errors.
pub(crate) fn errors(diagnostics: &[Diagnostic]) -> usize {
    diagnostics.iter().filter(|d| d.severity() == Severity::Error).count()
}

impl Dialect {
    /// Whether `mended` may take the place of a record, or of the field in it, that is one error now.
    fn applicability(&self, mended: &str) -> Applicability {
        if (self.errors)(mended) <= 1 {
            Applicability::MachineApplicable
        } else {
            Applicability::MaybeIncorrect
        }
    }
}
