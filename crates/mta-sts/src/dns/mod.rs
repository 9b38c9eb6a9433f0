//! DNS messages: the question to send and what the answer says (RFC 1035 4, RFC 8484 bodies).

mod answer;
mod cursor;
mod query;

pub use answer::{Answer, DnsError, RecordData, decode};
pub use query::{doh_url, encode_query};

/// The types of record that a check asks for.
///
/// ```
/// use mta_sts::dns::{RecordType, encode_query};
/// let query = encode_query("example.com", RecordType::Mx).unwrap();
/// // RFC 1035 4.1.2: type and class are the query's last four bytes; MX is 15, IN is 1.
/// assert_eq!(query[query.len() - 4..], [0, 15, 0, 1]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordType {
    /// IPv4 address.
    A,
    /// IPv6 address.
    Aaaa,
    /// Mail exchanger.
    Mx,
    /// DANE certificate association (RFC 6698).
    Tlsa,
    /// Text.
    Txt,
}

impl RecordType {
    /// The mnemonic.
    ///
    /// ```
    /// use mta_sts::dns::RecordType;
    /// assert_eq!(RecordType::Aaaa.as_str(), "AAAA");
    /// ```
    pub fn as_str(self) -> &'static str {
        match self {
            RecordType::A => "A",
            RecordType::Aaaa => "AAAA",
            RecordType::Mx => "MX",
            RecordType::Tlsa => "TLSA",
            RecordType::Txt => "TXT",
        }
    }

    /// RFC 1035 3.2.2, RFC 3596 2.1, RFC 6698 7.1.
    fn number(self) -> u16 {
        match self {
            RecordType::A => 1,
            RecordType::Aaaa => 28,
            RecordType::Mx => 15,
            RecordType::Tlsa => 52,
            RecordType::Txt => 16,
        }
    }
}

#[cfg(test)]
mod tests;
