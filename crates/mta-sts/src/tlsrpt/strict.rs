//! The strict reading of a TLSRPT record: one pass, nothing copied, and no word about why a record is refused.

use std::str::FromStr;

use crate::extension::{Extension, txt_field};
use crate::refused::Refused;
use crate::txt::{each_field, split_once};
use crate::wsp;

use super::record::{DIALECT, TlsrptRecord};
use super::uri;

/// A TLSRPT record as an RFC-strict report generator reads it, borrowed from its text.
///
/// There is one exactly when [`parse_set`](super::record::parse_set) of this record alone gives a `value`, and it holds
/// the same.
///
/// ```
/// use mta_sts::tlsrpt::record::StrictTlsrptRecord;
/// let record = StrictTlsrptRecord::read("v=TLSRPTv1; rua=mailto:a@example.com,https://example.com/tls").unwrap();
/// assert_eq!(record.rua(), ["mailto:a@example.com", "https://example.com/tls"]);
/// assert!(StrictTlsrptRecord::read("v=TLSRPTv1; rua=a@example.com").is_none());
/// ```
#[derive(Debug, Clone, Copy)]
pub struct StrictTlsrptRecord<'a> {
    record: &'a str,
}

impl<'a> StrictTlsrptRecord<'a> {
    /// Reads one TXT record, its strings joined; `None` when an RFC-strict report generator must ignore it.
    ///
    /// ```
    /// use mta_sts::tlsrpt::record::StrictTlsrptRecord;
    /// assert!(StrictTlsrptRecord::read("v=TLSRPTv1;rua=mailto:reports@example.com").is_some());
    /// // RFC 8460 3: there must be an address, as a `mailto:` or `https:` URI.
    /// assert!(StrictTlsrptRecord::read("v=TLSRPTv1;").is_none());
    /// assert!(StrictTlsrptRecord::read("v=TLSRPTv1;rua=http://example.com/tls").is_none());
    /// ```
    pub fn read(record: &'a str) -> Option<StrictTlsrptRecord<'a>> {
        let mut found = false;
        let fine = each_field(DIALECT.version, record, |field| match field.strip_prefix("rua=") {
            Some(list) => {
                found = true;
                addresses(list).all(|address| uri::check(address).is_ok())
            }
            None => txt_field(field).is_some(),
        });
        (found && fine).then_some(StrictTlsrptRecord { record })
    }

    /// Where reports go (RFC 8460 3), as written; the URIs of every `rua` field.
    ///
    /// ```
    /// use mta_sts::tlsrpt::record::StrictTlsrptRecord;
    /// let record = StrictTlsrptRecord::read("v=TLSRPTv1; rua=mailto:a@example.com , mailto:b@example.com").unwrap();
    /// assert_eq!(record.rua(), ["mailto:a@example.com", "mailto:b@example.com"]);
    /// ```
    pub fn rua(&self) -> Vec<&'a str> {
        let mut found = Vec::new();
        each_field(DIALECT.version, self.record, |field| {
            found.extend(field.strip_prefix("rua=").into_iter().flat_map(addresses));
            true
        });
        found
    }
}

/// RFC 8460 3: `tlsrpt-uri *(*WSP "," *WSP tlsrpt-uri)`; white space at the outer ends belongs to no comma.
fn addresses(list: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(list);
    let mut first = true;
    std::iter::from_fn(move || {
        let here = rest?;
        let here = if first { here } else { wsp::trim_start(here) };
        first = false;
        match split_once(here, b',') {
            Some((address, next)) => {
                rest = Some(next);
                Some(wsp::trim_end(address))
            }
            None => {
                rest = None;
                Some(here)
            }
        }
    })
}

impl From<StrictTlsrptRecord<'_>> for TlsrptRecord {
    fn from(strict: StrictTlsrptRecord<'_>) -> TlsrptRecord {
        let mut extensions = Vec::new();
        each_field(DIALECT.version, strict.record, |field| {
            if let (false, Some((name, value))) = (field.starts_with("rua="), txt_field(field)) {
                extensions.push(Extension { name: name.to_owned(), value: value.to_owned() });
            }
            true
        });
        let rua = strict.rua().into_iter().map(str::to_owned).collect();
        TlsrptRecord { version: "TLSRPTv1", rua, extensions }
    }
}

/// The strict reading of one TXT record.
///
/// ```
/// let record: mta_sts::tlsrpt::record::TlsrptRecord = "v=TLSRPTv1; rua=mailto:tls@example.com".parse()?;
/// assert_eq!(record.rua, ["mailto:tls@example.com"]);
/// # Ok::<(), mta_sts::Refused>(())
/// ```
impl FromStr for TlsrptRecord {
    type Err = Refused;

    fn from_str(record: &str) -> Result<TlsrptRecord, Refused> {
        StrictTlsrptRecord::read(record).map(TlsrptRecord::from).ok_or(Refused)
    }
}
