//! SMTP servers that do not behave: a clear result in bounded time, and nothing obeyed.

mod support;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use rustls::crypto::ring;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, Stream};
use serde_json::Value;
use support::{Run, codes, run};

/// Serves one connection, then ends.
fn serve(behave: impl FnOnce(TcpStream) + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        if let Ok((stream, _)) = listener.accept() {
            stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
            behave(stream);
        }
    });
    port
}

fn probe(port: u16, format: &str) -> Run {
    let start = Instant::now();
    let host = format!("mx.example:{port}");
    let run =
        run(&["probe", &host, "--address", "127.0.0.1", "--timeout", "1", "--format", format]);
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

/// Behind the 220 that answers STARTTLS, in the same segment, a line in clear; then TLS in good order.
fn injects(mut stream: TcpStream) {
    let key = rcgen::generate_simple_self_signed(["mx.example".to_owned()]).unwrap();
    let private = PrivatePkcs8KeyDer::from(key.signing_key.serialize_der());
    let config = ServerConfig::builder_with_provider(ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![key.cert.der().clone()], private.into())
        .unwrap();
    let mut buffer = [0; 512];
    for line in ["220 mx\r\n", "250-mx\r\n250 STARTTLS\r\n"] {
        stream.write_all(line.as_bytes()).unwrap();
        let _ = stream.read(&mut buffer).unwrap();
    }
    stream.write_all(b"220 go\r\n550 injected\r\n").unwrap();
    let mut session = ServerConnection::new(config.into()).unwrap();
    let mut secure = Stream::new(&mut session, &mut stream);
    let length = secure.read(&mut buffer).unwrap();
    assert_eq!(&buffer[..length], b"QUIT\r\n");
    let _ = secure.write_all(b"221 bye\r\n");
}

#[test]
fn what_came_in_clear_behind_the_220_is_discarded() {
    let report = probe(serve(injects), "json").json();
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
