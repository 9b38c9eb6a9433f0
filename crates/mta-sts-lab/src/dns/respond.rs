//! A query's bytes in, a response's bytes out.

use hickory_proto::op::{Edns, Message, MessageType, OpCode, ResponseCode};
use hickory_proto::rr::DNSClass;

use super::zone::{Found, Zone};

/// What this server can take over UDP, RFC 9715's safe size.
const OUR_PAYLOAD: u16 = 1232;
/// What every client can take over UDP, RFC 1035 4.2.1.
const SMALLEST_PAYLOAD: u16 = 512;
/// Octets of a message's header.
const HEADER: usize = 12;

/// How the answer travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transport {
    /// Cut off at the client's size, with the TC bit.
    Udp,
    /// TCP and DoH: whole.
    Stream,
}

/// Answers a query; `None` for what deserves no answer.
pub(crate) fn respond(zone: &Zone, query: &[u8], transport: Transport) -> Option<Vec<u8>> {
    let id = u16::from_be_bytes([*query.first()?, *query.get(1)?]);
    // Never answer an answer: two servers could go on forever.
    if query.len() < HEADER || query.get(2)? & 0x80 != 0 {
        return None;
    }
    let Ok(query) = Message::from_vec(query) else {
        return Message::error_msg(id, OpCode::Query, ResponseCode::FormErr).to_vec().ok();
    };
    let mut response =
        Message::new(query.metadata.id, MessageType::Response, query.metadata.op_code);
    response.metadata.recursion_desired = query.metadata.recursion_desired;
    response.metadata.checking_disabled = query.metadata.checking_disabled;
    // The lab stands in for a resolver as well as for the servers behind it.
    response.metadata.recursion_available = true;
    response.add_queries(query.queries.iter().cloned());
    if let Some(edns) = &query.edns {
        let mut ours = Edns::new();
        ours.set_max_payload(OUR_PAYLOAD).set_version(0);
        response.set_edns(ours);
        if edns.version() > 0 {
            // RFC 6891 6.1.3: the upper bits of BADVERS (16) are in the OPT record.
            if let Some(ours) = response.edns.as_mut() {
                ours.set_rcode_high(1);
            }
            return response.to_vec().ok();
        }
    }
    response.metadata.response_code = fill(zone, &query, &mut response);

    let bytes = response.to_vec().ok()?;
    let limit = match transport {
        Transport::Udp => query.edns.as_ref().map_or(SMALLEST_PAYLOAD, |edns| {
            edns.max_payload().clamp(SMALLEST_PAYLOAD, OUR_PAYLOAD)
        }),
        Transport::Stream => u16::MAX,
    };
    if bytes.len() <= usize::from(limit) {
        return Some(bytes);
    }
    // RFC 2181 9: a client ignores a truncated answer's records, so send none.
    response.answers.clear();
    response.authorities.clear();
    response.metadata.truncation = true;
    response.to_vec().ok()
}

fn fill(zone: &Zone, query: &Message, response: &mut Message) -> ResponseCode {
    if query.metadata.op_code != OpCode::Query {
        return ResponseCode::NotImp;
    }
    let [question] = query.queries.as_slice() else { return ResponseCode::FormErr };
    if !matches!(question.query_class(), DNSClass::IN | DNSClass::ANY) {
        return ResponseCode::Refused;
    }
    match zone.look_up(question.name(), question.query_type()) {
        Found::NotOurs => ResponseCode::Refused,
        Found::ServFail => ResponseCode::ServFail,
        Found::Answer { records, exists, complete, secure } => {
            // RFC 6840 5.8: only to who asks for it, by the AD bit or by DO.
            let asks = query.edns.as_ref().is_some_and(|edns| edns.flags().dnssec_ok);
            response.metadata.authentic_data = secure && (asks || query.metadata.authentic_data);
            response.metadata.authoritative = true;
            response.add_answers(records);
            if !complete {
                response.add_authority(zone.soa().clone());
            }
            if exists { ResponseCode::NoError } else { ResponseCode::NXDomain }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use hickory_proto::op::Query;
    use hickory_proto::rr::{Name, RecordType};

    use super::*;
    use crate::certificates::PublicKeys;
    use crate::topology;

    fn ask(owner: &str, record_type: RecordType, payload: Option<u16>, over: Transport) -> Message {
        let zone =
            Zone::of_the_lab(&topology::smtp_sites(), &PublicKeys::of_nobody()).expect("a zone");
        let mut query = Message::query();
        query.metadata.recursion_desired = true;
        query.add_query(Query::query(Name::from_str(owner).expect("a name"), record_type));
        if let Some(payload) = payload {
            let mut edns = Edns::new();
            edns.set_max_payload(payload);
            query.set_edns(edns);
        }
        let bytes = query.to_vec().expect("a query");
        let response = respond(&zone, &bytes, over).expect("a response");
        let response = Message::from_vec(&response).expect("a message");
        assert_eq!(response.metadata.id, query.metadata.id);
        response
    }

    #[test]
    fn codes() {
        let code = |owner, record_type| {
            ask(owner, record_type, None, Transport::Stream).metadata.response_code
        };
        assert_eq!(code("_mta-sts.good.test.", RecordType::TXT), ResponseCode::NoError);
        assert_eq!(code("_mta-sts.servfail.test.", RecordType::TXT), ResponseCode::ServFail);
        assert_eq!(code("mta-sts.absent.test.", RecordType::A), ResponseCode::NXDomain);
        assert_eq!(code("example.com.", RecordType::A), ResponseCode::Refused);
    }

    #[test]
    fn negative_answers_carry_the_soa() {
        for owner in ["good.test.", "nobody.test."] {
            let response = ask(owner, RecordType::AAAA, None, Transport::Udp);
            assert_eq!(response.answers.len(), 0);
            assert_eq!(
                response.authorities.first().map(|r| r.record_type()),
                Some(RecordType::SOA)
            );
        }
    }

    #[test]
    fn truncates_over_udp_only() {
        for payload in [None, Some(512), Some(1232), Some(65_535)] {
            let response =
                ask("_mta-sts.large-txt.test.", RecordType::TXT, payload, Transport::Udp);
            assert!(response.metadata.truncation, "{payload:?}");
            assert!(response.answers.is_empty());
        }
        let response = ask("_mta-sts.large-txt.test.", RecordType::TXT, None, Transport::Stream);
        assert!(!response.metadata.truncation);
        assert_eq!(response.answers.len(), 3);
    }

    #[test]
    fn bad_bytes() {
        let zone =
            Zone::of_the_lab(&topology::smtp_sites(), &PublicKeys::of_nobody()).expect("a zone");
        assert!(respond(&zone, b"", Transport::Udp).is_none());
        assert!(respond(&zone, &[0xff; 4], Transport::Udp).is_none());
        assert!(respond(&zone, &[0xff; 64], Transport::Udp).is_none(), "a response");
        let mut query = vec![0x12, 0x34, 0x01, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        query.extend([63, b'x']);
        let response = respond(&zone, &query, Transport::Udp).expect("a response");
        let response = Message::from_vec(&response).expect("a message");
        assert_eq!(response.metadata.id, 0x1234);
        assert_eq!(response.metadata.response_code, ResponseCode::FormErr);
    }
}
