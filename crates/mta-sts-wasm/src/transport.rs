//! What a check asks for, as HTTP: DNS over HTTPS (RFC 8484), the policy (RFC 8461 3.3), or a relay for it.
//!
//! Only [`Client::get`] waits; what is asked and what the answer means is decided here without waiting.

use js_sys::Function;
use mta_sts::check::{DnsRequest, DnsResponse, FetchRequest, Request, Response};
use mta_sts::dns::{doh_url, encode_query};
use mta_sts::fetch::{CertificateFault, FetchResponse, is_challenge};
use wasm_bindgen::prelude::*;

use crate::failure;
use crate::get::{Client, Get, Got};
use crate::relay;
use crate::settings::Settings;

/// The largest DNS message (RFC 1035 4.2.2).
const MAX_DNS_BYTES: usize = 65_535;

/// A relay wraps a policy of 64 KiB in JSON, where each byte may become six.
const MAX_RELAY_BYTES: usize = 6 * 65_536 + 4_096;

pub(crate) struct Transport {
    pub client: Client,
    resolvers: Vec<String>,
    relay: Option<String>,
    timeout: u32,
    has_dns_id: Option<Function>,
}

type Outcome = Result<Got, JsValue>;

impl Transport {
    pub(crate) fn new(settings: &Settings) -> Transport {
        Transport {
            client: Client { get: settings.get(), signal: settings.signal() },
            resolvers: settings.resolvers(),
            relay: settings.relay(),
            timeout: settings.timeout(),
            has_dns_id: settings.has_dns_id(),
        }
    }

    /// Does what a check asks for.
    pub(crate) async fn answer(&self, request: &Request) -> Response {
        match request {
            Request::Dns(request) => Response::Dns(self.resolve(request).await),
            Request::FetchPolicy(request) => Response::Fetch(self.fetch(request).await),
            // Never asked for: this host is built without the core's feature `probe`.
            Request::Probe(_) => {
                Response::Dns(DnsResponse::Failed { detail: "nothing probes here".to_owned() })
            }
        }
    }

    /// Asks the resolvers in their order until one answers.
    pub(crate) async fn resolve(&self, request: &DnsRequest) -> DnsResponse {
        let mut details = Vec::new();
        for resolver in &self.resolvers {
            let outcome = match dns_get(resolver, request, self.timeout) {
                Some(get) => self.client.get(get).await,
                None => Err(js_sys::Error::new("the name does not fit into a query").into()),
            };
            match dns(resolver, outcome, self.timeout) {
                Ok(message) => return DnsResponse::Message(message),
                Err(detail) => details.push(detail),
            }
            if self.client.aborted() {
                break;
            }
        }
        DnsResponse::Failed { detail: details.join("; ") }
    }

    /// Fetches the policy, or has the relay do it.
    pub(crate) async fn fetch(&self, request: &FetchRequest) -> FetchResponse {
        if let Some(relay) = &self.relay {
            return relayed(relay, self.client.get(self.relay_get(relay, request)).await);
        }
        match self.client.get(self.policy_get(request)).await {
            Ok(got) => self.received(&got, request),
            Err(error) => {
                let limit = self.policy_get(request).timeout;
                match failure::policy(&error, limit) {
                    Some(failed) => failed,
                    None => self.unreadable(request, &error).await,
                }
            }
        }
    }

    /// A browser does not say why it may not read; a request that reads nothing tells a little.
    async fn unreadable(&self, request: &FetchRequest, error: &JsValue) -> FetchResponse {
        let probe = Get { opaque: true, ..self.policy_get(request) };
        let answered = self.client.get(probe).await;
        let opaque = answered.is_ok_and(|got| got.kind().is_some_and(|kind| kind == "opaque"));
        FetchResponse::Unreadable { opaque, detail: failure::words(error) }
    }

    fn policy_get(&self, request: &FetchRequest) -> Get {
        Get {
            url: request.url.clone(),
            accept: None,
            opaque: false,
            limit: request.max_bytes,
            timeout: request.timeout_seconds.saturating_mul(1_000).min(self.timeout),
        }
    }

    /// A relay fetches on behalf of the browser and answers with a `FetchResponse` in JSON.
    fn relay_get(&self, relay: &str, request: &FetchRequest) -> Get {
        let domain = request.host.strip_prefix("mta-sts.").unwrap_or(&request.host);
        let separator = if relay.contains('?') { '&' } else { '?' };
        let url = format!("{relay}{separator}domain={domain}");
        Get { url, limit: MAX_RELAY_BYTES, ..self.policy_get(request) }
    }

    fn received(&self, got: &Got, request: &FetchRequest) -> FetchResponse {
        // RFC 8461 3.3: only DNS-IDs count, but a runtime's TLS may have accepted a common name.
        let has_dns_id = self.has_dns_id.as_ref().map(|ask| {
            ask.call1(&JsValue::UNDEFINED, &request.host.as_str().into())
                .unwrap_or(JsValue::UNDEFINED)
        });
        if has_dns_id == Some(JsValue::FALSE) {
            let detail = "the certificate has no DNS name, only a common name".to_owned();
            return FetchResponse::CertificateFailed {
                fault: CertificateFault::NameMismatch,
                detail,
            };
        }
        if got.kind().is_some_and(|kind| kind == "opaqueredirect") {
            return FetchResponse::OpaqueRedirect;
        }
        let (status, body) = (got.status(), got.body());
        FetchResponse::Response {
            status,
            content_type: got.content_type(),
            location: got.location(),
            challenge: is_challenge(
                status,
                got.mitigated().as_deref(),
                body.as_deref().unwrap_or_default(),
            ),
            truncated: body.is_none(),
            body: body.unwrap_or_default(),
        }
    }
}

/// RFC 8484 4.1: GET, so that answers can be cached and browsers send no preflight.
fn dns_get(resolver: &str, request: &DnsRequest, timeout: u32) -> Option<Get> {
    Some(Get {
        url: doh_url(resolver, &encode_query(&request.name, request.record_type)?),
        accept: Some("application/dns-message"),
        opaque: false,
        limit: MAX_DNS_BYTES,
        timeout,
    })
}

/// The answer in wire format, or what went wrong.
fn dns(resolver: &str, outcome: Outcome, timeout: u32) -> Result<Vec<u8>, String> {
    match outcome {
        Ok(got) if got.status() == 200 => {
            got.body().ok_or_else(|| format!("the answer of the resolver {resolver} is too long"))
        }
        Ok(got) => Err(format!("the resolver {resolver} answered with status {}", got.status())),
        Err(error) => Err(failure::resolver(&error, resolver, timeout)),
    }
}

fn relayed(relay: &str, outcome: Outcome) -> FetchResponse {
    let detail = match outcome {
        Ok(got) if got.status() != 200 => {
            format!("the relay {relay} answered with status {}", got.status())
        }
        Ok(got) => match got.body().as_deref().and_then(relay::from_json) {
            Some(response) => return response,
            None => format!("the relay {relay} answered with something else than a fetch result"),
        },
        Err(error) => format!("the relay {relay} cannot be reached: {}", failure::words(&error)),
    };
    FetchResponse::Unavailable { detail }
}
