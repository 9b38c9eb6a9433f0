//! One line of a policy as a field (RFC 8461 3.2).

use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix};
use crate::extension::{self, Extension};
use crate::odd;
use crate::search::split_at_ascii;
use crate::span::Span;
use crate::wsp;

use super::reader::{NearMiss, Once, Reader};
use super::{fields, near_miss};

impl<'a> Reader<'a> {
    /// RFC 8461 3.2: a name, `":" *WSP`, a value, `*WSP`.
    pub(super) fn field(&mut self, text: &'a str, start: usize) {
        let Some((name, after)) = split_at_ascii(text, b':') else {
            return self.no_colon(text, start);
        };
        if split_at_ascii(name, b'=').is_some_and(|(name, _)| extension::is_name(name.trim_end())) {
            return self.no_colon(text, start);
        }
        let name_span = Span::new(start, start.saturating_add(name.len()));
        let untrimmed = wsp::trim_start(after);
        let value = wsp::trim_end(untrimmed);
        let value_start = start.saturating_add(text.len()).saturating_sub(untrimmed.len());
        let span = Span::new(value_start, value_start.saturating_add(value.len()));
        if !extension::is_name(name) {
            self.bad_name(name, name_span, value);
        } else if value.is_empty() {
            self.value_empty(name, Span::new(start, start.saturating_add(text.len())));
        } else {
            self.value(name, name_span, value, span);
        }
    }

    fn bad_name(&mut self, name: &'a str, span: Span, value: &str) {
        let trimmed = name.trim_end();
        if trimmed.len() < name.len() && extension::is_name(trimmed) {
            let gap = Span::new(span.start.saturating_add(trimmed.len()), span.end);
            self.attempt(trimmed);
            let title = "remove the space before the colon";
            // Where the value is wrong too, that comes to light behind the fix: an error for an error.
            if is_sound(trimmed, value) {
                return self.gather(Code::PolicyLineMalformed, gap, title, gap);
            }
            let found = Diagnostic::at(Code::PolicyLineMalformed, gap);
            return self.fault(found.fix(applicability(trimmed, value), title, gap, ""));
        }
        let code = Code::PolicyExtensionNameInvalid;
        if let Some(meant) = near_miss::field(name, value) {
            self.refused = true;
            self.attempt(meant);
            let fits = near_miss::fits(meant, value);
            let mended = None;
            return self.near_misses.push(NearMiss { code, name, meant, span, mended, fits });
        }
        let found = odd::mark(Diagnostic::at(code, span).param("name", name), name, span.start);
        let plain = odd::plain(name);
        let plain = plain.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        self.fault(if extension::is_name(plain) {
            found.fix(Applicability::MachineApplicable, "write the name alone", span, plain)
        } else {
            found
        });
    }

    fn value_empty(&mut self, name: &str, line: Span) {
        // Without its line, a field that must be there would be missing; an empty one counts as the first.
        let needed = matches!(name, "version" | "mode" | "max_age") && self.first(name).is_none();
        self.attempt(name);
        let found = Diagnostic::at(Code::PolicyValueEmpty, line).param("name", name);
        self.fault(if needed {
            found
        } else {
            found.fix(Applicability::MaybeIncorrect, "remove the line", self.whole, "")
        });
    }

    /// Where the field of that name first stood.
    pub(super) fn first(&self, name: &str) -> Option<Span> {
        self.seen.get(name).and_then(|index| self.seen_spans.get(index)).copied()
    }

