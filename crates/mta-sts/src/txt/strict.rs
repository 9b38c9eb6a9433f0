//! The strict reading of one TXT record: its fields one after the other, nothing copied.

use memchr::memchr;

use super::WSP;

/// Hands each field behind the version to `read`, without the white space around it. False when the grammar refuses
/// the record, or when `read` refuses a field.
///
/// RFC 8461 3.1, RFC 8460 3: `version 1*(delim field) [delim]`, `delim = *WSP ";" *WSP`.
pub(crate) fn each_field<'a>(
    version: &str,
    record: &'a str,
    mut read: impl FnMut(&'a str) -> bool,
) -> bool {
    let Some((gap, mut rest)) = record.strip_prefix(version).and_then(split) else {
        return false;
    };
    if !gap.trim_matches(WSP).is_empty() {
        return false;
    }
    loop {
        let here = rest.trim_start_matches(WSP);
        let Some((field, next)) = split(here) else {
            // White space at the very end belongs to no delimiter.
            return here.is_empty() || read(here);
        };
        let field = field.trim_end_matches(WSP);
        if field.is_empty() || !read(field) {
            return false;
        }
        rest = next;
    }
}

/// At the first semicolon.
fn split(text: &str) -> Option<(&str, &str)> {
    let (before, rest) = text.split_at_checked(memchr(b';', text.as_bytes())?)?;
    Some((before, rest.get(1..)?))
}
