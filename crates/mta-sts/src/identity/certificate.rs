//! The certificate by its parts: chain, name, validity, strength, revocation.

use super::{Judge, dns_id_matches};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::domain::DomainName;
use crate::probe::{CertificateFacts, ChainVerdict, Handshake, Staple};
use crate::timestamp::Timestamp;

/// Certificates with fewer whole days left than this get a warning: a choice of this crate, no rule of an RFC.
///
/// ```
/// # use mta_sts::probe::{AddressProbe, CertificateFacts, ChainVerdict, Dialogue, Handshake, Probe, ProbeResult, Staple};
/// # fn probe(not_after: i64) -> Probe {
/// #     let text = |text: &str| text.to_owned();
/// #     let certificate = CertificateFacts {
/// #         subject: text("CN=mail.example.com"), issuer: text("CN=Example CA"),
/// #         dns_names: vec![text("mail.example.com")],
/// #         not_before: Timestamp(0), not_after: Timestamp(not_after), is_ca: false,
/// #         key_algorithm: text("ECDSA"), key_bits: Some(256), signature_algorithm: text("ecdsa-with-SHA256"),
/// #         sha256: text(""), sha512: text(""), spki_sha256: text(""), spki_sha512: text(""),
/// #     };
/// #     let handshake = Handshake {
/// #         protocol: text("TLSv1.3"), cipher: text("TLS_AES_128_GCM_SHA256"), group: None,
/// #         chain: ChainVerdict::Trusted, matched: None, days_left: 0, staple: Staple::None,
/// #         certificate, intermediates: Vec::new(),
/// #     };
/// #     let address = AddressProbe {
/// #         address: [192, 0, 2, 25].into(), port: 25,
/// #         dialogue: Dialogue { keywords: vec![text("STARTTLS")], ..Dialogue::default() },
/// #         result: ProbeResult::Handshake(Box::new(handshake)),
/// #     };
/// #     Probe { host: text("mail.example.com"), addresses: vec![address] }
/// # }
/// use mta_sts::{Timestamp, identity::{EXPIRING_DAYS, judge}};
/// let now = Timestamp(1_700_000_000);
/// // A probe of a host whose certificate ends so many days from now:
/// let found = |days: i64| judge(&probe(now.0 + days * 86_400), now).diagnostics;
/// assert_eq!(found(EXPIRING_DAYS), []);
/// assert_eq!(found(EXPIRING_DAYS - 1)[0].code.slug(), "starttls/certificate-expiring");
/// ```
pub const EXPIRING_DAYS: i64 = 14;

/// RSA keys shorter than this are refused by current TLS libraries (and by CAB Forum BR 6.1.5).
const MIN_RSA_BITS: u32 = 2_048;

/// Elliptic-curve keys shorter than this, likewise.
const MIN_EC_BITS: u32 = 256;

