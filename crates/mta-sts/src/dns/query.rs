//! Writing a query.

use std::str::FromStr;

use domain::base::{MessageBuilder, Name, Rtype};

use super::RecordType;

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
    let name = Name::<Vec<u8>>::from_str(name).ok()?;
    let rtype: Rtype = record_type.rtype();
    let mut message = MessageBuilder::new_vec();
    message.header_mut().set_rd(true);
    message.header_mut().set_ad(true);
    let mut question = message.question();
    question.push((name, rtype)).ok()?;
    Some(question.finish())
}
