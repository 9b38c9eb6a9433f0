//! One SMTP session, RFC 5321 with STARTTLS (RFC 3207).

use std::io::Result;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::Server;
use super::line::{Line, Lines};
use crate::limits::{CLIENT_TIMEOUT, MAX_LIFETIME, MAX_SMTP_COMMANDS};
use crate::scenarios::SmtpBehaviour;

/// RFC 8446 6: an alert record, fatal, handshake_failure.
const HANDSHAKE_FAILURE: [u8; 7] = [21, 3, 3, 0, 2, 2, 40];

/// How a part of the session ended.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// The client may begin TLS.
    StartTls,
    /// It is over.
    Closed,
}

/// Serves one client.
pub(super) async fn run(mut stream: TcpStream, server: &Server) -> Result<()> {
    match server.behaviour {
        SmtpBehaviour::Silence => {
            tokio::time::sleep(MAX_LIFETIME).await;
            return Ok(());
        }
        SmtpBehaviour::Greets(reply) => return turn_away(stream, reply, server).await,
        SmtpBehaviour::Throttles if !server.throttle.takes() => {
            return turn_away(stream, "421 4.7.0 {host} Too many connections", server).await;
        }
        _ => {}
    }
    let mut lines = Lines::new(&mut stream);
    lines.send(&format!("220 {} ESMTP mta-sts-lab", server.host)).await?;
    if commands(&mut lines, server, false).await? == End::Closed {
        return Ok(());
    }
    // RFC 3207 6: what was sent along with STARTTLS in the clear must not count as sent under TLS.
    if lines.into_inner().1 {
        return Ok(());
    }
    match server.behaviour {
        SmtpBehaviour::Garbage => {
            stream.write_all(b"this is not TLS\r\n").await?;
            return stream.shutdown().await;
        }
        SmtpBehaviour::TlsAlert => {
            stream.write_all(&HANDSHAKE_FAILURE).await?;
            return stream.shutdown().await;
        }
        _ => {}
    }
    let stream = timeout(CLIENT_TIMEOUT, server.acceptor.accept(stream)).await??;
    let mut lines = Lines::new(stream);
    commands(&mut lines, server, true).await?;
    let _ = lines.into_inner().0.shutdown().await;
    Ok(())
}

async fn commands<S: AsyncRead + AsyncWrite + Unpin>(
    lines: &mut Lines<S>,
    server: &Server,
    secure: bool,
) -> Result<End> {
    let host = &server.host;
    let offered = !secure && server.behaviour != SmtpBehaviour::NotOffered;
    let listed = offered && server.behaviour != SmtpBehaviour::Unlisted;
    for _ in 0..MAX_SMTP_COMMANDS {
        let line = match lines.next().await? {
            None => return Ok(End::Closed),
            Some(Line::TooLong) => {
                lines.send("500 5.5.2 Line too long").await?;
                continue;
            }
            Some(Line::Text(line)) => line,
        };
        let (verb, argument) = line.split_once(' ').unwrap_or((&line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" if !argument.trim().is_empty() => {
                if let SmtpBehaviour::RefusesEhlo(reply) = server.behaviour {
                    lines.send(reply).await?;
                    continue;
                }
                let starttls = if listed { "250-STARTTLS\n" } else { "" };
                let reply = format!("250-{host}\n250-SIZE 1048576\n{starttls}250 8BITMIME");
                lines.send(&reply).await?;
            }
            "HELO" if !argument.trim().is_empty() => lines.send(&format!("250 {host}")).await?,
            "EHLO" | "HELO" => lines.send("501 5.5.4 Say who you are").await?,
            "STARTTLS" if offered => match server.behaviour {
                SmtpBehaviour::Refuses(reply) => lines.send(reply).await?,
                _ if !argument.is_empty() => lines.send("501 5.5.4 No parameters allowed").await?,
                SmtpBehaviour::Injects(text) => {
                    // In one segment, so that it comes before TLS begins.
                    lines.send(&format!("220 2.0.0 Ready to start TLS\n{text}")).await?;
                    return Ok(End::StartTls);
                }
                _ => {
                    lines.send("220 2.0.0 Ready to start TLS").await?;
                    return Ok(End::StartTls);
                }
            },
            "STARTTLS" if secure => lines.send("503 5.5.1 TLS is active already").await?,
            "NOOP" | "RSET" => lines.send("250 2.0.0 OK").await?,
            "QUIT" => {
                lines.send(&format!("221 2.0.0 {host} closing")).await?;
                return Ok(End::Closed);
            }
            "MAIL" => lines.send("550 5.7.1 This laboratory takes no mail").await?,
            "RCPT" | "DATA" => lines.send("503 5.5.1 MAIL comes first").await?,
            "VRFY" => lines.send("252 2.1.5 Cannot say").await?,
            _ => lines.send("500 5.5.1 Command not recognised").await?,
        }
    }
    lines.send(&format!("421 4.7.0 {host} Too many commands")).await?;
    Ok(End::Closed)
}

async fn turn_away(stream: TcpStream, reply: &str, server: &Server) -> Result<()> {
    let mut lines = Lines::new(stream);
    lines.send(&reply.replace("{host}", &server.host)).await?;
    // RFC 5321 3.1: after such a greeting the client may still say QUIT.
    refuse_all(&mut lines, server).await
}

/// What is left after a greeting that was a refusal.
async fn refuse_all(lines: &mut Lines<TcpStream>, server: &Server) -> Result<()> {
    for _ in 0..MAX_SMTP_COMMANDS {
        match lines.next().await? {
            Some(Line::Text(line)) if line.eq_ignore_ascii_case("QUIT") => {
                return lines.send(&format!("221 2.0.0 {} closing", server.host)).await;
            }
            Some(_) => lines.send("503 5.5.1 Say QUIT").await?,
            None => return Ok(()),
        }
    }
    Ok(())
}
