//! `cargo xtask bench core`: the core's speed beside a floor and other crates. Needs the network once, for those crates.

use std::process::Command;

use crate::failure::Failure;
use crate::paths;
use crate::process::shown;

pub(crate) fn core() -> Result<(), Failure> {
    for program in ["mta-sts-bench", "allocations"] {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .current_dir(paths::root().join("tests/bench/core"))
            .env("CARGO_TARGET_DIR", paths::target().join("bench"))
            .args(["run", "--quiet", "--release", "--locked", "--bin", program]);
        if !shown(&mut command)?.0 {
            return Err(Failure::new(format!("{program} has failed; its output is above.")));
        }
    }
    Ok(())
}
