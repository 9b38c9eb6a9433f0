//! RFC 1952: unpacking, never beyond a limit.

use std::io::Read;

use flate2::bufread::GzDecoder;

use super::{Container, too_large};
use crate::code::Code;
use crate::diagnostic::Diagnostic;

/// The whole content and what stands behind it, or why there is none. Unpacking stops one byte beyond `limit`, and
/// memory grows with what was unpacked, not with what the file claims.
pub(super) fn unpack(bytes: &[u8], limit: usize) -> Result<(Vec<u8>, &[u8]), Diagnostic> {
    let mut content = Vec::new();
    let mut rest = bytes;
    // RFC 1952 2.2: a file is a series of members; other bytes behind them (line ends, padding) are not its content.
    while Container::of(rest) == Container::Gzip {
        // The size that the file claims (RFC 1952 2.3.1) is not trusted: a damaged file claims anything.
        let left = limit.saturating_sub(content.len()).saturating_add(1);
        let bound = u64::try_from(left).unwrap_or(u64::MAX);
        // The decoder checks CRC and size at the end of the member, and leaves what follows.
        let read = GzDecoder::new(&mut rest).take(bound).read_to_end(&mut content);
        if content.len() > limit {
            return Err(too_large(limit));
        }
        if let Err(error) = read {
            return Err(Diagnostic::new(Code::ReportGzipInvalid).param("detail", error.to_string()));
        }
    }
    Ok((content, rest))
}
