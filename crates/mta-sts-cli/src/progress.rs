//! One line on the terminal that says what is being waited for; gone when there is something to read.

use std::io::{IsTerminal, Write, stderr};

use mta_sts::check::{Event, StepName};
use terminal_size::{Width, terminal_size_of};

use crate::render;

/// Columns of a terminal that does not tell.
const WIDTH: usize = 80;

/// Back to the first column, and clear the line.
const CLEAR: &str = "\r\x1b[K";

/// The line. Without a terminal that can clear it, nothing is shown.
pub(crate) struct Progress {
    title: String,
    visible: bool,
    waiting: Vec<StepName>,
}

impl Progress {
    pub(crate) fn new(title: String) -> Progress {
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb" || term.is_empty());
        let progress =
            Progress { title, visible: stderr().is_terminal() && !dumb, waiting: Vec::new() };
        progress.show();
        progress
    }

    pub(crate) fn event(&mut self, event: &Event) {
        match event {
            Event::StepStarted(step) => self.waiting.push(*step),
            Event::StepFinished(step) => self.waiting.retain(|waiting| waiting != step),
            Event::Finished => self.waiting.clear(),
        }
        self.show();
    }

    fn show(&self) {
        if self.visible {
            let columns = terminal_size_of(stderr()).map_or(WIDTH, |(Width(w), _)| w.into());
            let line = line(&self.title, &self.waiting, columns);
            // Whether it can be shown does not matter.
            let _ = write!(stderr(), "{CLEAR}{line}").and_then(|()| stderr().flush());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.visible {
            let _ = write!(stderr(), "{CLEAR}").and_then(|()| stderr().flush());
        }
    }
}

/// A line that were as wide as the terminal could not be cleared.
fn line(title: &str, waiting: &[StepName], columns: usize) -> String {
    let steps: Vec<&str> = waiting.iter().map(|step| render::title(*step)).collect();
    let line = match steps.as_slice() {
        [] => title.to_owned(),
        steps => format!("{title}: waiting for {}", steps.join(", ")),
    };
    line.chars().take(columns.saturating_sub(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_is_waited_for_in_one_line() {
        let steps = [StepName::Fetch, StepName::Mx];
        let text = "Checking a.test: waiting for Policy fetch, MX records";
        assert_eq!(line("Checking a.test", &steps, 80), text);
        assert_eq!(line(&"x".repeat(300), &steps, 40).len(), 39);
    }
}
