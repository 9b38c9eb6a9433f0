//! Colours, signs, and text that keeps within a line.

use anstyle::{AnsiColor, Style};
use mta_sts::Severity;
use mta_sts::check::Outcome;

use crate::text;

/// Columns to write in.
pub(super) const WIDTH: usize = 80;

/// How to write.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Look {
    /// With colours.
    pub(crate) styled: bool,
    /// Signs in ASCII, for terminals in a locale without UTF-8.
    pub(crate) ascii: bool,
}

impl Look {
    pub(super) fn paint(self, style: Style, text: &str) -> String {
        if self.styled { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }

    pub(super) fn faint(self, text: &str) -> String {
        self.paint(Style::new().dimmed(), text)
    }

    /// The sign of an outcome. Signs stand beside words: colour alone says nothing.
    pub(super) fn sign(self, outcome: Outcome) -> String {
        let (sign, ascii) = match outcome {
            Outcome::Pass => ("✓", "+"),
            Outcome::Warn => ("!", "!"),
            Outcome::Fail => ("✗", "x"),
            Outcome::NotTested => ("?", "?"),
            Outcome::Skipped => ("–", "-"),
        };
        self.paint(color(outcome), if self.ascii { ascii } else { sign })
    }

    /// Sign and word, padded to [`OUTCOME_WIDTH`] columns.
    pub(super) fn outcome(self, outcome: Outcome) -> String {
        let word = match outcome {
            Outcome::Pass => "ok",
            Outcome::Warn => "warning",
            Outcome::Fail => "broken",
            Outcome::NotTested => "not tested",
            Outcome::Skipped => "skipped",
        };
        let room = OUTCOME_WIDTH - 2;
        format!("{} {}", self.sign(outcome), self.paint(color(outcome), &format!("{word:<room$}")))
    }

    /// `error[slug]:` and the like.
    pub(super) fn severity(self, severity: Severity, text: &str) -> String {
        let color = match severity {
            Severity::Error => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Note => AnsiColor::Cyan,
        };
        self.paint(color.on_default().bold(), text)
    }
}

/// Columns of [`Look::outcome`].
pub(super) const OUTCOME_WIDTH: usize = 12;

fn color(outcome: Outcome) -> Style {
    let color = match outcome {
        Outcome::Pass => AnsiColor::Green,
        Outcome::Warn => AnsiColor::Yellow,
        Outcome::Fail => AnsiColor::Red,
        Outcome::NotTested => AnsiColor::Cyan,
        Outcome::Skipped => AnsiColor::BrightBlack,
    };
    color.on_default().bold()
}

/// Text from anywhere in lines of at most [`WIDTH`] columns, all indented by `indent`.
pub(super) fn wrapped(indent: usize, words: &str) -> String {
    let pad = " ".repeat(indent);
    let lines = lines(WIDTH.saturating_sub(indent), words);
    lines.iter().map(|line| format!("{pad}{line}\n")).collect()
}

/// The title of a finding in such lines, its severity and code coloured.
pub(super) fn titled(
    look: Look,
    indent: usize,
    severity: Severity,
    code: &str,
    message: &str,
) -> String {
    let kind = format!("{}[{code}]:", severity.as_str());
    let title = wrapped(indent, &format!("{kind} {message}"));
    title.replacen(&kind, &look.severity(severity, &kind), 1)
}

/// The same behind a heading that fills the columns before it: `paint` colours the heading.
pub(super) fn headed(
    column: usize,
    heading: &str,
    paint: impl Fn(&str) -> String,
    words: &str,
) -> String {
    let text = wrapped(column, words);
    let gap = " ".repeat(column.saturating_sub(heading.chars().count()));
    format!("{}{gap}{}", paint(heading), text.trim_start_matches(' '))
}

fn lines(room: usize, words: &str) -> Vec<String> {
    let safe = text::line(words);
    let mut lines = vec![String::new()];
    for word in safe.split(' ').filter(|word| !word.is_empty()) {
        if let Some(line) = lines.last_mut() {
            let fits = line.chars().count() + 1 + word.chars().count() <= room;
            if line.is_empty() {
                line.push_str(word);
            } else if fits {
                line.push(' ');
                line.push_str(word);
            } else {
                lines.push(word.to_owned());
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_at_words_and_escapes() {
        let text = wrapped(4, &format!("{} \x1b[31m end", "word ".repeat(30).trim()));
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH && line.starts_with("    ")));
        assert!(text.contains("\\x1b[31m") && !text.contains('\x1b'));
    }

    #[test]
    fn headings_keep_the_column() {
        let text = headed(8, "TLS", str::to_owned, &"word ".repeat(20));
        let mut lines = text.lines();
        assert!(lines.next().unwrap().starts_with("TLS     word word"));
        assert!(lines.next().unwrap().starts_with("        word"));
    }
}
