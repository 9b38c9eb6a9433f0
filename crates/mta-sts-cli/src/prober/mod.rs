//! Looking at an MX host's STARTTLS: one SMTP session an address, facts only. No mail is sent.

mod control;
mod ehlo;
mod failure;
mod handshake;
mod patience;
mod politeness;
mod proxy;
mod reply;
mod route;
mod session;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use mta_sts::probe::{AddressProbe, Dialogue, Lost, Phase, Probe, ProbeResult};
use rustls::RootCertStore;
use tokio::time::timeout;

pub(crate) use control::Control;
pub(crate) use ehlo::EhloName;
pub(crate) use politeness::Parallel;
pub(crate) use proxy::Proxy;
pub(crate) use route::{Family, Route};

use crate::tls::Known;
use failure::Failure;
use politeness::{Politeness, jittered, provider};

/// A session as a whole may take this many times the limit of one of its parts.
const PARTS: u32 = 4;

/// How to probe.
pub(crate) struct Settings {
    pub(crate) roots: Arc<RootCertStore>,
    pub(crate) port: u16,
    pub(crate) helo: Option<EhloName>,
    /// For each part of a session.
    pub(crate) limit: Duration,
    pub(crate) route: Route,
    pub(crate) parallel: Parallel,
    /// How long after a temporary refusal to try once more; `None` for not at all.
    pub(crate) retry: Option<Duration>,
    pub(crate) control: Control,
    pub(crate) known: Known,
}

pub(crate) struct Prober {
    settings: Settings,
    politeness: Politeness,
}

impl Prober {
    pub(crate) fn new(settings: Settings) -> Prober {
        Prober { politeness: Politeness::new(settings.parallel), settings }
    }

    /// Probes a host at all of these addresses, as far as they are of a family that is wanted.
    pub(crate) async fn probe(&self, host: &str, addresses: &[IpAddr]) -> Probe {
        let wanted = addresses.iter().filter(|address| self.settings.route.family.has(address));
        let probes = wanted.map(|address| self.address(host, *address));
        let mut addresses = join_all(probes).await;
        self.settings.control.explain(&self.settings, &mut addresses).await;
        Probe { host: host.to_owned(), addresses }
    }

    async fn address(&self, host: &str, address: IpAddr) -> AddressProbe {
        let first = self.session(host, address, 1).await;
        let put_off = matches!(first.result, ProbeResult::Temporary { .. });
        match self.settings.retry {
            // Greylisting and throttling ask for patience, once.
            Some(wait) if put_off => {
                tokio::time::sleep(jittered(wait)).await;
                self.session(host, address, 2).await
            }
            _ => first,
        }
    }

    async fn session(&self, host: &str, address: IpAddr, attempts: u8) -> AddressProbe {
        let Settings { port, limit, .. } = self.settings;
        let mut dialogue = Dialogue { attempts, ..Dialogue::default() };
        let Ok(turn) = self.politeness.turn(host).await else {
            let provider = provider(host);
            let detail = format!("not tried, since hosts of {provider} keep asking for patience");
            let result = Failure { reason: Lost::Local, detail }.at(Phase::Connect);
            return AddressProbe { address, port, dialogue, result };
        };
        let place = SocketAddr::new(address, port);
        let session = session::run(&self.settings, host, place, &mut dialogue);
        let result = timeout(limit * PARTS, session).await;
        let result = result.unwrap_or_else(|_| {
            Failure::late(limit * PARTS).at(session::reached(&dialogue.milliseconds))
        });
        turn.ended(&result);
        AddressProbe { address, port, dialogue, result }
    }
}
