//! RFC 8461 4.1: `mx` patterns and matching MX hosts against them.

mod matcher;

use std::fmt;
use std::sync::Arc;

use crate::domain::{DomainError, DomainName, check_domain};
use crate::first_places::FirstPlaces;
use crate::odd;
use crate::search::{has, split_once};

pub use matcher::MxMatcher;
pub(crate) use matcher::repeats;

/// An `mx` value: a host name, or `*.` and a domain (RFC 8461 3.2: `["*."] Domain`).
///
/// ```
/// use mta_sts::{DomainName, MxPattern};
/// let pattern = MxPattern::parse("*.example.com")?;
/// assert!(pattern.matches(&"mail.example.com".parse().unwrap()));
/// assert!(!pattern.matches(&"example.com".parse().unwrap()));
/// assert!(!pattern.matches(&"a.mail.example.com".parse().unwrap()));
/// # Ok::<(), mta_sts::MxPatternError>(())
/// ```
#[derive(Debug, Clone)]
pub struct MxPattern {
    domain: DomainName,
    wildcard: bool,
    /// Whether the pattern as the policy writes it stands behind the domain in the text that it is a piece of, as it
    /// must where it has capitals; else it is the domain and what stands before that.
    written_behind: bool,
}

/// What a wildcard pattern begins with.
const WILDCARD: &str = "*.";

/// Why a text is not an `mx` pattern (RFC 8461 3.2).
///
/// ```
/// use mta_sts::{DomainError, MxPattern, MxPatternError};
/// let fault = |text| MxPattern::parse(text).unwrap_err();
/// assert_eq!(fault("mail.example.com."), MxPatternError::RootDot);
/// assert_eq!(fault("*"), MxPatternError::WildcardAlone);
/// assert_eq!(fault("mail.*.example.com"), MxPatternError::WildcardPlace);
/// assert_eq!(fault("[192.0.2.1]"), MxPatternError::AddressLiteral);
/// assert_eq!(fault("mail..example.com"), MxPatternError::Domain(DomainError::EmptyLabel));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MxPatternError {
    /// Nothing.
    Empty,
    /// Several names on one line; RFC 8461 3.2 wants a line each.
    Several,
    /// A dot at the end: the grammar's Domain has none.
    RootDot,
    /// A dot in front: the suffix form of an old draft.
    LeadingDot,
    /// `*` alone, or `*.` without a domain.
    WildcardAlone,
    /// A `*` that is not the whole left-most label.
    WildcardPlace,
    /// An address literal such as `[192.0.2.1]`.
    AddressLiteral,
    /// A port, a scheme or a path: no part of a host name.
    NotOnlyHost,
    /// Quotation marks around the name.
    Quoted,
    /// An invisible character, an unusual space or a look-alike of an ASCII character.
    OddCharacter,
    /// A comma or semicolon behind the name.
    ClosingPunctuation,
    /// The preference of an MX record in front of the name.
    Preference,
    /// A comment behind the name; policies have none.
    Comment,
    /// Not a domain name.
    Domain(DomainError),
}

impl MxPattern {
    /// Reads a pattern (RFC 8461 3.2).
    ///
    /// # Errors
    ///
    /// Says what keeps the text from being a pattern; see [`MxPatternError`].
    ///
    /// ```
    /// use mta_sts::{MxPattern, MxPatternError};
    /// assert!(MxPattern::parse("*.Example.net").is_ok());
    /// assert_eq!(MxPattern::parse("a.example, b.example"), Err(MxPatternError::Several));
    /// ```
    pub fn parse(text: &str) -> Result<MxPattern, MxPatternError> {
        let (wildcard, name) = match text.strip_prefix(WILDCARD) {
            Some(name) => (true, name),
            None => (false, text),
        };
        check_domain(name).map_err(|fault| explain(text, name, wildcard, fault))?;
        Ok(MxPattern::piece(&Arc::from(text), 0, text.len()))
    }

    /// The pattern at `start..end` of a text, which must be one.
    pub(crate) fn piece(text: &Arc<str>, start: usize, end: usize) -> MxPattern {
        let written = text.get(start..end).unwrap_or("");
        if written.bytes().any(|b| b.is_ascii_uppercase()) || u32::try_from(end).is_err() {
            let both = Arc::from(written.to_ascii_lowercase() + written);
            let lower = MxPattern::lower_case_piece(&both, 0, written.len());
            return MxPattern { written_behind: true, ..lower };
        }
        MxPattern::lower_case_piece(text, start, end)
    }

