//! Whether this machine can reach anybody's port 25: many networks block it.

use std::net::SocketAddr;
use std::sync::Arc;

use mta_sts::probe::{AddressProbe, Lost, Phase, ProbeResult};
use tokio::sync::OnceCell;

use super::Settings;
use super::failure::within;
use crate::dns::{Resolver, host_addresses};

/// Hosts of large providers that always answer.
const WELL_KNOWN: [&str; 3] = [
    "gmail-smtp-in.l.google.com",
    "mx01.mail.icloud.com",
    "outlook-com.olc.protection.outlook.com",
];

const SMTP_PORT: u16 = 25;

/// Hosts to connect to when an MX host cannot be reached: no word is said to them.
pub(crate) struct Control {
    hosts: Vec<(String, u16)>,
    resolver: Option<Arc<Resolver>>,
    /// Asked at most once.
    blocked: OnceCell<bool>,
}

impl Control {
    /// The chosen host; without one, well-known ones for the well-known port; none for `none`.
    pub(crate) fn new(
        choice: Option<(String, Option<u16>)>,
        port: u16,
        resolver: Option<Arc<Resolver>>,
    ) -> Control {
        let hosts = match choice {
            Some((host, _)) if host == "none" => Vec::new(),
            Some((host, chosen)) => vec![(host, chosen.unwrap_or(port))],
            None if port == SMTP_PORT => {
                WELL_KNOWN.iter().map(|host| ((*host).to_owned(), port)).collect()
            }
            None => Vec::new(),
        };
        Control { hosts, resolver, blocked: OnceCell::new() }
    }

    /// Tells a host that is not there from a port that is blocked here.
    pub(super) async fn explain(&self, settings: &Settings, addresses: &mut [AddressProbe]) {
        if self.hosts.is_empty() || addresses.is_empty() || !addresses.iter().all(lost) {
            return;
        }
        if *self.blocked.get_or_init(|| self.all_lost(settings)).await {
            let tried: Vec<&str> = self.hosts.iter().map(|(host, _)| host.as_str()).collect();
            for address in addresses {
                if let ProbeResult::Unreachable { reason, detail, .. } = &mut address.result {
                    *reason = Lost::PortBlocked;
                    detail.push_str(&format!("; {} cannot be reached either", tried.join(", ")));
                }
            }
        }
    }

    async fn all_lost(&self, settings: &Settings) -> bool {
        let Some(resolver) = &self.resolver else { return false };
        let mut tried = false;
        for (host, port) in &self.hosts {
            // Whom DNS does not know proves nothing.
            let addresses = host_addresses(resolver, host).await.unwrap_or_default().list;
            for address in addresses.into_iter().filter(|a| settings.route.family.has(a)) {
                tried = true;
                let place = SocketAddr::new(address, *port);
                if within(settings.limit, settings.route.connect(place)).await.is_ok() {
                    return false;
                }
            }
        }
        tried
    }
}

/// Whether a session ended before it began. A refused connection counts too: firewalls answer so.
fn lost(address: &AddressProbe) -> bool {
    matches!(
        address.result,
        ProbeResult::Unreachable {
            phase: Phase::Connect,
            reason: Lost::TimedOut | Lost::NoRoute | Lost::Refused,
            ..
        }
    )
}
