//! Rust values to plain JSON-safe JS values.

use js_sys::JSON;
use serde::Serialize;
use wasm_bindgen::JsValue;

/// Through JSON: one string over the boundary, however many parts the value has.
pub(crate) fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsValue> {
    let json = serde_json::to_string(value).map_err(|e| js_sys::Error::new(&e.to_string()))?;
    JSON::parse(&json)
}
