//! `mta-sts fetch`.

use clap::Args;
use mta_sts::DomainName;

use super::{NetworkArgs, PolicyArgs};
use crate::names;

pub(super) const EXAMPLES: &str = "\
Examples:
  mta-sts fetch example.com
  mta-sts fetch example.com > mta-sts.txt
  mta-sts fetch example.com | mta-sts lint -";

#[derive(Debug, Args)]
pub(crate) struct FetchArgs {
    /// The domain, as after the @ of its mail addresses
    #[arg(value_parser = names::domain)]
    pub(crate) domain: DomainName,
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
}
