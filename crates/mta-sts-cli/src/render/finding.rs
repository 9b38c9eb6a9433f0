//! One finding, with the marked place in its source as rustc shows it.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use anstyle::AnsiColor;
use mta_sts::{Finding, Severity};

use super::style::{Painter, WIDTH, wrapped};
use crate::text::{self, Excerpt};

/// Labels of one finding shown in an excerpt.
const MAX_LABELS: usize = 4;

/// Lines longer than this are not drawn as an excerpt.
const MAX_LINE: usize = 300;

/// The finding as lines that end with a line feed, indented by `indent`.
pub(super) fn finding(
    painter: Painter,
    indent: usize,
    name: &str,
    source: &str,
    finding: &Finding,
) -> String {
    let drawn =
        if finding.labels.is_empty() { None } else { excerpt(painter, name, source, finding) };
    let mut out =
        drawn.map_or_else(|| plain(painter, indent, finding), |text| indented(indent, &text));
    out.push_str(&wrapped(indent + 2, &finding.help));
    out.push_str(&format!("{}{}\n", " ".repeat(indent + 2), painter.faint(finding.rfc)));
    out
}

fn plain(painter: Painter, indent: usize, finding: &Finding) -> String {
    let color = match finding.severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Note => AnsiColor::Cyan,
    };
    let kind = format!("{}[{}]:", finding.severity.as_str(), finding.code);
    let text = wrapped(indent, &format!("{kind} {}", finding.message));
    text.replacen(&kind, &painter.paint(color.on_default().bold(), &kind), 1)
}

/// `None` where the marked lines are too long to be drawn.
fn excerpt(painter: Painter, name: &str, source: &str, finding: &Finding) -> Option<String> {
    let shown = Excerpt::new(source);
    let longest = shown.text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    if longest > MAX_LINE {
        return None;
    }
    let annotations = finding.labels.iter().take(MAX_LABELS).enumerate().map(|(index, label)| {
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let span = shown.offset(label.span.bytes.start)..shown.offset(label.span.bytes.end);
        let annotation: Annotation<'_> = kind.span(span);
        if label.message.is_empty() { annotation } else { annotation.label(label.message) }
    });
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = text::line(&finding.message).into_owned();
    let snippet = Snippet::source(shown.text.as_str()).path(name).annotations(annotations);
    let group: Group<'_> = level.primary_title(message).id(finding.code).element(snippet);
    let renderer = if painter.styled { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH);
    Some(renderer.render(&[group]))
}

fn indented(indent: usize, text: &str) -> String {
    let pad = " ".repeat(indent);
    text.lines().map(|line| format!("{pad}{line}\n")).collect()
}
