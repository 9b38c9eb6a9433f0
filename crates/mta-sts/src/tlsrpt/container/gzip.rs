//! RFC 1952: unpacking, never beyond a limit.

use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::too_large;
use crate::code::Code;
use crate::diagnostic::Diagnostic;

/// The whole content, or why there is none. Unpacking stops one byte beyond `limit`, and
/// memory grows with what was unpacked, not with what the file claims.
pub(super) fn unpack(bytes: &[u8], limit: usize) -> Result<Vec<u8>, Diagnostic> {
    // The size that the file claims (RFC 1952 2.3.1) is not trusted: a damaged file claims anything.
    let bound = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut content = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(bound).read_to_end(&mut content);
    if content.len() > limit {
        return Err(too_large(limit));
    }
    // The decoder checks CRC and size at the end of each member.
    match read {
        Ok(_) => Ok(content),
        Err(error) => {
            Err(Diagnostic::new(Code::ReportGzipInvalid).param("detail", error.to_string()))
        }
    }
}
