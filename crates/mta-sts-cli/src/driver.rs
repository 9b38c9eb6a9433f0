//! Drives the core's check: does what it asks for, all of it in parallel.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use futures_util::FutureExt;
use futures_util::stream::{FuturesUnordered, StreamExt};
use mta_sts::Timestamp;
use mta_sts::check::{Check, Event, Request, Response};

use crate::dns::Resolver;
use crate::exit::CliError;
use crate::policy_fetch::PolicyFetcher;
use crate::prober::Prober;

/// Everything that reaches the network.
pub(crate) struct Host {
    pub(crate) resolver: Arc<Resolver>,
    pub(crate) fetcher: PolicyFetcher,
    pub(crate) prober: Prober,
}

impl Host {
    /// Runs a check to its end, telling each event.
    pub(crate) async fn run(
        &self,
        check: &mut Check,
        tell: impl FnMut(&Check, &Event),
    ) -> Result<(), CliError> {
        drive(check, |request| self.answer(request), tell).await
    }

    /// Each future is as large as the largest thing in it and is moved about: what is rare and large is boxed, so that
    /// DNS queries stay small.
    pub(crate) async fn answer(&self, request: Request) -> Response {
        match request {
            Request::Dns(request) => Response::Dns(self.resolver.query(&request).await),
            Request::FetchPolicy(request) => {
                Response::Fetch(Box::pin(self.fetcher.fetch(&request)).await)
            }
            Request::Probe(request) => {
                let probe = Box::pin(self.prober.probe(&request.host, &request.addresses));
                Response::Probe(probe.await)
            }
        }
    }
}

/// Runs a check to its end with the answers that `answer` gives, telling each event.
pub(crate) async fn drive<F: Future<Output = Response>>(
    check: &mut Check,
    answer: impl Fn(Request) -> F,
    mut tell: impl FnMut(&Check, &Event),
) -> Result<(), CliError> {
    let mut open = FuturesUnordered::new();
    loop {
        while let Some((id, request)) = check.poll_request() {
            open.push(answer(request).map(move |response| (id, response)));
        }
        while let Some(event) = check.poll_event() {
            tell(check, &event);
        }
        let Some((id, response)) = open.next().await else { return Ok(()) };
        check.handle_response(id, response, now()?);
    }
}

/// The time by which certificates are judged.
pub(crate) fn now() -> Result<Timestamp, CliError> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.ok().and_then(|d| i64::try_from(d.as_secs()).ok());
    seconds
        .map(Timestamp)
        .ok_or_else(|| CliError::new("this machine's clock is set before 1970; set it"))
}
