//! One policy, as a check would fetch it.

use js_sys::Reflect;
use mta_sts::DomainName;
use mta_sts::check::FetchRequest;
use mta_sts::fetch::{FETCH_TIMEOUT_SECONDS, FetchResponse, MAX_POLICY_BYTES};
use wasm_bindgen::JsValue;

use crate::check::aborted;
use crate::convert::to_js;
use crate::settings::Settings;
use crate::transport::Transport;

/// # Errors
///
/// `aborted`, when the caller has cancelled it.
pub(crate) async fn response(
    domain: &DomainName,
    settings: &Settings,
) -> Result<FetchResponse, JsValue> {
    let transport = Transport::new(settings);
    let request = FetchRequest {
        url: domain.policy_url(),
        host: domain.policy_host(),
        addresses: Vec::new(),
        max_bytes: MAX_POLICY_BYTES,
        timeout_seconds: FETCH_TIMEOUT_SECONDS,
    };
    let fetched = transport.fetch(&request).await;
    if transport.client.aborted() { Err(aborted()) } else { Ok(fetched) }
}

/// What came of it, for JavaScript, where the text of a body does not show whether it was UTF-8.
pub(crate) fn told(response: &FetchResponse) -> Result<JsValue, JsValue> {
    let value = to_js(response)?;
    if let FetchResponse::Response { body, .. } = response {
        let broken = std::str::from_utf8(body).is_err();
        Reflect::set(&value, &"notUtf8".into(), &broken.into())?;
    }
    Ok(value)
}
