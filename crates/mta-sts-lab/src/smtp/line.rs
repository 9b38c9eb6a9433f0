//! Command lines, bounded.

use std::io::{Error, ErrorKind, Result};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

use crate::limits::{CLIENT_TIMEOUT, MAX_SMTP_LINE};

/// What a client sent up to a line feed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A line, without its end.
    Text(String),
    /// A line that was too long; it has been read to its end and dropped.
    TooLong,
}

/// A stream read by lines. What comes before TLS must not be mixed with what comes after, so a new one is made
/// for the new stream.
pub(super) struct Lines<S> {
    stream: S,
    buffer: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Lines<S> {
    pub(super) fn new(stream: S) -> Lines<S> {
        Lines { stream, buffer: Vec::new() }
    }

    /// The stream, and whether the client had sent more than was read as lines.
    pub(super) fn into_inner(self) -> (S, bool) {
        (self.stream, !self.buffer.is_empty())
    }

    /// The next line; None at the end of the stream.
    pub(super) async fn next(&mut self) -> Result<Option<Line>> {
        timeout(CLIENT_TIMEOUT, self.read_line()).await?
    }

    async fn read_line(&mut self) -> Result<Option<Line>> {
        let mut too_long = false;
        loop {
            if let Some(end) = self.buffer.iter().position(|byte| *byte == b'\n') {
                let mut line: Vec<u8> = self.buffer.drain(..=end).collect();
                line.pop();
                if line.last() == Some(&b'\r') {
                    line.pop();
                }
                if too_long || line.len() > MAX_SMTP_LINE {
                    return Ok(Some(Line::TooLong));
                }
                return Ok(Some(Line::Text(String::from_utf8_lossy(&line).into_owned())));
            }
            if self.buffer.len() > MAX_SMTP_LINE {
                too_long = true;
                self.buffer.clear();
            }
            let mut chunk = [0_u8; 512];
            let length = self.stream.read(&mut chunk).await?;
            if length == 0 {
                return Ok(None);
            }
            self.buffer.extend_from_slice(chunk.get(..length).unwrap_or_default());
        }
    }

    /// Sends the lines of a reply, each complete.
    pub(super) async fn send(&mut self, reply: &str) -> Result<()> {
        let mut bytes = reply.replace('\n', "\r\n").into_bytes();
        bytes.extend_from_slice(b"\r\n");
        let sent = async {
            self.stream.write_all(&bytes).await?;
            self.stream.flush().await
        };
        timeout(CLIENT_TIMEOUT, sent).await.map_err(|_| Error::from(ErrorKind::TimedOut))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn reads_lines() {
        let (mut client, server) = tokio::io::duplex(8192);
        let mut lines = Lines::new(server);
        client.write_all(b"EHLO a\r\nNOOP\nQU").await.expect("room");
        assert_eq!(lines.next().await.expect("a line"), Some(Line::Text("EHLO a".into())));
        assert_eq!(lines.next().await.expect("a line"), Some(Line::Text("NOOP".into())));
        let mut long = vec![b'x'; 3 * MAX_SMTP_LINE];
        long.extend_from_slice(b"\r\nQUIT\r\n");
        client.write_all(&long).await.expect("room");
        assert_eq!(lines.next().await.expect("a line"), Some(Line::TooLong));
        assert_eq!(lines.next().await.expect("a line"), Some(Line::Text("QUIT".into())));
        drop(client);
        assert_eq!(lines.next().await.expect("the end"), None);
    }
}
