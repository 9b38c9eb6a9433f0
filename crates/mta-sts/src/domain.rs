//! Domain names in their ASCII (A-label) form, as RFC 5321 4.1.2 writes `Domain`.

mod scan;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::shared::SharedStr;

pub(crate) use scan::{equal, prefix as domain_prefix, repeat};

/// The longest label, in characters (RFC 1035 2.3.4).
const MAX_LABEL: usize = 63;

/// A host or mail domain name (RFC 5321 4.1.2): letters, digits and hyphens, in lower case, without the root dot.
///
/// U-labels are not converted here; a host does it with the platform's own IDNA.
///
/// ```
/// let domain: mta_sts::DomainName = "Example.COM.".parse()?;
/// assert_eq!(domain.as_str(), "example.com");
/// assert_eq!(domain.policy_host(), "mta-sts.example.com");
/// assert_eq!(domain.record_name(), "_mta-sts.example.com");
/// # Ok::<(), mta_sts::DomainError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
pub struct DomainName(SharedStr);

/// Why a text is not a domain name (RFC 5321 4.1.2, RFC 1035 2.3.4).
///
/// ```
/// use mta_sts::{DomainError, DomainName};
/// let fault = |text| DomainName::parse(text).unwrap_err();
/// assert_eq!(fault("example..com"), DomainError::EmptyLabel);
/// assert_eq!(fault("-mail.example.com"), DomainError::Hyphen);
/// assert_eq!(fault("bücher.example"), DomainError::NotAscii);
/// assert_eq!(fault("user@example.com"), DomainError::Character('@'));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DomainError {
    /// Nothing, or only a dot.
    Empty,
    /// Two dots in a row, or a dot in front.
    EmptyLabel,
    /// A label of more than 63 characters (RFC 1035 2.3.4).
    LabelTooLong,
    /// More than 253 characters (RFC 1035 2.3.4: 255 octets on the wire).
    NameTooLong,
    /// A label begins or ends with a hyphen (RFC 5321 4.1.2).
    Hyphen,
    /// A character that is not ASCII: a U-label, which must be written as A-label.
    NotAscii,
    /// Another character that host names do not have.
    Character(char),
}

impl DomainName {
    /// The longest name, in characters without the root dot (RFC 1035 2.3.4: 255 octets on the wire).
    ///
    /// ```
    /// use mta_sts::{DomainError, DomainName};
    /// let name = ["abcdefg"; 32].join(".");
    /// assert_eq!(name.len(), 255);
    /// assert!(DomainName::parse(&name[..DomainName::MAX_LENGTH]).is_ok());
    /// assert_eq!(DomainName::parse(&name), Err(DomainError::NameTooLong));
    /// ```
    pub const MAX_LENGTH: usize = 253;

    /// Reads a name (RFC 5321 4.1.2), in any case, with or without the root dot.
    ///
    /// # Errors
    ///
    /// Says what keeps the text from being a domain name; see [`DomainError`].
    ///
    /// ```
    /// use mta_sts::{DomainError, DomainName};
    /// assert_eq!(DomainName::parse("Example.COM.")?, DomainName::parse("example.com")?);
    /// assert_eq!(DomainName::parse("xn--bcher-kva.example")?.as_str(), "xn--bcher-kva.example");
    /// assert_eq!(DomainName::parse("_dmarc.example.com"), Err(DomainError::Character('_')));
    /// # Ok::<(), DomainError>(())
    /// ```
    pub fn parse(text: &str) -> Result<DomainName, DomainError> {
        let text = text.strip_suffix('.').unwrap_or(text);
        check_domain(text)?;
        Ok(DomainName::lower_case(text))
    }

    /// Of a text that is a name, in any case.
    fn lower_case(text: &str) -> DomainName {
        DomainName(if text.bytes().any(|b| b.is_ascii_uppercase()) {
            SharedStr::from(text.to_ascii_lowercase())
        } else {
            SharedStr::from(text)
        })
    }

    /// The name at `start..end` of a text, which must be one in lower case.
    pub(crate) fn piece(text: &Arc<str>, start: usize, end: usize) -> DomainName {
        DomainName(SharedStr::piece(text, start, end))
    }

    /// The name, lower case, without the root dot.
    ///
    /// ```
    /// assert_eq!(mta_sts::DomainName::parse("MAIL.Example.com.")?.as_str(), "mail.example.com");
    /// # Ok::<(), mta_sts::DomainError>(())
    /// ```
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The name and the `count` bytes that stand before it in the text that it is a piece of.
    pub(crate) fn with_before(&self, count: usize) -> &str {
        self.0.with_before(count)
    }

    /// What follows the name in the text that it is a piece of.
    pub(crate) fn behind(&self) -> &str {
        self.0.behind()
    }

    /// Whether this is an IPv4 address and no name: no top-level domain is all digits (RFC 3696 2). The grammar of
    /// names allows it, so [`DomainName::parse`] does.
    ///
    /// ```
    /// # use mta_sts::DomainName;
    /// assert!(DomainName::parse("192.0.2.1")?.is_address());
    /// assert!(!DomainName::parse("1.example")?.is_address());
    /// # Ok::<(), mta_sts::DomainError>(())
    /// ```
    pub fn is_address(&self) -> bool {
        self.as_str().rsplit('.').next().is_some_and(|l| l.bytes().all(|b| b.is_ascii_digit()))
    }

    /// The name that holds the MTA-STS record (RFC 8461 3.1).
    ///
    /// ```
    /// assert_eq!(mta_sts::DomainName::parse("example.com")?.record_name(), "_mta-sts.example.com");
    /// # Ok::<(), mta_sts::DomainError>(())
    /// ```
    pub fn record_name(&self) -> String {
        format!("_mta-sts.{}", self.as_str())
    }

