//! What any reader of policies must do at least: check that the body is UTF-8 and find its lines and colons.

use memchr::memchr;

/// The number of lines with a colon.
pub fn floor(body: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(body).ok()?;
    let mut rest = text.as_bytes();
    let mut fields = 0;
    while !rest.is_empty() {
        let end = memchr(b'\n', rest).unwrap_or(rest.len());
        let line = rest.get(..end)?;
        fields += usize::from(memchr(b':', line).is_some());
        rest = rest.get(end + 1..).unwrap_or(&[]);
    }
    Some(fields)
}
