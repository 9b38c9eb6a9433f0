//! `mta-sts check`.

use clap::Args;
use mta_sts::DomainName;

use super::{NetworkArgs, OutputArgs, SmtpArgs};
use crate::names;

pub(super) const EXAMPLES: &str = "\
Examples:
  mta-sts check example.com
  mta-sts check example.com --resolver 9.9.9.9
  mta-sts check example.com --resolver https://dns.quad9.net/dns-query
  mta-sts check example.com --no-probe --format json";

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
    /// The port to fetch the policy from
    #[arg(long, value_name = "N", default_value_t = 443, help_heading = "Network", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) policy_port: u16,
    /// Give up on the policy after this long; below 60 that proves nothing (RFC 8461 3.3)
    #[arg(long, value_name = "SECONDS", default_value_t = 60, help_heading = "Network", value_parser = clap::value_parser!(u32).range(1..=60))]
    pub(crate) fetch_timeout: u32,
    #[command(flatten)]
    pub(crate) smtp: SmtpArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}
