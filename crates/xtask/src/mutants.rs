//! `cargo xtask mutants`: small faults put into the core's rules, one after the other; tests must notice each.

use std::process::Command;

use crate::failure::Failure;
use crate::paths;
use crate::process::shown;
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

/// Runs all mutants, or one share of them such as `1/8`.
pub(crate) fn run(shard: Option<&str>) -> Result<(), Failure> {
    let mut command = Command::new(setup::cargo_mutants()?);
    // The vectors are a test of this package.
    let packages = ["--package", "mta-sts", "--test-package", "mta-sts,xtask", "--all-features"];
    command.current_dir(paths::root()).arg("mutants").args(packages);
    // With room for a mutant that loops.
    command.args(["--minimum-test-timeout", "60", "--output"]).arg(paths::target());
    for file in FILES {
        command.args(["--file", file]);
    }
    if let Some(shard) = shard {
        command.args(["--shard", shard]);
    }
    if !shown(&mut command)?.0 {
        return Err(Failure::new(format!(
            "Mutants have survived; they are listed in {}. Add a vector or a test for each, or explain it there.",
            paths::target().join("mutants.out/missed.txt").display()
        )));
    }
    Ok(())
}
