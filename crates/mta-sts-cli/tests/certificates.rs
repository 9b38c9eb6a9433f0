//! Certificates that no current server would show, seen on the wire: short keys, broken hashes, a stapled revocation; and
//! the alerts by which servers refuse a handshake.

#[allow(dead_code, reason = "not every test file needs all of it")]
mod smtp;
mod support;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{ServerConfig, ServerConnection, Stream};
use serde_json::Value;
use smtp::{Behind, serve, upgrade};
use support::{codes, run};

fn probe(port: u16) -> Value {
    let host = format!("mx.example:{port}");
    let run =
        run(&["probe", &host, "--address", "127.0.0.1", "--timeout", "5", "--format", "json"]);
    // No certificate here is of a CA that is known.
    assert_eq!(run.code, 1, "{}", run.err);
    run.json()
}

fn result(report: &Value) -> &Value {
    &report["probe"]["addresses"][0]["result"]
}

/// A folder in which OpenSSL makes certificates; gone when the test is.
struct Workshop(PathBuf);

impl Workshop {
    fn new(name: &str) -> Workshop {
        let folder = std::env::temp_dir().join(format!("mta-sts-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Workshop(folder)
    }

    fn openssl(&self, args: &str) {
        let output =
            Command::new("openssl").current_dir(&self.0).args(args.split(' ')).output().unwrap();
        assert!(output.status.success(), "{args}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A server whose TLS is OpenSSL's, at its most tolerant.
fn tolerant(chain: &str, key: &str, flags: &[&str]) -> u16 {
    let flags = [&["-cipher", "DEFAULT@SECLEVEL=0"], flags].concat();
    let behind = Behind::start(chain, key, &flags);
    serve(move |mut stream: TcpStream| {
        upgrade(&mut stream, b"220 go\r\n");
        behind.relay(stream).join().unwrap();
    })
}

#[test]
fn a_short_key_is_told_of_and_hides_nothing_else() {
    let shop = Workshop::new("short-key");
    shop.openssl(
        "req -x509 -newkey rsa:1024 -noenc -keyout key -out pem -days 5 -subj /CN=mx \
         -addext subjectAltName=DNS:elsewhere.example",
    );
    let report = probe(tolerant(&shop.read("pem"), &shop.read("key"), &[]));
    assert_eq!(
        codes(&report["findings"]),
        [
            "starttls/certificate-self-signed",
            "starttls/certificate-name-mismatch",
            "starttls/certificate-expiring",
            "starttls/certificate-weak-key",
        ]
    );
    assert_eq!(result(&report)["certificate"]["keyBits"], 1_024);
}

#[test]
fn a_broken_hash_is_told_of_wherever_it_is_in_the_chain() {
    let shop = Workshop::new("broken-hash");
    let ca = "-addext basicConstraints=critical,CA:true";
    shop.openssl(&format!(
        "req -x509 -newkey rsa:2048 -noenc -keyout ca.key -out ca -subj /CN=ca {ca}"
    ));
    shop.openssl("req -newkey rsa:2048 -noenc -keyout key -out request -subj /CN=mx -addext subjectAltName=DNS:mx.example");
    shop.openssl(
        "x509 -req -sha1 -in request -CA ca -CAkey ca.key -days 90 -copy_extensions copy -out pem",
    );
    let report = probe(tolerant(&(shop.read("pem") + &shop.read("ca")), &shop.read("key"), &[]));
    let found = codes(&report["findings"]);
    assert!(found.contains(&"starttls/certificate-weak-signature".to_owned()), "{found:?}");
    assert_eq!(result(&report)["certificate"]["signatureAlgorithm"], "sha1WithRSAEncryption");
}

/// DER of a tag and its contents.
fn tlv(tag: u8, contents: &[&[u8]]) -> Vec<u8> {
    let contents = contents.concat();
    [&[tag, u8::try_from(contents.len()).unwrap()], contents.as_slice()].concat()
}

/// RFC 6960 4.2.1: an OCSP response with this status of its only certificate.
fn ocsp(status: u8) -> Vec<u8> {
    let id = tlv(0x30, &[&tlv(0x02, &[&[1]])]);
    let single = tlv(0x30, &[&id, &tlv(status, &[])]);
    let responder = tlv(0xa2, &[&tlv(0x04, &[b"key"])]);
    let produced = tlv(0x18, &[b"20260101000000Z"]);
    let basic = tlv(0x30, &[&tlv(0x30, &[&responder, &produced, &tlv(0x30, &[&single])])]);
    let bytes = tlv(0x30, &[&tlv(0x06, &[&[0x2b, 6, 1]]), &tlv(0x04, &[&basic])]);
    tlv(0x30, &[&tlv(0x0a, &[&[0]]), &tlv(0xa0, &[&bytes])])
}

/// One key for everybody.
#[derive(Debug)]
struct Always(Arc<CertifiedKey>);

impl ResolvesServerCert for Always {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}

/// Sends this OCSP response along with its certificate.
fn staples(response: Vec<u8>) -> u16 {
    serve(move |mut stream: TcpStream| {
        let made = rcgen::generate_simple_self_signed(["mx.example".to_owned()]).unwrap();
        let private = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
        let signer = ring::sign::any_ecdsa_type(&private.into()).unwrap();
        let mut key = CertifiedKey::new(vec![made.cert.der().clone()], signer);
        key.ocsp = Some(response);
        let config = ServerConfig::builder_with_provider(ring::default_provider().into())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(Always(key.into())));
        upgrade(&mut stream, b"220 go\r\n");
        let mut session = ServerConnection::new(config.into()).unwrap();
        let mut secure = Stream::new(&mut session, &mut stream);
        let _ = secure.read(&mut [0; 64]);
        let _ = secure.write_all(b"221 bye\r\n");
    })
}

#[test]
fn a_stapled_revocation_is_held_against_the_certificate() {
    for (response, staple, revoked) in [
        (ocsp(0x80), "good", false),
        (ocsp(0xa1), "revoked", true),
        (ocsp(0x82), "unknown", false),
        (b"no response".to_vec(), "unreadable", false),
    ] {
        let report = probe(staples(response));
        assert_eq!(result(&report)["staple"], staple, "{report}");
        let found = codes(&report["findings"]);
        assert_eq!(
            found.contains(&"starttls/certificate-revoked".to_owned()),
            revoked,
            "{found:?}"
        );
    }
}

#[test]
fn alerts_are_told_by_their_names() {
    // RFC 8446 6, and one that has no name.
    for (number, name) in [
        (40, "handshake_failure"),
        (48, "unknown_ca"),
        (70, "protocol_version"),
        (71, "insufficient_security"),
        (80, "internal_error"),
        (112, "unrecognized_name"),
        (201, "201"),
    ] {
        let port = serve(move |mut stream: TcpStream| {
            upgrade(&mut stream, b"220 go\r\n");
            let _ = stream.write_all(&[21, 3, 3, 0, 2, 2, number]);
            let _ = stream.read(&mut [0; 512]);
        });
        let report = probe(port);
        assert_eq!(codes(&report["findings"]), ["starttls/tls-failed"], "{report}");
        assert_eq!(result(&report)["alert"], name);
    }
}

#[test]
fn a_server_of_old_versions_refuses_the_handshake_and_says_why() {
    let made = rcgen::generate_simple_self_signed(["mx.example".to_owned()]).unwrap();
    let (chain, key) = (made.cert.pem(), made.signing_key.serialize_pem());
    let report = probe(tolerant(&chain, &key, &["-tls1_1"]));
    assert_eq!(codes(&report["findings"]), ["starttls/tls-failed"], "{report}");
    assert_eq!(result(&report)["alert"], "protocol_version", "{report}");
}
