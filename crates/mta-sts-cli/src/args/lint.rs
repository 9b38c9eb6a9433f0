//! `mta-sts lint`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::OutputArgs;

pub(super) const EXAMPLES: &str = "\
Examples:
  mta-sts lint mta-sts.txt
  curl -sS https://mta-sts.example.com/.well-known/mta-sts.txt | mta-sts lint -
  dig +short TXT _mta-sts.example.com | mta-sts lint -
  mta-sts lint --diff mta-sts.txt
  mta-sts lint --fix mta-sts.txt";

#[derive(Debug, Args)]
pub(crate) struct LintArgs {
    /// The file; - is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// What the text is; found out by its lines when not given
    #[arg(long, value_enum)]
    pub(crate) kind: Option<Kind>,
    /// Apply every safe fix: to the file, or from standard input to standard output
    #[arg(long)]
    pub(crate) fix: bool,
    /// Show what the safe fixes would change, and change nothing
    #[arg(long, conflicts_with = "fix")]
    pub(crate) diff: bool,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// The file at /.well-known/mta-sts.txt (RFC 8461 3.2)
    Policy,
    /// The TXT record at _mta-sts (RFC 8461 3.1)
    Record,
    /// The TXT record at _smtp._tls (RFC 8460 3)
    Tlsrpt,
}
