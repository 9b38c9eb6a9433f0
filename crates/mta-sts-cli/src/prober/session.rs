//! One SMTP session up to the TLS handshake.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use mta_sts::probe::{Phase, ProbeResult};
use rustls::ProtocolVersion;
use rustls::pki_types::{ServerName, UnixTime};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::reply::Reply;
use super::{EhloName, Prober};
use crate::net::{NetError, bounded, connect};
use crate::tls::{Client, certificate_facts, chain_verdict};

/// How long to wait for the answer to QUIT.
const PATIENCE: Duration = Duration::from_secs(1);

/// Runs it. Whatever happens, there is a result that says how far it came.
pub(super) async fn run(prober: &Prober, host: &str, address: SocketAddr) -> ProbeResult {
    match dialogue(prober, address).await {
        Ok(stream) => handshake(prober, host, stream).await,
        Err(result) => result,
    }
}

/// Up to the 220 reply to STARTTLS.
async fn dialogue(prober: &Prober, address: SocketAddr) -> Result<TcpStream, ProbeResult> {
    let stream =
        connect(address, prober.limit).await.map_err(|e| lost(prober, Phase::Connect, &e))?;
    let local = stream.local_addr().ok().map(|address| address.ip());
    let mut session = Session { prober, reader: BufReader::new(stream) };
    session.expect(Phase::Banner, None, 220).await?;
    let name = prober.helo.clone().unwrap_or_else(|| EhloName::of_machine(local));
    let ehlo = format!("EHLO {}\r\n", name.as_str());
    let reply = session.expect(Phase::Ehlo, Some(&ehlo), 250).await?;
    if !reply.offers("STARTTLS") {
        session.quit().await;
        return Err(ProbeResult::NotOffered);
    }
    let reply = session.ask(Phase::Starttls, Some("STARTTLS\r\n")).await?;
    match reply.code {
        // RFC 3207 4: what came in clear behind the 220 must be discarded; it stays in the reader's buffer.
        220 => Ok(session.reader.into_inner()),
        code @ 400..500 => {
            session.quit().await;
            Err(ProbeResult::Temporary { phase: Phase::Starttls, code, text: reply.text() })
        }
        code => {
            session.quit().await;
            Err(ProbeResult::Refused { code, text: reply.text() })
        }
    }
}

struct Session<'a> {
    prober: &'a Prober,
    reader: BufReader<TcpStream>,
}

impl Session<'_> {
    async fn ask(&mut self, phase: Phase, command: Option<&str>) -> Result<Reply, ProbeResult> {
        let exchange = async {
            if let Some(command) = command {
                self.reader.get_mut().write_all(command.as_bytes()).await?;
            }
            Reply::read(&mut self.reader).await
        };
        bounded(self.prober.limit, exchange).await.map_err(|error| lost(self.prober, phase, &error))
    }

    /// Asks and wants this code; other replies end the session.
    async fn expect(
        &mut self,
        phase: Phase,
        command: Option<&str>,
        wanted: u16,
    ) -> Result<Reply, ProbeResult> {
        let reply = self.ask(phase, command).await?;
        if reply.code == wanted {
            return Ok(reply);
        }
        self.quit().await;
        let (code, text) = (reply.code, reply.text());
        Err(match code {
            400..500 => ProbeResult::Temporary { phase, code, text },
            _ => ProbeResult::Rejected { phase, code, text },
        })
    }

    async fn quit(&mut self) {
        leave(self.prober, &mut self.reader).await;
    }
}

/// Takes leave and hears the answer, so that the server's log shows an orderly end (RFC 5321 4.1.1.10). All that
/// was to be learned has been; how the server takes it does not matter.
async fn leave<S: AsyncRead + AsyncWrite + Unpin>(prober: &Prober, reader: &mut BufReader<S>) {
    let goodbye = async {
        reader.get_mut().write_all(b"QUIT\r\n").await?;
        reader.get_mut().flush().await?;
        Reply::read(reader).await
    };
    let _ = bounded(prober.limit.min(PATIENCE), goodbye).await;
}

async fn handshake(prober: &Prober, host: &str, stream: TcpStream) -> ProbeResult {
    let Ok(name) = ServerName::try_from(host.to_owned()) else {
        let detail = format!("{host} cannot be named in TLS");
        return ProbeResult::Unreachable { phase: Phase::Tls, detail };
    };
    let client = Client::inspecting();
    let connector = TlsConnector::from(Arc::clone(&client.config));
    let mut stream = match bounded(prober.limit, connector.connect(name, stream)).await {
        Ok(stream) => stream,
        Err(NetError::Failed(detail)) => return ProbeResult::TlsFailed { detail },
        Err(error) => return lost(prober, Phase::Tls, &error),
    };
    let (protocol, cipher) = {
        let session = stream.get_ref().1;
        let protocol = match session.protocol_version() {
            Some(ProtocolVersion::TLSv1_3) => "TLSv1.3".to_owned(),
            Some(ProtocolVersion::TLSv1_2) => "TLSv1.2".to_owned(),
            other => format!("{other:?}"),
        };
        let suite = session.negotiated_cipher_suite();
        let cipher = suite.and_then(|s| s.suite().as_str()).unwrap_or("unknown");
        // rustls writes TLS13_ where IANA has TLS_.
        (protocol, cipher.replacen("TLS13_", "TLS_", 1))
    };
    leave(prober, &mut BufReader::new(&mut stream)).await;
    let _ = bounded(prober.limit.min(PATIENCE), stream.shutdown()).await;
    let chain = client.presented().chain;
    let Some(leaf) = chain.first() else {
        return ProbeResult::TlsFailed { detail: "no certificate was presented".to_owned() };
    };
    match certificate_facts(leaf) {
        Ok(certificate) => {
            let chain = chain_verdict(&chain, &prober.roots, UnixTime::now());
            ProbeResult::Handshake { protocol, cipher, chain, certificate }
        }
        Err(error) => {
            ProbeResult::TlsFailed { detail: format!("the certificate cannot be read: {error}") }
        }
    }
}

fn lost(prober: &Prober, phase: Phase, error: &NetError) -> ProbeResult {
    ProbeResult::Unreachable { phase, detail: error.words(prober.limit) }
}
