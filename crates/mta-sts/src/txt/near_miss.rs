//! Records and fields that are nearly right, and how to mend them.

use crate::diagnostic::{Applicability, Diagnostic};
use crate::extension::{is_name, txt_field};
use crate::odd;
use crate::search::{find, has};
use crate::span::Span;

use super::{Dialect, Segment};

/// What people write where a semicolon belongs.
const SEPARATORS: [char; 7] = [',', '|', '&', '\u{ff1b}', '\u{ff0c}', ' ', '\t'];

/// What ends the version, or was meant to.
const DELIMITERS: [char; 2] = [';', ','];

/// Whether a record is of the other kind: TLSRPT where MTA-STS belongs, or the reverse.
pub(super) fn is_other(dialect: &Dialect, record: &str) -> bool {
    let head: String = record.chars().take(dialect.other.len()).collect();
    head.eq_ignore_ascii_case(dialect.other)
}

/// Whether a record without the right beginning was meant to be one.
pub(super) fn is_near(dialect: &Dialect, record: &str) -> bool {
    let head = head(record);
    // `sts` or `tlsrpt`.
    let name = dialect.squeezed.trim_start_matches('v');
    let name = name.strip_suffix("v1").unwrap_or(name);
    let early = find(&head, name).is_some_and(|at| at <= "version".len());
    let named = head.starts_with('v') && early;
    let close = odd::within(head.as_bytes(), dialect.squeezed.as_bytes(), 2);
    let elsewhere = find(&squeezed(record), dialect.squeezed).is_some();
    !is_other(dialect, record) && (named || close || elsewhere)
}

/// What stands before the first semicolon, letters and digits only.
fn head(record: &str) -> String {
    squeezed(record.split(DELIMITERS).next().unwrap_or(""))
}

fn squeezed(text: &str) -> String {
    let plain = odd::plain(text);
    plain.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Explains a record that was meant to be one, and mends it where that is safe: if it is `alone`, and no worse then.
pub(super) fn explain(dialect: &Dialect, span: Span, source: &str, alone: bool) -> Diagnostic {
    let record = span.of(source);
    let start = record.len().saturating_sub(record.trim_start().len());
    if record.trim_start().starts_with(['"', '\'', '\u{201c}', '\u{201d}', '\u{2018}']) {
        let at = span.start.saturating_add(start);
        let first = record.trim_start().chars().next().map_or(0, char::len_utf8);
        let found = Diagnostic::at(dialect.quoted, Span::new(at, at.saturating_add(first)));
        let bare = unquoted(record);
        return mend(dialect, found, span, "remove the quotation marks", bare, alone);
    }
    if record.starts_with(dialect.version) && head(record) != dialect.squeezed {
        return after_version(dialect, source, span);
    }
    let end = record.find(DELIMITERS).unwrap_or(record.len());
    let marked = Span::new(span.start, span.start.saturating_add(end));
    let found = Diagnostic::at(dialect.version_invalid, marked);
    let late = !record.trim_start().starts_with(dialect.version);
    if let Some((at, reordered)) = version_first(dialect, record).filter(|_| late) {
        let place = span.start.saturating_add(at);
        let version = Span::new(place, place.saturating_add(dialect.version.len()));
        let found = found.label(version, "this must come first");
        return mend(dialect, found, span, "begin with the version", reordered, alone);
    }
    let found = odd::mark(found, marked.of(source), marked.start);
    let head = head(record);
    let rest = record.get(end..).unwrap_or("").trim_start_matches(DELIMITERS);
    // With its semicolon, without which Senders discard it beside other records.
    let mended = format!("{};{rest}", dialect.version);
    if head == dialect.squeezed {
        return mend(dialect, found, span, "write the version exactly", mended, alone);
    }
    // Another version is another thing; a misspelt one is a guess.
    let number = |c: char| c.is_ascii_digit();
    let other_version = head.trim_end_matches(number) == dialect.squeezed.trim_end_matches(number);
    if other_version || head.len() > 20 {
        return found;
    }
    found.fix(Applicability::MaybeIncorrect, "write the version exactly", span, mended)
}

fn mend(
    dialect: &Dialect,
    found: Diagnostic,
    span: Span,
    title: &'static str,
    mended: String,
    alone: bool,
) -> Diagnostic {
    let safe = if alone { dialect.applicability(&mended) } else { Applicability::MaybeIncorrect };
    found.fix(safe, title, span, mended)
}

/// The text inside quotation marks: `"v=STSv1;" " id=1"` is two strings of one record.
fn unquoted(record: &str) -> String {
    let plain = odd::plain(record);
    let record = plain.trim();
    let inside: String = if record.starts_with('"') {
        record.split('"').skip(1).step_by(2).collect()
    } else {
        record.to_owned()
    };
    // Marks of another kind may stand within.
    inside.trim_matches(['\'', '"', ' ', '\t']).to_owned()
}

/// Where the version stands as a later field, and the record with it in front.
fn version_first(dialect: &Dialect, record: &str) -> Option<(usize, String)> {
    let fields =
        record.split(';').map(|field| field.trim().to_owned()).filter(|field| !field.is_empty());
    let (versions, others): (Vec<String>, Vec<String>) =
        fields.partition(|field| field == dialect.version);
    let at = find(record, dialect.version)?;
    let others = others.join("; ");
    (versions.len() == 1).then(|| (at, format!("{}; {others}", dialect.version)))
}

/// Explains a record whose version is followed by something else than a semicolon.
pub(super) fn after_version(dialect: &Dialect, source: &str, record: Span) -> Diagnostic {
    let text = record.of(source);
    let rest = text.strip_prefix(dialect.version).unwrap_or("");
    let behind = rest.trim_start_matches(|c| c == ':' || SEPARATORS.contains(&c));
    let run = rest.len().saturating_sub(behind.len());
    let from = record.start.saturating_add(dialect.version.len());
    if run == 0 || !behind.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        let head = text.find(';').unwrap_or(text.len());
        let head = Span::new(record.start, record.start.saturating_add(head));
        return odd::mark(
            Diagnostic::at(dialect.version_invalid, head),
            head.of(source),
            head.start,
        );
    }
    let separator = Span::new(from, from.saturating_add(run));
    let found = Diagnostic::at(dialect.delimiter, separator)
        .param("found", separator_words(separator.of(source)));
    let mended = format!("{}; {}", dialect.version, with_semicolons(behind));
    found.fix(dialect.applicability(&mended), "separate by semicolons", record, mended)
}