    fn value(&mut self, name: &'a str, name_span: Span, value: &str, span: Span) {
        if name == "mx" {
            return self.mx(value, span);
        }
        let meant = near_miss::field(name, value).filter(|meant| *meant != name);
        // `MX` again is not a field twice: each was meant as one more `mx`.
        if let Some(first) = self.first(name).filter(|_| meant.is_none()) {
            // RFC 8461 3.2, last paragraph: all entries except for the first are ignored. They must be fields all the same.
            self.extension_value(name, value, span);
            let found =
                Diagnostic::at(Code::PolicyFieldDuplicate, Span::new(name_span.start, span.end))
                    .param("name", name)
                    .label(first, "the first one, which counts");
            return self.note(found.fix(
                Applicability::MaybeIncorrect,
                "remove the later one",
                self.whole,
                "",
            ));
        }
        let index = self.seen_spans.len();
        let again = self.seen.note(name, index).is_some();
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
                if let Some(meant) = meant {
                    let code = Code::PolicyNameNearMiss;
                    let fits = near_miss::fits(meant, value);
                    let mended = near_miss::mended(meant, value).map(|text| (span, text));
                    let span = name_span;
                    self.near_misses.push(NearMiss { code, name, meant, span, mended, fits });
                }
                if self.extension_value(name, value, span) && !again {
                    let extension = Extension { name: name.to_owned(), value: value.to_owned() };
                    self.extensions.push(extension);
                }
            }
        }
    }

    /// RFC 8461 3.2: `sts-policy-ext-value` holds no control characters.
    fn extension_value(&mut self, name: &str, value: &str, span: Span) -> bool {
        let control = value.char_indices().filter(|(_, c)| c.is_ascii_control());
        let spans: Vec<Span> = control
            .map(|(offset, _)| span.start.saturating_add(offset))
            .map(|at| Span::new(at, at.saturating_add(1)))
            .collect();
        let Some(first) = spans.first() else { return true };
        let mut found = Diagnostic::at(Code::PolicyValueInvalid, *first).param("name", name);
        // With spaces in their places nothing would be left of it, and a value is not empty.
        if value.bytes().all(|b| b.is_ascii_control() || b == b' ') {
            let applicability = Applicability::MaybeIncorrect;
            self.fault(found.fix(applicability, "remove the line", self.whole, ""));
            return false;
        }
        let replaced = |span| Edit { span, replacement: " ".to_owned() };
        found.fixes.push(Fix {
            title: "write a space instead",
            applicability: Applicability::MachineApplicable,
            edits: spans.into_iter().map(replaced).collect(),
        });
        self.fault(found);
        false
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
        self.mx_spans.push((span, self.whole));
        self.mx.push(pattern);
    }

    /// Something else may stand where the colon should: `mode=enforce`, `mode：enforce`, `mode enforce`.
    fn no_colon(&mut self, text: &'a str, start: usize) {
        let mark = text.find(['=', ';', '|', '\u{ff1a}', '\u{2236}', '\u{ff1b}']);
        let at = mark.or_else(|| text.find(char::is_whitespace));
        let parts = at.and_then(|at| Some((text.get(..at)?, text.get(at..)?)));
        let Some((name, rest)) = parts else { return self.line_malformed(text, start) };
        let delimiter = rest.chars().next().unwrap_or('=');
        let value = rest.strip_prefix(delimiter).unwrap_or(rest).trim();
        let trimmed = name.trim_end();
        let meant = near_miss::field(trimmed, value);
        // Two words are a sentence, unless the first is a field's name.
        let named = mark.is_some() && extension::is_name(trimmed);
        let Some(name) = meant.or(named.then_some(trimmed)) else {
            return self.line_malformed(text, start);
        };
        self.attempt(name);
        let found = match delimiter {
            '\u{ff1a}' | '\u{2236}' => "a character that only looks like a colon".to_owned(),
            c if c.is_whitespace() => "a space".to_owned(),
            c => format!("`{c}`"),
        };
        let from = start.saturating_add(text.len()).saturating_sub(rest.len());
        let span = Span::new(from, from.saturating_add(delimiter.len_utf8()));
        let found = Diagnostic::at(Code::PolicyDelimiter, span)
            .param("found", found)
            .param("name", name)
            .param("value", value);
        let mended = format!("{name}: {value}");
        let line = Span::new(start, start.saturating_add(text.len()));
        self.fault(found.fix(applicability(name, value), "use a colon", line, mended));
    }

    fn line_malformed(&mut self, text: &str, start: usize) {
        let line = Span::new(start, start.saturating_add(text.len()));
        let found = Diagnostic::at(Code::PolicyLineMalformed, line);
        // A rule or a fence of another format: `---`, three backticks.
        let empty = !text.contains(char::is_alphanumeric);
        self.fault(if empty {
            found.fix(Applicability::MachineApplicable, "remove the line", self.whole, "")
        } else {
            found
        });
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
}

/// Of making a line a field: one with a bad value would stand in the way of a good one behind it.
fn applicability(name: &str, value: &str) -> Applicability {
    let single = matches!(name, "version" | "mode" | "max_age");
    if single && !near_miss::fits(name, value) {
        Applicability::MaybeIncorrect
    } else {
        Applicability::MachineApplicable
    }
}

/// Whether a field of that name may have the value.
fn is_sound(name: &str, value: &str) -> bool {
    match name {
        "version" | "mode" | "max_age" | "mx" => near_miss::fits(name, value),
        _ => !value.is_empty() && !value.contains(|c: char| c.is_ascii_control()),
    }
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
