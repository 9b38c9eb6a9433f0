//! DNS over UDP, over TCP and over HTTPS gives the same answers.

mod common;

use std::io::{Read, Write};
use std::net::{Ipv4Addr, UdpSocket};
use std::str::FromStr;
use std::time::Duration;

use common::{connect, http, lab, tls, tls_with};
use data_encoding::BASE64URL_NOPAD;
use hickory_proto::op::{Message, Query, ResponseCode};
use hickory_proto::rr::{Name, RData, RecordType};

fn query(name: &str, record_type: RecordType) -> Vec<u8> {
    let mut message = Message::query();
    message.metadata.recursion_desired = true;
    message.add_query(Query::query(Name::from_str(name).expect("a name"), record_type));
    message.to_vec().expect("a message")
}

fn udp(query: &[u8]) -> Message {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("a socket");
    socket.set_read_timeout(Some(Duration::from_secs(5))).expect("a timeout");
    socket.send_to(query, lab().dns()).expect("sent");
    let mut buffer = [0; 4096];
    let length = socket.recv(&mut buffer).expect("an answer");
    Message::from_vec(&buffer[..length]).expect("a message")
}

/// Two queries on one connection.
fn tcp(query: &[u8]) -> Message {
    let mut stream = connect(Ipv4Addr::LOCALHOST, lab().dns().port());
    let mut last = Vec::new();
    for _ in 0..2 {
        let mut message = u16::try_from(query.len()).expect("short").to_be_bytes().to_vec();
        message.extend(query);
        stream.write_all(&message).expect("sent");
        let mut length = [0; 2];
        stream.read_exact(&mut length).expect("a length");
        last = vec![0; usize::from(u16::from_be_bytes(length))];
        stream.read_exact(&mut last).expect("a message");
    }
    Message::from_vec(&last).expect("a message")
}

fn doh_get(query: &[u8]) -> Message {
    let mut stream = connect(Ipv4Addr::LOCALHOST, lab().http_port());
    let request = format!(
        "GET /dns-query?dns={} HTTP/1.1\nHost: 127.0.0.1\nOrigin: https://page.test\nConnection: close",
        BASE64URL_NOPAD.encode(query)
    );
    let (head, body) = http(&mut stream, &request, b"");
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(head.contains("\r\ncontent-type: application/dns-message"), "{head}");
    assert!(head.contains("\r\naccess-control-allow-origin: *"), "{head}");
    Message::from_vec(&body).expect("a message")
}

fn doh_post(query: &[u8]) -> Message {
    let stream = connect(Ipv4Addr::LOCALHOST, lab().https_port());
    let mut stream = tls(stream, "dns.test").expect("TLS");
    let request = format!(
        "POST /dns-query HTTP/1.1\nHost: dns.test\nContent-Type: application/dns-message\n\
         Content-Length: {}\nConnection: close",
        query.len()
    );
    let (head, body) = http(&mut stream, &request, query);
    assert!(head.starts_with("http/1.1 200"), "{head}");
    Message::from_vec(&body).expect("a message")
}

#[test]
fn all_transports_agree() {
    let questions = [
        ("_mta-sts.good.test.", RecordType::TXT),
        ("_mta-sts.cname.test.", RecordType::TXT),
        ("_mta-sts.servfail.test.", RecordType::TXT),
        ("mta-sts.absent.test.", RecordType::A),
        ("mta-sts.good.test.", RecordType::AAAA),
        ("ip6.hosting.test.", RecordType::AAAA),
        ("unlisted-mx.test.", RecordType::MX),
        ("null-mx.test.", RecordType::MX),
    ];
    for (name, record_type) in questions {
        let query = query(name, record_type);
        let expected = udp(&query);
        assert!(!expected.metadata.truncation);
        assert_eq!(tcp(&query), expected, "{name}");
        assert_eq!(doh_get(&query), expected, "{name}");
        assert_eq!(doh_post(&query), expected, "{name}");
    }
}

#[test]
fn strings_of_a_txt_record_stay_apart() {
    let answer = udp(&query("_mta-sts.multi-string.test.", RecordType::TXT));
    let RData::TXT(txt) = &answer.answers[0].data else { panic!("{answer:?}") };
    assert_eq!(txt.txt_data.len(), 3);
    assert_eq!(txt.txt_data.concat(), b"v=STSv1; id=20260101T000000;");
}

#[test]
fn large_answers_are_cut_off_over_udp() {
    let query = query("_mta-sts.large-txt.test.", RecordType::TXT);
    assert!(udp(&query).metadata.truncation);
    for answer in [tcp(&query), doh_get(&query)] {
        assert!(!answer.metadata.truncation);
        assert_eq!(answer.answers.len(), 3);
    }
}

#[test]
fn other_names_are_refused() {
    let answer = udp(&query("example.com.", RecordType::A));
    assert_eq!(answer.metadata.response_code, ResponseCode::Refused);
}

#[test]
fn bad_doh_requests() {
    for (request, status) in [
        ("GET /dns-query HTTP/1.1", "400"),
        ("GET /dns-query?dns=AA== HTTP/1.1", "400"),
        ("GET /dns-query?dns=AAAA HTTP/1.1", "400"),
        ("PUT /dns-query HTTP/1.1", "405"),
        ("POST /dns-query HTTP/1.1\nContent-Type: text/plain\nContent-Length: 0", "415"),
        ("OPTIONS /dns-query HTTP/1.1", "204"),
    ] {
        let mut stream = connect(Ipv4Addr::LOCALHOST, lab().http_port());
        let request = format!("{request}\nHost: 127.0.0.1\nConnection: close");
        let (head, _) = http(&mut stream, &request, b"");
        assert!(head.starts_with(&format!("http/1.1 {status}")), "{request}: {head}");
    }
}

#[test]
fn doh_speaks_http_2() {
    let stream = connect(Ipv4Addr::LOCALHOST, lab().https_port());
    let stream = tls_with(stream, "dns.test", &[b"h2", b"http/1.1"]).expect("TLS");
    assert_eq!(stream.conn.alpn_protocol(), Some(b"h2".as_slice()));
}
