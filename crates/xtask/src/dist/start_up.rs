//! How long the program takes to start and end.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::failure::{Context, Failure};

pub(super) const RUNS: usize = 20;

/// Milliseconds of `--version`, the median.
pub(super) fn median(program: &Path) -> Result<f64, Failure> {
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let start = Instant::now();
        let status = Command::new(program).arg("--version").stdout(Stdio::null()).status();
        let status = status.context(|| format!("cannot start {}", program.display()))?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
        if !status.success() {
            return Err(Failure::new(format!("`mta-sts --version` fails: {status}")));
        }
    }
    times.sort_by(f64::total_cmp);
    Ok(times.get(RUNS / 2).copied().unwrap_or_default())
}
