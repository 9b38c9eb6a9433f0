//! U-labels to A-labels by the platform's own URL class, which costs no wasm bytes.

use std::fmt::Display;

use mta_sts::DomainName;
use wasm_bindgen::JsValue;
use web_sys::Url;

use crate::error::Fault;

/// The host in its ASCII form; `None` when the platform refuses it.
///
/// Text that is ASCII already is left as it is: URL parsers read more into it (ports, IPv4 numbers).
pub(crate) fn to_ascii(host: &str) -> Option<String> {
    if host.is_ascii() {
        return Some(host.to_owned());
    }
    // Characters that end or alter a URL's host must not be dropped in silence.
    if host.contains(['/', '\\', '?', '#', '@', ':', '%', '[', ']', ' ']) {
        return None;
    }
    let url = Url::new(&format!("https://{host}/")).ok()?;
    Some(url.hostname())
}

/// What somebody typed as a domain.
pub(crate) fn domain_name(text: &str) -> Result<DomainName, JsValue> {
    let text = text.trim();
    let ascii = to_ascii(text).unwrap_or_else(|| text.to_owned());
    let refused = |reason: &dyn Display| {
        Fault::InvalidDomain.error(&format!("\"{text}\" is not a domain name: {reason}"))
    };
    let domain = DomainName::parse(&ascii).map_err(|reason| refused(&reason))?;
    if domain.is_address() { Err(refused(&"it is an IP address")) } else { Ok(domain) }
}

/// The same for each name.
#[cfg(any(feature = "diff", feature = "generate", feature = "plan"))]
pub(crate) fn domain_names(texts: &[String]) -> Result<Vec<DomainName>, JsValue> {
    texts.iter().map(|text| domain_name(text)).collect()
}
