//! The network of a scan: each DNS name is asked and each MX host probed once, however many domains share it.

use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};

use mta_sts::check::{DnsRequest, DnsResponse, Request, Response};
use mta_sts::dns::RecordType;
use mta_sts::probe::Probe;
use tokio::sync::Semaphore;

use super::memory::Memory;
use crate::driver::Host;

/// DNS answers remembered in a generation; there are two.
const ANSWERS: usize = 16_384;
/// Probes remembered in a generation.
const PROBES: usize = 1_024;

pub(crate) struct SharedHost {
    host: Host,
    answers: Memory<(String, RecordType), Vec<u8>>,
    probes: Memory<(String, Vec<IpAddr>), Probe>,
    permits: Semaphore,
    queries: AtomicU64,
    probed: AtomicU64,
}

impl SharedHost {
    /// At most `queries` DNS queries are under way at once.
    pub(crate) fn new(host: Host, queries: u32) -> SharedHost {
        SharedHost {
            host,
            answers: Memory::new(ANSWERS),
            probes: Memory::new(PROBES),
            permits: Semaphore::new(usize::try_from(queries).unwrap_or(Semaphore::MAX_PERMITS)),
            queries: AtomicU64::new(0),
            probed: AtomicU64::new(0),
        }
    }

    pub(crate) async fn answer(&self, request: Request) -> Response {
        match request {
            Request::Dns(request) => Response::Dns(self.query(request).await),
            Request::Probe(request) => {
                let key = (request.host.clone(), request.addresses.clone());
                let ask = || async {
                    self.probed.fetch_add(1, Ordering::Relaxed);
                    match self.host.answer(Request::Probe(request)).await {
                        Response::Probe(probe) => Ok(probe),
                        other => Err(other),
                    }
                };
                let probed = Box::pin(self.probes.get(key, ask)).await;
                probed.map_or_else(|other| other, Response::Probe)
            }
            other => self.host.answer(other).await,
        }
    }

    async fn query(&self, request: DnsRequest) -> DnsResponse {
        let key = (request.name.clone(), request.record_type);
        let ask = || async {
            // The semaphore is never closed.
            let _permit = self.permits.acquire().await;
            self.queries.fetch_add(1, Ordering::Relaxed);
            match self.host.resolver.query(&request).await {
                DnsResponse::Message(message) => Ok(message),
                DnsResponse::Failed { detail } => Err(detail),
            }
        };
        match self.answers.get(key, ask).await {
            Ok(message) => DnsResponse::Message(message),
            Err(detail) => DnsResponse::Failed { detail },
        }
    }

    /// How many DNS queries were sent.
    pub(crate) fn queries(&self) -> u64 {
        self.queries.load(Ordering::Relaxed)
    }

    /// How many MX hosts were probed.
    pub(crate) fn probed(&self) -> u64 {
        self.probed.load(Ordering::Relaxed)
    }
}
