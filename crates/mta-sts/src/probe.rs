//! What a prober saw when it spoke SMTP with an MX host: facts only, no verdicts.
//!
//! A host (the native build, or a file that it wrote) hands these in; [`crate::identity`] judges them.

use std::net::IpAddr;

use crate::Timestamp;

/// Everything seen at one MX host, an entry for each of its addresses.
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
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct AddressProbe {
    /// The address connected to.
    pub address: IpAddr,
    /// The TCP port, 25 unless a test says otherwise.
    pub port: u16,
    /// How far the session came.
    pub result: ProbeResult,
}

/// How far one SMTP session came.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "outcome", rename_all = "kebab-case", rename_all_fields = "camelCase")
)]
pub enum ProbeResult {
    /// STARTTLS was offered, accepted, and the TLS handshake finished.
    Handshake {
        /// TLS version, such as `TLSv1.3`.
        protocol: String,
        /// Cipher suite, by its IANA name.
        cipher: String,
        /// Whether the presented chain leads to a trusted root, whatever its dates and names.
        chain: ChainVerdict,
        /// The end-entity certificate.
        certificate: CertificateFacts,
    },
    /// The EHLO reply does not list STARTTLS.
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
    },
    /// No usable SMTP dialogue: connection refused, timed out, or cut off.
    Unreachable {
        /// Where in the dialogue.
        phase: Phase,
        /// What happened.
        detail: String,
    },
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

/// Whether a presented chain leads to a root that the prober trusts, judged apart from dates and names.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "verdict", rename_all = "kebab-case")
)]
pub enum ChainVerdict {
    /// It does.
    Trusted,
    /// The certificate is its own issuer and not a trusted root.
    SelfSigned,
    /// No path to a trusted root was found.
    UnknownIssuer,
    /// A path fails for another reason: bad signature, not a CA, constraint.
    Invalid {
        /// The verifier's words.
        detail: String,
    },
}

/// The facts of a certificate that RFC 8461 4.2 asks about, and those that help a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct CertificateFacts {
    /// Subject, one line, as the X.509 library prints it.
    pub subject: String,
    /// Issuer, likewise.
    pub issuer: String,
    /// The dNSName entries of the subjectAltName extension (the DNS-IDs).
    pub dns_names: Vec<String>,
    /// Start of validity.
    pub not_before: Timestamp,
    /// End of validity.
    pub not_after: Timestamp,
    /// SHA-256 of the DER, lower-case hex.
    pub sha256: String,
}
