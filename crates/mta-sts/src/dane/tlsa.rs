//! RFC 6698 2: the TLSA record, and which of them SMTP can use (RFC 7672 3).

use std::fmt;

/// A TLSA record (RFC 6698 2.1).
///
/// ```
/// use mta_sts::dane::Tlsa;
/// let record = Tlsa::parse("3 1 1 d2abde240d7cd3ee6b4b28c54df034b9 7983a1d16e8a410e4561cb106618e971").unwrap();
/// assert_eq!((record.usage, record.selector, record.matching_type), (3, 1, 1));
/// assert_eq!(record.data.len(), 64);
/// assert_eq!(record.unusable(), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Tlsa {
    /// Certificate usage: 2 is DANE-TA, 3 is DANE-EE.
    pub usage: u8,
    /// Selector: 0 the whole certificate, 1 its public key (SubjectPublicKeyInfo).
    pub selector: u8,
    /// Matching type: 0 all of it, 1 its SHA-256, 2 its SHA-512.
    pub matching_type: u8,
    /// Certificate association data, lower-case hex.
    pub data: String,
}

/// Why a Sender passes over a TLSA record (RFC 7672 3.1).
///
/// ```
/// use mta_sts::dane::{Tlsa, Unusable};
/// let digest = "d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971";
/// let why = |head: &str| Tlsa::parse(&format!("{head} {digest}")).unwrap().unusable();
/// assert_eq!(why("1 1 1"), Some(Unusable::UsagePkix));
/// // A SHA-256 where a SHA-512 belongs:
/// assert_eq!(why("3 1 2"), Some(Unusable::DataLength));
/// assert_eq!(Unusable::UsagePkix.to_string(), "its usage is for public CAs, and SMTP takes only 2 and 3");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    /// Usage 0 or 1, PKIX-TA and PKIX-EE (RFC 7672 3.1.3).
    UsagePkix,
    /// A usage above 3.
    UsageUnknown,
    /// A selector above 1.
    SelectorUnknown,
    /// A matching type above 2.
    MatchingTypeUnknown,
    /// Data of another length than the digest has, or none at all.
    DataLength,
}

impl Tlsa {
    /// Makes a record from its parts; `data` as bytes.
    ///
    /// ```
    /// use mta_sts::dane::Tlsa;
    /// let record = Tlsa::new(3, 1, 1, &[0xd2, 0xab, 0xde, 0x24]);
    /// assert_eq!(record.to_string(), "3 1 1 d2abde24");
    /// ```
    pub fn new(usage: u8, selector: u8, matching_type: u8, data: &[u8]) -> Tlsa {
        Tlsa { usage, selector, matching_type, data: hex(data) }
    }

    /// Reads the presentation form (RFC 6698 2.2), such as `3 1 1 0d6f…`; white space within the data is allowed.
    /// `None` where it is not of that form.
    ///
    /// ```
    /// use mta_sts::dane::Tlsa;
    /// assert_eq!(Tlsa::parse("3 1 1 D2AB DE24"), Tlsa::parse("3 1 1 d2abde24"));
    /// assert_eq!(Tlsa::parse("3 1 d2abde24"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Tlsa> {
        let mut words = text.split_ascii_whitespace();
        let mut number = || words.next().and_then(|word| word.parse().ok());
        let (usage, selector, matching_type) = (number()?, number()?, number()?);
        let data = words.collect::<String>().to_ascii_lowercase();
        let whole = data.len().is_multiple_of(2) && data.bytes().all(|b| b.is_ascii_hexdigit());
        whole.then_some(Tlsa { usage, selector, matching_type, data })
    }

    /// Why SMTP cannot use it (RFC 7672 3.1); `None` for a usable record.
    ///
    /// ```
    /// use mta_sts::dane::{Tlsa, Unusable};
    /// assert_eq!(Tlsa::parse("3 1 1 00").unwrap().unusable(), Some(Unusable::DataLength));
    /// ```
    pub fn unusable(&self) -> Option<Unusable> {
        let length = self.data.len().checked_div(2).unwrap_or(0);
        let fits = match self.matching_type {
            0 => length > 0,
            1 => length == 32,
            2 => length == 64,
            _ => true,
        };
        match (self.usage, self.selector, self.matching_type) {
            // RFC 7672 3.1.3: clients SHOULD treat them as unusable.
            (0 | 1, ..) => Some(Unusable::UsagePkix),
            (4.., ..) => Some(Unusable::UsageUnknown),
            (_, 2.., _) => Some(Unusable::SelectorUnknown),
            (.., 3..) => Some(Unusable::MatchingTypeUnknown),
            _ => (!fits).then_some(Unusable::DataLength),
        }
    }
}

/// As a zone file writes it.
impl fmt::Display for Tlsa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} {}", self.usage, self.selector, self.matching_type, self.data)
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unusable::UsagePkix => "its usage is for public CAs, and SMTP takes only 2 and 3",
            Unusable::UsageUnknown => "its usage is not known",
            Unusable::SelectorUnknown => "its selector is not known",
            Unusable::MatchingTypeUnknown => "its matching type is not known",
            Unusable::DataLength => "its data does not have the length of the digest",
        })
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| DIGITS.get(usize::from(value & 0x0f)).copied().unwrap_or(b'0');
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(*b)]).map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_the_presentation_form() {
        let record = Tlsa::parse(" 3 1 1\tABcd EF01 ").unwrap();
        assert_eq!(record, Tlsa::new(3, 1, 1, &[0xab, 0xcd, 0xef, 0x01]));
        assert_eq!(record.to_string(), "3 1 1 abcdef01");
        for bad in ["", "3 1", "3 1 1 abc", "3 1 1 xy", "256 1 1 ab", "a 1 1 ab"] {
            assert_eq!(Tlsa::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn tells_why_a_record_is_of_no_use() {
        let of = |usage, selector, matching_type, length| {
            Tlsa::new(usage, selector, matching_type, &vec![0; length]).unusable()
        };
        for usable in [(2, 0, 0, 900), (2, 1, 1, 32), (3, 0, 2, 64), (3, 1, 0, 91)] {
            assert_eq!(of(usable.0, usable.1, usable.2, usable.3), None, "{usable:?}");
        }
        assert_eq!(of(0, 0, 1, 32), Some(Unusable::UsagePkix));
        assert_eq!(of(1, 1, 1, 32), Some(Unusable::UsagePkix));
        assert_eq!(of(4, 1, 1, 32), Some(Unusable::UsageUnknown));
        assert_eq!(of(3, 2, 1, 32), Some(Unusable::SelectorUnknown));
        assert_eq!(of(3, 1, 3, 32), Some(Unusable::MatchingTypeUnknown));
        assert_eq!(of(3, 1, 1, 31), Some(Unusable::DataLength));
        assert_eq!(of(3, 1, 2, 32), Some(Unusable::DataLength));
        assert_eq!(of(3, 1, 0, 0), Some(Unusable::DataLength));
    }
}
