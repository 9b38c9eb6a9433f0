//! The strict reading of an MTA-STS record: one pass, nothing copied, and no word about why a record is refused.

use std::str::FromStr;

use crate::extension::{Extension, txt_field};
use crate::first_places::FirstPlaces;
use crate::refused::Refused;
use crate::txt::each_field;

use super::{DIALECT, StsRecord, is_id};

/// An MTA-STS record as an RFC-strict Sender reads it, borrowed from its text.
///
/// There is one exactly when [`parse_set`](super::parse_set) of this record alone gives a `value`, and it holds the same.
///
/// ```
/// use mta_sts::record::StrictStsRecord;
/// assert_eq!(StrictStsRecord::read("v=STSv1; id=20160831085700Z;").unwrap().id(), "20160831085700Z");
/// assert!(StrictStsRecord::read("v=STSv1; id=2016-08-31;").is_none());
/// ```
#[derive(Debug, Clone, Copy)]
pub struct StrictStsRecord<'a> {
    record: &'a str,
    id: &'a str,
}

impl<'a> StrictStsRecord<'a> {
    /// Reads one TXT record, its strings joined; `None` when an RFC-strict Sender must ignore it.
    ///
    /// ```
    /// use mta_sts::record::StrictStsRecord;
    /// assert!(StrictStsRecord::read("v=STSv1; id=20160831085700Z").is_some());
    /// // RFC 8461 3.1: the version comes first, and the `id` is of letters and digits.
    /// assert!(StrictStsRecord::read("id=20160831085700Z; v=STSv1;").is_none());
    /// ```
    pub fn read(record: &'a str) -> Option<StrictStsRecord<'a>> {
        let mut id = None;
        let fine = each_field(DIALECT.version, record, |field| match field.strip_prefix("id=") {
            // RFC 8461 3.2, last paragraph: of a duplicated field all entries but the first are ignored.
            Some(value) if id.is_none() => {
                id = Some(value);
                is_id(value)
            }
            _ => txt_field(field).is_some(),
        });
        id.filter(|_| fine).map(|id| StrictStsRecord { record, id })
    }

    /// Names this instance of the policy; compared for equality only (RFC 8461 3.1).
    ///
    /// ```
    /// use mta_sts::record::StrictStsRecord;
    /// let cached = "20160831085700Z";
    /// let record = StrictStsRecord::read("v=STSv1; id=20160901120000Z;").unwrap();
    /// // RFC 8461 3.3: another `id` than the cached one calls for a fetch.
    /// assert_ne!(record.id(), cached);
    /// ```
    pub fn id(&self) -> &'a str {
        self.id
    }
}

impl From<StrictStsRecord<'_>> for StsRecord {
    fn from(strict: StrictStsRecord<'_>) -> StsRecord {
        let mut seen = FirstPlaces::default();
        for known in ["v", "id"] {
            seen.is_new(known);
        }
        let mut extensions = Vec::new();
        each_field(DIALECT.version, strict.record, |field| {
            if let Some((name, value)) = txt_field(field).filter(|(name, _)| seen.is_new(*name)) {
                extensions.push(Extension { name: name.to_owned(), value: value.to_owned() });
            }
            true
        });
        StsRecord { version: "STSv1", id: strict.id.to_owned(), extensions }
    }
}

/// The strict reading of one TXT record.
///
/// ```
/// let record: mta_sts::record::StsRecord = "v=STSv1; id=1; a=b".parse()?;
/// assert_eq!((record.id.as_str(), record.extensions.len()), ("1", 1));
/// # Ok::<(), mta_sts::Refused>(())
/// ```
impl FromStr for StsRecord {
    type Err = Refused;

    fn from_str(record: &str) -> Result<StsRecord, Refused> {
        StrictStsRecord::read(record).map(StsRecord::from).ok_or(Refused)
    }
}
