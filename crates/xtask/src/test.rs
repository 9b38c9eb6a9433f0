//! `cargo xtask test`: everything, part by part, with one closing line of counts.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::build;
use crate::counts::Counts;
use crate::demo::build_programs;
use crate::failure::Failure;
use crate::fuzz;
use crate::node_env::node;
use crate::paths;
use crate::process::shown;
use crate::setup::{self, Browsers, For};
use crate::vectors;

type Part<'a> = (&'static str, Box<dyn Fn() -> Result<Counts, Failure> + 'a>);

pub(crate) fn run(only: &[String]) -> Result<(), Failure> {
    let tools = setup::run(For::Test)?;
    build::package(&tools)?;
    build_programs()?;
    let browsers = &tools.browsers;
    let parts: Vec<Part<'_>> = vec![
        (
            "size of the parse-only module",
            Box::new(|| {
                build::PARSER.build(&tools)?;
                Ok(Counts { passed: 1, failed: 0 })
            }),
        ),
        ("formatting", Box::new(|| gate(cargo(&["fmt", "--all", "--check"])))),
        ("lints", Box::new(|| gate(clippy(&["--workspace", "--all-targets", "--all-features"])))),
        (
            "lints of the wasm module",
            Box::new(|| {
                gate(clippy(&["-p", "mta-sts-wasm", "--target", "wasm32-unknown-unknown"]))
            }),
        ),
        ("lock files", Box::new(lock_files)),
        (
            "documentation",
            Box::new(|| gate(cargo(&["doc", "--quiet", "--workspace", "--no-deps"]))),
        ),
        (
            "Rust tests",
            Box::new(|| {
                counted(
                    cargo(&["test", "--workspace", "--all-features", "--no-fail-fast"]),
                    Counts::of_cargo,
                )
            }),
        ),
        (
            "vectors in three hosts",
            Box::new(|| vectors::count(&[paths::root().join("tests/conformance/vectors")], &[])),
        ),
        (
            "runtime tests",
            Box::new(|| counted(node_tests("runtimes", AT_ONCE, browsers)?, Counts::of_node)),
        ),
        (
            "edge tests",
            Box::new(|| counted(node_tests("edge", AT_ONCE, browsers)?, Counts::of_node)),
        ),
        ("short fuzzing", Box::new(fuzz::count)),
        (
            "packaging tests",
            Box::new(|| counted(node_tests("packaging", AT_ONCE, browsers)?, Counts::of_node)),
        ),
        (
            "browser tests",
            Box::new(|| counted(node_tests("e2e", BROWSERS_AT_ONCE, browsers)?, Counts::of_node)),
        ),
    ];
    let wanted =
        |name: &str| only.is_empty() || only.iter().any(|text| name.contains(text.as_str()));
    let mut table = Vec::new();
    let mut total = Counts::default();
    for (name, part) in parts.iter().filter(|(name, _)| wanted(name)) {
        println!("\n── {name} ──");
        let start = Instant::now();
        let counts = part().unwrap_or_else(|failure| {
            println!("{failure}");
            Counts { passed: 0, failed: 1 }
        });
        total.add(counts);
        table.push((*name, counts, start.elapsed().as_secs()));
    }
    println!();
    for (name, Counts { passed, failed }, seconds) in table {
        let mark = if failed == 0 { "ok    " } else { "FAILED" };
        println!("{mark} {name:<26} {passed:>5} passed {failed:>4} failed {seconds:>5} s");
    }
    println!("\n{} passed, {} failed", total.passed, total.failed);
    if total.failed > 0 || total.passed == 0 {
        return Err(Failure::new(
            "The tests have not passed; the parts that failed are named above.",
        ));
    }
    Ok(())
}

fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(paths::root()).args(args).env("RUSTDOCFLAGS", "-D warnings");
    command
}

fn clippy(args: &[&str]) -> Command {
    let mut command = cargo(&["clippy", "--quiet"]);
    command.args(args).args(["--", "-D", "warnings"]);
    command
}

/// The benchmarks and the fuzz targets are workspaces of their own, and are built with `--locked`.
fn lock_files() -> Result<Counts, Failure> {
    let mut total = Counts::default();
    for folder in ["bench/core", "bench/probe", "bench/scan", "fuzz"] {
        let mut command = cargo(&["update", "--workspace", "--locked", "--quiet"]);
        command.current_dir(paths::root().join("tests").join(folder));
        total.add(gate(command)?);
    }
    Ok(total)
}

/// How many files of tests run at once. Each starts a lab of its own, and there are few cores.
const AT_ONCE: &str = "1";

/// Those of browsers, one file at a time, leave a core idle for much of it.
const BROWSERS_AT_ONCE: &str = "2";

fn node_tests(folder: &str, at_once: &str, browsers: &Browsers) -> Result<Command, Failure> {
    let path = paths::root().join("tests").join(folder);
    let entries = path.read_dir().into_iter().flatten().flatten().map(|e| e.path());
    let mut files: Vec<PathBuf> =
        entries.filter(|p| p.to_string_lossy().ends_with(".test.mjs")).collect();
    if files.is_empty() {
        return Err(Failure::new(format!("{} holds no *.test.mjs", path.display())));
    }
    files.sort();
    let mut command = node(browsers);
    command.args(["--test", "--test-concurrency", at_once, "--test-reporter=spec"]).args(files);
    Ok(command)
}

/// A command that passes or fails as a whole.
fn gate(mut command: Command) -> Result<Counts, Failure> {
    let passed = usize::from(shown(&mut command)?.0);
    Ok(Counts { passed, failed: 1 - passed })
}

/// A test runner. One that fails has a failure even if it counts none, and one that ran nothing has failed.
fn counted(mut command: Command, count: fn(&str) -> Counts) -> Result<Counts, Failure> {
    let (ended_well, output) = shown(&mut command)?;
    let mut counts = count(&output);
    if (!ended_well || counts.passed == 0) && counts.failed == 0 {
        counts.failed = 1;
    }
    Ok(counts)
}
