//! What a run in CI demands of a domain.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use mta_sts::Severity;

use crate::expectations::{Expectation, duration};

#[derive(Debug, Args)]
#[command(next_help_heading = "Expectations")]
pub(crate) struct ExpectArgs {
    /// A fact that must hold: mode=enforce, id=20260101, mx=mail.example.com, rua=mailto:…; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = Expectation::parse)]
    pub(crate) expect: Vec<Expectation>,
    /// The shortest max_age allowed, such as 14d, 12h or 604800
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub(crate) min_max_age: Option<u64>,
    /// The fewest days that each MX host's certificate must still be valid
    #[arg(long, value_name = "DAYS")]
    pub(crate) min_cert_days: Option<i64>,
    /// The least severity of a finding that ends with exit code 1 [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<FailOn>,
    /// A file with more of these, `key = value` a line: expect.mode = enforce, min-max-age = 14d, min-cert-days = 14,
    /// fail-on = error. What is given on the command line replaces the same in the file; mx and rua are added to it
    #[arg(long, value_name = "FILE")]
    pub(crate) expectations: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum FailOn {
    Error,
    #[default]
    Warning,
    Note,
}

impl FailOn {
    pub(crate) fn severity(self) -> Severity {
        match self {
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
            FailOn::Note => Severity::Note,
        }
    }
}
