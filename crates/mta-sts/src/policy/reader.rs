//! The loop over a policy's lines: reads on after a fault and gathers everything.
//!
//! Two readings are kept: the strict one, which any fault of the grammar ends (`strict`), and what a tolerant
//! Sender still reads, which skips the lines that the grammar refuses.

use std::sync::Arc;

use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Severity, apply_fixes};
use crate::extension::Extension;
use crate::first_places::FirstPlaces;
use crate::mx::MxPattern;
use crate::parsed::Parsed;
use crate::search::has;
use crate::span::Span;

use super::lines::{Line, lines};
use super::{Mode, Policy, other_format};

/// More findings than this are counted, not listed.
const MAX_FINDINGS: usize = 200;

/// A fix of more edits is left to [`super::fixed`].
const MAX_EDITS: usize = 200;

/// Places marked for a finding that stands for many.
const MAX_LABELS: usize = 10;

pub(super) fn read(body: &[u8]) -> Parsed<Policy> {
    let mut parsed = read_all(body, MAX_FINDINGS);
    parsed.diagnostics = in_text_order(parsed.diagnostics);
    for found in &mut parsed.diagnostics {
        found.fixes.retain(|fix| fix.edits.len() <= MAX_EDITS);
    }
    parsed
}

/// As [`read`], with at most `limit` findings, in no particular order.
pub(super) fn read_all(body: &[u8], limit: usize) -> Parsed<Policy> {
    let source: Arc<str> = Arc::from(String::from_utf8_lossy(body));
    let mut reader = Reader { limit, ..Reader::default() };
    let utf16 = other_format::utf16(body, &source);
    if let (Err(fault), None) = (std::str::from_utf8(body), &utf16) {
        // Up to here the lossy text has the same bytes, and then U+FFFD, which is three long.
        let at = fault.valid_up_to();
        reader.fault(Diagnostic::at(Code::PolicyNotUtf8, Span::new(at, at.saturating_add(3))));
    }
    reader.document(&source, utf16);
    let (value, salvaged, diagnostics) = reader.finish();
    Parsed { value, salvaged, source, diagnostics }
}

/// How many errors a text has.
pub(super) fn errors(text: &str) -> usize {
    count_errors(&read_all(text.as_bytes(), usize::MAX).diagnostics)
}

fn count_errors(diagnostics: &[Diagnostic]) -> usize {
    diagnostics.iter().filter(|d| d.severity() == Severity::Error).count()
}

/// A field that may stand only once.
#[derive(Debug, Default)]
pub(super) enum Once<T> {
    #[default]
    Absent,
    /// It was there, with a value that the grammar refuses.
    Bad,
    Good(T),
}

impl<T> Once<T> {
    pub(super) fn is_absent(&self) -> bool {
        matches!(self, Once::Absent)
    }

    fn good(self) -> Option<T> {
        if let Once::Good(value) = self { Some(value) } else { None }
    }
}

/// A line whose name was probably meant to be another.
pub(super) struct NearMiss<'a> {
    pub code: Code,
    pub name: &'a str,
    pub meant: &'static str,
    pub span: Span,
    /// The value made good, and where it stands, where it must and can be.
    pub mended: Option<(Span, String)>,
    /// The value is a good one for the field that was meant.
    pub fits: bool,
}

