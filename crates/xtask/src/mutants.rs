//! `cargo xtask mutants`: small faults put into the core's rules, one after the other; tests must notice each.
//!
//! Mutants that change nothing anybody could see are named in `.cargo/mutants.toml`, each with the reason.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Context, Failure};
use crate::paths;
use crate::setup;

/// What decides whether mail is delivered.
const FILES: [&str; 7] = [
    "crates/mta-sts/src/policy/**",
    "crates/mta-sts/src/record/**",
    "crates/mta-sts/src/record.rs",
    "crates/mta-sts/src/mx/**",
    "crates/mta-sts/src/mx.rs",
    "crates/mta-sts/src/apply*",
    "crates/mta-sts/src/cache/**",
];

/// cargo-mutants' answers: all were caught, some were not, some ended by the clock, which is as good as caught.
const CAUGHT: i32 = 0;
const MISSED: i32 = 2;
const TIMED_OUT: i32 = 3;

/// Runs all mutants, or one share of them such as `1/8`.
///
/// Twice: the unit tests alone build and run in seconds and notice most; only what is left meets every test and the
/// vectors.
pub(crate) fn run(shard: Option<&str>) -> Result<(), Failure> {
    let tool = setup::cargo_mutants()?;
    println!("unit tests against every mutant …");
    let mut quick = mutants(&tool, "quick")?;
    if let Some(shard) = shard {
        quick.args(["--shard", shard]);
    }
    // The slowest of them is about how Senders read.
    quick.args(["--", "--lib", "--", "--skip", "long_hostile_texts"]);
    let missed = match answer(&mut quick)? {
        CAUGHT | TIMED_OUT => Vec::new(),
        MISSED => lines(&out("quick").join("missed.txt"))?,
        other => return Err(Failure::new(format!("cargo-mutants ended with {other}."))),
    };
    if missed.is_empty() {
        return Ok(());
    }
    println!("every test and the vectors against the {} that are left …", missed.len());
    let mut whole = mutants(&tool, "whole")?;
    for name in &missed {
        whole.arg("--re").arg(format!("^{}$", escaped(name)));
    }
    // The vectors are a test of xtask.
    whole.args(["--test-package", "mta-sts,xtask"]);
    match answer(&mut whole)? {
        CAUGHT | TIMED_OUT => Ok(()),
        MISSED => Err(Failure::new(format!(
            "Mutants have survived; they are listed in {}. Add a vector or a test for each, or explain it in .cargo/mutants.toml.",
            out("whole").join("missed.txt").display()
        ))),
        other => Err(Failure::new(format!("cargo-mutants ended with {other}."))),
    }
}

fn folder(run: &str) -> PathBuf {
    paths::target().join("mutants").join(run)
}

fn out(run: &str) -> PathBuf {
    folder(run).join("mutants.out")
}

fn mutants(tool: &Path, run: &str) -> Result<Command, Failure> {
    let folder = folder(run);
    fs::create_dir_all(&folder).context(|| format!("cannot create {}", folder.display()))?;
    let mut command = Command::new(tool);
    command.current_dir(paths::root()).arg("mutants");
    command.args(["--package", "mta-sts", "--all-features", "--profile", "mutants"]);
    command.arg("--output").arg(folder);
    for file in FILES {
        command.args(["--file", file]);
    }
    Ok(command)
}

fn answer(command: &mut Command) -> Result<i32, Failure> {
    let status = command.status().context(|| "cannot start cargo-mutants".to_owned())?;
    status.code().ok_or_else(|| Failure::new("cargo-mutants was ended from outside."))
}

fn lines(path: &Path) -> Result<Vec<String>, Failure> {
    let text = fs::read_to_string(path).context(|| format!("cannot read {}", path.display()))?;
    Ok(text.lines().map(str::to_owned).collect())
}

/// The name as a regular expression that matches it and nothing else.
fn escaped(name: &str) -> String {
    let special = |c: char| r"\.+*?()|[]{}^$#&-~".contains(c);
    name.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_match_only_themselves() {
        let name = "src/mx.rs:1:2: replace a -> Option<&'a str> with Some(\"x_y\")";
        let written = r#"src/mx\.rs:1:2: replace a \-> Option<\&'a str> with Some\("x_y"\)"#;
        assert_eq!(super::escaped(name), written);
    }
}
