//! `mta-sts probe`.

use std::net::IpAddr;

use clap::Args;
use mta_sts::DomainName;

use super::{NetworkArgs, OutputArgs, SmtpArgs};
use crate::names;

pub(super) const EXAMPLES: &str = "\
Examples:
  mta-sts probe mail.example.com
  mta-sts probe mail.example.com --address 192.0.2.25
  mta-sts probe mail.example.com -4 --helo probe.example.net --retry 60
  mta-sts probe mail.example.com --proxy socks5://127.0.0.1:1080
  mta-sts probe localhost:8025 --roots ca.pem";

#[derive(Debug, Args)]
pub(crate) struct ProbeArgs {
    /// The MX host, as its MX record names it
    #[arg(value_name = "HOST[:PORT]", value_parser = mx_host)]
    pub(crate) host: (DomainName, Option<u16>),
    /// Connect to this address instead of looking the name up; may be repeated. DNS is then asked nothing, and DANE
    /// not tested, unless --resolver is given
    #[arg(long, value_name = "IP")]
    pub(crate) address: Vec<IpAddr>,
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
    #[command(flatten)]
    pub(crate) smtp: SmtpArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

fn mx_host(text: &str) -> Result<(DomainName, Option<u16>), String> {
    let (host, port) = names::host_and_port(text)?;
    if host.parse::<IpAddr>().is_ok() {
        return Err(format!(
            "a certificate is checked for a name, not for an address; \
             give the MX host's name and add --address {host}"
        ));
    }
    Ok((names::domain(&host)?, port))
}
