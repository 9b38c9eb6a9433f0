//! One lab for the tests of a file, and a TLS client that trusts its CA.
#![allow(dead_code, reason = "each test file uses a part")]

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use mta_sts_lab::{Lab, LabOptions};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

/// The lab, on free ports.
pub(crate) fn lab() -> &'static Lab {
    static LAB: OnceLock<Lab> = OnceLock::new();
    let options = LabOptions { relay_timeout: Duration::from_secs(1), ..LabOptions::default() };
    LAB.get_or_init(|| Lab::start(options).expect("a lab"))
}

pub(crate) fn connect(ip: Ipv4Addr, port: u16) -> TcpStream {
    let stream = TcpStream::connect((ip, port)).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
    stream
}

/// A finished TLS handshake in which the certificate was verified for `name`.
pub(crate) fn tls(
    stream: TcpStream,
    name: &str,
) -> Result<StreamOwned<ClientConnection, TcpStream>, rustls::Error> {
    tls_with(stream, name, &[])
}

/// Likewise, offering these application protocols.
pub(crate) fn tls_with(
    mut stream: TcpStream,
    name: &str,
    alpn: &[&[u8]],
) -> Result<StreamOwned<ClientConnection, TcpStream>, rustls::Error> {
    let mut roots = RootCertStore::empty();
    let ca = CertificateDer::from_pem_slice(lab().ca_pem().as_bytes()).expect("a certificate");
    roots.add(ca).expect("a CA");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = alpn.iter().map(|protocol| protocol.to_vec()).collect();
    let name = ServerName::try_from(name.to_owned()).expect("a name");
    let mut connection = ClientConnection::new(Arc::new(config), name).expect("a client");
    while connection.is_handshaking() {
        if let Err(error) = connection.complete_io(&mut stream) {
            let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<rustls::Error>());
            return Err(cause.cloned().unwrap_or(rustls::Error::General(error.to_string())));
        }
    }
    Ok(StreamOwned::new(connection, stream))
}

/// An HTTP/1.1 exchange: head and body of the response.
pub(crate) fn http(
    stream: &mut (impl Read + Write),
    request: &str,
    body: &[u8],
) -> (String, Vec<u8>) {
    stream.write_all(request.replace('\n', "\r\n").as_bytes()).expect("sent");
    stream.write_all(b"\r\n\r\n").expect("sent");
    stream.write_all(body).expect("sent");
    let mut response = Vec::new();
    // The end without close_notify is still an end here: the length is checked below.
    let _ = stream.read_to_end(&mut response);
    let end = response.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8(response[..end].to_vec()).expect("text").to_ascii_lowercase();
    let body = response[end + 4..].to_vec();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    if let Some(length) = length {
        assert_eq!(length.parse::<usize>().expect("a number"), body.len());
    }
    (head, body)
}
