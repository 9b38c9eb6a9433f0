//! Reading what a relay answers: the core's `FetchResponse` in JSON.
//!
//! By hand, over the platform's `JSON.parse`: serde's machinery for tagged enums weighs 20 KB in wasm.

use js_sys::{JSON, Reflect};
use mta_sts::fetch::{CertificateFault, FetchResponse};
use wasm_bindgen::JsValue;

/// `None` when it is something else.
pub(crate) fn from_json(json: &[u8]) -> Option<FetchResponse> {
    let value = JSON::parse(std::str::from_utf8(json).ok()?).ok()?;
    let field = |name: &str| Reflect::get(&value, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let text = |name| field(name).as_string();
    let detail = || text("detail").unwrap_or_default();
    Some(match text("outcome")?.as_str() {
        "response" => FetchResponse::Response {
            status: number(&field("status"))? as u16,
            content_type: text("contentType"),
            location: text("location"),
            body: body(&text("body").unwrap_or_default(), field("notUtf8").is_truthy()),
            truncated: field("truncated").is_truthy(),
            challenge: field("challenge").is_truthy(),
        },
        "opaque-redirect" => FetchResponse::OpaqueRedirect,
        "certificate-failed" => {
            FetchResponse::CertificateFailed { fault: fault(&text("fault")?), detail: detail() }
        }
        "tls-failed" => FetchResponse::TlsFailed { detail: detail() },
        "connection-failed" => FetchResponse::ConnectionFailed { detail: detail() },
        "timed-out" => FetchResponse::TimedOut { seconds: number(&field("seconds"))? },
        "unreadable" => {
            FetchResponse::Unreadable { opaque: field("opaque").is_truthy(), detail: detail() }
        }
        "unavailable" => FetchResponse::Unavailable { detail: detail() },
        _ => return None,
    })
}

/// The body, or one that reads the same and is no UTF-8 either.
fn body(text: &str, broken: bool) -> Vec<u8> {
    if !broken {
        return text.as_bytes().to_vec();
    }
    text.split('\u{fffd}').map(str::as_bytes).collect::<Vec<_>>().join(&0xff)
}

/// A whole number that fits the smallest use made of one here, an HTTP status.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked before")]
fn number(value: &JsValue) -> Option<u32> {
    value.as_f64().filter(|n| n.fract() == 0.0 && (0.0..=65_535.0).contains(n)).map(|n| n as u32)
}

fn fault(name: &str) -> CertificateFault {
    match name {
        "expired" => CertificateFault::Expired,
        "not-yet-valid" => CertificateFault::NotYetValid,
        "untrusted" => CertificateFault::Untrusted,
        "self-signed" => CertificateFault::SelfSigned,
        "name-mismatch" => CertificateFault::NameMismatch,
        _ => CertificateFault::Invalid,
    }
}
