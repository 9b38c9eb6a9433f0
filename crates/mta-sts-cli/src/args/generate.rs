//! `mta-sts generate`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use mta_sts::DomainName;

use super::OutputArgs;
use crate::expectations::seconds;
use crate::names;

pub(super) const EXAMPLES: &str = "\
Examples:
  mta-sts generate example.com --mx mail.example.com --rua tls-reports@example.com
  mta-sts generate example.com --mx '*.mx.example.net' --mode enforce --max-age 2w --part policy > mta-sts.txt
  mta-sts generate example.com --mx mail.example.com --part nginx";

#[derive(Debug, Args)]
pub(crate) struct GenerateArgs {
    /// The domain, as after the @ of its mail addresses
    #[arg(value_parser = names::domain)]
    pub(crate) domain: DomainName,
    /// An MX host, or a pattern such as *.example.com; may be repeated
    #[arg(long, value_name = "HOST")]
    pub(crate) mx: Vec<String>,
    /// What Senders do when validation fails
    #[arg(long, value_enum, default_value_t = ModeArg::Testing)]
    pub(crate) mode: ModeArg,
    /// How long Senders keep the policy, such as 604800, 1w or 14d
    #[arg(long, value_name = "DURATION", default_value = "1w", value_parser = seconds)]
    pub(crate) max_age: u32,
    /// Where TLS reports go: a mail address, a mailto: or an https: URI; may be repeated
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) rua: Vec<String>,
    /// Where the Policy Host points: a host name, or IP addresses; may be repeated
    #[arg(long, value_name = "TARGET")]
    pub(crate) policy_host: Vec<String>,
    /// The id of the record [default: the present time]
    #[arg(long)]
    pub(crate) id: Option<String>,
    /// Print only this part as it is: policy, record, tlsrpt (with --rua), zone, curl, or a server as in the list of all
    #[arg(long, value_name = "PART")]
    pub(crate) part: Option<String>,
    /// Write every part as a file into this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "part")]
    pub(crate) folder: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// RFC 8461 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ModeArg {
    Enforce,
    Testing,
    None,
}

impl From<ModeArg> for mta_sts::policy::Mode {
    fn from(mode: ModeArg) -> mta_sts::policy::Mode {
        match mode {
            ModeArg::Enforce => mta_sts::policy::Mode::Enforce,
            ModeArg::Testing => mta_sts::policy::Mode::Testing,
            ModeArg::None => mta_sts::policy::Mode::None,
        }
    }
}
