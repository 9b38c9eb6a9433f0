//! Certificates as presented.

use crate::Timestamp;

/// Whether a presented chain leads to a root that the prober trusts, judged apart from dates and names.
///
/// ```
/// use mta_sts::probe::ChainVerdict;
/// let said = match (ChainVerdict::Incomplete { missing: "CN=Example Intermediate CA".to_owned() }) {
///     ChainVerdict::Trusted => "good".to_owned(),
///     ChainVerdict::SelfSigned | ChainVerdict::UnknownIssuer => "not of a public CA".to_owned(),
///     ChainVerdict::Incomplete { missing } => format!("install the certificate of {missing} too"),
///     ChainVerdict::Invalid { detail } => detail,
/// };
/// assert_eq!(said, "install the certificate of CN=Example Intermediate CA too");
/// ```
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
///
/// ```
/// use mta_sts::{Timestamp, identity::matching_dns_id, probe::CertificateFacts};
/// let certificate = CertificateFacts {
///     subject: "CN=mail.example.com".to_owned(),
///     issuer: "C=US, O=Example CA, CN=Example CA R3".to_owned(),
///     dns_names: vec!["mail.example.com".to_owned()],
///     not_before: Timestamp(1_700_000_000),
///     not_after: Timestamp(1_700_000_000 + 90 * 86_400),
///     is_ca: false,
///     key_algorithm: "ECDSA".to_owned(),
///     key_bits: Some(256),
///     signature_algorithm: "ecdsa-with-SHA256".to_owned(),
///     sha256: "9f".repeat(32),
///     sha512: "3c".repeat(64),
///     spki_sha256: "d2".repeat(32),
///     spki_sha512: "71".repeat(64),
/// };
/// assert_eq!(certificate.not_after.days_since(certificate.not_before), 90);
/// assert!(matching_dns_id("mail.example.com", &certificate).is_some());
/// ```
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
///
/// Only [`Staple::Revoked`] is held against a certificate.
///
/// ```
/// use mta_sts::probe::Staple;
/// let revoked = |staple| match staple {
///     Staple::Revoked => Some(true),
///     Staple::Good => Some(false),
///     Staple::None | Staple::Unknown | Staple::Unreadable => None,
/// };
/// assert_eq!((revoked(Staple::Good), revoked(Staple::None)), (Some(false), None));
/// ```
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
