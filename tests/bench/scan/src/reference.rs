//! The plain loop: what any policy check must do at least. Two DNS queries over UDP, a TLS handshake that rustls
//! verifies, one request over HTTP/1.1; nothing is judged and nothing recorded.

use std::cell::Cell;
use std::io::{Error, Result};
use std::net::Ipv4Addr;
use std::rc::Rc;
use std::sync::Arc;

use mta_sts::dns::{RecordData, RecordType, decode, encode_query};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::task::LocalSet;
use tokio_rustls::TlsConnector;

use crate::domains::domain;

/// Domains at once.
pub const PARALLEL: usize = 64;

pub fn run(dns: u16, https: u16, roots: &str, domains: usize) {
    let connector = connector(roots);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let left = Rc::new(Cell::new(domains));
    let tasks = LocalSet::new();
    for _ in 0..PARALLEL {
        let (connector, left) = (connector.clone(), Rc::clone(&left));
        tasks.spawn_local(async move {
            while let Some(rest) = left.get().checked_sub(1) {
                left.set(rest);
                check(&domain(rest), dns, https, &connector).await.expect("a check");
            }
        });
    }
    runtime.expect("a runtime").block_on(tasks);
}

fn connector(roots: &str) -> TlsConnector {
    let mut store = RootCertStore::empty();
    for root in CertificateDer::pem_file_iter(roots).expect("a file of roots") {
        store.add(root.expect("a certificate")).expect("a root");
    }
    let mut config = ClientConfig::builder().with_root_certificates(store).with_no_client_auth();
    config.resumption = rustls::client::Resumption::disabled();
    TlsConnector::from(Arc::new(config))
}

async fn check(domain: &str, dns: u16, https: u16, connector: &TlsConnector) -> Result<()> {
    let record = ask(dns, &format!("_mta-sts.{domain}"), RecordType::Txt).await?;
    let host = format!("mta-sts.{domain}");
    let address = ask(dns, &host, RecordType::A).await?;
    let ([RecordData::Txt(_)], [RecordData::A(address)]) = (&*record, &*address) else {
        return Err(Error::other("unexpected records"));
    };
    let stream = TcpStream::connect((*address, https)).await?;
    stream.set_nodelay(true)?;
    let name = ServerName::try_from(host.clone()).map_err(Error::other)?;
    let mut stream = connector.connect(name, stream).await?;
    let request = format!(
        "GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    stream.flush().await?;
    let mut response = Vec::new();
    stream.read_to_end(&mut response).await?;
    if response.ends_with(b"max_age: 604800\n") { Ok(()) } else { Err(Error::other("no policy")) }
}

async fn ask(port: u16, name: &str, record_type: RecordType) -> Result<Vec<RecordData>> {
    let query = encode_query(name, record_type).ok_or_else(|| Error::other("no name"))?;
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).await?;
    socket.connect((Ipv4Addr::LOCALHOST, port)).await?;
    socket.send(&query).await?;
    let mut buffer = [0; 1_232];
    let length = socket.recv(&mut buffer).await?;
    let answer = decode(&buffer[..length], name, record_type).map_err(Error::other)?;
    Ok(answer.records)
}
