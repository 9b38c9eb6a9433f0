//! SMTP servers that do not behave: a clear result in bounded time, and nothing obeyed.

mod smtp;
mod support;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use rustls::crypto::ring;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, Stream};
use serde_json::Value;
use smtp::{Behind, serve, upgrade};
use support::{Run, codes, run_confined};

fn probe(port: u16, format: &str) -> Run {
    let start = Instant::now();
    let host = format!("mx.example:{port}");
    let address = ["--address", "127.0.0.1", "--timeout", "1", "--format", format];
    let run = run_confined(&[&["probe", host.as_str()], address.as_slice()].concat());
    assert!(start.elapsed() < Duration::from_secs(8), "it took {:?}", start.elapsed());
    run
}

fn result(port: u16) -> Value {
    probe(port, "json").json()["probe"]["addresses"][0]["result"].clone()
}

/// Says its lines, one after each line that the client sends.
fn script(lines: &'static [&'static [u8]]) -> impl FnOnce(TcpStream) + Send + 'static {
    move |mut stream| {
        let mut buffer = [0; 512];
        for line in lines {
            if stream.write_all(line).is_err() || stream.read(&mut buffer).unwrap_or(0) == 0 {
                return;
            }
        }
    }
}

/// Says the same until the client leaves.
fn endless(
    first: &'static [u8],
    line: &'static [u8],
    pause: Duration,
) -> impl FnOnce(TcpStream) + Send + 'static {
    move |mut stream| {
        let _ = stream.write_all(first);
        while stream.write_all(line).is_ok() {
            thread::sleep(pause);
        }
    }
}

