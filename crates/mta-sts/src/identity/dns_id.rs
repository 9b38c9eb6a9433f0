//! RFC 6125: names in certificates.

use crate::domain::{DomainName, check_domain};

/// RFC 6125 6.4: whether a dNSName entry names the host. `*` may stand only as the whole left-most label, and a root dot
/// nowhere (RFC 5280 4.2.1.6).
///
/// ```
/// use mta_sts::identity::dns_id_matches;
/// let host = "mail.example.com".parse().unwrap();
/// assert!(dns_id_matches("*.example.com", &host));
/// assert!(!dns_id_matches("example.com", &host));
/// assert!(!dns_id_matches("mail.example.com.", &host));
/// ```
pub fn dns_id_matches(dns_id: &str, host: &DomainName) -> bool {
    match dns_id.strip_prefix("*.") {
        Some(parent) => {
            let above = host.as_str().split_once('.').map(|(_, above)| above);
            // A wildcard right below the root (`*.com`) is not honoured by TLS libraries.
            check_domain(parent).is_ok()
                && parent.contains('.')
                && above.is_some_and(|a| a.eq_ignore_ascii_case(parent))
        }
        None => host.as_str().eq_ignore_ascii_case(dns_id),
    }
}