    /// The same where no capitals are, in the first 4 GiB of the text.
    pub(crate) fn lower_case_piece(text: &Arc<str>, start: usize, end: usize) -> MxPattern {
        let bytes = text.as_bytes();
        let wildcard = bytes.get(start..).is_some_and(|b| b.starts_with(WILDCARD.as_bytes()));
        let before = if wildcard { WILDCARD.len() } else { 0 };
        let domain = DomainName::piece(text, start.saturating_add(before), end);
        MxPattern { domain, wildcard, written_behind: false }
    }

    /// The pattern as the policy writes it.
    ///
    /// ```
    /// # use mta_sts::MxPattern;
    /// assert_eq!(MxPattern::parse("*.Example.net")?.as_str(), "*.Example.net");
    /// # Ok::<(), mta_sts::MxPatternError>(())
    /// ```
    pub fn as_str(&self) -> &str {
        let before = if self.wildcard { WILDCARD.len() } else { 0 };
        if self.written_behind { self.domain.behind() } else { self.domain.with_before(before) }
    }

    /// The name, without `*.`.
    ///
    /// ```
    /// # use mta_sts::MxPattern;
    /// assert_eq!(MxPattern::parse("*.Example.net")?.domain().as_str(), "example.net");
    /// # Ok::<(), mta_sts::MxPatternError>(())
    /// ```
    pub fn domain(&self) -> &DomainName {
        &self.domain
    }

    /// Whether it begins with `*.`.
    ///
    /// ```
    /// # use mta_sts::MxPattern;
    /// assert!(MxPattern::parse("*.example.net")?.is_wildcard());
    /// assert!(!MxPattern::parse("mail.example.com")?.is_wildcard());
    /// # Ok::<(), mta_sts::MxPatternError>(())
    /// ```
    pub fn is_wildcard(&self) -> bool {
        self.wildcard
    }

    /// RFC 8461 4.1, RFC 6125 6.4: without regard to case; the wildcard stands for exactly one label.
    ///
    /// For many hosts, or many patterns, there is [`MxMatcher`].
    ///
    /// ```
    /// use mta_sts::{DomainName, MxPattern};
    /// let pattern = MxPattern::parse("*.example.net")?;
    /// let covers = |host: &str| DomainName::parse(host).is_ok_and(|host| pattern.matches(&host));
    /// assert!(covers("MX1.example.net"));
    /// assert!(!covers("example.net") && !covers("mx.backup.example.net"));
    /// # Ok::<(), mta_sts::MxPatternError>(())
    /// ```
    pub fn matches(&self, host: &DomainName) -> bool {
        if !self.wildcard {
            return self.domain == *host;
        }
        host.as_str().split_once('.').is_some_and(|(_, parent)| parent == self.domain.as_str())
    }
}

impl MxPattern {
    /// The wildcard over the domain that `host` is right below; `None` for a single label.
    ///
    /// ```
    /// let host = mta_sts::DomainName::parse("mx1.example.com").unwrap();
    /// assert_eq!(mta_sts::MxPattern::wildcard_over(&host).unwrap().as_str(), "*.example.com");
    /// ```
    pub fn wildcard_over(host: &DomainName) -> Option<MxPattern> {
        let (_, parent) = host.as_str().split_once('.')?;
        MxPattern::parse(&format!("*.{parent}")).ok()
    }
}

/// The pattern that covers this host and no other.
impl From<DomainName> for MxPattern {
    fn from(host: DomainName) -> MxPattern {
        MxPattern { domain: host, wildcard: false, written_behind: false }
    }
}

