//! One HTTP GET: what it is made with. `npm/lib/get.js` carries it out over the platform's `fetch`, and what it answers
//! is safe to read: a `fetch` that is injected may do anything. The only waiting there is.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Headers, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit,
    RequestMode, RequestRedirect,
};

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

#[wasm_bindgen]
extern "C" {
    /// What came back.
    pub(crate) type Got;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn status(this: &Got) -> u16;

    /// Such as `opaque`.
    #[wasm_bindgen(method, getter, js_name = type)]
    pub(crate) fn kind(this: &Got) -> Option<String>;

    #[wasm_bindgen(method, getter, js_name = contentType)]
    pub(crate) fn content_type(this: &Got) -> Option<String>;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn location(this: &Got) -> Option<String>;

    /// The header `cf-mitigated`.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn mitigated(this: &Got) -> Option<String>;

    /// The body, or `None` when it is longer than the limit: a cut-off body is never handed on.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn body(this: &Got) -> Option<Vec<u8>>;
}

/// How to get, and what cancels everything.
pub(crate) struct Client {
    pub get: Function,
    pub signal: Option<AbortSignal>,
}

impl Client {
    /// # Errors
    ///
    /// What `fetch` rejected with.
    pub(crate) async fn get(&self, get: Get) -> Result<Got, JsValue> {
        let (url, init) = (get.url.as_str().into(), init(&get)?);
        let (limit, timeout) = ((get.limit as u32).into(), get.timeout.into());
        let promise = self.get.call4(&JsValue::UNDEFINED, &url, &init, &limit, &timeout)?;
        Ok(JsFuture::from(Promise::from(promise)).await?.unchecked_into())
    }

    /// Whether the caller has cancelled the check.
    pub(crate) fn aborted(&self) -> bool {
        self.signal.as_ref().is_some_and(AbortSignal::aborted)
    }
}

fn init(get: &Get) -> Result<RequestInit, JsValue> {
    let init = RequestInit::new();
    // RFC 8461 3.3: redirects MUST NOT be followed, and HTTP caching MUST NOT be used. Browsers refuse "manual"
    // together with "no-cors", which reads nothing anyway.
    init.set_mode(if get.opaque { RequestMode::NoCors } else { RequestMode::Cors });
    init.set_redirect(if get.opaque { RequestRedirect::Follow } else { RequestRedirect::Manual });
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(RequestCredentials::Omit);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    if let Some(accept) = get.accept {
        let headers = Headers::new()?;
        headers.set("accept", accept)?;
        init.set_headers(&headers);
    }
    Ok(init)
}