fn separator_words(run: &str) -> String {
    match run.trim().chars().next() {
        None => "only white space".to_owned(),
        Some(c) if c.is_ascii() => format!("`{c}`"),
        Some(_) => "a character that only looks like a semicolon or comma".to_owned(),
    }
}

/// Runs of wrong separators, as in `a=1, b=2`: they count where a field is before them and `name=` behind.
fn wrong_separators(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0_usize;
    while let Some(rest) = text.get(at..) {
        let Some(offset) = rest.find(SEPARATORS) else { break };
        let start = at.saturating_add(offset);
        let tail = text.get(start..).unwrap_or("");
        let next = tail.trim_start_matches(SEPARATORS);
        at = text.len().saturating_sub(next.len());
        let field = text.get(..start).is_some_and(|before| has(before, b'='));
        if field && next.split_once('=').is_some_and(|(name, _)| is_name(name)) {
            found.push(Span::new(start, at));
        }
    }
    found
}

fn with_semicolons(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for run in wrong_separators(text) {
        out.push_str(Span::new(done, run.start).of(text));
        out.push_str("; ");
        done = run.end;
    }
    out.push_str(Span::new(done, text.len()).of(text));
    out
}

/// Explains a field that the grammar refuses.
pub(crate) fn malformed(dialect: &Dialect, segment: Segment<'_>) -> Diagnostic {
    let Segment { text, span } = segment;
    let strange = text.char_indices().find(|(_, c)| !matches!(c, ' '..='~' | '\t'));
    if let Some((offset, c)) = strange {
        let start = span.start.saturating_add(offset);
        let mark = Span::new(start, start.saturating_add(c.len_utf8()));
        let found = odd::mark(Diagnostic::at(dialect.non_ascii, mark), text, span.start);
        let plain: String = odd::plain(text).chars().filter(|c| !c.is_control()).collect();
        // A look-alike of a semicolon at an end would stand beside the field's own.
        let plain = plain.trim_matches([';', ' ', '\t']);
        return if plain.is_ascii() && !plain.is_empty() {
            field_fix(dialect, found, span, "write it in plain ASCII", plain)
        } else {
            found
        };
    }
    let body = text.trim_end_matches('\\');
    if body.len() < text.len() && !body.is_empty() {
        let at = Span::new(span.start.saturating_add(body.len()), span.end);
        let found = Diagnostic::at(dialect.escaped_semicolon, at);
        return field_fix(dialect, found, span, "remove the backslash", body.trim_end());
    }
    if let Some(run) = wrong_separators(text).first() {
        let from = span.start.saturating_add(run.start);
        let at = Span::new(from, span.start.saturating_add(run.end));
        let found =
            Diagnostic::at(dialect.delimiter, at).param("found", separator_words(run.of(text)));
        return field_fix(dialect, found, span, "separate by semicolons", &with_semicolons(text));
    }
    let found = Diagnostic::at(dialect.field_malformed, span);
    let (name, value) = match text.split_once('=').or_else(|| text.split_once(':')) {
        Some((name, value)) => (name.trim(), value.trim()),
        None => return found,
    };
    let mended = if name.eq_ignore_ascii_case("mailto") || name.eq_ignore_ascii_case("https") {
        format!("{}={text}", dialect.field)
    } else {
        format!("{name}={value}")
    };
    // Report addresses may hold `=`.
    let addresses = mended.starts_with("rua=") && dialect.field == "rua" && !value.is_empty();
    if mended != text && (addresses || txt_field(&mended).is_some()) {
        return field_fix(dialect, found, span, "write it as name=value", &mended);
    }
    found
}

/// Replaces a field, safely where the field alone is then no worse.
fn field_fix(
    dialect: &Dialect,
    found: Diagnostic,
    span: Span,
    title: &'static str,
    mended: &str,
) -> Diagnostic {
    let alone = format!("{}; {mended}", dialect.version);
    found.fix(dialect.applicability(&alone), title, span, mended)
}
