//! `mta-sts`: checks a domain's MTA-STS, lints policies and records, probes MX hosts.
//!
//! Thin: rules about mail live in the core; this program looks and shows.

mod args;
mod commands;
mod dns;
mod driver;
mod exit;
mod expectations;
mod http;
mod interrupts;
mod names;
mod net;
mod output;
mod policy_fetch;
mod prober;
mod progress;
mod render;
mod scan;
mod text;
mod tls;

use std::process::ExitCode;

use args::Command;
use exit::{CliError, Exit};

fn main() -> ExitCode {
    match args::parse().map_or_else(|ended| ended, |cli| run(cli.command)) {
        Ok(exit) => exit.into(),
        Err(error) => {
            output::say(&error.to_string());
            error.exit().into()
        }
    }
}

fn run(command: Command) -> Result<Exit, CliError> {
    let runtime = || {
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
            CliError::new(format!("the system refuses what networking needs: {error}"))
        })
    };
    match command {
        Command::Check(args) => runtime()?.block_on(commands::check(args)),
        Command::Lint(args) => commands::lint(args),
        Command::Probe(args) => runtime()?.block_on(commands::probe(args)),
        Command::Fetch(args) => runtime()?.block_on(commands::fetch(args)),
        Command::Match(args) => commands::match_mx(&args),
        Command::Generate(args) => commands::generate(&args),
        Command::Plan(args) => commands::plan(&args),
        Command::Diff(args) => commands::diff(&args),
        Command::Senders(args) => commands::senders(&args),
        Command::Explain(args) => commands::explain(&args),
        Command::Report(args) => commands::report(&args),
        Command::Completions(args) => commands::completions(&args),
        Command::Man(args) => commands::man(&args),
        Command::Help(args) => commands::help(&args),
        Command::Scan(args) => {
            let interrupted = interrupts::interrupts()?;
            runtime()?.block_on(commands::scan(args, interrupted))
        }
    }
}
