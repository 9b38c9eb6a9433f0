//! U-labels to A-labels by the platform's own URL class, which costs no wasm bytes.

use web_sys::Url;

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
