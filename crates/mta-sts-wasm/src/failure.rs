//! What a rejected `fetch` tells. Browsers tell next to nothing; Node names the cause.

use js_sys::Reflect;
use mta_sts::fetch::{CertificateFault, FetchResponse};
use wasm_bindgen::JsValue;

/// The error's own words, with its cause's.
pub(crate) fn words(error: &JsValue) -> String {
    let message = property(error, "message").unwrap_or_else(|| "the request failed".to_owned());
    match cause(error).and_then(|c| property(&c, "message").or_else(|| property(&c, "code"))) {
        Some(cause) => format!("{message} ({cause})"),
        None => message,
    }
}

/// Why a DNS-over-HTTPS resolver did not answer.
pub(crate) fn resolver(error: &JsValue, resolver: &str, timeout: u32) -> String {
    if timed_out(error) {
        return format!(
            "the resolver {resolver} did not answer within {} s",
            timeout.div_ceil(1_000)
        );
    }
    if code(error).is_some_and(|c| c == "UND_ERR_SOCKET" || c == "HPE_INVALID_CONSTANT") {
        return format!(
            "the resolver {resolver} broke the connection; it may speak HTTP/2 only, which this runtime's fetch does not"
        );
    }
    format!("the resolver {resolver} cannot be reached: {}", words(error))
}

/// What the failure of a policy fetch proves; `None` where the runtime does not tell (browsers).
pub(crate) fn policy(error: &JsValue, limit: u32) -> Option<FetchResponse> {
    if timed_out(error) {
        return Some(FetchResponse::TimedOut { seconds: limit / 1_000 });
    }
    let code = code(error)?;
    let detail = words(error);
    Some(match certificate_fault(&code) {
        Some(fault) => FetchResponse::CertificateFailed { fault, detail },
        // A name server that does not answer is nobody's proof (the core has looked the host up itself), nor is a
        // guard or permission of this machine's.
        None if code == "EAI_AGAIN" || code == "EACCES" => FetchResponse::Unavailable { detail },
        None if code == "EPROTO" || code.starts_with("ERR_SSL") || code.starts_with("ERR_TLS") => {
            FetchResponse::TlsFailed { detail }
        }
        None => FetchResponse::ConnectionFailed { detail },
    })
}

/// OpenSSL's verification codes, as Node reports them.
fn certificate_fault(code: &str) -> Option<CertificateFault> {
    Some(match code {
        "CERT_HAS_EXPIRED" => CertificateFault::Expired,
        "CERT_NOT_YET_VALID" => CertificateFault::NotYetValid,
        "DEPTH_ZERO_SELF_SIGNED_CERT" => CertificateFault::SelfSigned,
        "SELF_SIGNED_CERT_IN_CHAIN"
        | "UNABLE_TO_GET_ISSUER_CERT"
        | "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"
        | "UNABLE_TO_VERIFY_LEAF_SIGNATURE" => CertificateFault::Untrusted,
        "ERR_TLS_CERT_ALTNAME_INVALID" => CertificateFault::NameMismatch,
        _ if code.starts_with("CERT_") || code.starts_with("INVALID_") => CertificateFault::Invalid,
        _ => return None,
    })
}

fn timed_out(error: &JsValue) -> bool {
    let code = code(error);
    property(error, "name").is_some_and(|n| n == "TimeoutError")
        || code.is_some_and(|c| c.starts_with("UND_ERR") && c.ends_with("TIMEOUT"))
}

fn code(error: &JsValue) -> Option<String> {
    cause(error).and_then(|c| property(&c, "code"))
}

fn cause(error: &JsValue) -> Option<JsValue> {
    Reflect::get(error, &"cause".into()).ok().filter(JsValue::is_object)
}

fn property(value: &JsValue, name: &str) -> Option<String> {
    Reflect::get(value, &name.into()).ok()?.as_string().filter(|s| !s.is_empty())
}