    /// The Policy Host (RFC 8461 3.2).
    ///
    /// ```
    /// assert_eq!(mta_sts::DomainName::parse("example.com")?.policy_host(), "mta-sts.example.com");
    /// # Ok::<(), mta_sts::DomainError>(())
    /// ```
    pub fn policy_host(&self) -> String {
        format!("mta-sts.{}", self.as_str())
    }

    /// Where the policy is served (RFC 8461 3.2).
    ///
    /// ```
    /// let url = mta_sts::DomainName::parse("example.com")?.policy_url();
    /// assert_eq!(url, "https://mta-sts.example.com/.well-known/mta-sts.txt");
    /// # Ok::<(), mta_sts::DomainError>(())
    /// ```
    pub fn policy_url(&self) -> String {
        format!("https://mta-sts.{}/.well-known/mta-sts.txt", self.as_str())
    }

    /// The name that holds the DMARC record (RFC 7489 6.1).
    ///
    /// ```
    /// assert_eq!(mta_sts::DomainName::parse("example.com")?.dmarc_name(), "_dmarc.example.com");
    /// # Ok::<(), mta_sts::DomainError>(())
    /// ```
    pub fn dmarc_name(&self) -> String {
        format!("_dmarc.{}", self.as_str())
    }

    /// The name that holds the TLSRPT record (RFC 8460 3).
    ///
    /// ```
    /// assert_eq!(mta_sts::DomainName::parse("example.com")?.tlsrpt_name(), "_smtp._tls.example.com");
    /// # Ok::<(), mta_sts::DomainError>(())
    /// ```
    pub fn tlsrpt_name(&self) -> String {
        format!("_smtp._tls.{}", self.as_str())
    }
}

impl fmt::Display for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DomainName {
    type Err = DomainError;

    fn from_str(text: &str) -> Result<DomainName, DomainError> {
        DomainName::parse(text)
    }
}

#[cfg(feature = "deserialize")]
impl<'de> serde::Deserialize<'de> for DomainName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<DomainName, D::Error> {
        let text = <String as serde::Deserialize>::deserialize(deserializer)?;
        DomainName::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for DomainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DomainError::Empty => f.write_str("the name is empty"),
            DomainError::EmptyLabel => {
                f.write_str("the name has an empty label (two dots in a row, or a dot in front)")
            }
            DomainError::LabelTooLong => f.write_str("a label is longer than 63 characters"),
            DomainError::NameTooLong => f.write_str("the name is longer than 253 characters"),
            DomainError::Hyphen => f.write_str("a label begins or ends with a hyphen"),
            DomainError::NotAscii => f.write_str(
                "the name has characters outside ASCII; write it in its A-label form (xn--…)",
            ),
            DomainError::Character(c) => write!(f, "the character '{c}' cannot be in a host name"),
        }
    }
}

impl std::error::Error for DomainError {}

/// RFC 5321 4.1.2: `Domain = sub-domain *("." sub-domain)`, `sub-domain = Let-dig [Ldh-str]`, with the
/// lengths of RFC 1035 2.3.4. No root dot.
pub(crate) fn check_domain(text: &str) -> Result<(), DomainError> {
    // Nearly every name is one.
    let name = domain_prefix(text.as_bytes());
    if name.is_some_and(|name| name.length == text.len()) { Ok(()) } else { one_by_one(text) }
}

/// The same a character at a time, for what is wrong.
fn one_by_one(text: &str) -> Result<(), DomainError> {
    if text.is_empty() {
        return Err(DomainError::Empty);
    }
    for label in text.split('.') {
        check_label(label)?;
    }
    if text.len() > DomainName::MAX_LENGTH { Err(DomainError::NameTooLong) } else { Ok(()) }
}

fn check_label(label: &str) -> Result<(), DomainError> {
    if label.is_empty() {
        return Err(DomainError::EmptyLabel);
    }
    let odd = label.chars().find(|c| !c.is_ascii_alphanumeric() && *c != '-');
    match odd {
        Some(c) if c.is_ascii() => return Err(DomainError::Character(c)),
        Some(_) => return Err(DomainError::NotAscii),
        None => {}
    }
    if label.starts_with('-') || label.ends_with('-') {
        return Err(DomainError::Hyphen);
    }
    if label.len() > MAX_LABEL { Err(DomainError::LabelTooLong) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_limits() {
        let label = "a".repeat(63);
        assert!(DomainName::parse(&label).is_ok());
        assert_eq!(DomainName::parse(&"a".repeat(64)), Err(DomainError::LabelTooLong));
        let long = [label.as_str(), &label, &label, &"a".repeat(61)].join(".");
        assert_eq!(long.len(), 253);
        assert!(DomainName::parse(&long).is_ok());
        assert_eq!(DomainName::parse(&format!("{long}a")), Err(DomainError::NameTooLong));
    }

    #[test]
    fn names_the_fault() {
        assert_eq!(DomainName::parse("."), Err(DomainError::Empty));
        assert_eq!(DomainName::parse("a..b"), Err(DomainError::EmptyLabel));
        assert_eq!(DomainName::parse("a.b.."), Err(DomainError::EmptyLabel));
        assert_eq!(DomainName::parse("-a.b"), Err(DomainError::Hyphen));
        assert_eq!(DomainName::parse("münchen.example"), Err(DomainError::NotAscii));
        assert_eq!(DomainName::parse("a_b.example"), Err(DomainError::Character('_')));
    }
}
