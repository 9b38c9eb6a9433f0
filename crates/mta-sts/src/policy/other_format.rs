//! Texts that are no policy with faults, but a policy in another format, or something else altogether.

use crate::code::Code;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::mx::MxPattern;
use crate::search::{find, has, replaced};
use crate::span::Span;

use super::lines::lines;
use super::{Mode, Policy, near_miss, reader};

/// What the text is instead of a policy. Nothing that is found here is valid.
pub(super) fn recognise(source: &str) -> Option<Diagnostic> {
    let head = source.trim_start();
    let start = source.len().saturating_sub(head.len());
    let first = head.lines().next().unwrap_or("");
    let first_line = Span::new(start, start.saturating_add(first.len()));
    let field = first.split(':').next().and_then(near_miss::dressed).is_some();
    if head.starts_with('<') || (field && contains(first, "<br")) {
        return Some(offer(Diagnostic::at(Code::PolicyHtml, first_line), source, &text_of(source)));
    }
    if head.starts_with(['{', '[']) {
        return Some(offer(Diagnostic::at(Code::PolicyJson, first_line), source, source));
    }
    // A carriage return alone was meant as a line end.
    let one_line = !head.trim_end().contains(['\r', '\n']);
    if one_line && contains(first, "v=sts") && !contains(first, "mode") {
        return Some(Diagnostic::at(Code::PolicyIsRecord, first_line));
    }
    if one_line {
        return escaped_newline(source).or_else(|| run_together(source, first_line));
    }
    yaml_list(source)
}

/// A body in UTF-16, read by its byte order mark or by the NULs of its ASCII; `source` is the lossy reading.
pub(super) fn utf16(body: &[u8], source: &str) -> Option<Diagnostic> {
    let (pairs, big) = match body {
        [0xff, 0xfe, rest @ ..] => (rest, false),
        [0xfe, 0xff, rest @ ..] => (rest, true),
        [0, 1..=255, 0, 1..=255, ..] => (body, true),
        [1..=255, 0, 1..=255, 0, ..] => (body, false),
        _ => return None,
    };
    let unit = |pair: &[u8]| match pair {
        [a, b] if big => u16::from_be_bytes([*a, *b]),
        [a, b] => u16::from_le_bytes([*a, *b]),
        _ => 0xfffd,
    };
    let units: Vec<u16> = pairs.chunks(2).map(unit).collect();
    let text = String::from_utf16_lossy(&units);
    let whole = Span::new(0, source.len());
    let first = source.chars().next().map_or(0, char::len_utf8);
    let found = Diagnostic::at(Code::PolicyUtf16, Span::new(0, first));
    let safe = applicability(&text);
    Some(found.fix(safe, "save the text as UTF-8", whole, text))
}

/// Whether a text may replace the whole source, whose one error is that it is something else.
fn applicability(mended: &str) -> Applicability {
    if reader::errors(mended) <= 1 {
        Applicability::MachineApplicable
    } else {
        Applicability::MaybeIncorrect
    }
}

/// Adds a fix where the words of `text` make up a whole policy.
fn offer(found: Diagnostic, source: &str, text: &str) -> Diagnostic {
    let Some((policy, whole)) = policy_of_words(text) else { return found };
    let safe = if whole { Applicability::MachineApplicable } else { Applicability::MaybeIncorrect };
    let mended = policy.to_string().replace('\r', "");
    found.fix(safe, "write it as a policy", Span::new(0, source.len()), mended)
}

/// A template that wrote `\n` for its line ends: everything stands on one line.
fn escaped_newline(source: &str) -> Option<Diagnostic> {
    let at = find(source, "\\n")?;
    let span = Span::new(at, at.saturating_add(2));
    let mended = real_line_ends(source.trim_end());
    let found = Diagnostic::at(Code::PolicyEscapedNewline, span);
    let safe = applicability(&mended);
    Some(found.fix(safe, "write real line ends", Span::new(0, source.len()), mended))
}

/// `\n` and `\r\n`, written out, as line feeds.
fn real_line_ends(text: &str) -> String {
    replaced(&replaced(text, "\\r\\n", "\n"), "\\n", "\n")
}

/// All fields on one line. Only where its words make up a policy; else the line is judged as a line.
fn run_together(source: &str, line: Span) -> Option<Diagnostic> {
    policy_of_words(source)?;
    Some(offer(Diagnostic::at(Code::PolicyOneLine, line), source, source))
}

/// Items that begin with a hyphen. Only where the words make up a policy; else each line is judged.
fn yaml_list(source: &str) -> Option<Diagnostic> {
    let item = lines(source).find(|line| line.text.trim_start().starts_with("- "))?;
    policy_of_words(source)?;
    Some(offer(Diagnostic::at(Code::PolicyYamlList, item.span), source, source))
}

/// The policy that the words of a text make up, and whether it has no other words. `None` unless the policy would be
/// valid.
fn policy_of_words(text: &str) -> Option<(Policy, bool)> {
    let around = |c: char| c.is_whitespace() || "{}[]()\"'`,;:=|<>“”".chars().any(|mark| mark == c);
    let words = text.split(around).filter(|w| w.contains(char::is_alphanumeric));
    let (mut version, mut mode, mut max_age, mut mx) = (false, None, None, Vec::new());
    let (mut field, mut whole) = (None, true);
    for word in words {
        // A host name may look like a field's name but for its dots.
        let named = Some(word).filter(|w| !has(w, b'.')).and_then(near_miss::dressed);
        if let Some(name) = named.or((word == "v").then_some("version")) {
            field = Some(name);
            continue;
        }
        let taken = match field {
            Some("version") if !version => {
                version = near_miss::plain(word) == "stsv1";
                version
            }
            Some("mode") if mode.is_none() => {
                mode = Mode::parse(&near_miss::plain(word));
                mode.is_some()
            }
            Some("max_age") if max_age.is_none() => {
                let seconds = near_miss::digits(word).and_then(|s| u32::try_from(s).ok());
                max_age = seconds.filter(|seconds| *seconds <= super::MAX_MAX_AGE);
                max_age.is_some()
            }
            // Without a dot it is a port, a preference or a remark.
            Some("mx") if has(word, b'.') => {
                MxPattern::parse(word).map(|pattern| mx.push(pattern)).is_ok()
            }
            _ => false,
        };
        whole &= taken;
    }
    let mode = mode.filter(|mode| version && (*mode == Mode::None || !mx.is_empty()))?;
    let policy = Policy { version: "STSv1", mode, max_age: max_age?, mx, extensions: Vec::new() };
    Some((policy, whole))
}

/// What a browser would show of a page: without tags, and without what stands in head, script and style.
fn text_of(page: &str) -> String {
    let mut out = String::new();
    let mut hidden = None;
    for (index, piece) in page.split('<').enumerate() {
        let (tag, text) =
            if index == 0 { ("", piece) } else { piece.split_once('>').unwrap_or((piece, "")) };
        let name: String =
            tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        let name = name.to_ascii_lowercase();
        match hidden {
            Some(end) if name == end => hidden = None,
            Some(_) => continue,
            None => {
                let ends = ["/head", "/script", "/style", "/title"];
                hidden = ends.into_iter().find(|end| end.strip_prefix('/') == Some(&name));
            }
        }
        if hidden.is_none() {
            out.push(' ');
            out.push_str(&replaced(text, "&nbsp;", " "));
        }
    }
    out
}

/// Whether `text` holds `part`, which is in lower case, in any case.
fn contains(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|w| w.eq_ignore_ascii_case(part.as_bytes()))
}
