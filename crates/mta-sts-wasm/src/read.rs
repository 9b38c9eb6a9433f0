//! Reading a response body up to a limit, and not a byte further.

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, Response};

/// A body within the limit, or the fact that it is not. A cut-off body is never handed on.
pub(crate) enum Body {
    Whole(Vec<u8>),
    TooLong,
}

pub(crate) async fn read_body(response: &Response, limit: usize) -> Result<Body, JsValue> {
    let Some(stream) = response.body() else { return Ok(Body::Whole(Vec::new())) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut body = Vec::new();
    loop {
        let chunk = JsFuture::from(reader.read()).await?;
        if Reflect::get(&chunk, &"done".into())?.is_truthy() {
            return Ok(Body::Whole(body));
        }
        let bytes: Uint8Array = Reflect::get(&chunk, &"value".into())?.unchecked_into();
        if body.len().saturating_add(bytes.length() as usize) > limit {
            // Ends the transfer; whether the peer agrees does not matter.
            let _ = JsFuture::from(reader.cancel()).await;
            return Ok(Body::TooLong);
        }
        body.extend(bytes.to_vec());
    }
}
