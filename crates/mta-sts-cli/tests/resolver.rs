//! Resolvers that do not behave, over HTTPS and over UDP: "not tested" in bounded time, and nothing believed.

mod support;

use std::io::{Read, Write};
use std::net::{TcpListener, UdpSocket};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use rustls::crypto::ring;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, Stream};
use support::{Run, run};

/// An HTTPS server on loopback that begins every answer with `head` and repeats `rest` until the client leaves.
struct Https {
    url: String,
    roots: PathBuf,
}

impl Https {
    fn start(head: &'static str, rest: &'static str) -> Https {
        let key = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        let private = PrivatePkcs8KeyDer::from(key.signing_key.serialize_der());
        let config = ServerConfig::builder_with_provider(ring::default_provider().into())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![key.cert.der().clone()], private.into())
            .unwrap();
        let (config, listener) = (Arc::new(config), TcpListener::bind("127.0.0.1:0").unwrap());
        let port = listener.local_addr().unwrap().port();
        let roots = std::env::temp_dir().join(format!("mta-sts-resolver-{port}.pem"));
        std::fs::write(&roots, key.cert.pem()).unwrap();
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let config = Arc::clone(&config);
                thread::spawn(move || {
                    let mut session = ServerConnection::new(config).unwrap();
                    let mut secure = Stream::new(&mut session, &mut stream);
                    let mut request = [0; 4_096];
                    if secure.read(&mut request).is_err()
                        || secure.write_all(head.as_bytes()).is_err()
                    {
                        return;
                    }
                    while !rest.is_empty() && secure.write_all(rest.as_bytes()).is_ok() {}
                });
            }
        });
        Https { url: format!("https://127.0.0.1:{port}/dns-query"), roots }
    }

    fn check(&self) -> Run {
        let roots = self.roots.display().to_string();
        checked(&["--resolver", &self.url, "--roots", &roots])
    }
}

impl Drop for Https {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.roots);
    }
}

fn checked(flags: &[&str]) -> Run {
    let start = Instant::now();
    let run = run(&[&["check", "good.test", "--timeout", "1"][..], flags].concat());
    assert!(start.elapsed() < Duration::from_secs(6), "it took {:?}", start.elapsed());
    run
}

#[track_caller]
fn assert_untested(run: &Run, words: &str) {
    let text = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(run.code == 3 && text.contains(words), "{}\n{}", run.out, run.err);
}

#[test]
fn endless_heads_and_bodies_end() {
    let line = "x-filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n";
    assert_untested(&Https::start("HTTP/1.1 200 OK\r\n", line).check(), "too large");
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/dns-message\r\n\r\n";
    assert_untested(&Https::start(head, line).check(), "its answer is too long");
}

#[test]
fn only_dns_messages_are_believed() {
    let html = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 2\r\n\r\nhi";
    assert_untested(
        &Https::start(html, "").check(),
        "`text/html` instead of application/dns-message",
    );
    let status = "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n";
    assert_untested(&Https::start(status, "").check(), "answered with status 502");
    let redirect = "HTTP/1.1 307 x\r\nlocation: https://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
    assert_untested(&Https::start(redirect, "").check(), "answered with status 307");
    assert_untested(&Https::start("220 mx ESMTP\r\n", "").check(), "HTTP");
}

#[test]
fn a_resolver_needs_a_trusted_certificate() {
    let server = Https::start("", "");
    assert_untested(&checked(&["--resolver", &server.url]), "certificate");
}

/// Answers every query with what `change` makes of it.
fn udp(change: impl Fn(&mut Vec<u8>) + Send + 'static) -> String {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap().to_string();
    thread::spawn(move || {
        let mut buffer = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut buffer) {
            let mut answer = buffer[..length].to_vec();
            answer[2] |= 0x80;
            change(&mut answer);
            let _ = socket.send_to(&answer, from);
        }
    });
    address
}

#[test]
fn forged_datagrams_are_not_answers() {
    let other_id = udp(|answer| answer[0] ^= 0xff);
    assert_untested(&checked(&["--resolver", &other_id]), "no complete answer within 1 s");
    let other_question = udp(|answer| answer[13] ^= 0x01);
    assert_untested(&checked(&["--resolver", &other_question]), "no complete answer within 1 s");
    // The same server, honest: there is no such record, and that is an answer.
    assert_eq!(checked(&["--resolver", &udp(|_| ())]).code, 1);
}
