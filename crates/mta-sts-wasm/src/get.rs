//! One HTTP GET over the platform's `fetch`: the only place that touches the network, and the only waiting there is.

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Headers, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache,
    RequestCredentials, RequestInit, RequestMode, RequestRedirect, Response, ResponseType,
};

#[wasm_bindgen]
extern "C" {
    // Not `window.fetch`: there is no window in workers, Node and edge runtimes.
    #[wasm_bindgen(js_name = fetch, catch)]
    fn global_fetch(url: &str, init: &RequestInit) -> Result<Promise, JsValue>;
}

/// What to get.
pub(crate) struct Get {
    pub url: String,
    pub accept: Option<&'static str>,
    /// Ask without reading: a browser answers `no-cors` requests when TLS and HTTP work.
    pub opaque: bool,
    /// Read at most this many bytes of the body.
    pub limit: usize,
    /// Milliseconds for all of it.
    pub timeout: u32,
}

/// What came back.
pub(crate) struct Got {
    /// The response, for its head.
    pub response: Response,
    /// The body, or `None` when it is longer than the limit: a cut-off body is never handed on.
    pub body: Option<Vec<u8>>,
}

/// How to get: an injected `fetch`, and what cancels everything.
pub(crate) struct Client {
    pub fetch: Option<Function>,
    pub signal: Option<AbortSignal>,
}

impl Client {
    /// # Errors
    ///
    /// What `fetch` rejected with.
    pub(crate) async fn get(&self, get: Get) -> Result<Got, JsValue> {
        let promise = self.send(&get)?;
        let response = JsFuture::from(promise).await?;
        // An injected fetch may come from another realm; what has a status will do.
        if !Reflect::has(&response, &"status".into()).unwrap_or(false) {
            return Err(js_sys::TypeError::new("fetch did not return a Response").into());
        }
        let response: Response = response.unchecked_into();
        let mut body = Vec::new();
        let Some(stream) = response.body() else { return Ok(Got { response, body: Some(body) }) };
        let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
        loop {
            let chunk = JsFuture::from(reader.read()).await?;
            let value = Reflect::get(&chunk, &"value".into())?;
            if value.is_undefined() {
                return Ok(Got { response, body: Some(body) });
            }
            let bytes: Uint8Array = value.unchecked_into();
            if body.len().saturating_add(bytes.length() as usize) > get.limit {
                // Ends the transfer; whether the peer agrees does not matter.
                let _ = reader.cancel();
                return Ok(Got { response, body: None });
            }
            body.extend(bytes.to_vec());
        }
    }

    /// Whether the caller has cancelled the check.
    pub(crate) fn aborted(&self) -> bool {
        self.signal.as_ref().is_some_and(AbortSignal::aborted)
    }

    fn send(&self, get: &Get) -> Result<Promise, JsValue> {
        let init = RequestInit::new();
        // RFC 8461 3.3: redirects MUST NOT be followed, and HTTP caching MUST NOT be used. Browsers refuse "manual"
        // together with "no-cors", which reads nothing anyway.
        init.set_mode(if get.opaque { RequestMode::NoCors } else { RequestMode::Cors });
        init.set_redirect(if get.opaque {
            RequestRedirect::Follow
        } else {
            RequestRedirect::Manual
        });
        init.set_cache(RequestCache::NoStore);
        init.set_credentials(RequestCredentials::Omit);
        init.set_referrer_policy(ReferrerPolicy::NoReferrer);
        if let Some(accept) = get.accept {
            let headers = Headers::new()?;
            headers.set("accept", accept)?;
            init.set_headers(&headers);
        }
        let limit = AbortSignal::timeout_with_u32(get.timeout);
        let signal = match &self.signal {
            Some(signal) => AbortSignal::any(&Array::of2(signal, &limit)),
            None => limit,
        };
        init.set_signal(Some(&signal));
        match &self.fetch {
            Some(fetch) => {
                let promise = fetch.call2(&JsValue::UNDEFINED, &get.url.as_str().into(), &init)?;
                Ok(Promise::resolve(&promise))
            }
            None => global_fetch(&get.url, &init),
        }
    }
}

impl Got {
    pub(crate) fn status(&self) -> u16 {
        self.response.status()
    }

    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.response.headers().get(name).ok().flatten()
    }

    pub(crate) fn is(&self, kind: ResponseType) -> bool {
        self.response.type_() == kind
    }
}
