use std::str::FromStr;

use domain::base::iana::Rcode;
use domain::base::iana::{TlsaCertificateUsage, TlsaMatchingType, TlsaSelector};
use domain::base::{Message, MessageBuilder, Name, ParsedName, Ttl};
use domain::dep::octseq::Parser;
use domain::rdata::{Cname, Mx, Tlsa, Txt};

use proptest::prelude::*;

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

/// Octets of which many are lengths and pointers.
fn octets() -> impl Strategy<Value = Vec<u8>> {
    let octet = prop_oneof![0_u8..8, Just(0xc0), Just(b'.'), any::<u8>()];
    prop::collection::vec(octet, 0..60)
}

proptest! {
    /// The crate `domain` is the judge of names; only pointers ahead are refused here and not there.
    #[test]
    fn reads_names_as_the_crate_domain_does(octets in octets(), start in 0_usize..8) {
        let mut cursor = super::cursor::Cursor::new(&octets);
        let mut parser = Parser::from_ref(octets.as_slice());
        prop_assume!(cursor.take(start).is_some() && parser.advance(start).is_ok());
        let theirs = ParsedName::parse_ref(&mut parser).map(|name| name.to_string());
        match cursor.name() {
            Some(ours) => {
                prop_assert_eq!(Ok(ours), theirs);
                prop_assert_eq!(cursor.rest().map(<[u8]>::len), Some(parser.remaining()));
            }
            None => prop_assert!(theirs.is_err() || octets.contains(&0xc0), "{theirs:?}"),
        }
    }

    #[test]
    fn takes_any_octets(octets in octets()) {
        for record_type in [RecordType::Txt, RecordType::Mx, RecordType::Tlsa] {
            let query = encode_query("a.b", record_type).unwrap();
            let mut message = query.clone();
            message[2] |= 0x80;
            message[7] = 2;
            message.extend(&octets);
            let _ = decode(&message, "a.b", record_type);
            let _ = decode(&octets, "a.b", record_type);
        }
    }
}

#[test]
fn refuses_what_is_no_name() {
    // 253 characters are 255 octets on the wire.
    let longest = ["a"; 127].join(".");
    assert_eq!(encode_query(&longest, RecordType::A).map(|q| q.len()), Some(12 + 255 + 4));
    for bad in
        ["", ".", "a..b", "a b", "\\.a", "\u{e4}.test", &"a".repeat(64), &format!("a{longest}")]
    {
        assert_eq!(encode_query(bad, RecordType::A), None, "{bad}");
    }
    assert_eq!(encode_query("A.test.", RecordType::A), encode_query("A.test", RecordType::A));
}

#[test]
fn refuses_data_that_is_longer_than_its_type_has() {
    let mut bytes = encode_query("a.test", RecordType::A).unwrap();
    bytes[2] |= 0x80;
    bytes[7] = 1;
    bytes.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]);
    let answer = decode(&bytes, "a.test", RecordType::A).unwrap();
    assert_eq!(answer.records, [RecordData::A([127, 0, 0, 1].into())]);
    let length = bytes.len() - 5;
    bytes[length] = 5;
    bytes.push(0);
    assert_eq!(decode(&bytes, "a.test", RecordType::A), Err(DnsError::Malformed));
}
