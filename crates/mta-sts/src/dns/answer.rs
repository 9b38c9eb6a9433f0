//! Reading an answer: the CNAME chain, and the records at its end.

use super::RecordType;
use super::cursor::Cursor;
use crate::dane::Tlsa;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Longer CNAME chains than this are refused.
const MAX_CNAMES: usize = 16;

/// Records beyond this many are not read.
const MAX_RECORDS: usize = 1_000;

/// What a resolver said (RFC 1035 4.1).
///
/// ```
/// use mta_sts::dns::{RecordType, decode, encode_query};
/// let mut message = encode_query("_mta-sts.example.com", RecordType::Txt).unwrap();
/// message[2..4].copy_from_slice(&[0x81, 0xa3]); // A response with AD and the code 3, NXDOMAIN.
/// let answer = decode(&message, "_mta-sts.example.com", RecordType::Txt)?;
/// assert!(answer.nxdomain && answer.authenticated);
/// assert!(answer.records.is_empty() && answer.cnames.is_empty());
/// # Ok::<(), mta_sts::dns::DnsError>(())
/// ```
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
///
/// ```
/// use mta_sts::dns::{RecordData, RecordType, decode, encode_query};
/// let mut message = encode_query("example.com", RecordType::Mx).unwrap();
/// message[2..4].copy_from_slice(&[0x81, 0x80]); // A response,
/// message[7] = 1; // with one record: MX 10 mail.example.com.
/// message.extend(b"\xc0\x0c\0\x0f\0\x01\0\0\x0e\x10\0\x09\0\x0a\x04mail\xc0\x0c");
/// let answer = decode(&message, "example.com", RecordType::Mx)?;
/// let exchange = "mail.example.com".to_owned();
/// assert_eq!(answer.records, [RecordData::Mx { preference: 10, exchange }]);
/// # Ok::<(), mta_sts::dns::DnsError>(())
/// ```
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
///
/// ```
/// use mta_sts::dns::{DnsError, RecordType, decode, encode_query};
/// let mut message = encode_query("example.com", RecordType::Mx).unwrap();
/// message[2..4].copy_from_slice(&[0x81, 0x82]);
/// let fault = decode(&message, "example.com", RecordType::Mx).unwrap_err();
/// assert_eq!(fault, DnsError::ResponseCode(2));
/// assert_eq!(fault.to_string(), "the resolver answered SERVFAIL");
/// ```
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

/// Reads the answer to a query for `name` and `record_type` (RFC 1035 4.1).
///
/// Of its records the first 1,000 are read; a chain of more than 16 CNAMEs is refused.
///
/// # Errors
///
/// Says why the answer proves nothing; see [`DnsError`]. NXDOMAIN and empty answers are no errors.
///
/// ```
/// use mta_sts::dns::{DnsError, RecordData, RecordType, decode, encode_query};
/// let name = "_mta-sts.example.com";
/// let mut message = encode_query(name, RecordType::Txt).unwrap();
/// message[2..4].copy_from_slice(&[0x81, 0x80]); // A response,
/// message[7] = 1; // with one record.
/// message.extend(b"\xc0\x0c\0\x10\0\x01\0\0\x0e\x10\0\x1d\x1cv=STSv1; id=20160831085700Z;");
/// let answer = decode(&message, name, RecordType::Txt)?;
/// assert_eq!(answer.records, [RecordData::Txt(b"v=STSv1; id=20160831085700Z;".to_vec())]);
/// assert_eq!(decode(&message, "_mta-sts.example.net", RecordType::Txt), Err(DnsError::OtherQuestion));
/// # Ok::<(), DnsError>(())
/// ```
pub fn decode(bytes: &[u8], name: &str, record_type: RecordType) -> Result<Answer, DnsError> {
    let mut message = Cursor::new(bytes);
    let (flags, question, number, count) = head(&mut message).ok_or(DnsError::Malformed)?;
    let asked = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    if flags & QR == 0 || question != asked || number != record_type.number() {
        return Err(DnsError::OtherQuestion);
    }
    if flags & TC != 0 {
        return Err(DnsError::Truncated);
    }
    let nxdomain = match flags & RCODE {
        0 => false,
        3 => true,
        code => return Err(DnsError::ResponseCode(code)),
    };
    let mut answer = Answer { nxdomain, authenticated: flags & AD != 0, ..Answer::default() };
    let (mut aliases, mut found) = (Vec::new(), Vec::new());
    for _ in 0..usize::from(count).min(MAX_RECORDS) {
        let (owner, data) = record(&mut message, record_type).ok_or(DnsError::Malformed)?;
        match data {
            Data::Cname(target) => aliases.push((owner, target)),
            Data::Asked(data) => found.push((owner, data)),
            Data::Other => {}
        }
    }
    let end = follow(asked, &aliases, &mut answer.cnames)?;
    answer.records = found.into_iter().filter(|(owner, _)| *owner == end).map(|(_, d)| d).collect();
    Ok(answer)
}

