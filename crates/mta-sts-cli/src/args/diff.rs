//! `mta-sts diff`.

use std::path::PathBuf;

use clap::Args;
use mta_sts::DomainName;

use super::OutputArgs;
use super::common::id;
use crate::names;

pub(super) const EXAMPLES: &str = "\
Examples:
  mta-sts diff old.txt new.txt
  mta-sts diff old.txt new.txt --old-id 20260101 --new-id 20260201
  mta-sts diff old.txt new.txt --mx mx1.example.com --mx mx2.example.com";

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// The policy as it was
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,
    /// The policy as it is to be; - is standard input
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,
    /// The id of the TXT record as it was; without both ids, they are taken to differ
    #[arg(long, value_name = "ID", value_parser = id, requires = "new_id")]
    pub(crate) old_id: Option<String>,
    /// The id as it is to be
    #[arg(long, value_name = "ID", value_parser = id, requires = "old_id")]
    pub(crate) new_id: Option<String>,
    /// An MX host of today, which removed patterns may still have to cover; may be repeated
    #[arg(long, value_name = "HOST", value_parser = names::domain)]
    pub(crate) mx: Vec<DomainName>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}
