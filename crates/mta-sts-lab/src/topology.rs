//! Who is at which address.

use std::net::Ipv4Addr;

use crate::scenarios::{self, Smtp};

/// DNS, HTTPS and HTTP listen here.
pub(crate) const SERVICES: Ipv4Addr = Ipv4Addr::LOCALHOST;

/// Nothing listens here.
pub(crate) const CLOSED: Ipv4Addr = Ipv4Addr::new(127, 0, 2, 1);

/// Names of the lab's own services.
pub(crate) const SERVICE_NAMES: [&str; 3] = ["dns.test", "page.test", "relay.test"];

/// An SMTP server's place. Each has an address of its own, so that the address alone tells how it behaves.
#[derive(Debug, Clone)]
pub(crate) struct SmtpSite {
    pub(crate) address: Ipv4Addr,
    /// The MX host's name, which the certificate should carry.
    pub(crate) host: String,
    pub(crate) smtp: &'static Smtp,
}

/// All SMTP servers: 127.0.1.1, 127.0.1.2 and so on, in the order of the table.
pub(crate) fn smtp_sites() -> Vec<SmtpSite> {
    let servers = scenarios::all().flat_map(|scenario| scenario.smtp_servers());
    let addresses = (1..=254).map(|n| Ipv4Addr::new(127, 0, 1, n));
    servers.zip(addresses).map(|((host, smtp), address)| SmtpSite { address, host, smtp }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_an_address_for_every_server() {
        let servers = scenarios::all().flat_map(|scenario| scenario.smtp_servers()).count();
        assert_eq!(smtp_sites().len(), servers);
    }
}