impl PartialEq for MxPattern {
    fn eq(&self, other: &MxPattern) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for MxPattern {}

impl fmt::Display for MxPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for MxPattern {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(feature = "deserialize")]
impl<'de> serde::Deserialize<'de> for MxPattern {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<MxPattern, D::Error> {
        let text = <String as serde::Deserialize>::deserialize(deserializer)?;
        MxPattern::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// Finds the particular fault behind a name that is not a domain.
fn explain(text: &str, name: &str, wildcard: bool, fault: DomainError) -> MxPatternError {
    let trimmed = text.trim_end_matches([',', ';', ' ', '\t']);
    if text.is_empty() {
        MxPatternError::Empty
    } else if odd::is_in(text) {
        MxPatternError::OddCharacter
    } else if text == "*" || (wildcard && name.is_empty()) {
        MxPatternError::WildcardAlone
    } else if text.starts_with(['"', '\'', '`']) {
        MxPatternError::Quoted
    } else if !trimmed.is_empty() && trimmed.len() < text.len() && !trimmed.contains(SEPARATORS) {
        MxPatternError::ClosingPunctuation
    } else if let Some((host, _)) =
        [" #", " ;", " //"].iter().find_map(|mark| split_once(text, mark))
        && !host.trim().contains(SEPARATORS)
    {
        MxPatternError::Comment
    } else if without_preference(text).is_some() {
        MxPatternError::Preference
    } else if text.contains(SEPARATORS) {
        MxPatternError::Several
    } else if text.starts_with('[') {
        MxPatternError::AddressLiteral
    } else if has(name, b'*') {
        MxPatternError::WildcardPlace
    } else if text.contains([':', '/', '@']) {
        MxPatternError::NotOnlyHost
    } else if name.strip_suffix('.').is_some_and(|n| check_domain(n).is_ok()) {
        MxPatternError::RootDot
    } else if text.starts_with('.') {
        MxPatternError::LeadingDot
    } else {
        MxPatternError::Domain(fault)
    }
}

/// What stands between names in lists.
const SEPARATORS: [char; 4] = [',', ';', ' ', '\t'];

/// The name behind a preference, as in `10 mail.example.com`.
fn without_preference(text: &str) -> Option<&str> {
    let (number, host) = text.split_once([' ', '\t'])?;
    let host = host.trim();
    let preference = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    (preference && !host.contains(SEPARATORS)).then_some(host)
}

/// The host of a URL, a mailbox or a host with a port.
fn only_host(text: &str) -> &str {
    let text = split_once(text, "://").map_or(text, |(_, rest)| rest);
    let text = text.split('/').next().unwrap_or(text);
    let text = text.rsplit_once('@').map_or(text, |(_, host)| host);
    text.split_once(':').map_or(text, |(host, _)| host)
}

impl MxPatternError {
    /// What to write instead.
    ///
    /// ```
    /// let fault = mta_sts::MxPattern::parse("10 mail.example.com").unwrap_err();
    /// assert_eq!(
    ///     fault.remedy(),
    ///     "Write the host name alone: a policy has no preferences, Senders take them from DNS."
    /// );
    /// ```
    pub fn remedy(self) -> &'static str {
        match self {
            MxPatternError::Empty => "Write the name of an MX host, or remove the line.",
            MxPatternError::Several => "Give each MX host an `mx:` line of its own.",
            MxPatternError::RootDot => "Remove the dot at the end.",
            MxPatternError::LeadingDot => "Write `*.` and the domain, or the host's full name.",
            MxPatternError::WildcardAlone => {
                "Write `*.` and a domain of yours, or the host's full name."
            }
            MxPatternError::WildcardPlace => {
                "Use `*` only as the whole first label: `*.example.com`."
            }
            MxPatternError::AddressLiteral => {
                "MTA-STS knows no addresses: write the MX host's name."
            }
            MxPatternError::NotOnlyHost => {
                "Write the bare host name, without port, scheme or path."
            }
            MxPatternError::Quoted => "Remove the quotation marks.",
            MxPatternError::OddCharacter => {
                "Retype the name in plain ASCII; such characters come from web pages and word processors."
            }
            MxPatternError::ClosingPunctuation => "Remove the comma or semicolon at the end.",
            MxPatternError::Preference => {
                "Write the host name alone: a policy has no preferences, Senders take them from DNS."
            }
            MxPatternError::Comment => "Remove the comment: policies have none.",
            MxPatternError::Domain(DomainError::NotAscii) => {
                "Write the A-label, which begins with xn--."
            }
            MxPatternError::Domain(_) => "Write the name exactly as the MX record has it.",
        }
    }

    /// The patterns that were probably meant, where that can be told; else none.
    pub(crate) fn repaired(self, text: &str) -> Vec<String> {
        let repaired = match self {
            MxPatternError::RootDot => text.trim_end_matches('.').to_owned(),
            MxPatternError::LeadingDot => format!("*{text}"),
            MxPatternError::Quoted => text.trim_matches(['"', '\'', '`']).to_owned(),
            MxPatternError::OddCharacter => odd::plain(text).trim().to_owned(),
            MxPatternError::ClosingPunctuation => text.trim_end_matches(SEPARATORS).to_owned(),
            MxPatternError::Preference => without_preference(text).unwrap_or("").to_owned(),
            MxPatternError::Comment => {
                text.split([' ', '\t']).next().unwrap_or("").trim_end_matches(';').to_owned()
            }
            MxPatternError::NotOnlyHost => only_host(text).to_owned(),
            MxPatternError::Several => {
                let names = text
                    .split(SEPARATORS)
                    .filter(|n| *n != "mx:" && n.contains(char::is_alphabetic));
                // A word without a dot is no MX host but somebody's remark.
                let pattern =
                    |n: &str| MxPattern::parse(n).ok().filter(|p| has(p.domain().as_str(), b'.'));
                let patterns: Option<Vec<MxPattern>> = names.map(pattern).collect();
                let patterns = patterns.unwrap_or_default();
                return patterns.iter().map(|p| p.as_str().to_owned()).collect();
            }
            _ => return Vec::new(),
        };
        if MxPattern::parse(&repaired).is_ok() { vec![repaired] } else { Vec::new() }
    }

