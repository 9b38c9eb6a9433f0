//! The options of `checkDomain`, as `npm/lib/check.js` hands them over: checked, with defaults filled in.

use js_sys::Function;
use mta_sts::Timestamp;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::error::Fault;

#[wasm_bindgen]
extern "C" {
    /// `{ resolvers, relay, signal, onEvent, get, now, timeout, hasDnsId }`.
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

    /// Carries a GET out: `npm/lib/get.js`.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn get(this: &Settings) -> Function;

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

/// What the clock `options.now` says.
pub(crate) fn time(clock: &Function) -> Result<Timestamp, JsValue> {
    let milliseconds = clock.call0(&JsValue::UNDEFINED)?.as_f64().unwrap_or(f64::NAN);
    if !milliseconds.is_finite() {
        return Err(Fault::InvalidArgument.error("options.now must return milliseconds"));
    }
    #[allow(clippy::cast_possible_truncation, reason = "seconds fit for millions of years")]
    Ok(Timestamp((milliseconds / 1000.0).floor() as i64))
}
