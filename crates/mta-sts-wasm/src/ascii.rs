//! U-labels to A-labels by the platform's own URL class, which costs no wasm bytes.

use std::fmt::Display;

use mta_sts::{DomainError, DomainName};
use wasm_bindgen::JsValue;
use web_sys::Url;

use crate::error::Fault;

/// A name of 253 characters has fewer bytes than this however it is written; URL parsers take long over much more.
const MAX_BYTES: usize = 1_024;

/// Characters of a text that a message shows.
const MAX_SHOWN: usize = 80;

/// The host in its ASCII form; `None` when the platform refuses it.
///
/// Text that is ASCII already is left as it is: URL parsers read more into it (ports, IPv4 numbers).
pub(crate) fn to_ascii(host: &str) -> Option<String> {
    if host.is_ascii() {
        return Some(host.to_owned());
    }
    if host.len() > MAX_BYTES {
        return None;
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
    let refused = |reason: &dyn Display| {
        let end = text.char_indices().nth(MAX_SHOWN).map(|(at, _)| at);
        let shown = end.and_then(|end| text.get(..end)).unwrap_or(text);
        let rest = if end.is_some() { "…" } else { "" };
        Fault::InvalidDomain.error(&format!("\"{shown}{rest}\" is not a domain name: {reason}"))
    };
    let Some(ascii) = to_ascii(text) else {
        return Err(if text.len() > MAX_BYTES {
            refused(&DomainError::NameTooLong)
        } else {
            refused(&"its characters outside ASCII cannot be written as A-labels")
        });
    };
    let domain = DomainName::parse(&ascii).map_err(|reason| refused(&reason))?;
    if domain.is_address() { Err(refused(&"it is an IP address")) } else { Ok(domain) }
}

/// The same for each name.
#[cfg(any(feature = "diff", feature = "generate", feature = "plan"))]
pub(crate) fn domain_names(texts: &[String]) -> Result<Vec<DomainName>, JsValue> {
    texts.iter().map(|text| domain_name(text)).collect()
}
