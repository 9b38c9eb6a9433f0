//! What is generated from.

use crate::policy::Mode;
use crate::timestamp::Timestamp;

/// Values as a person types them; [`generate`](super::generate) says what is wrong with them.
///
/// ```
/// use mta_sts::{Timestamp, generate::{GenerateInput, generate}, policy::Mode};
/// let input = GenerateInput {
///     mode: Mode::Enforce,
///     mx: vec!["mail.example.com".to_owned(), "*.example.net".to_owned()],
///     id: Some("20160831085700Z".to_owned()),
///     ..GenerateInput::new("example.com", Timestamp(1_700_000_000))
/// };
/// let generated = generate(&input).unwrap();
/// assert_eq!(generated.record.content, "v=STSv1; id=20160831085700Z;");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct GenerateInput {
    /// The Policy Domain.
    pub domain: String,
    /// The mode; testing unless it is given.
    #[cfg_attr(feature = "deserialize", serde(default = "testing"))]
    pub mode: Mode,
    /// MX hosts, or patterns such as `*.example.com`.
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub mx: Vec<String>,
    /// `max_age` in seconds; a week unless it is given.
    #[cfg_attr(feature = "deserialize", serde(default = "a_week"))]
    pub max_age: u32,
    /// Where TLS reports go: mail addresses, `mailto:` or `https:` URIs.
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub rua: Vec<String>,
    /// Where the Policy Host points: one host name for a CNAME, or IP addresses. Empty: placeholders.
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub policy_host: Vec<String>,
    /// The `id`; made from `now` unless it is given.
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub id: Option<String>,
    /// The present time.
    pub now: Timestamp,
}

impl GenerateInput {
    /// Mode testing, a week, and nothing else known.
    ///
    /// ```
    /// use mta_sts::{Timestamp, generate::GenerateInput, policy::Mode};
    /// let input = GenerateInput::new("example.com", Timestamp(1_700_000_000));
    /// assert_eq!((input.mode, input.max_age), (Mode::Testing, 604_800));
    /// ```
    pub fn new(domain: impl Into<String>, now: Timestamp) -> GenerateInput {
        GenerateInput {
            domain: domain.into(),
            mode: Mode::Testing,
            mx: Vec::new(),
            max_age: A_WEEK,
            rua: Vec::new(),
            policy_host: Vec::new(),
            id: None,
            now,
        }
    }
}

const A_WEEK: u32 = 604_800;

#[cfg(feature = "deserialize")]
fn a_week() -> u32 {
    A_WEEK
}

#[cfg(feature = "deserialize")]
fn testing() -> Mode {
    Mode::Testing
}
