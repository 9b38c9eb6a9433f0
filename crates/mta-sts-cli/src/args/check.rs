//! `mta-sts check`.

use clap::Args;
use mta_sts::DomainName;

use super::{ExpectArgs, NetworkArgs, OutputArgs, PolicyArgs, SmtpArgs};
use crate::names;

pub(super) const EXAMPLES: &str = "\
Examples:
  mta-sts check example.com
  mta-sts check example.com --resolver 9.9.9.9
  mta-sts check example.com --resolver https://dns.quad9.net/dns-query
  mta-sts check example.com --no-probe --format json
  mta-sts check example.com --expect mode=enforce --min-max-age 14d --min-cert-days 14";

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// The domain, as after the @ of its mail addresses
    #[arg(value_parser = names::domain)]
    pub(crate) domain: DomainName,
    /// Do not connect to the MX hosts
    #[arg(long)]
    pub(crate) no_probe: bool,
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    #[command(flatten)]
    pub(crate) smtp: SmtpArgs,
    #[command(flatten)]
    pub(crate) expect: ExpectArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}
