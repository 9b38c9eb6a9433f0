//! The SMTP dialogue before TLS.

/// What was said before TLS (RFC 5321 3.1, RFC 3207 4), as far as a session came.
///
/// ```
/// use mta_sts::probe::{Dialogue, SmtpReply};
/// let dialogue = Dialogue {
///     banner: Some(SmtpReply { code: 220, text: "mail.example.com ESMTP".to_owned() }),
///     helo: Some("checker.example.net".to_owned()),
///     ehlo: Some(SmtpReply { code: 250, text: "mail.example.com PIPELINING".to_owned() }),
///     keywords: vec!["PIPELINING".to_owned()],
///     attempts: 1,
///     ..Dialogue::default()
/// };
/// assert!(!dialogue.offers_starttls() && dialogue.starttls.is_none());
/// ```
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
///
/// ```
/// use mta_sts::probe::SmtpReply;
/// let reply = SmtpReply { code: 454, text: "TLS not available due to temporary reason".to_owned() };
/// // RFC 5321 4.2.1: 4yz is "try again", 5yz is "do not".
/// assert_eq!(reply.code / 100, 4);
/// ```
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
///
/// ```
/// use mta_sts::probe::PhaseTimes;
/// let times = PhaseTimes { connect: Some(23), banner: Some(5_012), ehlo: Some(24), ..PhaseTimes::default() };
/// // The session ended at STARTTLS, and the server had kept it waiting for its greeting.
/// assert!(times.banner > Some(5_000) && times.starttls.is_none());
/// ```
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
///
/// ```
/// use mta_sts::{Timestamp, identity::judge, probe::{AddressProbe, Dialogue, Phase, Probe, ProbeResult}};
/// // The same refusal means one thing in the greeting, and another after the prober gave its name.
/// let slug = |phase| {
///     let result = ProbeResult::Rejected { phase, code: 550, text: "access denied".to_owned() };
///     let seen = AddressProbe { address: [192, 0, 2, 25].into(), port: 25, dialogue: Dialogue::default(), result };
///     let probe = Probe { host: "mail.example.com".to_owned(), addresses: vec![seen] };
///     judge(&probe, Timestamp(0)).diagnostics[0].code.slug()
/// };
/// assert_eq!(slug(Phase::Banner), "starttls/turned-away");
/// assert_eq!(slug(Phase::Ehlo), "starttls/ehlo-refused");
/// ```
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
    ///
    /// ```
    /// use mta_sts::probe::Phase;
    /// assert_eq!(format!("lost in the part {}", Phase::Tls.as_str()), "lost in the part TLS handshake");
    /// ```
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
///
/// ```
/// use mta_sts::probe::Lost;
/// use std::io::{Error, ErrorKind};
/// let lost = |error: &Error| match error.kind() {
///     ErrorKind::ConnectionRefused => Lost::Refused,
///     ErrorKind::TimedOut => Lost::TimedOut,
///     ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable => Lost::NoRoute,
///     ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset => Lost::Closed,
///     _ => Lost::Local,
/// };
/// assert_eq!(lost(&Error::from(ErrorKind::ConnectionReset)), Lost::Closed);
/// ```
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
