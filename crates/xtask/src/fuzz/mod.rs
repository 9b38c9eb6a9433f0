//! `cargo xtask fuzz`: the fuzz targets over the core, each with seeds made of the vectors.
//!
//! Without sanitizers: the core forbids unsafe code, so panics, failed assertions, hangs and memory are what there is to
//! find, and the stable compiler does.

mod seeds;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use clap::ValueEnum;

use crate::counts::Counts;
use crate::failure::{Context, Failure};
use crate::paths;
use crate::process::logged;
use crate::setup;

/// Executions of each target in a test run.
const SHORT: u64 = 10_000;

/// What is fuzzed; each is a file in `tests/fuzz/fuzz_targets`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum Target {
    /// TXT record sets at `_mta-sts`
    Record,
    /// Policy bodies
    Policy,
    /// Patterns and hosts
    Mx,
    /// TXT record sets at `_smtp._tls`
    TlsrptRecord,
    /// TLS reports
    Report,
    /// DNS messages
    DnsMessage,
    /// Whole checks
    CheckTranscript,
}

impl Target {
    fn name(self) -> &'static str {
        match self {
            Target::Record => "record",
            Target::Policy => "policy",
            Target::Mx => "mx",
            Target::TlsrptRecord => "tlsrpt_record",
            Target::Report => "report",
            Target::DnsMessage => "dns_message",
            Target::CheckTranscript => "check_transcript",
        }
    }

    /// Longest input: what the target reads is bounded, and shorter inputs find more in the same time.
    fn max_length(self) -> u32 {
        match self {
            Target::Report | Target::CheckTranscript => 1_024,
            Target::Policy | Target::DnsMessage => 512,
            Target::Record | Target::TlsrptRecord | Target::Mx => 256,
        }
    }
}

/// Runs the targets, or all of them, for that many executions each.
pub(crate) fn run(targets: &[Target], executions: u64) -> Result<(), Failure> {
    let all = Target::value_variants();
    let targets = if targets.is_empty() { all } else { targets };
    let tool = setup::cargo_fuzz()?;
    seeds::write(&folder("seeds"))?;
    for target in targets {
        println!("{}: {executions} executions …", target.name());
        let log = fuzz(&tool, *target, executions)?;
        println!("{}: nothing found; {}", target.name(), summary(&log));
    }
    Ok(())
}

/// A short run of every target, for the tests.
pub(crate) fn count() -> Result<Counts, Failure> {
    run(&[], SHORT)?;
    Ok(Counts { passed: Target::value_variants().len(), failed: 0 })
}

fn folder(name: &str) -> PathBuf {
    paths::target().join("fuzz").join(name)
}

fn fuzz(tool: &std::path::Path, target: Target, executions: u64) -> Result<String, Failure> {
    let name = target.name();
    let corpus = folder("corpus").join(name);
    let artifacts = folder("artifacts").join(name);
    for made in [&corpus, &artifacts] {
        fs::create_dir_all(made).context(|| format!("cannot create {}", made.display()))?;
    }
    let mut command = Command::new(tool);
    command
        .current_dir(paths::root())
        .env("CARGO_TARGET_DIR", folder("build"))
        .args(["fuzz", "run", "--fuzz-dir", "tests/fuzz", "--sanitizer", "none"])
        // A word list in its place: three times as many executions in the same time.
        .args(["--no-trace-compares", name])
        .args([&corpus, &folder("seeds").join(name)])
        .arg("--")
        .arg(format!("-runs={executions}"))
        .arg(format!("-max_len={}", target.max_length()))
        .arg(format!("-artifact_prefix={}/", artifacts.display()))
        .arg("-dict=tests/fuzz/words.dict")
        // A single input that takes longer is a finding: everything here takes microseconds.
        .args(["-timeout=5", "-rss_limit_mb=512", "-print_final_stats=1"]);
    logged(&mut command, &format!("fuzz-{name}")).map_err(|failure| {
        Failure::new(format!(
            "{failure}\nThe input that did it lies in {}. Make it a vector or a test, then mend the core.",
            artifacts.display()
        ))
    })
}

/// From libFuzzer's closing figures.
fn summary(log: &str) -> String {
    let stat = |name: &str| {
        let found = log.lines().find_map(|line| line.strip_prefix("stat::")?.strip_prefix(name));
        found.map_or("?", |value| value.trim_start_matches(':').trim()).to_owned()
    };
    format!(
        "{} executions, {} a second, {} MB at most",
        stat("number_of_executed_units"),
        stat("average_exec_per_sec"),
        stat("peak_rss_mb")
    )
}
