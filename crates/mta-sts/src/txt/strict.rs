//! The strict reading of one TXT record: its fields one after the other, nothing copied.

use memchr::memchr;

use crate::wsp;

/// Hands each field behind the version to `read`, without the white space around it. False when the grammar refuses
/// the record, or when `read` refuses a field.
///
/// RFC 8461 3.1, RFC 8460 3: `version 1*(delim field) [delim]`, `delim = *WSP ";" *WSP`.
pub(crate) fn each_field<'a>(
    version: &str,
    record: &'a str,
    mut read: impl FnMut(&'a str) -> bool,
) -> bool {
    let Some((gap, mut rest)) = record.strip_prefix(version).and_then(|r| split_once(r, b';'))
    else {
        return false;
    };
    if !wsp::trim_start(gap).is_empty() {
        return false;
    }
    loop {
        let here = wsp::trim_start(rest);
        let Some((field, next)) = split_once(here, b';') else {
            // White space at the very end belongs to no delimiter.
            return here.is_empty() || read(here);
        };
        let field = wsp::trim_end(field);
        if field.is_empty() || !read(field) {
            return false;
        }
        rest = next;
    }
}

/// What stands before and behind the first such byte, which is ASCII.
pub(crate) fn split_once(text: &str, byte: u8) -> Option<(&str, &str)> {
    let (before, rest) = text.split_at_checked(memchr(byte, text.as_bytes())?)?;
    Some((before, rest.get(1..)?))
}
