//! Policies and records for their writers: corrected.

use wasm_bindgen::prelude::*;

use crate::convert::to_js;

/// `fixedPolicy(text)`.
#[wasm_bindgen(js_name = fixedPolicy, skip_typescript)]
pub fn fixed_policy(text: &str) -> Result<JsValue, JsValue> {
    to_js(&mta_sts::policy::fixed(text.as_bytes()))
}

/// `fixedRecord(records)`.
#[wasm_bindgen(js_name = fixedRecord, skip_typescript)]
pub fn fixed_record(records: Vec<String>) -> Result<JsValue, JsValue> {
    to_js(&mta_sts::record::fixed(&records))
}

/// `fixedTlsrptRecord(records)`.
#[wasm_bindgen(js_name = fixedTlsrptRecord, skip_typescript)]
pub fn fixed_tlsrpt_record(records: Vec<String>) -> Result<JsValue, JsValue> {
    to_js(&mta_sts::tlsrpt::record::fixed(&records))
}
