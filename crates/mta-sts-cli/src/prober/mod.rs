//! Looking at an MX host's STARTTLS: one SMTP session an address, facts only. No mail is sent.

mod ehlo;
mod reply;
mod session;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use mta_sts::probe::{AddressProbe, Phase, Probe, ProbeResult};
use rustls::RootCertStore;
use tokio::sync::Semaphore;
use tokio::time::timeout;

pub(crate) use ehlo::EhloName;

/// Sessions under way at once.
const PARALLEL: usize = 16;

/// A session as a whole may take this many times the limit of one of its parts.
const PARTS: u32 = 4;

pub(crate) struct Prober {
    pub(crate) roots: Arc<RootCertStore>,
    pub(crate) port: u16,
    pub(crate) helo: Option<EhloName>,
    /// For each part of a session.
    pub(crate) limit: Duration,
    permits: Semaphore,
}

impl Prober {
    pub(crate) fn new(
        roots: Arc<RootCertStore>,
        port: u16,
        helo: Option<EhloName>,
        limit: Duration,
    ) -> Prober {
        Prober { roots, port, helo, limit, permits: Semaphore::new(PARALLEL) }
    }

    /// Probes a host at all of these addresses.
    pub(crate) async fn probe(&self, host: &str, addresses: &[IpAddr]) -> Probe {
        let probes = addresses.iter().map(|address| self.address(host, *address));
        Probe { host: host.to_owned(), addresses: join_all(probes).await }
    }

    async fn address(&self, host: &str, address: IpAddr) -> AddressProbe {
        // The semaphore is never closed; without a permit the probe would only be less polite.
        let _permit = self.permits.acquire().await;
        let session = session::run(self, host, SocketAddr::new(address, self.port));
        let late = || ProbeResult::Unreachable {
            phase: Phase::Connect,
            detail: format!("the session took longer than {} s", (self.limit * PARTS).as_secs()),
        };
        let result = timeout(self.limit * PARTS, session).await.unwrap_or_else(|_| late());
        AddressProbe { address, port: self.port, result }
    }
}