// RFC 1035 4.1.1, RFC 4035 3.2.3: the bits of a header.
const QR: u16 = 0x8000;
const TC: u16 = 0x0200;
const AD: u16 = 0x0020;
const RCODE: u16 = 0x000f;

/// The flags, the name in lower case and the type that were asked for, and the number of records in the answer.
fn head(message: &mut Cursor<'_>) -> Option<(u16, String, u16, u16)> {
    let _id = message.u16()?;
    let flags = message.u16()?;
    let (questions, count) = (message.u16()?, message.u16()?);
    let _authority_and_additional = message.take(4)?;
    let name = message.name()?.to_ascii_lowercase();
    let (record_type, _class) = (message.u16()?, message.u16()?);
    (questions == 1).then_some((flags, name, record_type, count))
}

/// The data of a record in an answer.
enum Data {
    /// An alias's target.
    Cname(String),
    /// Of the type asked for.
    Asked(RecordData),
    /// Of another type, such as a signature.
    Other,
}

/// RFC 1035 3.3.1.
const CNAME: u16 = 5;

/// A record's owner, in lower case, and its data (RFC 1035 4.1.3).
fn record(message: &mut Cursor<'_>, asked: RecordType) -> Option<(String, Data)> {
    let owner = message.name()?.to_ascii_lowercase();
    let (number, _class, _ttl) = (message.u16()?, message.u16()?, message.take(4)?);
    let length = message.u16()?;
    let mut part = message.part(usize::from(length))?;
    if number != CNAME && number != asked.number() {
        return Some((owner, Data::Other));
    }
    let data = if number == CNAME {
        Data::Cname(part.name()?)
    } else {
        Data::Asked(data(&mut part, asked)?)
    };
    part.is_at_end().then_some((owner, data))
}

/// RFC 1035 3.3, RFC 3596 2.2, RFC 6698 2.1.
fn data(part: &mut Cursor<'_>, record_type: RecordType) -> Option<RecordData> {
    Some(match record_type {
        RecordType::A => RecordData::A(octets::<4>(part)?.into()),
        RecordType::Aaaa => RecordData::Aaaa(octets::<16>(part)?.into()),
        RecordType::Mx => RecordData::Mx { preference: part.u16()?, exchange: part.name()? },
        RecordType::Tlsa => {
            RecordData::Tlsa(Tlsa::new(part.u8()?, part.u8()?, part.u8()?, part.rest()?))
        }
        RecordType::Txt => {
            // RFC 8461 3.1: several strings are concatenated without adding spaces.
            let mut text = Vec::new();
            while !part.is_at_end() {
                let length = part.u8()?;
                text.extend_from_slice(part.take(usize::from(length))?);
            }
            RecordData::Txt(text)
        }
    })
}

fn octets<const N: usize>(part: &mut Cursor<'_>) -> Option<[u8; N]> {
    part.take(N)?.try_into().ok()
}

/// RFC 8461 3.1: Senders follow CNAMEs, directly or via other CNAMEs.
fn follow(
    asked: String,
    aliases: &[(String, String)],
    chain: &mut Vec<String>,
) -> Result<String, DnsError> {
    let mut here = asked;
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
