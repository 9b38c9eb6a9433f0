//! How known Senders read the same text.

use mta_sts::senders::{self, SenderView};
use wasm_bindgen::prelude::*;

use crate::convert::to_js;

/// `senderViews(policy, records, hosts)`; `records` is `undefined` where they are not known.
#[wasm_bindgen(js_name = senderViews, skip_typescript)]
pub fn sender_views(
    policy: &str,
    records: Option<Vec<String>>,
    hosts: Vec<String>,
) -> Result<JsValue, JsValue> {
    let view = |sender| senders::view(sender, policy.as_bytes(), records.as_deref(), &hosts);
    let views: Vec<SenderView> = senders::all().iter().copied().map(view).collect();
    to_js(&views)
}
