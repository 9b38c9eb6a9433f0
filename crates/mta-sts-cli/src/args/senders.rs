//! `mta-sts senders`.

use std::path::PathBuf;

use clap::Args;
use mta_sts::DomainName;

use super::OutputArgs;
use crate::names;

pub(super) const EXAMPLES: &str = "\
Examples:
  mta-sts senders mta-sts.txt --mx mail.example.com
  mta-sts senders mta-sts.txt --mx mail.example.com --txt 'v=STSv1; id=20260101;'
  mta-sts senders mta-sts.txt --mx mail.example.com --all";

#[derive(Debug, Args)]
pub(crate) struct SendersArgs {
    /// The policy; - is standard input
    #[arg(value_name = "FILE")]
    pub(crate) policy: PathBuf,
    /// An MX host of the domain; may be repeated
    #[arg(long, value_name = "HOST", required = true, value_parser = names::domain)]
    pub(crate) mx: Vec<DomainName>,
    /// A TXT record at _mta-sts; may be repeated; without one, the record is taken to be good
    #[arg(long, value_name = "TEXT")]
    pub(crate) txt: Vec<String>,
    /// Libraries and checkers too, not only Senders
    #[arg(long)]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}
