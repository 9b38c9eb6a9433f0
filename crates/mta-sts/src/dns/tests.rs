use std::str::FromStr;

use domain::base::iana::Rcode;
use domain::base::iana::{TlsaCertificateUsage, TlsaMatchingType, TlsaSelector};
use domain::base::{Message, MessageBuilder, Name, Ttl};
use domain::rdata::{Cname, Mx, Tlsa, Txt};

use super::*;

type N = Name<Vec<u8>>;

fn name(text: &str) -> N {
    N::from_str(text).unwrap()
}

/// A reply to the query for `asked` with CNAMEs, and TXT records at the last target.
fn reply(asked: &str, aliases: &[(&str, &str)], txt: &[(&str, &[&[u8]])], rcode: Rcode) -> Vec<u8> {
    let query = encode_query(asked, RecordType::Txt).unwrap();
    let query = Message::from_octets(query).unwrap();
    let mut answer = MessageBuilder::new_vec().start_answer(&query, rcode).unwrap();
    for (owner, target) in aliases {
        answer.push((name(owner), Ttl::from_secs(60), Cname::new(name(target)))).unwrap();
    }
    for (owner, strings) in txt {
        let mut data = Vec::new();
        for s in *strings {
            data.push(u8::try_from(s.len()).unwrap());
            data.extend_from_slice(s);
        }
        let data = Txt::from_octets(data).unwrap();
        answer.push((name(owner), Ttl::from_secs(60), data)).unwrap();
    }
    answer.finish()
}

#[test]
fn joins_strings_and_shows_the_cname_chain() {
    let bytes = reply(
        "_mta-sts.a.test",
        &[("_mta-sts.A.test", "x.b.test"), ("x.b.test", "y.c.test")],
        &[("y.c.test", &[b"v=STSv1; ", b"id=1"]), ("other.test", &[b"not this"])],
        Rcode::NOERROR,
    );
    let answer = decode(&bytes, "_mta-sts.a.test", RecordType::Txt).unwrap();
    assert_eq!(answer.cnames, ["x.b.test", "y.c.test"]);
    assert_eq!(answer.records, [RecordData::Txt(b"v=STSv1; id=1".to_vec())]);
}

#[test]
fn nxdomain_is_an_answer_and_servfail_is_not() {
    let bytes = reply("a.test", &[], &[], Rcode::NXDOMAIN);
    assert!(decode(&bytes, "a.test", RecordType::Txt).unwrap().nxdomain);
    let bytes = reply("a.test", &[], &[], Rcode::SERVFAIL);
    assert_eq!(decode(&bytes, "a.test", RecordType::Txt), Err(DnsError::ResponseCode(2)));
}

#[test]
fn refuses_loops_and_foreign_answers() {
    let bytes = reply("a.test", &[("a.test", "b.test"), ("b.test", "a.test")], &[], Rcode::NOERROR);
    assert_eq!(decode(&bytes, "a.test", RecordType::Txt), Err(DnsError::CnameLoop));
    assert_eq!(decode(&bytes, "c.test", RecordType::Txt), Err(DnsError::OtherQuestion));
    assert_eq!(decode(&bytes[..11], "a.test", RecordType::Txt), Err(DnsError::Malformed));
    assert_eq!(decode(b"", "a.test", RecordType::Txt), Err(DnsError::Malformed));
}

#[test]
fn reads_the_null_mx_as_an_empty_name() {
    let query = Message::from_octets(encode_query("a.test", RecordType::Mx).unwrap()).unwrap();
    let mut answer = MessageBuilder::new_vec().start_answer(&query, Rcode::NOERROR).unwrap();
    answer.push((name("a.test"), Ttl::from_secs(60), Mx::new(0, N::root_vec()))).unwrap();
    let answer = decode(&answer.finish(), "a.test", RecordType::Mx).unwrap();
    assert_eq!(answer.records, [RecordData::Mx { preference: 0, exchange: String::new() }]);
}

#[test]
fn reads_tlsa_records_and_what_the_resolver_vouches_for() {
    let asked = "_25._tcp.mx.a.test";
    let query = Message::from_octets(encode_query(asked, RecordType::Tlsa).unwrap()).unwrap();
    let mut answer = MessageBuilder::new_vec().start_answer(&query, Rcode::NOERROR).unwrap();
    let (usage, selector) = (TlsaCertificateUsage::from_int(3), TlsaSelector::from_int(1));
    let data = Tlsa::new(usage, selector, TlsaMatchingType::from_int(1), vec![0xab; 32]);
    answer.push((name(asked), Ttl::from_secs(60), data)).unwrap();
    let mut bytes = answer.finish();
    let read = decode(&bytes, asked, RecordType::Tlsa).unwrap();
    assert_eq!(read.records, [RecordData::Tlsa(crate::dane::Tlsa::new(3, 1, 1, &[0xab; 32]))]);
    assert!(!read.authenticated);
    // The AD bit.
    bytes[3] |= 0x20;
    assert!(decode(&bytes, asked, RecordType::Tlsa).unwrap().authenticated);
}
