//! One finding, with the marked place in its source as rustc shows it.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use mta_sts::diagnostic::Finding;
use mta_sts::{Severity, span::Span};

use super::style::{Look, WIDTH, headed, titled};
use crate::text::{self, Excerpt};

/// Labels of one finding shown in an excerpt.
const MAX_LABELS: usize = 4;

/// Lines longer than this are not drawn as an excerpt.
const MAX_LINE: usize = 300;

/// Where help and rule begin, behind their headings.
const COLUMN: usize = 6;

/// The finding as lines that end with a line feed, indented by `indent`. `name` is that of its source.
pub(crate) fn finding(
    look: Look,
    indent: usize,
    name: &str,
    source: &str,
    finding: &Finding,
) -> String {
    let mut out = titled(look, indent, finding.severity, finding.code, &finding.message);
    let name = text::line(name);
    if let Some(first) = finding.labels.first() {
        out.push_str(&match excerpt(look, &name, source, finding) {
            Some(drawn) => indented(indent, &drawn),
            None => {
                let place = format!("{name}:{}:{}", first.span.line, first.span.column);
                format!("{}{}\n", " ".repeat(indent), look.faint(&format!("--> {place}")))
            }
        });
    }
    let column = indent + COLUMN;
    let pad = " ".repeat(indent);
    let help = format!("{pad}help:");
    out.push_str(&headed(column, &help, |heading| look.bold(heading), &finding.help));
    out.push_str(&format!("{pad}{}\n", look.faint(&format!("rule: {}", finding.rfc))));
    out
}

/// `None` where the marked lines are too long to be drawn.
fn excerpt(look: Look, name: &str, source: &str, finding: &Finding) -> Option<String> {
    let labels = finding.labels.get(..finding.labels.len().min(MAX_LABELS))?;
    let window = window(source, labels.iter().map(|label| label.span.bytes));
    let first_line = source.get(..window.start)?.matches('\n').count() + 1;
    let shown = Excerpt::new(source.get(window.clone())?);
    if shown.text.lines().any(|line| line.chars().count() > MAX_LINE) {
        return None;
    }
    let offset = |at: usize| shown.offset(at.saturating_sub(window.start));
    let annotations = labels.iter().enumerate().map(|(index, label)| {
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let span = offset(label.span.bytes.start)..offset(label.span.bytes.end);
        let annotation: Annotation<'_> = kind.span(span);
        if label.message.is_empty() { annotation } else { annotation.label(label.message) }
    });
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let snippet = Snippet::source(shown.text.as_str())
        .line_start(first_line)
        .path(name)
        .annotations(annotations);
    let renderer = if look.styled { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH);
    Some(renderer.render(&[Group::with_level(level).element(snippet)]))
}

/// The whole lines from the first to the last of the spans, with their ends.
fn window(source: &str, spans: impl Iterator<Item = Span>) -> Range<usize> {
    let reach = spans
        .fold(source.len()..0, |reach, span| reach.start.min(span.start)..reach.end.max(span.end));
    let before = source.get(..reach.start).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let after = source.get(reach.end..).unwrap_or_default();
    let end = after.find('\n').map_or(source.len(), |at| reach.end + at + 1);
    start..end.max(start)
}

fn indented(indent: usize, text: &str) -> String {
    let pad = " ".repeat(indent);
    text.lines().map(|line| format!("{pad}{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_whole_lines() {
        let source = "one\ntwo\nthree\nfour\n";
        let of = |from, to| &source[window(source, [Span::new(from, to)].into_iter())];
        assert_eq!(of(5, 6), "two\n");
        assert_eq!(of(5, 9), "two\nthree\n");
        assert_eq!(of(0, 0), "one\n");
        assert_eq!(of(source.len(), source.len()), "");
    }

    #[test]
    fn places_survive_the_window() {
        let parsed = mta_sts::policy::parse(b"version: STSv1\r\nmode: on\r\nmax_age: 604800\r\n");
        let findings = parsed.findings();
        let text = finding(Look::default(), 2, "f\x1b", &parsed.source, &findings[0]);
        assert!(text.contains("--> f\\x1b:2:7\n"), "{text}");
        assert!(text.contains("2 | mode: on\n    |       ^^\n"), "{text}");
    }
}
