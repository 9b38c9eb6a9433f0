//! `fetchPolicy`: one policy, as a check would fetch it.

use mta_sts::DomainName;
use mta_sts::check::FetchRequest;
use mta_sts::fetch::{FETCH_TIMEOUT_SECONDS, MAX_POLICY_BYTES};
use wasm_bindgen::JsValue;

use crate::check::aborted;
use crate::convert::to_js;
use crate::settings::Settings;
use crate::transport::Transport;

pub(crate) async fn policy(domain: &DomainName, settings: &Settings) -> Result<JsValue, JsValue> {
    let transport = Transport::new(settings);
    let request = FetchRequest {
        url: domain.policy_url(),
        host: domain.policy_host(),
        addresses: Vec::new(),
        max_bytes: MAX_POLICY_BYTES,
        timeout_seconds: FETCH_TIMEOUT_SECONDS,
    };
    let fetched = transport.fetch(&request).await;
    if transport.client.aborted() { Err(aborted()) } else { to_js(&fetched) }
}
