//! The loop over a policy's lines: reads on after a fault and gathers everything.
//!
//! Two readings are kept: the strict one, which any fault of the grammar ends (`strict`), and what a tolerant
//! Sender still reads, which skips the lines that the grammar refuses.

use std::collections::BTreeMap;

use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::extension::{self, Extension};
use crate::mx::MxPattern;
use crate::parsed::Parsed;
use crate::span::Span;

use super::lines::{Line, lines};
use super::{Mode, Policy, SHORT_MAX_AGE, fields, near_miss};

/// More findings than this are counted, not listed.
const MAX_FINDINGS: usize = 200;

pub(super) fn read(body: &[u8]) -> Parsed<Policy> {
    let source = String::from_utf8_lossy(body).into_owned();
    let mut reader = Reader::default();
    if let Err(fault) = std::str::from_utf8(body) {
        // Up to here the lossy text has the same bytes, and then U+FFFD, which is three long.
        let at = fault.valid_up_to();
        reader.fault(Diagnostic::at(Code::PolicyNotUtf8, Span::new(at, at.saturating_add(3))));
    }
    reader.document(&source);
    let (value, salvaged, diagnostics) = reader.finish();
    Parsed { value, salvaged, source, diagnostics }
}

/// A field that may stand only once.
#[derive(Debug, Default)]
enum Once<T> {
    #[default]
    Absent,
    /// It was there, with a value that the grammar refuses.
    Bad,
    Good(T),
}

impl<T> Once<T> {
    fn is_absent(&self) -> bool {
        matches!(self, Once::Absent)
    }

    fn good(self) -> Option<T> {
        if let Once::Good(value) = self { Some(value) } else { None }
    }
}

#[derive(Default)]
struct Reader<'a> {
    version: Once<()>,
    mode: Once<Mode>,
    max_age: Once<u32>,
    max_age_span: Span,
    mx: Vec<MxPattern>,
    mx_attempted: bool,
    extensions: Vec<Extension>,
    mx_spans: Vec<Span>,
    /// The non-repeated fields met so far, as indices into `seen_spans`.
    seen: BTreeMap<&'a str, usize>,
    seen_spans: Vec<Span>,
    near_misses: Vec<(&'a str, &'static str, Span)>,
    /// A blank run that is still growing.
    blank: Option<Span>,
    carriage_return: Option<Diagnostic>,
    /// The text is damaged as a whole; missing fields are a consequence and not worth a finding each.
    damaged: bool,
    /// The grammar refuses something.
    refused: bool,
    diagnostics: Vec<Diagnostic>,
    hidden: usize,
}

impl<'a> Reader<'a> {
    fn note(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < MAX_FINDINGS {
            self.diagnostics.push(diagnostic);
        } else {
            self.hidden = self.hidden.saturating_add(1);
        }
    }

    /// A fault for which a strict Sender ignores the policy.
    fn fault(&mut self, diagnostic: Diagnostic) {
        self.refused = true;
        self.note(diagnostic);
    }

    fn document(&mut self, source: &'a str) {
        if source.is_empty() {
            self.damaged = true;
            self.fault(Diagnostic::at(Code::PolicyEmpty, Span::at(0)));
        } else if let Some(diagnostic) = other_format(source) {
            self.damaged = true;
            self.fault(diagnostic);
        } else {
            lines(source).for_each(|line| self.line(line));
            self.end_blank();
            if let Some(diagnostic) = self.carriage_return.take() {
                self.fault(diagnostic);
            }
            self.missing(source);
        }
        self.settle_near_misses();
    }

    fn line(&mut self, line: Line<'a>) {
        if line.text.chars().all(char::is_whitespace) && !line.text.contains('\r') {
            let start = self.blank.map_or(line.whole.start, |b| b.start);
            self.blank = Some(Span::new(start, line.whole.end));
            return;
        }
        self.end_blank();
        let text = self.byte_order_mark(line).unwrap_or(line.text);
        let start = line.span.end.saturating_sub(text.len());
        if text.contains('\r') {
            return self.bare_carriage_return(text, start);
        }
        let text = self.leading_space(text, start);
        let start = line.span.end.saturating_sub(text.len());
        if text.starts_with('#') || text.starts_with(['/']) || text.starts_with(';') {
            self.fault(Diagnostic::at(Code::PolicyComment, Span::new(start, line.span.end)).fix(
                Applicability::MachineApplicable,
                "remove the line",
                line.whole,
                "",
            ));
            return;
        }
        self.field(text, start);
    }

