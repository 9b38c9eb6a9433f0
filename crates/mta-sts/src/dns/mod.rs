//! DNS messages: the question to send and what the answer says (RFC 1035 4, RFC 8484 bodies).

mod answer;
mod data;
mod query;

pub use answer::{Answer, DnsError, RecordData, decode};
pub use query::{doh_url, encode_query};

/// The types of record that a check asks for.
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
    pub fn as_str(self) -> &'static str {
        match self {
            RecordType::A => "A",
            RecordType::Aaaa => "AAAA",
            RecordType::Mx => "MX",
            RecordType::Tlsa => "TLSA",
            RecordType::Txt => "TXT",
        }
    }

    fn rtype(self) -> domain::base::Rtype {
        use domain::base::Rtype;
        match self {
            RecordType::A => Rtype::A,
            RecordType::Aaaa => Rtype::AAAA,
            RecordType::Mx => Rtype::MX,
            RecordType::Tlsa => Rtype::TLSA,
            RecordType::Txt => Rtype::TXT,
        }
    }
}

#[cfg(test)]
mod tests;
