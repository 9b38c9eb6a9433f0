//! Certificates as presented.

use crate::Timestamp;

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
    /// A certificate is missing: the last one presented was issued by one that is neither presented nor a trusted
    /// root, and is no root itself.
    Incomplete {
        /// The issuer that is missing, one line.
        missing: String,
    },
    /// The chain ends at a root that is not trusted.
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
    /// Subject, one line, as the X.509 library prints it, cut at 500 characters.
    pub subject: String,
    /// Issuer, likewise.
    pub issuer: String,
    /// The dNSName entries of the subjectAltName extension (the DNS-IDs), at most 1,000; one that matches the MX
    /// host is always among them.
    pub dns_names: Vec<String>,
    /// Start of validity.
    pub not_before: Timestamp,
    /// End of validity.
    pub not_after: Timestamp,
    /// Whether it may issue certificates (basicConstraints).
    pub is_ca: bool,
    /// Kind of the public key: `RSA`, `ECDSA`, `Ed25519`, or else the OID.
    pub key_algorithm: String,
    /// Size of the public key; `None` where the kind has none or it is unknown.
    pub key_bits: Option<u32>,
    /// How it was signed, such as `ecdsa-with-SHA256`, or else the OID.
    pub signature_algorithm: String,
    /// SHA-256 of the DER, lower-case hex.
    pub sha256: String,
    /// SHA-512 of the DER, likewise.
    pub sha512: String,
    /// SHA-256 of the SubjectPublicKeyInfo's DER, likewise.
    pub spki_sha256: String,
    /// SHA-512 of the SubjectPublicKeyInfo's DER, likewise.
    pub spki_sha512: String,
}

/// What the OCSP response says that the server sent along (RFC 6066 8). Its signature is not checked: it comes from
/// the server itself, which has no reason to speak badly of its certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Staple {
    /// None came.
    None,
    /// The certificate is not revoked.
    Good,
    /// The certificate is revoked.
    Revoked,
    /// The responder does not know the certificate.
    Unknown,
    /// It is no OCSP response with a status.
    Unreadable,
}
