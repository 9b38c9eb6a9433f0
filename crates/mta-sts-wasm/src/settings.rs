//! The options of `checkDomain`, as `npm/api.js` hands them over: checked, with defaults filled in.

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

#[wasm_bindgen]
extern "C" {
    /// `{ resolvers, relay, signal, onEvent, fetch, now, timeout, hasDnsId }`.
    pub type Settings;

    /// URLs of the DNS-over-HTTPS resolvers, the preferred one first.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn resolvers(this: &Settings) -> Vec<String>;

    /// URL of a relay, if there is one.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn relay(this: &Settings) -> Option<String>;

    /// Cancels the check.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn signal(this: &Settings) -> Option<AbortSignal>;

    /// Called with each event.
    #[wasm_bindgen(method, getter, js_name = onEvent)]
    pub(crate) fn on_event(this: &Settings) -> Option<Function>;

    /// Used instead of the global `fetch`.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn fetch(this: &Settings) -> Option<Function>;

    /// The clock, in milliseconds as `Date.now` has them.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn now(this: &Settings) -> Function;

    /// Milliseconds for one request, at most 60,000.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn timeout(this: &Settings) -> u32;

    /// Tells whether the certificate that a host showed has a DNS-ID, where the runtime lets one see it.
    #[wasm_bindgen(method, getter, js_name = hasDnsId)]
    pub(crate) fn has_dns_id(this: &Settings) -> Option<Function>;
}
