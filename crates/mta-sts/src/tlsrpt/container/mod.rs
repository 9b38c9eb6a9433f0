//! RFC 8460 5: reports as they arrive: plain, in gzip, or in a mail message; told apart by content, never by name.

#[cfg(feature = "gzip")]
mod gzip;
#[cfg(feature = "mail")]
mod mail;

use std::borrow::Cow;
use std::sync::Arc;

use super::report::{self, Report};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::parsed::Parsed;
#[cfg(feature = "gzip")]
use crate::span::Span;

/// A good limit for one unpacked report: 32 MiB.
///
/// RFC 8460 5.2 knows receivers with a limit of ten megabytes for the packed one.
///
/// ```
/// use mta_sts::tlsrpt::container::{MAX_REPORT_BYTES, read};
/// let text = br#"{ "policies": [] }"#;
/// assert!(read(text, MAX_REPORT_BYTES)[0].value.is_some());
/// assert_eq!(read(text, 10)[0].diagnostics[0].code.slug(), "report/too-large");
/// ```
pub const MAX_REPORT_BYTES: usize = 33_554_432;

/// What bytes hold, by their first ones (RFC 8460 5).
///
/// ```
/// use mta_sts::tlsrpt::container::Container;
/// let packed = match Container::of(b"\x1f\x8b\x08\x00") {
///     Container::Gzip | Container::Zip => true,
///     Container::Json | Container::Mail => false,
/// };
/// assert!(packed);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// JSON, or what is to be read as such.
    Json,
    /// gzip (RFC 1952).
    Gzip,
    /// A mail message (RFC 5322).
    Mail,
    /// A zip archive, which RFC 8460 does not use.
    Zip,
}

impl Container {
    /// Looks at the content.
    ///
    /// ```
    /// use mta_sts::tlsrpt::container::Container;
    /// assert_eq!(Container::of(b"\x1f\x8b\x08"), Container::Gzip);
    /// assert_eq!(Container::of(b" {}"), Container::Json);
    /// assert_eq!(Container::of(b"From: a@b.example\r\n"), Container::Mail);
    /// ```
    pub fn of(bytes: &[u8]) -> Container {
        // RFC 8460 6.5: the first two bytes are 0x1f, 0x8b.
        if bytes.starts_with(b"\x1f\x8b") {
            Container::Gzip
        } else if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            Container::Zip
        } else if begins_with_header(bytes) {
            Container::Mail
        } else {
            Container::Json
        }
    }
}

/// The messages of an mbox (RFC 4155), each by itself, for hosts that name them; anything else is one, as it is.
///
/// Only with the feature `mail`; without it an mbox is one thing too.
///
/// ```
/// use mta_sts::tlsrpt::container::messages;
/// let mbox = b"From a@b.example Fri Apr  1 00:00:00 2016\nSubject: 1\n\n\
///     From a@b.example Sat Apr  2 00:00:00 2016\nSubject: 2\n\n";
/// assert_eq!(messages(mbox), [&b"Subject: 1\n\n"[..], b"Subject: 2\n\n"]);
/// assert_eq!(messages(b"{}"), [&b"{}"[..]]);
/// ```
pub fn messages(bytes: &[u8]) -> Vec<Cow<'_, [u8]>> {
    #[cfg(feature = "mail")]
    if is_mbox(bytes) {
        return mail::messages(bytes).into_iter().map(Cow::Owned).collect();
    }
    vec![Cow::Borrowed(bytes)]
}

/// Reads every report in a file, mail message or mbox, each part that holds reports by itself.
///
/// `limit` bounds the bytes of each report after unpacking; [`MAX_REPORT_BYTES`] is a good one. A report beyond it, or
/// a damaged gzip file, is not read in part. At least one result comes back; where nothing can be read, it says why.
/// What Subject, header fields and file names say is not looked at: the report is authoritative (RFC 8460 5.6). Nor is
/// the DKIM signature that RFC 8460 3 demands of a mail: its check is the receiving mail server's.
///
/// gzip needs the feature `gzip`, mail the feature `mail`; without them they are not read, and the result says that it
/// is not JSON.
///
/// ```
/// use mta_sts::tlsrpt::container::{MAX_REPORT_BYTES, read};
/// let results = read(br#"{ "policies": [] }"#, MAX_REPORT_BYTES);
/// assert!(results[0].value.is_some());
/// ```
pub fn read(bytes: &[u8], limit: usize) -> Vec<Parsed<Vec<Report>>> {
    messages(bytes).iter().flat_map(|message| read_message(message, limit)).collect()
}

/// Reads what is not an mbox.
fn read_message(bytes: &[u8], limit: usize) -> Vec<Parsed<Vec<Report>>> {
    match Container::of(bytes) {
        #[cfg(feature = "mail")]
        Container::Mail => {
            let parts = mail::report_parts(bytes);
            if parts.is_empty() {
                return vec![nothing(Diagnostic::new(Code::ReportMailWithout))];
            }
            parts.iter().map(|part| read_file(part, limit)).collect()
        }
        _ => vec![read_file(bytes, limit)],
    }
}

/// Reads what is not a mail message.
fn read_file(bytes: &[u8], limit: usize) -> Parsed<Vec<Report>> {
    match Container::of(bytes) {
        Container::Zip => nothing(Diagnostic::new(Code::ReportZip)),
        #[cfg(feature = "gzip")]
        Container::Gzip => match gzip::unpack(bytes, limit) {
            Ok((text, behind)) => {
                let mut parsed = report::parse(&text);
                if !behind.is_empty() {
                    let end = Span::at(parsed.source.len());
                    parsed.diagnostics.push(Diagnostic::at(Code::ReportTrailingData, end));
                }
                parsed
            }
            Err(found) => nothing(found),
        },
        _ if bytes.len() > limit => nothing(too_large(limit)),
        _ => report::parse(bytes),
    }
}

fn too_large(limit: usize) -> Diagnostic {
    Diagnostic::new(Code::ReportTooLarge).param("limit", limit.to_string())
}

fn nothing(found: Diagnostic) -> Parsed<Vec<Report>> {
    Parsed { value: None, salvaged: None, source: Arc::from(""), diagnostics: vec![found] }
}

/// RFC 5322 2.2: a field name, printable and without colon, then a colon; or mbox's `From ` line.
fn begins_with_header(bytes: &[u8]) -> bool {
    if is_mbox(bytes) {
        return true;
    }
    let name = bytes.iter().take_while(|b| (0x21..=0x7e).contains(*b) && **b != b':').count();
    let opening = bytes.first().is_some_and(|b| b.is_ascii_alphabetic());
    opening && bytes.get(name) == Some(&b':')
}

/// RFC 4155: each message stands behind a line that begins so.
fn is_mbox(bytes: &[u8]) -> bool {
    bytes.starts_with(b"From ")
}
