//! The only file that fetches: DNS over HTTPS (RFC 8484), the policy (RFC 8461 3.3), a relay.

use js_sys::{Function, Promise, Reflect};
use mta_sts::check::{DnsRequest, DnsResponse, FetchRequest};
use mta_sts::dns::{doh_url, encode_query};
use mta_sts::fetch::{CertificateFault, FetchResponse, is_challenge};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Headers, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit,
    RequestMode, RequestRedirect, Response, ResponseType,
};

use crate::failure;
use crate::read::{Body, read_body};
use crate::relay;
use crate::settings::Settings;

#[wasm_bindgen]
extern "C" {
    // Not `window.fetch`: there is no window in workers, Node and edge runtimes.
    #[wasm_bindgen(js_name = fetch, catch)]
    fn global_fetch(url: &str, init: &RequestInit) -> Result<Promise, JsValue>;
}

/// The largest DNS message (RFC 1035 4.2.2).
const MAX_DNS_BYTES: usize = 65_535;

/// A relay wraps a policy of 64 KiB in JSON, where each byte may become six.
const MAX_RELAY_BYTES: usize = 6 * 65_536 + 4_096;

pub(crate) struct Transport {
    resolver: String,
    relay: Option<String>,
    signal: Option<AbortSignal>,
    fetch: Option<Function>,
    timeout: u32,
    has_dns_id: Option<Function>,
}

impl Transport {
    pub(crate) fn new(settings: &Settings) -> Transport {
        Transport {
            resolver: settings.resolver(),
            relay: settings.relay(),
            signal: settings.signal(),
            fetch: settings.fetch(),
            timeout: settings.timeout(),
            has_dns_id: settings.has_dns_id(),
        }
    }

    /// Whether the caller has cancelled the check.
    pub(crate) fn aborted(&self) -> bool {
        self.signal.as_ref().is_some_and(AbortSignal::aborted)
    }

    /// RFC 8484 4.1: GET, so that answers can be cached and browsers send no preflight.
    pub(crate) async fn dns(&self, request: &DnsRequest) -> DnsResponse {
        match self.ask(request).await {
            Ok(message) => DnsResponse::Message(message),
            Err(detail) => DnsResponse::Failed { detail },
        }
    }

    async fn ask(&self, request: &DnsRequest) -> Result<Vec<u8>, String> {
        let query = encode_query(&request.name, request.record_type)
            .ok_or_else(|| format!("{} is not a DNS name", request.name))?;
        let init = self.init(self.timeout, RequestMode::Cors);
        let headers = Headers::new().map_err(|e| failure::words(&e))?;
        headers.set("accept", "application/dns-message").map_err(|e| failure::words(&e))?;
        init.set_headers(&headers);
        let url = doh_url(&self.resolver, &query);
        let lost = |e: JsValue| failure::resolver(&e, &self.resolver, self.timeout);
        let response = self.send(&url, &init).await.map_err(lost)?;
        if response.status() != 200 {
            return Err(format!(
                "the resolver {} answered with status {}",
                self.resolver,
                response.status()
            ));
        }
        match read_body(&response, MAX_DNS_BYTES).await.map_err(lost)? {
            Body::Whole(message) => Ok(message),
            Body::TooLong => {
                Err(format!("the answer of the resolver {} is too long", self.resolver))
            }
        }
    }

    pub(crate) async fn policy(&self, request: &FetchRequest) -> FetchResponse {
        let limit = request.timeout_seconds.saturating_mul(1_000).min(self.timeout);
        if let Some(relay) = &self.relay {
            return self.relayed(relay, request, limit).await;
        }
        let init = self.init(limit, RequestMode::Cors);
        let outcome = match self.send(&request.url, &init).await {
            Ok(response) => self.received(&response, request).await,
            Err(error) => Err(error),
        };
        match outcome {
            Ok(response) => response,
            Err(error) => match failure::policy(&error, limit) {
                Some(response) => response,
                None => self.opaque(request, limit, &error).await,
            },
        }
    }

