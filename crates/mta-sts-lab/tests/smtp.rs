//! MX hosts: dialogue, STARTTLS, certificates.

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream, UdpSocket};
use std::str::FromStr;
use std::time::Duration;

use common::{connect, lab, tls};
use hickory_proto::op::{Message, Query};
use hickory_proto::rr::{Name, RData, RecordType};
use rustls::CertificateError;

/// Addresses of an MX host, asked of the lab's DNS.
fn addresses(host: &str) -> Vec<Ipv4Addr> {
    let mut query = Message::query();
    query.add_query(Query::query(
        Name::from_str(&format!("{host}.")).expect("a name"),
        RecordType::A,
    ));
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("a socket");
    socket.set_read_timeout(Some(Duration::from_secs(5))).expect("a timeout");
    socket.send_to(&query.to_vec().expect("a message"), lab().dns()).expect("sent");
    let mut buffer = [0; 1500];
    let length = socket.recv(&mut buffer).expect("an answer");
    let answer = Message::from_vec(&buffer[..length]).expect("a message");
    let address = |data: &RData| match data {
        RData::A(address) => Some(address.0),
        _ => None,
    };
    answer.answers.iter().filter_map(|record| address(&record.data)).collect()
}

fn mx(domain: &str) -> TcpStream {
    let address = *addresses(&format!("mx.{domain}")).first().expect("an address");
    connect(address, lab().smtp_port())
}

/// A whole reply.
fn reply(stream: &mut impl Read) -> String {
    let mut text = String::new();
    let mut reader = BufReader::with_capacity(1, stream);
    loop {
        let start = text.len();
        if reader.read_line(&mut text).expect("a line") == 0 || text[start..].get(3..4) != Some("-")
        {
            return text;
        }
    }
}

fn say(stream: &mut (impl Read + Write), command: &str) -> String {
    stream.write_all(format!("{command}\r\n").as_bytes()).expect("sent");
    reply(stream)
}

/// Up to the reply to STARTTLS.
fn starttls(stream: &mut TcpStream) -> String {
    assert!(reply(stream).starts_with("220 "));
    assert!(say(stream, "EHLO client.test").contains("STARTTLS"));
    say(stream, "STARTTLS")
}

fn certificate_error(mut stream: TcpStream, name: &str) -> Option<CertificateError> {
    assert!(starttls(&mut stream).starts_with("220 "));
    match tls(stream, name) {
        Ok(_) => None,
        Err(rustls::Error::InvalidCertificate(error)) => Some(error),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_whole_session() {
    let mut stream = mx("good.test");
    assert!(starttls(&mut stream).starts_with("220 "));
    let mut stream = tls(stream, "mx.good.test").expect("a good certificate");
    let ehlo = say(&mut stream, "EHLO client.test");
    assert!(ehlo.starts_with("250-mx.good.test\r\n") && !ehlo.contains("STARTTLS"), "{ehlo}");
    assert!(say(&mut stream, "STARTTLS").starts_with("503 "));
    assert!(say(&mut stream, "noop").starts_with("250 "));
    assert!(say(&mut stream, "RSET").starts_with("250 "));
    assert!(say(&mut stream, "MAIL FROM:<>").starts_with("550 "));
    assert!(say(&mut stream, "RCPT TO:<a@good.test>").starts_with("503 "));
    assert!(say(&mut stream, "FOO").starts_with("500 "));
    assert!(say(&mut stream, &"x".repeat(5000)).starts_with("500 5.5.2"));
    assert!(say(&mut stream, "QUIT").starts_with("221 "));
    assert_eq!(stream.read(&mut [0; 8]).expect("a clean end"), 0);
}

#[test]
fn commands_sent_ahead_of_tls_are_not_obeyed() {
    let mut stream = mx("good.test");
    reply(&mut stream);
    say(&mut stream, "EHLO client.test");
    // RFC 3207 6: a command injected behind STARTTLS.
    assert!(say(&mut stream, "STARTTLS\r\nNOOP").starts_with("220 "));
    assert!(tls(stream, "mx.good.test").is_err());
}

#[test]
fn bad_certificates_are_bad_in_the_way_listed() {
    use CertificateError as E;
    let wrong = |domain: &str| certificate_error(mx(domain), &format!("mx.{domain}"));
    assert!(matches!(wrong("expired-mx.test"), Some(E::ExpiredContext { .. })));
    assert!(matches!(wrong("not-yet-valid-mx.test"), Some(E::NotValidYetContext { .. })));
    assert!(matches!(wrong("self-signed-mx.test"), Some(E::UnknownIssuer)));
    assert!(matches!(wrong("untrusted-mx.test"), Some(E::UnknownIssuer)));
    assert!(matches!(wrong("wrong-name-mx.test"), Some(E::NotValidForNameContext { .. })));
    assert!(matches!(wrong("cn-only-mx.test"), Some(E::NotValidForNameContext { .. })));
    for domain in ["good.test", "expiring-mx.test", "mx-cname.test"] {
        assert_eq!(wrong(domain), None, "{domain}");
    }
}

#[test]
fn one_address_of_two_is_bad() {
    let name = "mx.one-bad-address.test";
    let wrong: Vec<_> = addresses(name)
        .into_iter()
        .map(|address| certificate_error(connect(address, lab().smtp_port()), name).is_some())
        .collect();
    assert_eq!(wrong, [false, true]);
}

#[test]
fn starttls_missing_refused_or_broken() {
    let mut stream = mx("no-starttls.test");
    reply(&mut stream);
    assert!(!say(&mut stream, "EHLO client.test").contains("STARTTLS"));
    assert!(say(&mut stream, "STARTTLS").starts_with("500 "));

    assert!(starttls(&mut mx("starttls-refused.test")).starts_with("502 "));
    assert!(starttls(&mut mx("starttls-temporary.test")).starts_with("454 "));
    let mut stream = mx("starttls-garbage.test");
    assert!(starttls(&mut stream).starts_with("220 "));
    assert!(tls(stream, "mx.starttls-garbage.test").is_err());
}

#[test]
fn greetings() {
    let mut stream = mx("smtp-421.test");
    assert!(reply(&mut stream).starts_with("421 4.3.2 mx.smtp-421.test"));
    assert!(reply(&mut mx("smtp-554.test")).starts_with("554 "));

    let mut silent = mx("smtp-timeout.test");
    silent.set_read_timeout(Some(Duration::from_millis(300))).expect("a timeout");
    assert!(silent.read(&mut [0; 8]).is_err());

    let closed = addresses("mx.smtp-refused.test");
    assert!(TcpStream::connect((closed[0], lab().smtp_port())).is_err());
}
