//! Rust values to plain JSON-safe JS values.

use js_sys::JSON;
#[cfg(any(feature = "generate", feature = "plan"))]
use mta_sts::{Timestamp, policy::Mode};
use serde::Serialize;
use wasm_bindgen::JsValue;

#[cfg(any(feature = "generate", feature = "plan"))]
use crate::error::Fault;
use crate::json;

/// Through JSON: one string over the boundary, however many parts the value has.
pub(crate) fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsValue> {
    let json = json::text(value)
        .map_err(|_| js_sys::Error::new("the result cannot be written as JSON"))?;
    JSON::parse(&json)
}

/// Whole seconds since 1970.
#[cfg(any(feature = "generate", feature = "plan"))]
pub(crate) fn timestamp(seconds: f64) -> Timestamp {
    // The cast takes the nearest value where there is none.
    #[expect(clippy::cast_possible_truncation)]
    Timestamp(seconds as i64)
}

/// A mode as the standard writes it.
#[cfg(any(feature = "generate", feature = "plan"))]
pub(crate) fn mode(text: &str) -> Result<Mode, JsValue> {
    let modes = [Mode::Enforce, Mode::Testing, Mode::None];
    modes.into_iter().find(|mode| mode.as_str() == text).ok_or_else(|| {
        Fault::InvalidArgument
            .error(&format!("mode must be enforce, testing or none, not \"{text}\""))
    })
}
