//! The command line: one file for each command, and what several have in common.

mod check;
mod common;
mod diff;
mod expect;
mod explain;
mod fetch;
mod generate;
mod lint;
mod match_mx;
mod parse;
mod plan;
mod probe;
mod report;
mod scan;
mod senders;
mod shell;
mod smtp;

use clap::{Parser, Subcommand};

pub(crate) use check::CheckArgs;
pub(crate) use common::{Color, Format, NetworkArgs, OutputArgs, PolicyArgs};
pub(crate) use diff::DiffArgs;
pub(crate) use expect::{ExpectArgs, FailOn};
pub(crate) use explain::{ExplainArgs, ExplainFormat};
pub(crate) use fetch::FetchArgs;
pub(crate) use generate::{GenerateArgs, ModeArg};
pub(crate) use lint::{Kind, LintArgs};
pub(crate) use match_mx::MatchArgs;
pub(crate) use parse::parse;
pub(crate) use plan::{Earlier, PlanArgs};
pub(crate) use probe::ProbeArgs;
pub(crate) use report::{ReportArgs, ReportFormat};
pub(crate) use scan::{ScanArgs, ScanFormat, Shard};
pub(crate) use senders::SendersArgs;
pub(crate) use shell::{CompletionsArgs, HelpArgs, ManArgs};
pub(crate) use smtp::SmtpArgs;

const EXIT_CODES: &str = "\
Exit codes:
  0  in order (notes do not count)
  1  errors or warnings were found
  2  wrong use, or something that cannot be read or written
  3  nothing was found, but not everything could be tested";

const EXAMPLES: &str = "\
Examples:
  mta-sts check example.com
  mta-sts check example.com --format json --no-probe
  mta-sts lint mta-sts.txt
  mta-sts probe mail.example.com";

/// Check a domain's MTA-STS (RFC 8461) the way a strict Sender sees it
#[derive(Debug, Parser)]
#[command(
    name = "mta-sts",
    version,
    max_term_width = 100,
    after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"),
    subcommand_value_name = "COMMAND",
    disable_help_subcommand = true
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check a domain: its records, its policy, its MX hosts and their certificates
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", check::EXAMPLES))]
    Check(CheckArgs),
    /// Read a policy or a TXT record from a file and say what is wrong with it
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", lint::EXAMPLES))]
    Lint(LintArgs),
    /// Look at the STARTTLS and the certificate of one MX host
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", probe::EXAMPLES))]
    Probe(ProbeArgs),
    /// Check many domains, one a line, a result a line
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", scan::EXAMPLES))]
    Scan(ScanArgs),
    /// Fetch a domain's policy the way a Sender does, and print it
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", fetch::EXAMPLES))]
    Fetch(FetchArgs),
    /// Tell which pattern covers which MX host, and what would cover the others
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", match_mx::EXAMPLES))]
    Match(MatchArgs),
    /// Make policy, records and server configuration from a few values
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", generate::EXAMPLES))]
    Generate(GenerateArgs),
    /// Plan a change of the policy or the MX hosts: the steps in their safe order, with their times
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", plan::EXAMPLES))]
    Plan(PlanArgs),
    /// Tell what changed between two policies, and what Senders' caches make of it
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", diff::EXAMPLES))]
    Diff(DiffArgs),
    /// Tell what each known Sender would do with a policy
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", senders::EXAMPLES))]
    Senders(SendersArgs),
    /// Explain a finding: its cause, whom it affects, a wrong and a right example
    #[command(after_help = explain::EXAMPLES)]
    Explain(ExplainArgs),
    /// Read TLS reports (RFC 8460) and add them up
    #[command(after_help = format!("{}\n\n{EXIT_CODES}", report::EXAMPLES))]
    Report(ReportArgs),
    /// Write a shell's completions
    #[command(after_help = shell::COMPLETIONS_EXAMPLES)]
    Completions(CompletionsArgs),
    /// Write the manual pages
    #[command(after_help = shell::MAN_EXAMPLES)]
    Man(ManArgs),
    // clap's own would have a manual page for each command.
    /// Print help, of a command where one is named
    #[command(hide = true)]
    Help(HelpArgs),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }
}