impl Judge<'_> {
    /// Every part, even when the first fails.
    pub(super) fn certificate(self, handshake: &Handshake) -> Vec<Diagnostic> {
        let certificate = &handshake.certificate;
        let parts = [
            self.chain(&handshake.chain),
            self.name(certificate),
            self.validity(certificate),
            self.key(certificate),
            self.signatures(handshake),
            (handshake.staple == Staple::Revoked)
                .then(|| self.found(Code::StarttlsCertificateRevoked)),
        ];
        parts.into_iter().flatten().collect()
    }

    /// RFC 8461 4.2: the certificate MUST chain to a root CA that the Sender trusts.
    fn chain(self, chain: &ChainVerdict) -> Option<Diagnostic> {
        let untrusted =
            |detail: &str| self.found(Code::StarttlsCertificateUntrusted).param("detail", detail);
        match chain {
            ChainVerdict::Trusted => None,
            ChainVerdict::SelfSigned => Some(self.found(Code::StarttlsCertificateSelfSigned)),
            ChainVerdict::Incomplete { missing } => {
                let found = self.found(Code::StarttlsCertificateIncomplete);
                Some(found.param("missing", missing.as_str()))
            }
            ChainVerdict::UnknownIssuer => Some(untrusted("its root is not a trusted one")),
            ChainVerdict::Invalid { detail } => Some(untrusted(detail)),
        }
    }

    /// RFC 8461 4.2: a SAN with a DNS-ID that matches the host, by RFC 6125; the common name does not count.
    fn name(self, certificate: &CertificateFacts) -> Option<Diagnostic> {
        if matching_dns_id(self.host, certificate).is_some() {
            return None;
        }
        const SHOWN: usize = 5;
        let names: Vec<&str> =
            certificate.dns_names.iter().take(SHOWN).map(String::as_str).collect();
        let more = certificate.dns_names.len().saturating_sub(SHOWN);
        let told = match (names.as_slice(), more) {
            ([], _) => "no DNS name at all".to_owned(),
            (_, 0) => names.join(", "),
            _ => format!("{} and {more} more", names.join(", ")),
        };
        Some(self.found(Code::StarttlsCertificateNameMismatch).param("names", told))
    }

    /// RFC 8461 4.2: the certificate MUST NOT be expired.
    fn validity(self, certificate: &CertificateFacts) -> Option<Diagnostic> {
        let end = date(certificate.not_after);
        if self.now > certificate.not_after {
            return Some(self.found(Code::StarttlsCertificateExpired).param("date", end));
        }
        if self.now < certificate.not_before {
            let start = date(certificate.not_before);
            return Some(self.found(Code::StarttlsCertificateNotYetValid).param("date", start));
        }
        let days = certificate.not_after.days_since(self.now);
        (days < EXPIRING_DAYS).then(|| {
            let found = self.found(Code::StarttlsCertificateExpiring);
            found.param("days", days.to_string()).param("date", end)
        })
    }

    fn key(self, certificate: &CertificateFacts) -> Option<Diagnostic> {
        let least = match certificate.key_algorithm.as_str() {
            "RSA" | "DSA" => MIN_RSA_BITS,
            "ECDSA" => MIN_EC_BITS,
            _ => return None,
        };
        let bits = certificate.key_bits.filter(|bits| *bits < least)?;
        let found = self.found(Code::StarttlsCertificateWeakKey);
        let key = format!("{} key of {bits} bits", certificate.key_algorithm);
        Some(found.param("key", key).param("least", least.to_string()))
    }

    /// Hashes that are broken. A root's own signature does not matter: nobody checks it.
    fn signatures(self, handshake: &Handshake) -> Option<Diagnostic> {
        let all = std::iter::once(&handshake.certificate).chain(&handshake.intermediates);
        let mut checked = all.filter(|certificate| certificate.subject != certificate.issuer);
        let weak = checked.find(|certificate| {
            let name = certificate.signature_algorithm.to_ascii_lowercase();
            ["sha1", "md5", "md2"].iter().any(|hash| name.contains(hash))
        })?;
        let found = self.found(Code::StarttlsCertificateWeakSignature);
        let found = found.param("subject", weak.subject.as_str());
        Some(found.param("algorithm", weak.signature_algorithm.as_str()))
    }
}

/// The first DNS-ID of a certificate that names the MX host, if one does (RFC 8461 4.2, RFC 6125 6.4). The common name
/// does not count.
///
/// ```
/// # use mta_sts::{Timestamp, probe::CertificateFacts};
/// # fn certificate(dns_names: [&str; 2]) -> CertificateFacts {
/// #     let text = |text: &str| text.to_owned();
/// #     CertificateFacts {
/// #         subject: text("CN=mail.example.com"), issuer: text("CN=Example CA"), dns_names: dns_names.map(text).into(),
/// #         not_before: Timestamp(0), not_after: Timestamp(86_400), is_ca: false,
/// #         key_algorithm: text("ECDSA"), key_bits: Some(256), signature_algorithm: text("ecdsa-with-SHA256"),
/// #         sha256: text(""), sha512: text(""), spki_sha256: text(""), spki_sha512: text(""),
/// #     }
/// # }
/// use mta_sts::identity::matching_dns_id;
/// // A certificate with these two DNS-IDs, and `mail.example.com` as its common name:
/// let certificate = certificate(["example.com", "*.example.net"]);
/// assert_eq!(matching_dns_id("mx1.example.net", &certificate), Some("*.example.net"));
/// assert_eq!(matching_dns_id("mail.example.com", &certificate), None);
/// ```
pub fn matching_dns_id<'a>(host: &str, certificate: &'a CertificateFacts) -> Option<&'a str> {
    let host = DomainName::parse(host).ok()?;
    let mut names = certificate.dns_names.iter().map(String::as_str);
    names.find(|name| dns_id_matches(name, &host))
}

/// The UTC day, as `2026-01-31`.
fn date(at: Timestamp) -> String {
    let (year, month, day) = at.date();
    format!("{year:04}-{month:02}-{day:02}")
}
