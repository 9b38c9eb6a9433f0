//! `cargo xtask bench`: speeds beside a floor and others', and memory over many calls. Building one needs the network once,
//! for what it compares with.

use std::path::Path;
use std::process::Command;

use crate::build;
use crate::demo::build_programs;
use crate::dist;
use crate::failure::Failure;
use crate::node_env::node;
use crate::paths;
use crate::process::shown;
use crate::setup::{self, For};

/// The core's speed beside a floor and other crates.
pub(crate) fn core() -> Result<(), Failure> {
    for program in ["mta-sts-bench", "allocations"] {
        passed(program, cargo("core", "bench").args(["--bin", program]))?;
    }
    Ok(())
}

/// The prober beside a plain loop, and beside OpenSSL's client.
pub(crate) fn probe() -> Result<(), Failure> {
    if !Path::new("/usr/sbin/postfix").exists() {
        return Err(Failure::usage(
            "Postfix is missing: run `sh tests/interop/install-postfix.sh` as root.",
        ));
    }
    let program = dist::program("release", None)?;
    let mut bench = cargo("probe", "bench-probe");
    passed("the benchmark", bench.args(["--", "compare"]).arg(program))
}

/// Scans beside a plain loop, the resolver's ceiling, and the number of MX hosts.
pub(crate) fn scan() -> Result<(), Failure> {
    let program = dist::program("release", None)?;
    let mut bench = cargo("scan", "bench-scan");
    passed("the benchmark", bench.args(["--", "compare"]).arg(program))
}

/// The package beside mailauth, in one process of Node.
pub(crate) fn npm() -> Result<(), Failure> {
    script(For::Test, "packaging/bench/npm.mjs")
}

/// What the package adds to a cold start, in Node and in workerd.
pub(crate) fn cold_start() -> Result<(), Failure> {
    script(For::Test, "packaging/bench/cold-start.mjs")
}

/// The memory of the module over a million calls of each function, or of those named.
pub(crate) fn soak(functions: &[String]) -> Result<(), Failure> {
    run_script(For::Build, "bench/soak.mjs", functions)
}

/// From a keystroke on the page to its frame, in Chromium.
pub(crate) fn page() -> Result<(), Failure> {
    build_programs()?;
    script(For::Test, "bench/page.mjs")
}

fn script(needs: For, name: &str) -> Result<(), Failure> {
    run_script(needs, name, &[])
}

fn run_script(needs: For, name: &str, args: &[String]) -> Result<(), Failure> {
    let tools = setup::run(needs)?;
    if build::is_stale() {
        build::package(&tools)?;
    }
    passed(name, node(&tools.browsers).arg(name).args(args))
}

/// A benchmark in Rust, each a workspace of its own.
fn cargo(name: &str, target: &str) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .current_dir(paths::root().join("tests/bench").join(name))
        .env("CARGO_TARGET_DIR", paths::target().join(target))
        .args(["run", "--quiet", "--release", "--locked"]);
    command
}

fn passed(name: &str, command: &mut Command) -> Result<(), Failure> {
    match shown(command)?.0 {
        true => Ok(()),
        false => Err(Failure::new(format!("{name} has failed; its output is above."))),
    }
}