#[test]
fn an_endless_banner_ends() {
    let result =
        result(serve(endless(b"220 ", b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", Duration::ZERO)));
    assert_eq!((&result["outcome"], &result["phase"]), (&"unreachable".into(), &"banner".into()));
    assert!(result["detail"].as_str().unwrap().contains("more than 2048 bytes"));
}

#[test]
fn an_endless_reply_ends() {
    let result = result(serve(endless(b"", b"220-still here\r\n", Duration::ZERO)));
    assert!(result["detail"].as_str().unwrap().contains("more than 128 lines"));
}

#[test]
fn a_byte_a_second_is_not_waited_for() {
    let result = result(serve(endless(b"", b"2", Duration::from_millis(300))));
    assert!(
        result["detail"].as_str().unwrap().starts_with("no complete answer within 1"),
        "{result}"
    );
}

/// After this answer to STARTTLS, TLS in good order with a certificate for these names.
fn secures(
    answer: &'static [u8],
    names: Vec<String>,
    copies: usize,
) -> impl FnOnce(TcpStream) + Send + 'static {
    move |mut stream| {
        let key = rcgen::generate_simple_self_signed(names).unwrap();
        let private = PrivatePkcs8KeyDer::from(key.signing_key.serialize_der());
        let config = ServerConfig::builder_with_provider(ring::default_provider().into())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![key.cert.der().clone(); copies], private.into())
            .unwrap();
        upgrade(&mut stream, answer);
        let mut buffer = [0; 512];
        let mut session = ServerConnection::new(config.into()).unwrap();
        let mut secure = Stream::new(&mut session, &mut stream);
        if let Ok(length) = secure.read(&mut buffer) {
            assert_eq!(&buffer[..length], b"QUIT\r\n");
            let _ = secure.write_all(b"221 bye\r\n");
        }
    }
}

#[test]
fn what_came_in_clear_behind_the_220_is_discarded() {
    let report = probe(
        serve(secures(b"220 go\r\n550 injected\r\n", vec!["mx.example".to_owned()], 1)),
        "json",
    )
    .json();
    let seen = &report["probe"]["addresses"][0];
    let result = &seen["result"];
    assert_eq!(result["outcome"], "handshake", "{result}");
    assert_eq!(result["chain"]["verdict"], "self-signed");
    assert_eq!(seen["dialogue"]["injected"], "550 injected\r\n");
    assert!(codes(&report["findings"]).contains(&"starttls/injected".to_owned()));
}

#[test]
fn what_is_not_tls_is_a_failed_handshake() {
    let port =
        serve(script(&[b"220 mx\r\n", b"250-mx\r\n250 starttls\r\n", b"220 go\r\n", b"garbage"]));
    assert_eq!(result(port)["outcome"], "tls-failed");
}

#[test]
fn escape_sequences_and_nul_bytes_are_shown_as_such() {
    let port = serve(script(&[b"220 mx\r\n", b"550 \x1b[2J\x00\xe2\x80\xaego away\r\n"]));
    let run = probe(port, "human");
    assert_eq!(run.code, 3);
    assert!(run.out.contains("\\x1b[2J\\x00\\u{202e}go away"), "{:?}", run.out);
    assert!(!run.out.contains(['\x1b', '\0', '\u{202e}']));
}

#[test]
fn a_server_that_hangs_up_says_nothing_about_tls() {
    for said in ["", "220 mx\r\n", "220 mx\r\n250 STARTTLS\r\n"] {
        let result = result(serve(move |mut stream: TcpStream| {
            let _ = stream.write_all(said.as_bytes());
        }));
        assert!(
            ["unreachable", "not-offered"].contains(&result["outcome"].as_str().unwrap()),
            "{result}"
        );
    }
}

#[test]
fn http_is_no_smtp() {
    let result = result(serve(script(&[b"HTTP/1.1 400 Bad Request\r\n\r\n"])));
    assert!(result["detail"].as_str().unwrap().contains("no SMTP reply"));
}

#[test]
fn ten_thousand_names_are_read_and_few_are_told() {
    let digit = |n: usize| char::from_digit(u32::try_from(n % 36).unwrap(), 36).unwrap();
    let name = |n: usize| String::from_iter([digit(n / 1_296), digit(n / 36), digit(n)]);
    let names: Vec<String> = (0..10_000).map(name).collect();
    let report = probe(serve(secures(b"220 go\r\n", names.clone(), 1)), "json").json();
    assert_eq!(
        codes(&report["findings"]),
        ["starttls/certificate-self-signed", "starttls/certificate-name-mismatch"]
    );
    let seen = &report["probe"]["addresses"][0]["result"]["certificate"];
    assert_eq!(seen["dnsNames"].as_array().unwrap().len(), 1_000);
    let shown = probe(serve(secures(b"220 go\r\n", names, 1)), "human").out;
    assert!(shown.len() < 4_000, "{shown}");
}

#[test]
fn a_megabyte_of_certificates_is_refused() {
    let names = (0..1_000).map(|n| format!("host-{n}.example")).collect();
    let result = result(serve(secures(b"220 go\r\n", names, 50)));
    assert_eq!(result["outcome"], "tls-failed");
    assert_eq!(result["detail"], "what it presents is larger than 64 KiB");
}

#[test]
fn half_a_connection_is_no_handshake() {
    let result = result(serve(|mut stream: TcpStream| {
        upgrade(&mut stream, b"220 go\r\n");
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        // Goes on listening until the client leaves.
        let _ = std::io::copy(&mut stream, &mut std::io::sink());
    }));
    assert_eq!(result["outcome"], "tls-failed", "{result}");
}

#[test]
fn a_byte_now_and_then_is_no_handshake_either() {
    let result = result(serve(|mut stream: TcpStream| {
        upgrade(&mut stream, b"220 go\r\n");
        // The head of a handshake record that never ends.
        let start = stream.write_all(&[22, 3, 3, 0x40, 0, 2]);
        start.unwrap();
        while stream.write_all(&[0]).is_ok() {
            thread::sleep(Duration::from_millis(200));
        }
    }));
    assert_eq!((&result["outcome"], &result["phase"]), (&"unreachable".into(), &"tls".into()));
    assert_eq!(result["reason"], "timed-out");
}

/// OpenSSL's server, which is told to renegotiate again and again.
fn renegotiates() -> impl FnOnce(TcpStream) + Send + 'static {
    let key = rcgen::generate_simple_self_signed(["mx.example".to_owned()]).unwrap();
    let (chain, secret) = (key.cert.pem(), key.signing_key.serialize_pem());
    let mut behind = Behind::start(&chain, &secret, &["-tls1_2"]);
    move |mut stream| {
        upgrade(&mut stream, b"220 go\r\n");
        let relay = behind.relay(stream);
        behind.wait_for("END SSL SESSION PARAMETERS");
        while !relay.is_finished() && behind.order(b"R\n").is_ok() {
            thread::sleep(Duration::from_millis(20));
        }
        drop(behind);
        relay.join().unwrap();
    }
}

#[test]
fn renegotiation_is_not_followed() {
    let result = result(serve(renegotiates()));
    assert_eq!(result["outcome"], "handshake", "{result}");
    assert_eq!(result["protocol"], "TLSv1.2");
}

#[test]
fn starttls_that_works_unlisted_is_found() {
    let unlisted = |mut stream: TcpStream| {
        let mut buffer = [0; 512];
        for line in ["220 mx\r\n", "250 mx\r\n", "220 go\r\n"] {
            stream.write_all(line.as_bytes()).unwrap();
            let _ = stream.read(&mut buffer);
        }
        // A TLS alert: handshake_failure, fatal.
        let _ = stream.write_all(&[21, 3, 3, 0, 2, 2, 40]);
    };
    let report = probe(serve(unlisted), "json").json();
    assert_eq!(
        codes(&report["findings"]),
        ["starttls/not-offered", "starttls/unlisted", "starttls/tls-failed"]
    );
    assert_eq!(report["probe"]["addresses"][0]["result"]["alert"], "handshake_failure");
}
