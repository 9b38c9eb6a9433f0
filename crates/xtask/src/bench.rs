//! `cargo xtask bench`: speeds beside a floor and others', and memory over many calls. `core` and `npm` need the network
//! once, for what they compare with.

use std::process::Command;

use crate::build;
use crate::failure::Failure;
use crate::node_env::node;
use crate::paths;
use crate::process::shown;
use crate::setup::{self, For};

pub(crate) fn core() -> Result<(), Failure> {
    for program in ["mta-sts-bench", "allocations"] {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .current_dir(paths::root().join("tests/bench/core"))
            .env("CARGO_TARGET_DIR", paths::target().join("bench"))
            .args(["run", "--quiet", "--release", "--locked", "--bin", program]);
        passed(program, &mut command)?;
    }
    Ok(())
}

/// The package beside mailauth, in one process of Node.
pub(crate) fn npm() -> Result<(), Failure> {
    script(For::Test, "packaging/bench/npm.mjs")
}

/// The memory of the module over a million calls.
pub(crate) fn soak() -> Result<(), Failure> {
    script(For::Build, "bench/soak.mjs")
}

fn script(needs: For, name: &str) -> Result<(), Failure> {
    let tools = setup::run(needs)?;
    if build::is_stale() {
        build::package(&tools)?;
    }
    passed(name, node(&tools.browsers).arg(name))
}

fn passed(name: &str, command: &mut Command) -> Result<(), Failure> {
    match shown(command)?.0 {
        true => Ok(()),
        false => Err(Failure::new(format!("{name} has failed; its output is above."))),
    }
}
