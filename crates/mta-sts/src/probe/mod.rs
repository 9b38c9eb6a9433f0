//! What a prober saw when it spoke SMTP with an MX host: facts only, no verdicts.
//!
//! A host (the native build, or a file that it wrote) hands these in; [`crate::identity`] judges them. Everything
//! that a server can make long is cut where the types say so.

mod certificate;
mod dialogue;

use std::net::IpAddr;

pub use certificate::{CertificateFacts, ChainVerdict, Staple};
pub use dialogue::{Dialogue, Lost, Phase, PhaseTimes, SmtpReply};

/// Everything seen at one MX host, an entry for each of its addresses.
///
/// ```
/// use mta_sts::{Timestamp, identity, probe::{AddressProbe, Dialogue, Probe, ProbeResult}};
/// let seen = AddressProbe {
///     address: "2001:db8::25".parse().unwrap(),
///     port: 25,
///     dialogue: Dialogue::default(),
///     result: ProbeResult::NotOffered,
/// };
/// let probe = Probe { host: "mail.example.com".to_owned(), addresses: vec![seen] };
/// assert_eq!(identity::judge(&probe, Timestamp(0)).tested, probe.addresses.len());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Probe {
    /// The MX record's name, without the root dot.
    pub host: String,
    /// One entry per address tried, in the order tried.
    pub addresses: Vec<AddressProbe>,
}

/// What was seen at one address of an MX host.
///
/// ```
/// use mta_sts::probe::{AddressProbe, Dialogue, Phase, ProbeResult};
/// let seen = AddressProbe {
///     address: [192, 0, 2, 25].into(),
///     port: 25,
///     dialogue: Dialogue { attempts: 2, ..Dialogue::default() },
///     result: ProbeResult::Temporary { phase: Phase::Ehlo, code: 451, text: "greylisted".to_owned() },
/// };
/// // Tried twice, and put off twice: nothing is known of its TLS.
/// assert!(seen.dialogue.attempts == 2 && matches!(seen.result, ProbeResult::Temporary { .. }));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct AddressProbe {
    /// The address connected to.
    pub address: IpAddr,
    /// The TCP port, 25 unless a test says otherwise.
    pub port: u16,
    /// What was said before TLS, as far as the session came.
    pub dialogue: Dialogue,
    /// How far the session came.
    pub result: ProbeResult,
}

/// How far one SMTP session came.
///
/// ```
/// use mta_sts::probe::ProbeResult;
/// let result = ProbeResult::TlsFailed {
///     detail: "received fatal alert: HandshakeFailure".to_owned(),
///     alert: Some("handshake_failure".to_owned()),
/// };
/// let said = match &result {
///     ProbeResult::Handshake(handshake) => format!("{} with {}", handshake.protocol, handshake.cipher),
///     ProbeResult::NotOffered | ProbeResult::Refused { .. } => "no TLS to be had".to_owned(),
///     ProbeResult::TlsFailed { alert, .. } => format!("no TLS: {}", alert.as_deref().unwrap_or("no alert")),
///     _ => "unknown: the session did not come so far".to_owned(),
/// };
/// assert_eq!(said, "no TLS: handshake_failure");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "outcome", rename_all = "kebab-case", rename_all_fields = "camelCase")
)]
pub enum ProbeResult {
    /// STARTTLS was accepted and the TLS handshake finished. Whether it was offered too,
    /// [`Dialogue::offers_starttls`] tells.
    Handshake(Box<Handshake>),
    /// The EHLO reply does not list STARTTLS, and it does not work unasked either.
    NotOffered,
    /// STARTTLS was listed and then answered with a permanent refusal (5xx).
    Refused {
        /// SMTP reply code.
        code: u16,
        /// Reply text, as received; escape it before showing it.
        text: String,
    },
    /// The server sent a permanent refusal before STARTTLS: to the connection or to EHLO.
    Rejected {
        /// Where in the dialogue.
        phase: Phase,
        /// SMTP reply code.
        code: u16,
        /// Reply text, as received.
        text: String,
    },
    /// A 4xx reply: try again later. Says nothing about TLS.
    Temporary {
        /// Where in the dialogue.
        phase: Phase,
        /// SMTP reply code.
        code: u16,
        /// Reply text, as received.
        text: String,
    },
    /// The TLS handshake failed for a reason that is not the certificate's.
    TlsFailed {
        /// The TLS library's words.
        detail: String,
        /// The alert with which the server ended it, by its name in RFC 8446 6, such as `handshake_failure`.
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
        alert: Option<String>,
    },
    /// No usable SMTP dialogue: connection refused, timed out, or cut off.
    Unreachable {
        /// Where in the dialogue.
        phase: Phase,
        /// What kind of loss.
        reason: Lost,
        /// What happened.
        detail: String,
    },
}

/// A finished TLS handshake.
///
/// ```
/// # use mta_sts::{Timestamp, probe::CertificateFacts};
/// # let text = |text: &str| text.to_owned();
/// # let now = Timestamp(1_700_000_000);
/// # let certificate = CertificateFacts {
/// #     subject: text("CN=mail.example.com"), issuer: text("CN=Example CA"), dns_names: vec![text("mail.example.com")],
/// #     not_before: Timestamp(0), not_after: Timestamp(1_702_592_000), is_ca: false,
/// #     key_algorithm: text("ECDSA"), key_bits: Some(256), signature_algorithm: text("ecdsa-with-SHA256"),
/// #     sha256: text(""), sha512: text(""), spki_sha256: text(""), spki_sha512: text(""),
/// # };
/// use mta_sts::{identity::matching_dns_id, probe::{ChainVerdict, Handshake, Staple}};
/// let handshake = Handshake {
///     protocol: "TLSv1.3".to_owned(),
///     cipher: "TLS_AES_256_GCM_SHA384".to_owned(),
///     group: Some("x25519".to_owned()),
///     chain: ChainVerdict::Trusted,
///     matched: matching_dns_id("mail.example.com", &certificate).map(str::to_owned),
///     days_left: certificate.not_after.days_since(now),
///     staple: Staple::None,
///     certificate,
///     intermediates: Vec::new(),
/// };
/// assert_eq!((handshake.matched.as_deref(), handshake.days_left), (Some("mail.example.com"), 30));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Handshake {
    /// TLS version, such as `TLSv1.3`.
    pub protocol: String,
    /// Cipher suite, by its IANA name.
    pub cipher: String,
    /// Key exchange group, by its IANA name, such as `x25519`.
    pub group: Option<String>,
    /// Whether the presented chain leads to a trusted root, whatever its dates and names.
    pub chain: ChainVerdict,
    /// The DNS-ID that names the MX host, if one does.
    pub matched: Option<String>,
    /// Whole days from the probe to the end of validity; negative when it has passed.
    pub days_left: i64,
    /// The OCSP response that came with the certificate.
    pub staple: Staple,
    /// The end-entity certificate.
    pub certificate: CertificateFacts,
    /// The certificates presented behind it, in the order presented, at most 10.
    pub intermediates: Vec<CertificateFacts>,
}
