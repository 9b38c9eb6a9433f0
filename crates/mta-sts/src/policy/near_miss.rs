//! Field names that are nearly those of RFC 8461 3.2, and values in another dress.

/// The field that an unknown name was probably meant to be.
pub(super) fn field(name: &str) -> Option<&'static str> {
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    match plain.as_str() {
        "version" | "versions" | "verion" | "vesion" | "v" => Some("version"),
        "mode" | "modes" | "mod" | "policy" => Some("mode"),
        "maxage" | "maxages" | "maxag" | "age" => Some("max_age"),
        "mx" | "nmx" | "mxs" | "mxhost" | "mxhosts" | "mxpattern" => Some("mx"),
        _ => None,
    }
}

/// The value without quotation marks, odd spaces and upper case.
pub(super) fn plain(value: &str) -> String {
    let quotes = ['"', '\'', '`', '“', '”', '„', '‘', '’', '«', '»', '\u{200b}', '\u{feff}'];
    value.trim_matches(|c: char| c.is_whitespace() || quotes.contains(&c)).to_ascii_lowercase()
}
