//! SMTP replies (RFC 5321 4.2), read with limits on lines, their number, and time.

use std::io::{Error, ErrorKind, Result};

use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt};

/// RFC 5321 4.5.3.1.5 allows 512 octets; servers go further.
const MAX_LINE: usize = 2_048;

const MAX_LINES: usize = 128;

/// The most bytes of all lines of a reply.
const MAX_REPLY: usize = 65_536;

/// Characters of a reply that are worth telling.
const MAX_TOLD: usize = 500;

/// One reply, its lines without code and line end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) code: u16,
    pub(super) lines: Vec<String>,
}

impl Reply {
    /// Reads one reply. The error says what kept it from being one.
    pub(super) async fn read<R: AsyncBufRead + Unpin>(reader: &mut R) -> Result<Reply> {
        let mut lines = Vec::new();
        let mut bytes = 0;
        loop {
            let line = read_line(reader).await?;
            bytes += line.len();
            if bytes > MAX_REPLY {
                return Err(bad(format!("its reply has more than {MAX_REPLY} bytes")));
            }
            let (code, last, text) = parse(&line).ok_or_else(|| {
                bad(format!("it answered `{}`, which is no SMTP reply", told(&line)))
            })?;
            lines.push(text);
            if last {
                return Ok(Reply { code, lines });
            }
            if lines.len() >= MAX_LINES {
                return Err(bad(format!("its reply has more than {MAX_LINES} lines")));
            }
        }
    }

    /// The lines as one, cut where it gets tedious.
    pub(super) fn text(&self) -> String {
        told(&self.lines.join(" "))
    }
}

/// A text of a server's, cut where it gets tedious.
pub(super) fn told(text: &str) -> String {
    // No more characters than bytes.
    if text.len() <= MAX_TOLD {
        return text.to_owned();
    }
    match text.char_indices().nth(MAX_TOLD) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text.to_owned(),
    }
}

async fn read_line<R: AsyncBufRead + Unpin>(reader: &mut R) -> Result<String> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(MAX_LINE).unwrap_or(u64::MAX);
    reader.take(limit).read_until(b'\n', &mut bytes).await?;
    if bytes.is_empty() {
        return Err(Error::new(ErrorKind::UnexpectedEof, "it closed the connection"));
    }
    if bytes.last() != Some(&b'\n') {
        let whole = bytes.len() < MAX_LINE;
        return Err(if whole {
            Error::new(ErrorKind::UnexpectedEof, "it closed the connection within a line")
        } else {
            bad(format!("it sent a line of more than {MAX_LINE} bytes"))
        });
    }
    Ok(String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned())
}

/// `Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF`.
fn parse(line: &str) -> Option<(u16, bool, String)> {
    let (code, rest) = line.split_at_checked(3)?;
    let code: u16 = code.parse().ok().filter(|code| (200..600).contains(code))?;
    let last = match rest.chars().next() {
        Some('-') => false,
        None | Some(' ') => true,
        Some(_) => return None,
    };
    Some((code, last, rest.get(1..).unwrap_or("").to_owned()))
}

fn bad(words: String) -> Error {
    Error::new(ErrorKind::InvalidData, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(text: &[u8]) -> Result<Reply> {
        Reply::read(&mut &*text).await
    }

    #[tokio::test]
    async fn reads_replies_of_several_lines() {
        let reply = read(b"250-mx.example\r\n250-SIZE 1\r\n250 starttls\n").await.unwrap();
        assert_eq!(reply.code, 250);
        assert_eq!(reply.lines, ["mx.example", "SIZE 1", "starttls"]);
        assert_eq!(read(b"220\r\n").await.unwrap().lines, [""]);
    }

    #[tokio::test]
    async fn refuses_what_has_no_end() {
        let endless = b"250-x\r\n".repeat(MAX_LINES + 1);
        assert!(read(&endless).await.is_err());
        assert!(read(&vec![b'2'; MAX_LINE + 1]).await.is_err());
        let long = [b"250-", [b'x'; 2_000].as_slice(), b"\r\n"].concat().repeat(MAX_LINES - 1);
        assert!(read(&long).await.unwrap_err().to_string().contains("65536 bytes"));
        let reply = read(&[b"554 ", [b'x'; 2_000].as_slice(), b"\r\n"].concat()).await.unwrap();
        assert_eq!(reply.text().chars().count(), MAX_TOLD + 1);
        for bad in [&b""[..], b"25", b"250", b"HTTP/1.1 400\r\n", b"99 x\r\n", b"250_x\r\n"] {
            assert!(read(bad).await.is_err(), "{bad:?}");
        }
    }
}
