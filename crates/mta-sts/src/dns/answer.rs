//! Reading an answer: the CNAME chain, and the records at its end.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use domain::base::iana::Rcode;
use domain::base::{Message, Name};

use super::RecordType;
use super::data::Data;
use crate::dane::Tlsa;

/// Longer CNAME chains than this are refused.
const MAX_CNAMES: usize = 16;

/// Records beyond this many are not read.
const MAX_RECORDS: usize = 1_000;

/// What a resolver said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// Whether the name does not exist (NXDOMAIN).
    pub nxdomain: bool,
    /// Whether the resolver vouches for DNSSEC (the AD bit).
    pub authenticated: bool,
    /// The CNAME chain followed, target after target; empty without CNAME.
    pub cnames: Vec<String>,
    /// The records at the end of the chain, of the type asked.
    pub records: Vec<RecordData>,
}

/// The data of one record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordData {
    /// IPv4 address.
    A(Ipv4Addr),
    /// IPv6 address.
    Aaaa(Ipv6Addr),
    /// Mail exchanger.
    Mx {
        /// Lower is tried first.
        preference: u16,
        /// The host, without the root dot; empty for the root itself (null MX, RFC 7505).
        exchange: String,
    },
    /// DANE certificate association (RFC 6698 2).
    Tlsa(Tlsa),
    /// Text, its strings joined without spaces (RFC 8461 3.1).
    Txt(Vec<u8>),
}

/// Why an answer says nothing about the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DnsError {
    /// The bytes are no DNS message, or a record in it is broken.
    Malformed,
    /// It answers another question.
    OtherQuestion,
    /// It was cut off (the TC bit).
    Truncated,
    /// A response code other than NOERROR and NXDOMAIN, such as 2, SERVFAIL.
    ResponseCode(u16),
    /// The CNAME chain is a loop or too long.
    CnameLoop,
}

impl fmt::Display for DnsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DnsError::Malformed => f.write_str("the resolver's answer is malformed"),
            DnsError::OtherQuestion => f.write_str("the resolver answered another question"),
            DnsError::Truncated => f.write_str("the resolver's answer is cut off"),
            DnsError::ResponseCode(1) => f.write_str("the resolver answered FORMERR"),
            DnsError::ResponseCode(2) => f.write_str("the resolver answered SERVFAIL"),
            DnsError::ResponseCode(5) => f.write_str("the resolver answered REFUSED"),
            DnsError::ResponseCode(code) => {
                write!(f, "the resolver answered with response code {code}")
            }
            DnsError::CnameLoop => f.write_str("the CNAME chain is a loop or too long"),
        }
    }
}

impl std::error::Error for DnsError {}

/// Reads the answer to a query for `name` and `record_type`.
///
/// # Errors
///
/// Says why the answer proves nothing; see [`DnsError`]. NXDOMAIN and empty answers are no errors.
pub fn decode(bytes: &[u8], name: &str, record_type: RecordType) -> Result<Answer, DnsError> {
    let message = Message::from_slice(bytes).map_err(|_| DnsError::Malformed)?;
    let header = message.header();
    let asked = Name::<Vec<u8>>::from_str(name).map_err(|_| DnsError::Malformed)?;
    let question = message.sole_question().map_err(|_| DnsError::Malformed)?;
    if !header.qr() || *question.qname() != asked || question.qtype() != record_type.rtype() {
        return Err(DnsError::OtherQuestion);
    }
    if header.tc() {
        return Err(DnsError::Truncated);
    }
    let nxdomain = header.rcode() == Rcode::NXDOMAIN;
    if !nxdomain && header.rcode() != Rcode::NOERROR {
        return Err(DnsError::ResponseCode(u16::from(header.rcode().to_int())));
    }
    let mut answer = Answer { nxdomain, authenticated: header.ad(), ..Answer::default() };
    let section = message.answer().map_err(|_| DnsError::Malformed)?;
    let mut aliases = Vec::new();
    let mut found = Vec::new();
    for record in section.take(MAX_RECORDS) {
        let record = record.map_err(|_| DnsError::Malformed)?;
        let owner = key(&record.owner());
        let record = record.to_record::<Data>().map_err(|_| DnsError::Malformed)?;
        match record.map(|r| r.into_data()) {
            Some(Data::Cname(target)) => aliases.push((owner, target)),
            Some(Data::Record(rtype, data)) if rtype == record_type.rtype() => {
                found.push((owner, data));
            }
            _ => {}
        }
    }
    let end = follow(asked.to_string(), &aliases, &mut answer.cnames)?;
    answer.records = found.into_iter().filter(|(owner, _)| *owner == end).map(|(_, d)| d).collect();
    Ok(answer)
}

/// RFC 8461 3.1: Senders follow CNAMEs, directly or via other CNAMEs.
fn follow(
    asked: String,
    aliases: &[(String, String)],
    chain: &mut Vec<String>,
) -> Result<String, DnsError> {
    let mut here = asked.to_ascii_lowercase();
    // Both the chain and the answer are bounded, so a walk over the aliases for each link will do.
    while let Some((_, target)) = aliases.iter().find(|(owner, _)| *owner == here) {
        if chain.len() >= MAX_CNAMES {
            return Err(DnsError::CnameLoop);
        }
        chain.push(target.clone());
        here = target.to_ascii_lowercase();
    }
    Ok(here)
}

fn key(name: &impl fmt::Display) -> String {
    name.to_string().to_ascii_lowercase()
}