    async fn received(
        &self,
        response: &Response,
        request: &FetchRequest,
    ) -> Result<FetchResponse, JsValue> {
        // RFC 8461 3.3: only DNS-IDs count, but a runtime's TLS may have accepted a common name.
        if let Some(has_dns_id) = &self.has_dns_id
            && has_dns_id.call1(&JsValue::UNDEFINED, &request.host.as_str().into())?
                == JsValue::FALSE
        {
            let detail = "the certificate has no DNS name, only a common name".to_owned();
            return Ok(FetchResponse::CertificateFailed {
                fault: CertificateFault::NameMismatch,
                detail,
            });
        }
        if response.type_() == ResponseType::Opaqueredirect {
            return Ok(FetchResponse::OpaqueRedirect);
        }
        let headers = response.headers();
        let header = |name| headers.get(name).ok().flatten();
        let (body, truncated) = match read_body(response, request.max_bytes).await? {
            Body::Whole(body) => (body, false),
            Body::TooLong => (Vec::new(), true),
        };
        let status = response.status();
        Ok(FetchResponse::Response {
            status,
            content_type: header("content-type"),
            location: header("location"),
            challenge: is_challenge(status, header("cf-mitigated").as_deref(), &body),
            body,
            truncated,
        })
    }

    /// A browser does not say why it may not read. A `no-cors` request is answered, unreadable, when TLS and HTTP work.
    async fn opaque(&self, request: &FetchRequest, limit: u32, error: &JsValue) -> FetchResponse {
        let init = self.init(limit, RequestMode::NoCors);
        // Browsers refuse "manual" together with "no-cors".
        init.set_redirect(RequestRedirect::Follow);
        let opaque = match self.send(&request.url, &init).await {
            Ok(response) => response.type_() == ResponseType::Opaque,
            Err(_) => false,
        };
        FetchResponse::Unreadable { opaque, detail: failure::words(error) }
    }

    /// A relay fetches on behalf of the browser and answers with a `FetchResponse` in JSON.
    async fn relayed(&self, relay: &str, request: &FetchRequest, limit: u32) -> FetchResponse {
        let domain = request.host.strip_prefix("mta-sts.").unwrap_or(&request.host);
        let separator = if relay.contains('?') { '&' } else { '?' };
        let url = format!("{relay}{separator}domain={domain}");
        let unavailable = |detail: String| FetchResponse::Unavailable { detail };
        let init = self.init(limit, RequestMode::Cors);
        let body = match self.send(&url, &init).await {
            Ok(response) if response.status() == 200 => read_body(&response, MAX_RELAY_BYTES).await,
            Ok(response) => {
                return unavailable(format!(
                    "the relay {relay} answered with status {}",
                    response.status()
                ));
            }
            Err(error) => Err(error),
        };
        match body {
            Ok(Body::Whole(json)) => relay::from_json(&json).unwrap_or_else(|| {
                unavailable(format!(
                    "the relay {relay} answered with something else than a fetch result"
                ))
            }),
            Ok(Body::TooLong) => {
                unavailable(format!("the answer of the relay {relay} is too long"))
            }
            Err(error) => unavailable(format!(
                "the relay {relay} cannot be reached: {}",
                failure::words(&error)
            )),
        }
    }

    fn init(&self, timeout: u32, mode: RequestMode) -> RequestInit {
        let init = RequestInit::new();
        init.set_method("GET");
        init.set_mode(mode);
        // RFC 8461 3.3: redirects MUST NOT be followed, and HTTP caching MUST NOT be used.
        init.set_redirect(RequestRedirect::Manual);
        init.set_cache(RequestCache::NoStore);
        init.set_credentials(RequestCredentials::Omit);
        init.set_referrer_policy(ReferrerPolicy::NoReferrer);
        let limit = AbortSignal::timeout_with_u32(timeout);
        let signal = match &self.signal {
            Some(signal) => AbortSignal::any(&js_sys::Array::of2(signal, &limit)),
            None => limit,
        };
        init.set_signal(Some(&signal));
        init
    }

    async fn send(&self, url: &str, init: &RequestInit) -> Result<Response, JsValue> {
        let promise = match &self.fetch {
            Some(fetch) => fetch.call2(&JsValue::UNDEFINED, &url.into(), init)?,
            None => global_fetch(url, init)?.into(),
        };
        let response = JsFuture::from(Promise::resolve(&promise)).await?;
        // An injected fetch may come from another realm; what has a status will do.
        if Reflect::has(&response, &"status".into()).unwrap_or(false) {
            Ok(response.unchecked_into())
        } else {
            Err(js_sys::TypeError::new("fetch did not return a Response").into())
        }
    }
}
