//! Writing a query.

use super::RecordType;
use super::cursor::MAX_NAME;

/// The wire form of a recursive query for `name`, with the AD bit set to ask for DNSSEC's verdict (RFC 6840 5.7).
///
/// The id is 0, as RFC 8484 4.1 advises for HTTP caching; over UDP a host must put a random one in the first two
/// bytes. `None` when `name` is no DNS name.
///
/// ```
/// use mta_sts::dns::{RecordType, encode_query};
/// let query = encode_query("_mta-sts.example.com", RecordType::Txt).unwrap();
/// assert_eq!(query.len(), 12 + 22 + 4);
/// ```
pub fn encode_query(name: &str, record_type: RecordType) -> Option<Vec<u8>> {
    // RFC 1035 4.1.1: an id of 0, the bits RD and AD, one question.
    let mut query = vec![0, 0, 0x01, 0x20, 0, 1, 0, 0, 0, 0, 0, 0];
    let head = query.len();
    for label in name.strip_suffix('.').unwrap_or(name).split('.') {
        let length = u8::try_from(label.len()).ok().filter(|length| (1..=63).contains(length))?;
        if !label.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') {
            return None;
        }
        query.push(length);
        query.extend_from_slice(label.as_bytes());
    }
    query.push(0);
    if query.len().saturating_sub(head) > MAX_NAME {
        return None;
    }
    query.extend(record_type.number().to_be_bytes());
    // The class IN.
    query.extend([0, 1]);
    Some(query)
}

/// The address of a DNS-over-HTTPS GET request (RFC 8484 4.1): the resolver's URL with the query in `dns`.
///
/// ```
/// let url = mta_sts::dns::doh_url("https://dns.example/dns-query", &[0, 0, 1]);
/// assert_eq!(url, "https://dns.example/dns-query?dns=AAAB");
/// ```
pub fn doh_url(resolver: &str, query: &[u8]) -> String {
    let separator = if resolver.contains('?') { '&' } else { '?' };
    format!("{resolver}{separator}dns={}", base64url(query))
}

/// RFC 4648 5, without padding. A crate for it weighs as much in wasm as the whole DNS code.
fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_u32, |acc, byte| (acc << 8) | u32::from(*byte));
        let padded = if chunk.len() == 1 {
            group << 16
        } else if chunk.len() == 2 {
            group << 8
        } else {
            group
        };
        // n bytes make n + 1 characters of six bits each.
        for shift in [18, 12, 6, 0].into_iter().take(chunk.len().saturating_add(1)) {
            let index = (padded >> shift) & 0x3f;
            let character = ALPHABET.get(index as usize).copied().unwrap_or(b'A');
            out.push(char::from(character));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn encodes_the_examples_of_rfc_4648() {
        let pairs = [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"),
        ];
        for (plain, encoded) in pairs {
            assert_eq!(super::base64url(plain.as_bytes()), encoded);
        }
        assert_eq!(super::base64url(&[0xfb, 0xff]), "-_8");
    }
}