    /// Whether a repair keeps what the writer meant: not where it guesses at a wildcard or takes a mailbox's domain.
    pub(crate) fn repair_is_safe(self, text: &str) -> bool {
        match self {
            MxPatternError::LeadingDot => false,
            MxPatternError::NotOnlyHost => !has(text, b'@'),
            _ => true,
        }
    }
}

impl fmt::Display for MxPatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            MxPatternError::Empty => "it is empty",
            MxPatternError::Several => "there is more than one name on the line",
            MxPatternError::RootDot => "it ends with a dot",
            MxPatternError::LeadingDot => "it begins with a dot, the form of an old draft",
            MxPatternError::WildcardAlone => "there is no domain after the wildcard",
            MxPatternError::WildcardPlace => "the wildcard is not the whole first label",
            MxPatternError::AddressLiteral => "it is an address literal",
            MxPatternError::NotOnlyHost => "it holds more than a host name",
            MxPatternError::Quoted => "it is in quotation marks",
            MxPatternError::OddCharacter => {
                "it holds a character that only looks like nothing or like ASCII"
            }
            MxPatternError::ClosingPunctuation => "a comma or semicolon follows the name",
            MxPatternError::Preference => "it begins with a preference",
            MxPatternError::Comment => "a comment follows the name",
            MxPatternError::Domain(fault) => return fault.fmt(f),
        })
    }
}

impl std::error::Error for MxPatternError {}

/// The patterns in their order, the first of equal ones only.
pub(crate) fn each_once(patterns: impl IntoIterator<Item = MxPattern>) -> Vec<MxPattern> {
    let mut seen = FirstPlaces::default();
    let fresh = |p: &MxPattern| seen.is_new(p.as_str().to_ascii_lowercase());
    patterns.into_iter().filter(fresh).collect()
}

/// The patterns of `list` that `other` neither has nor makes needless by a wildcard.
pub(crate) fn not_within<'a>(list: &'a [MxPattern], other: &[MxPattern]) -> Vec<&'a MxPattern> {
    let matcher = MxMatcher::new(other);
    let within = |p: &MxPattern| {
        let covered = !p.is_wildcard() && matcher.covering(p.domain()).is_some();
        covered || matcher.index_of(p).is_some()
    };
    list.iter().filter(|pattern| !within(pattern)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_particular_fault() {
        for (text, fault) in [
            ("", MxPatternError::Empty),
            ("*", MxPatternError::WildcardAlone),
            ("*.", MxPatternError::WildcardAlone),
            ("a.*.b", MxPatternError::WildcardPlace),
            ("*a.b", MxPatternError::WildcardPlace),
            ("*.*.b", MxPatternError::WildcardPlace),
            ("a.b.", MxPatternError::RootDot),
            (".a.b", MxPatternError::LeadingDot),
            ("a.b,c.d", MxPatternError::Several),
            ("a.b c.d", MxPatternError::Several),
            ("[192.0.2.1]", MxPatternError::AddressLiteral),
            ("a.b:25", MxPatternError::NotOnlyHost),
            ("\"a.b\"", MxPatternError::Quoted),
            ("a.b\u{a0}", MxPatternError::OddCharacter),
            ("a.b;", MxPatternError::ClosingPunctuation),
            ("10 a.b", MxPatternError::Preference),
            ("a.b # first", MxPatternError::Comment),
            ("a.b // first", MxPatternError::Comment),
            ("a_b.c", MxPatternError::Domain(DomainError::Character('_'))),
        ] {
            assert_eq!(MxPattern::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn patterns_are_equal_that_are_written_alike() {
        let pattern = |text| MxPattern::parse(text).unwrap();
        assert_eq!(pattern("*.Example.net"), pattern("*.Example.net"));
        for other in ["*.example.net", "*.eXample.net", "Example.net", "*.Example.org"] {
            assert_ne!(pattern("*.Example.net"), pattern(other), "{other}");
        }
    }

    #[test]
    fn repairs_what_it_can() {
        for (text, repaired) in [
            ("a.b.", &["a.b"][..]),
            (".a.b", &["*.a.b"]),
            ("‘a.b’", &["a.b"]),
            ("10\ta.b", &["a.b"]),
            ("https://a.b:443/x", &["a.b"]),
            ("x@a.b", &["a.b"]),
            ("a.b ; first", &["a.b"]),
            ("a.b, c.d;e.f", &["a.b", "c.d", "e.f"]),
            ("a.b // first", &["a.b"]),
            ("a.b, c_d", &[]),
            ("a.b first", &[]),
            ("10 a.b, 20 c.d", &["a.b", "c.d"]),
            ("a_b", &[]),
        ] {
            assert_eq!(MxPattern::parse(text).unwrap_err().repaired(text), repaired, "{text}");
        }
    }
}
