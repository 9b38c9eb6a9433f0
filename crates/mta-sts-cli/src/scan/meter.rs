//! The progress line of a scan, on standard error.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Summary;

/// How often the line is drawn, per second.
const HERTZ: u8 = 5;

const KNOWN: &str = "{bar:20} {pos}/{len} {per_sec} {eta} left  {msg}";
const UNKNOWN: &str = "{spinner} {pos} {per_sec}  {msg}";

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
        if let Ok(style) =
            ProgressStyle::with_template(if total.is_some() { KNOWN } else { UNKNOWN })
        {
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
        self.0.set_message(summary.brief());
    }

    pub(crate) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_sound() {
        for template in [KNOWN, UNKNOWN] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }
}
