//! The plain loop: what any prober must do at least. It verifies the certificate as rustls does, and records nothing.

use std::cell::Cell;
use std::io::{Error, Result};
use std::net::Ipv4Addr;
use std::rc::Rc;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::task::LocalSet;
use tokio_rustls::TlsConnector;

use crate::HOST;

/// Makes that many sessions, so many of them at once.
pub fn run(port: u16, roots: &str, sessions: usize, parallel: usize) {
    let connector = connector(roots);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let left = Rc::new(Cell::new(sessions));
    let tasks = LocalSet::new();
    for _ in 0..parallel {
        let (connector, left) = (connector.clone(), Rc::clone(&left));
        tasks.spawn_local(async move {
            while let Some(rest) = left.get().checked_sub(1) {
                left.set(rest);
                session(port, &connector).await.expect("a session");
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
    // The prober has to see the certificate each time.
    config.resumption = rustls::client::Resumption::disabled();
    TlsConnector::from(Arc::new(config))
}

async fn session(port: u16, connector: &TlsConnector) -> Result<()> {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    reply(&mut reader).await?;
    reader.get_mut().write_all(b"EHLO bench.test\r\n").await?;
    reply(&mut reader).await?;
    reader.get_mut().write_all(b"STARTTLS\r\n").await?;
    reply(&mut reader).await?;
    let name = ServerName::try_from(HOST).map_err(Error::other)?;
    let mut stream = BufReader::new(connector.connect(name, reader.into_inner()).await?);
    stream.get_mut().write_all(b"QUIT\r\n").await?;
    stream.get_mut().flush().await?;
    reply(&mut stream).await?;
    stream.get_mut().shutdown().await
}

/// Reads a reply to its last line.
async fn reply<R: AsyncBufRead + Unpin>(reader: &mut R) -> Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        reader.read_until(b'\n', &mut line).await?;
        match line.as_slice() {
            [b'2', _, _, b' ', ..] => return Ok(()),
            [b'2', _, _, b'-', ..] => {}
            other => return Err(Error::other(String::from_utf8_lossy(other).into_owned())),
        }
    }
}
