//! One SMTP session up to the TLS handshake.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mta_sts::probe::{Dialogue, Phase, PhaseTimes, ProbeResult, SmtpReply};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::failure::{Failure, within};
use super::handshake::handshake;
use super::reply::{Reply, told};
use super::{EhloName, Settings};

/// How long to wait for the answer to QUIT.
const PATIENCE: Duration = Duration::from_secs(1);

/// Runs it. Whatever happens, there is a result that says how far it came, and `dialogue` holds what was said.
pub(super) async fn run(
    settings: &Settings,
    host: &str,
    address: SocketAddr,
    dialogue: &mut Dialogue,
) -> ProbeResult {
    let start = Instant::now();
    let stream = match within(settings.limit, settings.route.connect(address)).await {
        Ok(stream) => stream,
        Err(failure) => return failure.at(Phase::Connect),
    };
    dialogue.milliseconds.connect = Some(milliseconds(start));
    let session = Session { settings, reader: BufReader::new(stream), dialogue };
    match session.upgrade().await {
        Ok(stream) => handshake(settings, host, stream, &mut dialogue.milliseconds).await,
        Err(result) => result,
    }
}

/// The part that a session is in, by those that came to their end.
pub(super) fn reached(times: &PhaseTimes) -> Phase {
    let parts = [
        (times.connect, Phase::Connect),
        (times.banner, Phase::Banner),
        (times.ehlo, Phase::Ehlo),
        (times.starttls, Phase::Starttls),
    ];
    let open = parts.into_iter().find(|(time, _)| time.is_none());
    open.map_or(Phase::Tls, |(_, phase)| phase)
}

pub(super) fn milliseconds(since: Instant) -> u32 {
    u32::try_from(since.elapsed().as_millis()).unwrap_or(u32::MAX)
}

struct Session<'a> {
    settings: &'a Settings,
    reader: BufReader<TcpStream>,
    dialogue: &'a mut Dialogue,
}

impl Session<'_> {
    /// Up to the 220 reply to STARTTLS.
    async fn upgrade(mut self) -> Result<TcpStream, ProbeResult> {
        let banner = self.ask(Phase::Banner, None).await?;
        self.dialogue.banner = Some(kept(&banner));
        self.expect(Phase::Banner, &banner, 220).await?;

        let local = || self.reader.get_ref().local_addr().ok().map(|address| address.ip());
        let name = self.settings.helo.clone().unwrap_or_else(|| EhloName::of_machine(local));
        self.dialogue.helo = Some(name.as_str().to_owned());
        let ehlo = format!("EHLO {}\r\n", name.as_str());
        let reply = self.ask(Phase::Ehlo, Some(&ehlo)).await?;
        self.dialogue.ehlo = Some(kept(&reply));
        self.expect(Phase::Ehlo, &reply, 250).await?;
        self.dialogue.keywords = reply.lines.iter().skip(1).map(|line| told(line)).collect();

        // Tried even where it is not offered: something on the way may only hide the keyword.
        let offered = self.dialogue.offers_starttls();
        let reply = match self.ask(Phase::Starttls, Some("STARTTLS\r\n")).await {
            Err(_) if !offered => return Err(ProbeResult::NotOffered),
            reply => reply?,
        };
        self.dialogue.starttls = Some(kept(&reply));
        let text = reply.text();
        let result = match reply.code {
            220 => return Ok(self.into_stream()),
            _ if !offered => ProbeResult::NotOffered,
            code @ 400..500 => ProbeResult::Temporary { phase: Phase::Starttls, code, text },
            code => ProbeResult::Refused { code, text },
        };
        self.quit().await;
        Err(result)
    }

    /// RFC 3207 6: what came in clear behind the 220 must be discarded; it stays in the reader's buffer.
    fn into_stream(self) -> TcpStream {
        let behind = self.reader.buffer();
        if !behind.is_empty() {
            self.dialogue.injected = Some(told(&String::from_utf8_lossy(behind)));
        }
        self.reader.into_inner()
    }

    async fn ask(&mut self, phase: Phase, command: Option<&str>) -> Result<Reply, ProbeResult> {
        let start = Instant::now();
        let exchange = async {
            if let Some(command) = command {
                self.reader.get_mut().write_all(command.as_bytes()).await?;
            }
            Reply::read(&mut self.reader).await
        };
        let reply = within(self.settings.limit, exchange).await;
        let reply = reply.map_err(|failure| failure.at(phase))?;
        let times = &mut self.dialogue.milliseconds;
        let time = match phase {
            Phase::Connect => &mut times.connect,
            Phase::Banner => &mut times.banner,
            Phase::Ehlo => &mut times.ehlo,
            Phase::Starttls => &mut times.starttls,
            Phase::Tls => &mut times.tls,
        };
        *time = Some(milliseconds(start));
        Ok(reply)
    }

    /// Other codes than this end the session.
    async fn expect(&mut self, phase: Phase, reply: &Reply, code: u16) -> Result<(), ProbeResult> {
        if reply.code == code {
            return Ok(());
        }
        self.quit().await;
        let (code, text) = (reply.code, reply.text());
        Err(match code {
            400..500 => ProbeResult::Temporary { phase, code, text },
            _ => ProbeResult::Rejected { phase, code, text },
        })
    }

    async fn quit(&mut self) {
        leave(self.settings, &mut self.reader).await;
    }
}

/// Takes leave and hears the answer, so that the server's log shows an orderly end (RFC 5321 4.1.1.10). All that
/// was to be learned has been; how the server takes it does not matter. No EHLO goes before it under TLS: with
/// Postfix that would wait for a delayed ACK.
pub(super) async fn leave<S: AsyncRead + AsyncWrite + Unpin>(
    settings: &Settings,
    reader: &mut BufReader<S>,
) {
    let goodbye = async {
        reader.get_mut().write_all(b"QUIT\r\n").await?;
        reader.get_mut().flush().await?;
        Reply::read(reader).await
    };
    let _: Result<Reply, Failure> = within(settings.limit.min(PATIENCE), goodbye).await;
}

fn kept(reply: &Reply) -> SmtpReply {
    SmtpReply { code: reply.code, text: reply.text() }
}