#[derive(Default)]
pub(super) struct Reader<'a> {
    pub version: Once<()>,
    pub mode: Once<Mode>,
    pub max_age: Once<u32>,
    pub max_age_span: Span,
    pub mx: Vec<MxPattern>,
    pub mx_attempted: bool,
    pub extensions: Vec<Extension>,
    /// Where each of `mx` stands, and its whole line.
    pub mx_spans: Vec<(Span, Span)>,
    /// The non-repeated fields met so far, as indices into `seen_spans`.
    pub seen: FirstPlaces<'a>,
    pub seen_spans: Vec<Span>,
    pub near_misses: Vec<NearMiss<'a>>,
    /// The line being read, with its terminator.
    pub whole: Span,
    /// A blank run that is still growing.
    blank: Option<Span>,
    carriage_return: Option<Diagnostic>,
    /// One finding for each kind of fault that tends to run through a whole file.
    gathered: Vec<Diagnostic>,
    leading_space: Option<Diagnostic>,
    /// The text is damaged as a whole; missing fields are a consequence and not worth a finding each.
    pub damaged: bool,
    /// The grammar refuses something.
    pub refused: bool,
    diagnostics: Vec<Diagnostic>,
    error_listed: bool,
    limit: usize,
    hidden: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn note(&mut self, diagnostic: Diagnostic) {
        let error = diagnostic.severity() == Severity::Error && !self.error_listed;
        self.error_listed |= error;
        if self.diagnostics.len() < self.limit {
            self.diagnostics.push(diagnostic);
            return;
        }
        self.hidden = self.hidden.saturating_add(1);
        // Why there is no policy must not be what is left out.
        if let (true, Some(last)) = (error, self.diagnostics.last_mut()) {
            *last = diagnostic;
        }
    }

    /// A fault for which a strict Sender ignores the policy.
    pub(super) fn fault(&mut self, diagnostic: Diagnostic) {
        self.refused = true;
        self.note(diagnostic);
    }

    fn document(&mut self, source: &'a str, utf16: Option<Diagnostic>) {
        if source.is_empty() {
            self.damaged = true;
            self.fault(Diagnostic::at(Code::PolicyEmpty, Span::at(0)));
        } else if let Some(diagnostic) = utf16.or_else(|| other_format::recognise(source)) {
            self.damaged = true;
            self.fault(diagnostic);
        } else {
            lines(source).for_each(|line| self.line(line));
            self.end_blank();
            self.settle_gathered();
            self.settle_leading_space();
            self.settle_near_misses();
            self.missing(source);
            self.settle_carriage_returns(source);
        }
    }

    fn line(&mut self, line: Line<'a>) {
        if line.text.chars().all(char::is_whitespace) && !has(line.text, b'\r') {
            let start = self.blank.map_or(line.whole.start, |b| b.start);
            self.blank = Some(Span::new(start, line.whole.end));
            return;
        }
        self.end_blank();
        self.whole = line.whole;
        let text = self.byte_order_mark(line).unwrap_or(line.text);
        let start = line.span.end.saturating_sub(text.len());
        if has(text, b'\r') {
            return self.bare_carriage_return(text, start);
        }
        let text = self.leading_space(text, start);
        let start = line.span.end.saturating_sub(text.len());
        if text.starts_with(['#', '/', ';']) {
            let marked = Span::new(start, line.span.end);
            return self.gather(Code::PolicyComment, marked, "remove the line", line.whole);
        }
        self.field(text, start);
    }

    fn end_blank(&mut self) {
        if let Some(span) = self.blank.take() {
            self.gather(Code::PolicyBlankLine, span, "remove the blank line", span);
        }
    }

    /// Adds a place to the one finding for all faults of that kind; what is mended there is removed.
    pub(super) fn gather(&mut self, code: Code, at: Span, title: &'static str, removed: Span) {
        self.refused = true;
        let edit = Edit { span: removed, replacement: String::new() };
        let known = self.gathered.iter().position(|found| found.code == code);
        let mut slot = known.map(|index| self.gathered.swap_remove(index));
        gather(&mut slot, code, title, at, edit);
        self.gathered.extend(slot);
    }

    fn settle_gathered(&mut self) {
        for found in std::mem::take(&mut self.gathered) {
            self.fault(found);
        }
    }

    fn byte_order_mark(&mut self, line: Line<'a>) -> Option<&'a str> {
        let text = line.text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let lead = Span::new(line.span.start, line.span.end.saturating_sub(text.len()));
        if !line.text.trim_start().starts_with('\u{feff}') {
            return None;
        }
        self.fault(Diagnostic::at(Code::PolicyBom, lead).fix(
            Applicability::MachineApplicable,
            "remove the byte order mark",
            lead,
            "",
        ));
        Some(text)
    }

    /// A CR that no LF follows (RFC 8461 3.2: only LF and CRLF end a line).
    fn bare_carriage_return(&mut self, text: &str, start: usize) {
        self.damaged = true;
        for (offset, _) in text.match_indices('\r') {
            let at = start.saturating_add(offset);
            // Before the line's own terminator it is one too many; elsewhere it stands for a line end.
            let last = offset.saturating_add(1) == text.len();
            let edit = Edit {
                span: Span::new(at, at.saturating_add(1)),
                replacement: if last { String::new() } else { "\n".to_owned() },
            };
            let title = "end lines with a line feed";
            gather(&mut self.carriage_return, Code::PolicyCarriageReturn, title, edit.span, edit);
        }
    }

    fn leading_space(&mut self, text: &'a str, start: usize) -> &'a str {
        let trimmed = text.trim_start();
        if trimmed.len() < text.len() {
            self.refused = true;
            let end = start.saturating_add(text.len().saturating_sub(trimmed.len()));
            let edit = Edit { span: Span::new(start, end), replacement: String::new() };
            let title = "remove the white space";
            gather(&mut self.leading_space, Code::PolicyLeadingSpace, title, edit.span, edit);
        }
        trimmed
    }

    fn settle_leading_space(&mut self) {
        if let Some(found) = self.leading_space.take() {
            let count = found.fixes.iter().map(|fix| fix.edits.len()).sum::<usize>();
            self.fault(found.param("count", count.to_string()));
        }
    }

    /// Whether real line ends mend the text shows in reading it again with them.
    fn settle_carriage_returns(&mut self, source: &str) {
        let Some(mut found) = self.carriage_return.take() else { return };
        let mended = apply_fixes(source, std::slice::from_ref(&found));
        let now = count_errors(&self.diagnostics).saturating_add(1);
        if errors(&mended) > now {
            for fix in &mut found.fixes {
                fix.applicability = Applicability::MaybeIncorrect;
            }
        }
        self.fault(found);
    }

    /// The strict value, the tolerant one where that is missing, and the findings.
    fn finish(mut self) -> (Option<Policy>, Option<Policy>, Vec<Diagnostic>) {
        self.advise();
        if self.hidden > 0 {
            let count = self.hidden.to_string();
            self.diagnostics
                .push(Diagnostic::new(Code::PolicyTooManyFindings).param("count", count));
        }
        let diagnostics = std::mem::take(&mut self.diagnostics);
        let refused = self.refused;
        let policy = self.version.good().and_then(|()| {
            Some(Policy {
                version: "STSv1",
                mode: self.mode.good()?,
                max_age: self.max_age.good()?,
                mx: self.mx,
                extensions: self.extensions,
            })
        });
        let policy = policy.filter(|p| p.mode == Mode::None || !p.mx.is_empty());
        if refused { (None, policy, diagnostics) } else { (policy, None, diagnostics) }
    }
}

/// Adds a place to the one finding for all places of its kind.
fn gather(slot: &mut Option<Diagnostic>, code: Code, title: &'static str, at: Span, edit: Edit) {
    let mut found = slot.take().unwrap_or_else(|| {
        let applicability = Applicability::MachineApplicable;
        let mut found = Diagnostic::new(code);
        found.fixes.push(Fix { title, applicability, edits: Vec::new() });
        found
    });
    if found.labels.len() < MAX_LABELS {
        found = found.label(at, "");
    }
    found.fixes.iter_mut().for_each(|fix| fix.edits.push(edit.clone()));
    *slot = Some(found);
}

/// By the start of the primary label, those without one last. Most are in order already and there are few, so
/// inserting one by one will do; a general sort weighs more in wasm.
fn in_text_order(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let start = |d: &Diagnostic| d.labels.first().map_or(usize::MAX, |l| l.span.start);
    let mut sorted: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
    for diagnostic in diagnostics {
        let later = sorted.iter().rev().take_while(|d| start(d) > start(&diagnostic)).count();
        sorted.insert(sorted.len().saturating_sub(later), diagnostic);
    }
    sorted
}
