//! The SMTP dialogue before TLS.

/// What was said before TLS, as far as a session came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Dialogue {
    /// The greeting.
    pub banner: Option<SmtpReply>,
    /// The name that the prober gave in EHLO.
    pub helo: Option<String>,
    /// The reply to EHLO.
    pub ehlo: Option<SmtpReply>,
    /// The EHLO keywords with their parameters, at most 127.
    pub keywords: Vec<String>,
    /// The reply to STARTTLS.
    pub starttls: Option<SmtpReply>,
    /// What came in clear behind that reply, where TLS should begin, cut at 500 characters. It was discarded
    /// (RFC 3207 6).
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub injected: Option<String>,
    /// Sessions tried: 2 where the first met with a temporary refusal.
    pub attempts: u8,
    /// How long each part took, in the last session.
    pub milliseconds: PhaseTimes,
}

impl Dialogue {
    /// Whether the EHLO reply lists STARTTLS (RFC 3207 4.1), in any case.
    ///
    /// ```
    /// use mta_sts::probe::Dialogue;
    /// let keywords = vec!["SIZE 1048576".to_owned(), "STARTTLS".to_owned()];
    /// assert!(Dialogue { keywords, ..Dialogue::default() }.offers_starttls());
    /// ```
    pub fn offers_starttls(&self) -> bool {
        let mut offered = self.keywords.iter().filter_map(|line| line.split_whitespace().next());
        offered.any(|keyword| keyword.eq_ignore_ascii_case("STARTTLS"))
    }
}

/// A reply (RFC 5321 4.2).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct SmtpReply {
    /// Reply code.
    pub code: u16,
    /// Its lines as one, as received, cut at 500 characters; escape it before showing it.
    pub text: String,
}

/// Milliseconds, rounded down; `None` for a part that did not come to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct PhaseTimes {
    /// Opening the TCP connection.
    pub connect: Option<u32>,
    /// From then to the whole greeting.
    pub banner: Option<u32>,
    /// EHLO and its reply.
    pub ehlo: Option<u32>,
    /// STARTTLS and its reply.
    pub starttls: Option<u32>,
    /// The TLS handshake.
    pub tls: Option<u32>,
}

/// The part of the SMTP dialogue in which something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Phase {
    /// Opening the TCP connection.
    Connect,
    /// The 220 greeting.
    Banner,
    /// EHLO and its reply.
    Ehlo,
    /// The STARTTLS command and its reply.
    Starttls,
    /// The TLS handshake.
    Tls,
}

impl Phase {
    /// The word for messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Phase::Connect => "connect",
            Phase::Banner => "banner",
            Phase::Ehlo => "EHLO",
            Phase::Starttls => "STARTTLS",
            Phase::Tls => "TLS handshake",
        }
    }
}

/// How a session was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Lost {
    /// The address refused the connection.
    Refused,
    /// The time for a part of the session passed.
    TimedOut,
    /// This machine has no way there, such as IPv6 without an IPv6 route.
    NoRoute,
    /// Connections to port 25 are blocked here: well-known MX hosts cannot be reached either.
    PortBlocked,
    /// The server closed the connection.
    Closed,
    /// What it said is no SMTP, or has no end.
    NotSmtp,
    /// This machine is at fault, such as a proxy that fails.
    Local,
}
