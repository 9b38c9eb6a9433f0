//! Developer commands: one list of tasks for people and CI.

mod bench;
mod build;
mod compliance;
mod counts;
mod coverage;
mod demo;
mod dist;
mod explanations;
mod failure;
mod fuzz;
mod lighthouse;
mod marks;
mod mutants;
mod node_env;
mod paths;
mod process;
mod screenshots;
mod setup;
mod style;
mod test;
mod vectors;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use failure::Failure;

#[derive(Parser)]
#[command(name = "cargo xtask", about, arg_required_else_help = true)]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what builds need: wasm32 target, wasm-bindgen, wasm-pack, npm packages
    Setup,
    /// Build the wasm module and the npm package, and put the package where the page finds it
    Build,
    /// Build everything, start the lab and the page, and run until Ctrl-C
    Demo(demo::DemoArgs),
    /// Run everything: formatting, lints, Rust tests, vectors in three hosts, runtime and browser tests
    Test {
        /// Run only the parts whose name contains this text (repeatable)
        #[arg(long, value_name = "TEXT")]
        only: Vec<String>,
    },
    /// Run vector files natively, in wasm and through the npm package
    Vectors {
        /// Files of vectors, or folders with them
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Only through this host (repeatable)
        #[arg(long)]
        host: Vec<Host>,
        /// Compare the models of Senders with what the files say was observed
        #[arg(long, conflicts_with = "host")]
        senders: bool,
    },
    /// Compare speeds in one run, or watch memory over many calls
    Bench {
        /// What is measured
        what: Bench,
        /// Of `soak`: only these functions
        functions: Vec<String>,
    },
    /// Write screenshots of the page in each state, on phone and desktop, light and dark
    Screenshots {
        /// Where to [default: `screenshots` in the target folder]
        folder: Option<PathBuf>,
    },
    /// Measure the built page with Lighthouse
    Lighthouse,
    /// Run the fuzz targets over the core, with seeds made of the vectors
    Fuzz {
        /// Only these targets
        targets: Vec<fuzz::Target>,
        /// Executions of each
        #[arg(long, value_name = "N", default_value_t = 1_000_000)]
        runs: u64,
    },
    /// Count the lines of the core that its tests and the vectors reach, and name the others
    Coverage,
    /// Put small faults into the core's rules, one after the other: the tests must notice each
    Mutants {
        /// Only this share of them, such as 1/8
        #[arg(long, value_name = "K/N")]
        shard: Option<String>,
    },
    /// Pack a release of the program for this machine's kind of system, and tell its size and start-up time
    Dist,
    /// Write the README's table of requirements from tests/requirements.toml
    Compliance,
    /// Write the style sheet into the page
    Style,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Bench {
    /// Strict and full readings, matching, records: ratios to a floor and to other crates
    Core,
    /// The npm package beside mailauth
    Npm,
    /// The npm package's memory over a million calls of each function
    Soak,
    /// From a keystroke in the page's editor to its frame
    Page,
    /// What the npm package adds to a cold start, in Node and in workerd
    ColdStart,
    /// The prober and a plain loop, one probe and OpenSSL's client, against Postfix
    Probe,
    /// Scans and a plain loop, the resolver's own ceiling, memory, and probes of shared MX hosts
    Scan,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Host {
    Native,
    Wasm,
    Npm,
}

fn benchmark(what: Bench, functions: &[String]) -> Result<(), Failure> {
    if what != Bench::Soak && !functions.is_empty() {
        return Err(Failure::usage("Only `soak` takes names of functions."));
    }
    match what {
        Bench::Core => bench::core(),
        Bench::Npm => bench::npm(),
        Bench::Soak => bench::soak(functions),
        Bench::Page => bench::page(),
        Bench::ColdStart => bench::cold_start(),
        Bench::Probe => bench::probe(),
        Bench::Scan => bench::scan(),
    }
}

fn main() -> ExitCode {
    let outcome = match Args::parse().task {
        Task::Setup => setup::run(setup::For::Build).map(|_| ()),
        Task::Build => build::run().map(|_| ()),
        Task::Demo(args) => demo::run(&args),
        Task::Test { only } => test::run(&only),
        Task::Vectors { paths, senders: true, .. } => vectors::senders::run(&paths),
        Task::Vectors { paths, host, .. } => vectors::run(&paths, &host),
        Task::Bench { what, functions } => benchmark(what, &functions),
        Task::Screenshots { folder } => screenshots::run(folder),
        Task::Lighthouse => lighthouse::run(),
        Task::Fuzz { targets, runs } => fuzz::run(&targets, runs),
        Task::Coverage => coverage::run(),
        Task::Mutants { shard } => mutants::run(shard.as_deref()),
        Task::Dist => dist::run(),
        Task::Compliance => compliance::run(),
        Task::Style => style::run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            failure.code()
        }
    }
}
