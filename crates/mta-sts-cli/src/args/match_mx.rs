//! `mta-sts match`.

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use mta_sts::{DomainName, MxPattern};

use super::OutputArgs;
use crate::names;

pub(super) const EXAMPLES: &str = "\
Examples:
  mta-sts match --mx '*.example.com' mail.example.com
  mta-sts match --policy mta-sts.txt mx1.example.com mx2.example.com";

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("patterns").required(true))]
pub(crate) struct MatchArgs {
    /// The MX hosts, as their MX records name them
    #[arg(value_name = "HOST", required = true, value_parser = names::domain)]
    pub(crate) hosts: Vec<DomainName>,
    /// A pattern; may be repeated
    #[arg(long, value_name = "PATTERN", group = "patterns", value_parser = pattern)]
    pub(crate) mx: Vec<MxPattern>,
    /// A policy whose patterns are taken; - is standard input
    #[arg(long, value_name = "FILE", group = "patterns")]
    pub(crate) policy: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

fn pattern(text: &str) -> Result<MxPattern, String> {
    MxPattern::parse(text).map_err(|fault| format!("{fault}. {}", fault.remedy()))
}
