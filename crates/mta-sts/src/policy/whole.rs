//! Findings that depend on several fields of a policy, once every line is read.

use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::first_places::FirstPlaces;
use crate::mx::repeats;
use crate::span::Span;

use super::reader::{Once, Reader};
use super::{Mode, SHORT_MAX_AGE};

impl Reader<'_> {
    /// RFC 8461 3.2: version, mode and max_age are required once; mx at least once unless mode is none.
    pub(super) fn missing(&mut self, source: &str) {
        let end = Span::at(source.len());
        let absent = [
            (self.version.is_absent(), "version", Code::PolicyVersionMissing, "version: STSv1"),
            (self.mode.is_absent(), "mode", Code::PolicyModeMissing, "mode: testing"),
            (self.max_age.is_absent(), "max_age", Code::PolicyMaxAgeMissing, "max_age: 604800"),
        ];
        let none = matches!(self.mode, Once::Good(Mode::None));
        if self.damaged {
            return;
        }
        let policy = self.mx_attempted || !self.seen.is_empty();
        let newline = if source.ends_with('\n') { "" } else { "\n" };
        for (_, name, code, line) in absent.into_iter().filter(|(missing, ..)| *missing) {
            let found = Diagnostic::at(code, end);
            self.note(if let Some(near) = self.near(name) {
                found.label(near, MEANT)
            } else if name == "version" && policy {
                let start = Span::at(
                    source.len().saturating_sub(source.trim_start_matches('\u{feff}').len()),
                );
                let first = format!("{line}\n");
                found.fix(Applicability::MachineApplicable, "add the version", start, first)
            } else {
                let added = format!("{newline}{line}\n");
                found.fix(Applicability::MaybeIncorrect, "add the field", end, added)
            });
        }
        if self.mx.is_empty() && !self.mx_attempted && !none {
            self.mx_missing(end);
        }
    }

    fn mx_missing(&mut self, end: Span) {
        let found = Diagnostic::at(Code::PolicyMxMissing, end);
        let found = match (&self.mode, self.first("mode")) {
            (Once::Good(mode), Some(span)) => {
                found.param("mode", mode.as_str()).label(span, "this mode needs `mx`")
            }
            _ => found.param("mode", "enforce or testing"),
        };
        let near = self.near("mx");
        self.note(if let Some(near) = near { found.label(near, MEANT) } else { found });
    }

    /// The first name that was probably meant to be this one.
    fn near(&self, name: &str) -> Option<Span> {
        self.near_misses.iter().find(|near| near.meant == name).map(|near| near.span)
    }

    /// Only now is it known whether the field that was meant stands elsewhere.
    pub(super) fn settle_near_misses(&mut self) {
        let mut claimed: Vec<&str> = Vec::new();
        let near_misses = std::mem::take(&mut self.near_misses);
        for near in &near_misses {
            let meant = near.meant;
            let absent = match meant {
                "version" => self.version.is_absent(),
                "mode" => self.mode.is_absent(),
                "max_age" => self.max_age.is_absent(),
                _ => false,
            };
            let free =
                meant == "mx" || !(self.seen.get(meant).is_some() || claimed.contains(&meant));
            // A value that is wrong too may only take the place of an error that is there already. In a damaged text
            // nobody knows which are.
            let error = absent || near.code == Code::PolicyExtensionNameInvalid;
            let good = near.fits || near.mended.is_some();
            let applicability = if free && (good || (error && !self.damaged)) {
                Applicability::MachineApplicable
            } else {
                Applicability::MaybeIncorrect
            };
            claimed.push(meant);
            let mut found = Diagnostic::new(near.code)
                .label(near.span, meant_as(meant))
                .param("name", near.name)
                .param("meant", meant)
                .fix(applicability, "write the name that Senders know", near.span, meant);
            if let (Some((span, text)), Some(fix)) = (&near.mended, found.fixes.first_mut()) {
                fix.edits.push(Edit { span: *span, replacement: text.clone() });
            }
            self.note(found);
        }
        self.near_misses = near_misses;
    }

    /// What is valid and yet worth a word.
    pub(super) fn advise(&mut self) {
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

    /// Patterns that stand more than once: each points to the first.
    fn repeated_patterns(&mut self) {
        // Mostly there are none, which is found out sooner than which they are.
        if !repeats(&self.mx) {
            return;
        }
        let written: Vec<String> =
            self.mx.iter().map(|p| p.as_str().to_ascii_lowercase()).collect();
        let mut seen = FirstPlaces::default();
        for (index, pattern) in written.iter().enumerate() {
            let Some(earlier) = seen.note(pattern.as_str(), index) else { continue };
            let (Some((span, line)), Some((first, _))) =
                (self.mx_spans.get(index).copied(), self.mx_spans.get(earlier).copied())
            else {
                continue;
            };
            let found = Diagnostic::at(Code::PolicyMxDuplicate, span)
                .label(first, "the same pattern")
                .param("pattern", pattern.as_str());
            self.note(found.fix(Applicability::MachineApplicable, "remove the line", line, ""));
        }
    }
}

fn meant_as(field: &str) -> &'static str {
    match field {
        "version" => "probably meant as `version`",
        "mode" => "probably meant as `mode`",
        "max_age" => "probably meant as `max_age`",
        _ => "probably meant as `mx`",
    }
}

/// The label of a name that is nearly that of a missing field.
const MEANT: &str = "this was probably meant";
