//! `cargo xtask coverage`: the lines of the core that its tests and the vectors reach, and those that they do not.

use std::process::Command;

use serde_json::Value;

use crate::failure::{Context, Failure};
use crate::paths;
use crate::process::logged;
use crate::setup;

/// Per cent of the core's lines, at least.
const LEAST: f64 = 95.0;

pub(crate) fn run() -> Result<(), Failure> {
    let tool = setup::cargo_llvm_cov()?;
    let vectors = paths::root().join("tests/conformance/vectors").display().to_string();
    let llvm_cov = |args: &[&str]| {
        let mut command = Command::new(&tool);
        command.current_dir(paths::root()).arg("llvm-cov").args(args);
        command
    };
    logged(&mut llvm_cov(&["clean", "--workspace"]), "coverage-clean")?;
    println!("running the core's tests with counters in them …");
    let tests = ["--no-report", "-p", "mta-sts", "--all-features"];
    logged(&mut llvm_cov(&tests), "coverage-tests")?;
    println!("running the vectors with counters in them …");
    let natively =
        ["run", "--no-report", "-p", "xtask", "--", "vectors", &vectors, "--host", "native"];
    logged(&mut llvm_cov(&natively), "coverage-vectors")?;
    let report = ["report", "--json", "--ignore-filename-regex", "xtask|/tests"];
    let report = llvm_cov(&report).output().context(|| "cannot start cargo-llvm-cov".to_owned())?;
    if !report.status.success() {
        return Err(Failure::new(String::from_utf8_lossy(&report.stderr).into_owned()));
    }
    let report: Value = serde_json::from_slice(&report.stdout)
        .context(|| "cannot read cargo-llvm-cov's report".to_owned())?;
    print(&report)
}

fn print(report: &Value) -> Result<(), Failure> {
    let data = &report["data"][0];
    for file in data["files"].as_array().into_iter().flatten() {
        let missed = missed_lines(file);
        if !missed.is_empty() {
            let name = file["filename"].as_str().unwrap_or_default();
            let name = name.rsplit_once("mta-sts/src/").map_or(name, |(_, inner)| inner);
            println!("{name}: not reached: {}", ranges(&missed));
        }
    }
    let lines = &data["totals"]["lines"];
    let percent = lines["percent"].as_f64().unwrap_or(0.0);
    println!("{percent:.2} % of {} lines of the core are reached", lines["count"]);
    if percent < LEAST {
        return Err(Failure::new(format!("That is less than {LEAST} %.")));
    }
    Ok(())
}

/// From the segments of llvm-cov's export: `[line, column, count, has count, starts a region, is a gap]`.
fn missed_lines(file: &Value) -> Vec<u64> {
    let segments: Vec<(u64, u64, bool, bool)> = file["segments"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|segment| {
            let number = |index: usize| segment[index].as_u64().unwrap_or(0);
            let flag = |index: usize| segment[index].as_bool().unwrap_or(false);
            (number(0), number(2), flag(3), flag(4) && !flag(5))
        })
        .collect();
    let mut missed = Vec::new();
    for pair in segments.windows(2) {
        if let [(line, 0, true, true), (end, ..)] = pair {
            missed.extend(*line..=*end);
        }
    }
    missed.dedup();
    missed
}

/// `3-5, 9`.
fn ranges(lines: &[u64]) -> String {
    let runs = lines.chunk_by(|a, b| *b <= a + 1);
    let words = runs.filter_map(|run| match run {
        [] => None,
        [one] => Some(one.to_string()),
        [first, .., last] if first == last => Some(first.to_string()),
        [first, .., last] => Some(format!("{first}-{last}")),
    });
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{missed_lines, ranges};

    #[test]
    fn regions_without_a_count_are_missed_and_gaps_are_not() {
        let file = serde_json::json!({ "segments": [
            [1, 1, 5, true, true, false], [3, 2, 0, true, true, false], [5, 9, 5, true, false, false],
            [7, 1, 0, true, true, true], [8, 1, 0, true, true, false], [8, 9, 0, false, false, false],
        ] });
        assert_eq!(missed_lines(&file), [3, 4, 5, 8]);
        assert_eq!(ranges(&[3, 4, 5, 8]), "3-5, 8");
    }
}
