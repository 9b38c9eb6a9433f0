//! The data of the records that a check reads (RFC 1035 3.3, RFC 3596), as one type.
//!
//! `domain` has a type for each; reading all of them through one costs half the wasm bytes.

use std::net::{Ipv4Addr, Ipv6Addr};

use domain::base::rdata::{ParseRecordData, RecordData as Rdata};
use domain::base::wire::ParseError;
use domain::base::{ParsedName, Rtype};
use domain::dep::octseq::Parser;

use super::RecordData;
use crate::dane::Tlsa;

/// The data of one record.
pub(super) enum Data {
    /// An alias's target.
    Cname(String),
    /// A record of that type.
    Record(Rtype, RecordData),
}

impl Rdata for Data {
    fn rtype(&self) -> Rtype {
        match self {
            Data::Cname(_) => Rtype::CNAME,
            Data::Record(rtype, _) => *rtype,
        }
    }
}

impl<'a> ParseRecordData<'a, [u8]> for Data {
    fn parse_rdata(
        rtype: Rtype,
        parser: &mut Parser<'a, [u8]>,
    ) -> Result<Option<Data>, ParseError> {
        let record = match rtype {
            Rtype::CNAME => return name(parser).map(|target| Some(Data::Cname(target))),
            Rtype::A => {
                let mut octets = [0; 4];
                parser.parse_buf(&mut octets)?;
                RecordData::A(Ipv4Addr::from(octets))
            }
            Rtype::AAAA => {
                let mut octets = [0; 16];
                parser.parse_buf(&mut octets)?;
                RecordData::Aaaa(Ipv6Addr::from(octets))
            }
            Rtype::MX => {
                let preference = parser.parse_u16_be()?;
                // The root prints as "." and every other name without its root dot.
                let exchange = name(parser)?.trim_end_matches('.').to_owned();
                RecordData::Mx { preference, exchange }
            }
            Rtype::TLSA => {
                let (usage, selector) = (parser.parse_u8()?, parser.parse_u8()?);
                let matching_type = parser.parse_u8()?;
                let data = parser.parse_octets(parser.remaining())?;
                RecordData::Tlsa(Tlsa::new(usage, selector, matching_type, data))
            }
            Rtype::TXT => RecordData::Txt(strings(parser)?),
            _ => return Ok(None),
        };
        Ok(Some(Data::Record(rtype, record)))
    }
}

fn name(parser: &mut Parser<'_, [u8]>) -> Result<String, ParseError> {
    Ok(ParsedName::parse_ref(parser)?.to_string())
}

/// RFC 8461 3.1: several strings are concatenated without adding spaces.
fn strings(parser: &mut Parser<'_, [u8]>) -> Result<Vec<u8>, ParseError> {
    let mut text = Vec::new();
    while parser.remaining() > 0 {
        let length = usize::from(parser.parse_u8()?);
        let start = text.len();
        text.resize(start.saturating_add(length), 0);
        parser.parse_buf(text.get_mut(start..).unwrap_or_default())?;
    }
    Ok(text)
}
