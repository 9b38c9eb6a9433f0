//! The progress line of a scan, on standard error.

use std::fmt::Write;
use std::time::Duration;

use indicatif::style::TemplateError;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::Summary;

/// How often the line is drawn, per second.
const HERTZ: u8 = 5;

// A line that is wider than the terminal could not be drawn over: the message gives way.
const KNOWN: &str = "{bar:12} {pos}/{len} {rate} {eta} left  {wide_msg}";
const UNKNOWN: &str = "{spinner} {pos} {rate}  {wide_msg}";

pub(crate) struct Meter(ProgressBar);

impl Meter {
    /// For `total` domains, of which `done` are done; without a terminal nothing is shown.
    pub(crate) fn new(total: Option<u64>, done: u64, quiet: bool) -> Meter {
        let target = if quiet {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(HERTZ)
        };
        let bar = ProgressBar::with_draw_target(total, target);
        // Both templates are constants that a test below reads.
        if let Ok(style) = style(if total.is_some() { KNOWN } else { UNKNOWN }) {
            bar.set_style(style);
        }
        bar.set_position(done);
        // The time left follows from what this run does.
        bar.reset_eta();
        bar.enable_steady_tick(Duration::from_secs(1));
        Meter(bar)
    }

    pub(crate) fn done(&self, summary: &Summary) {
        self.0.inc(1);
        if !self.0.is_hidden() {
            self.0.set_message(summary.brief());
        }
    }

    pub(crate) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

fn style(template: &str) -> Result<ProgressStyle, TemplateError> {
    let rate = |state: &ProgressState, out: &mut dyn Write| {
        // Writing to a line that is being made does not fail.
        let _ = write!(out, "{:.0}/s", state.per_sec());
    };
    Ok(ProgressStyle::with_template(template)?.with_key("rate", rate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_sound_and_as_wide_as_the_terminal() {
        for template in [KNOWN, UNKNOWN] {
            assert!(style(template).is_ok() && template.contains("{wide_msg}"), "{template}");
        }
    }
}
