//! Colours, signs, and text that keeps within a line.

use anstyle::{AnsiColor, Style};
use mta_sts::check::Outcome;

use crate::text;

/// Columns of text that has no place of its own to be.
pub(super) const WIDTH: usize = 80;

/// Paints, or leaves as it is.
#[derive(Clone, Copy)]
pub(super) struct Painter {
    pub(super) styled: bool,
}

impl Painter {
    pub(super) fn paint(self, style: Style, text: &str) -> String {
        if self.styled { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }

    pub(super) fn faint(self, text: &str) -> String {
        self.paint(Style::new().dimmed(), text)
    }
}

/// Sign and word of an outcome: never colour alone.
pub(super) fn outcome(painter: Painter, outcome: Outcome) -> String {
    let (sign, word, color) = match outcome {
        Outcome::Pass => ("✓", "ok", AnsiColor::Green),
        Outcome::Warn => ("!", "warning", AnsiColor::Yellow),
        Outcome::Fail => ("✗", "broken", AnsiColor::Red),
        Outcome::NotTested => ("?", "not tested", AnsiColor::Cyan),
        Outcome::Skipped => ("–", "skipped", AnsiColor::BrightBlack),
    };
    painter.paint(color.on_default().bold(), &format!("{sign} {word:<10}"))
}

/// Text from anywhere in lines of at most [`WIDTH`] columns, all indented by `indent`.
pub(super) fn wrapped(indent: usize, words: &str) -> String {
    let safe = text::line(words);
    let room = WIDTH.saturating_sub(indent);
    let pad = " ".repeat(indent);
    let mut out = String::new();
    let mut line = String::new();
    for word in safe.split(' ') {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > room {
            out.push_str(&format!("{pad}{line}\n"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    out.push_str(&format!("{pad}{line}\n"));
    out
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
}