    fn end_blank(&mut self) {
        if let Some(span) = self.blank.take() {
            self.fault(Diagnostic::at(Code::PolicyBlankLine, span).fix(
                Applicability::MachineApplicable,
                "remove the blank line",
                span,
                "",
            ));
        }
    }

    fn byte_order_mark(&mut self, line: Line<'a>) -> Option<&'a str> {
        let text = line.text.strip_prefix('\u{feff}').filter(|_| line.span.start == 0)?;
        let mark = Span::new(0, '\u{feff}'.len_utf8());
        self.fault(Diagnostic::at(Code::PolicyBom, mark).fix(
            Applicability::MachineApplicable,
            "remove the byte order mark",
            mark,
            "",
        ));
        Some(text)
    }

    /// A CR that no LF follows (RFC 8461 3.2: only LF and CRLF end a line). One finding for all of them.
    fn bare_carriage_return(&mut self, text: &str, start: usize) {
        self.damaged = true;
        let found = self.carriage_return.take();
        let mut found = found.unwrap_or_else(|| Diagnostic::new(Code::PolicyCarriageReturn));
        if found.fixes.is_empty() {
            found.fixes.push(crate::diagnostic::Fix {
                title: "end lines with a line feed",
                applicability: Applicability::MaybeIncorrect,
                edits: Vec::new(),
            });
        }
        for (offset, _) in text.match_indices('\r') {
            let at = start.saturating_add(offset);
            let span = Span::new(at, at.saturating_add(1));
            if found.labels.len() < 10 {
                found = found.label(span, "");
            }
            // Before the line's own terminator it is one too many; elsewhere it stands for a line end.
            let last = offset.saturating_add(1) == text.len();
            let replacement = if last { String::new() } else { "\n".to_owned() };
            if let Some(fix) = found.fixes.first_mut() {
                fix.edits.push(crate::diagnostic::Edit { span, replacement });
            }
        }
        self.carriage_return = Some(found);
    }

    fn leading_space(&mut self, text: &'a str, start: usize) -> &'a str {
        let trimmed = text.trim_start();
        if trimmed.len() < text.len() {
            let end = start.saturating_add(text.len().saturating_sub(trimmed.len()));
            let span = Span::new(start, end);
            self.fault(Diagnostic::at(Code::PolicyLeadingSpace, span).fix(
                Applicability::MachineApplicable,
                "remove the white space",
                span,
                "",
            ));
        }
        trimmed
    }

    /// RFC 8461 3.2: a name, `":" *WSP`, a value, `*WSP`.
    fn field(&mut self, text: &'a str, start: usize) {
        let Some((name, after)) = text.split_once(':') else {
            return self.no_colon(text, start);
        };
        let name_span = Span::new(start, start.saturating_add(name.len()));
        if name != name.trim_end() {
            let trimmed = name.trim_end();
            let span = Span::new(start.saturating_add(trimmed.len()), name_span.end);
            self.attempt(trimmed);
            self.fault(Diagnostic::at(Code::PolicyLineMalformed, span).fix(
                Applicability::MachineApplicable,
                "remove the space before the colon",
                span,
                "",
            ));
            return;
        }
        if !extension::is_name(name) {
            self.fault(
                Diagnostic::at(Code::PolicyExtensionNameInvalid, name_span).param("name", name),
            );
            return;
        }
        let wsp = [' ', '\t'];
        let untrimmed = after.trim_start_matches(wsp);
        let value = untrimmed.trim_end_matches(wsp);
        let value_start = start.saturating_add(text.len()).saturating_sub(untrimmed.len());
        let span = Span::new(value_start, value_start.saturating_add(value.len()));
        if value.is_empty() {
            self.attempt(name);
            let whole = Span::new(start, start.saturating_add(text.len()));
            self.fault(Diagnostic::at(Code::PolicyValueEmpty, whole).param("name", name));
        } else {
            self.value(name, name_span, value, span);
        }
    }

    /// Where the field of that name first stood.
    fn first(&self, name: &str) -> Option<Span> {
        self.seen.get(name).and_then(|index| self.seen_spans.get(*index)).copied()
    }

    fn value(&mut self, name: &'a str, name_span: Span, value: &str, span: Span) {
        if name == "mx" {
            return self.mx(value, span);
        }
        if let Some(first) = self.first(name) {
            // RFC 8461 3.2, last paragraph: all entries except for the first are ignored. They must be fields all the same.
            self.extension_value(name, value, span);
            let whole = Span::new(name_span.start, span.end);
            self.note(
                Diagnostic::at(Code::PolicyFieldDuplicate, whole)
                    .param("name", name)
                    .label(first, "the first one, which counts"),
            );
            return;
        }
        self.seen.insert(name, self.seen_spans.len());
        self.seen_spans.push(Span::new(name_span.start, span.end));
        match name {
            "version" => self.version = once(self, fields::version(value, span)),
            "mode" => self.mode = once(self, fields::mode(value, span)),
            "max_age" => {
                self.max_age_span = span;
                let read = fields::max_age(value, span).map(|(seconds, finding)| {
                    // Too large is an error, but the value can be used, capped: the policy stays.
                    finding.into_iter().for_each(|d| self.note(d));
                    seconds
                });
                self.max_age = once(self, read);
            }
            _ => {
                if let Some(meant) = near_miss::field(name) {
                    self.near_misses.push((name, meant, name_span));
                }
                if self.extension_value(name, value, span) {
                    let extension = Extension { name: name.to_owned(), value: value.to_owned() };
                    self.extensions.push(extension);
                }
            }
        }
    }

    /// RFC 8461 3.2: `sts-policy-ext-value` holds no control characters.
    fn extension_value(&mut self, name: &str, value: &str, span: Span) -> bool {
        let control = value.char_indices().find(|(_, c)| c.is_ascii_control());
        if let Some((offset, _)) = control {
            let at = span.start.saturating_add(offset);
            let mark = Span::new(at, at.saturating_add(1));
            self.fault(Diagnostic::at(Code::PolicyValueInvalid, mark).param("name", name).fix(
                Applicability::MachineApplicable,
                "write a space instead",
                mark,
                " ",
            ));
        }
        control.is_none()
    }

    fn mx(&mut self, value: &str, span: Span) {
        self.mx_attempted = true;
        let pattern = match fields::mx(value, span) {
            Ok(pattern) => pattern,
            Err(diagnostic) => return self.fault(diagnostic),
        };
        if let Some(advice) = fields::mx_advice(&pattern, span) {
            self.note(advice);
        }
        self.mx_spans.push(span);
        self.mx.push(pattern);
    }

    fn no_colon(&mut self, text: &'a str, start: usize) {
        let whole = Span::new(start, start.saturating_add(text.len()));
        let Some((name, value)) = text.split_once('=') else {
            self.fault(Diagnostic::at(Code::PolicyLineMalformed, whole));
            return;
        };
        let (name, value) = (name.trim(), value.trim());
        self.attempt(name);
        let found =
            Diagnostic::at(Code::PolicyDelimiter, whole).param("name", name).param("value", value);
        let mended = format!("{name}: {value}");
        self.fault(found.fix(Applicability::MachineApplicable, "use a colon", whole, mended));
    }

    /// A field was meant, but its line is refused: do not also report it as missing.
    fn attempt(&mut self, name: &str) {
        match name {
            "version" if self.version.is_absent() => self.version = Once::Bad,
            "mode" if self.mode.is_absent() => self.mode = Once::Bad,
            "max_age" if self.max_age.is_absent() => self.max_age = Once::Bad,
            "mx" => self.mx_attempted = true,
            _ => {}
        }
    }

    /// RFC 8461 3.2: version, mode and max_age are required once; mx at least once unless mode is none.
    fn missing(&mut self, source: &str) {
        let end = Span::at(source.len());
        let absent = [
            (self.version.is_absent(), "version", Code::PolicyVersionMissing, "version: STSv1"),
            (self.mode.is_absent(), "mode", Code::PolicyModeMissing, "mode: testing"),
            (self.max_age.is_absent(), "max_age", Code::PolicyMaxAgeMissing, "max_age: 604800"),
        ];
        let none = matches!(self.mode, Once::Good(Mode::None));
        let mx_absent = self.mx.is_empty() && !self.mx_attempted && !none;
        self.refused |=
            absent.iter().any(|(missing, ..)| *missing) || (self.mx.is_empty() && !none);
        if self.damaged {
            return;
        }
        for (_, name, code, line) in absent.into_iter().filter(|(missing, ..)| *missing) {
            let near = self.near_misses.iter().any(|(_, meant, _)| *meant == name);
            let newline = if source.ends_with('\n') { "" } else { "\n" };
            let found = Diagnostic::at(code, end);
            self.note(if near {
                found
            } else if name == "version" {
                let first = format!("{line}\n");
                found.fix(Applicability::MachineApplicable, "add the version", Span::at(0), first)
            } else {
                let added = format!("{newline}{line}\n");
                found.fix(Applicability::MaybeIncorrect, "add the field", end, added)
            });
        }
        if mx_absent {
            let mode = match &self.mode {
                Once::Good(mode) => mode.as_str(),
                _ => "enforce or testing",
            };
            self.note(Diagnostic::at(Code::PolicyMxMissing, end).param("mode", mode));
        }
    }

    /// Only now is it known whether the field that was meant stands elsewhere.
    fn settle_near_misses(&mut self) {
        for (name, meant, span) in std::mem::take(&mut self.near_misses) {
            let free = meant == "mx" || !self.seen.contains_key(meant);
            let applicability =
                if free { Applicability::MachineApplicable } else { Applicability::MaybeIncorrect };
            self.note(
                Diagnostic::at(Code::PolicyNameNearMiss, span)
                    .param("name", name)
                    .param("meant", meant)
                    .fix(applicability, "write the name that Senders know", span, meant),
            );
        }
    }

    /// The strict value, the tolerant one where that is missing, and the findings.
    fn finish(mut self) -> (Option<Policy>, Option<Policy>, Vec<Diagnostic>) {
        self.advise();
        if self.hidden > 0 {
            let count = self.hidden.to_string();
            self.diagnostics
                .push(Diagnostic::new(Code::PolicyTooManyFindings).param("count", count));
        }
        let diagnostics = in_text_order(std::mem::take(&mut self.diagnostics));
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

    /// Patterns that stand more than once: each points to the one before it.
    fn repeated_patterns(&mut self) {
        let written: Vec<String> =
            self.mx.iter().map(|p| p.as_str().to_ascii_lowercase()).collect();
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, pattern) in written.iter().enumerate() {
            let Some(earlier) = seen.insert(pattern, index) else { continue };
            if let (Some(span), Some(first)) =
                (self.mx_spans.get(index), self.mx_spans.get(earlier))
            {
                let found = Diagnostic::at(Code::PolicyMxDuplicate, *span)
                    .label(*first, "the same pattern");
                self.note(found.param("pattern", pattern.as_str()));
            }
        }
    }

    /// Findings that depend on several fields.
    fn advise(&mut self) {
        self.repeated_patterns();
        let mode = if let Once::Good(mode) = self.mode { Some(mode) } else { None };
        let mode_span = self.first("mode").unwrap_or_default();
        match mode {
            Some(Mode::None) => self.note(Diagnostic::at(Code::PolicyModeNone, mode_span)),
            Some(Mode::Testing) => self.note(Diagnostic::at(Code::PolicyModeTesting, mode_span)),
            _ => {}
        }
        // RFC 8461 8.3 wants a small max_age for removal, so mode none is exempt.
        if let (Once::Good(seconds @ ..SHORT_MAX_AGE), false) =
            (&self.max_age, mode == Some(Mode::None))
        {
            let found = Diagnostic::at(Code::PolicyMaxAgeShort, self.max_age_span)
                .param("seconds", seconds.to_string())
                .fix(Applicability::MaybeIncorrect, "one week", self.max_age_span, "604800");
            self.note(found);
        }
    }
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

fn once<T>(reader: &mut Reader<'_>, read: Result<T, Diagnostic>) -> Once<T> {
    match read {
        Ok(value) => Once::Good(value),
        Err(diagnostic) => {
            reader.fault(diagnostic);
            Once::Bad
        }
    }
}

/// A text that is no policy with faults, but something else altogether.
fn other_format(source: &str) -> Option<Diagnostic> {
    let head = source.trim_start();
    let start = source.len().saturating_sub(head.len());
    let first = head.lines().next().unwrap_or("");
    if head.starts_with('<') {
        let span = Span::new(start, start.saturating_add(first.len()));
        return Some(Diagnostic::at(Code::PolicyHtml, span));
    }
    // A template that wrote `\n` for its line ends: everything stands on one line.
    let one_line = !source.trim_end().contains('\n');
    let at = source.as_bytes().windows(2).position(|pair| pair == b"\\n").filter(|_| one_line)?;
    let span = Span::new(at, at.saturating_add(2));
    let mended = real_line_ends(source.trim_end());
    Some(Diagnostic::at(Code::PolicyEscapedNewline, span).fix(
        Applicability::MachineApplicable,
        "write real line ends",
        Span::new(0, source.len()),
        mended,
    ))
}

/// `\n` and `\r\n`, written out, as line feeds.
fn real_line_ends(text: &str) -> String {
    let mut pieces = text.split('\\');
    let mut out = pieces.next().unwrap_or("").to_owned();
    for piece in pieces {
        match (piece.strip_prefix('n'), piece) {
            (Some(rest), _) => {
                out.push('\n');
                out.push_str(rest);
            }
            // `\r` goes with the `\n` behind it.
            (None, "r") => {}
            (None, _) => {
                out.push('\\');
                out.push_str(piece);
            }
        }
    }
    out
}
