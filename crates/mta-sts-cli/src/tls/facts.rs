//! The facts of a certificate, read with x509-parser.

use mta_sts::identity::dns_id_matches;
use mta_sts::probe::CertificateFacts;
use mta_sts::{DomainName, Timestamp};
use ring::digest::{Algorithm, SHA256, SHA512, digest};
use rustls::pki_types::CertificateDer;
use x509_parser::der_parser::Oid;
use x509_parser::extensions::GeneralName;
use x509_parser::objects::{oid_registry, oid2sn};
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::public_key::PublicKey;
use x509_parser::x509::SubjectPublicKeyInfo;

/// More names than this are not kept.
const MAX_NAMES: usize = 1_000;

/// Characters of a subject or an issuer that are kept.
const MAX_TOLD: usize = 500;

/// RSA keys below this many bits are too short for the TLS library.
const MIN_RSA_BITS: u32 = 2_048;

/// Reads a certificate; a DNS-ID that matches `host` is kept whatever the number of names.
///
/// # Errors
///
/// The parser's words, when the bytes are no certificate.
pub(crate) fn certificate_facts(
    der: &CertificateDer<'_>,
    host: Option<&DomainName>,
) -> Result<CertificateFacts, String> {
    let (_, certificate) = X509Certificate::from_der(der).map_err(|error| error.to_string())?;
    let (key_algorithm, key_bits) = key(certificate.public_key());
    let spki = certificate.public_key().raw;
    Ok(CertificateFacts {
        subject: told(certificate.subject().to_string()),
        issuer: told(certificate.issuer().to_string()),
        dns_names: dns_names(&certificate, host),
        not_before: Timestamp(certificate.validity().not_before.timestamp()),
        not_after: Timestamp(certificate.validity().not_after.timestamp()),
        is_ca: certificate.is_ca(),
        key_algorithm,
        key_bits,
        signature_algorithm: short_name(&certificate.signature_algorithm.algorithm),
        sha256: hex(&SHA256, der),
        sha512: hex(&SHA512, der),
        spki_sha256: hex(&SHA256, spki),
        spki_sha512: hex(&SHA512, spki),
    })
}

fn dns_names(certificate: &X509Certificate<'_>, host: Option<&DomainName>) -> Vec<String> {
    let names = certificate.subject_alternative_name().ok().flatten();
    let names = names.iter().flat_map(|san| &san.value.general_names);
    let mut kept = Vec::new();
    for name in names {
        let GeneralName::DNSName(name) = name else { continue };
        if kept.len() < MAX_NAMES || host.is_some_and(|host| dns_id_matches(name, host)) {
            kept.push((*name).to_owned());
        }
    }
    // One that matches from beyond the limit takes the last place.
    if kept.len() > MAX_NAMES {
        let last = kept.pop();
        kept.truncate(MAX_NAMES - 1);
        kept.extend(last);
    }
    kept
}

/// Kind and bits of a public key.
fn key(key: &SubjectPublicKeyInfo<'_>) -> (String, Option<u32>) {
    let size = |bits: usize| u32::try_from(bits).ok();
    match key.parsed() {
        Ok(PublicKey::RSA(rsa)) => ("RSA".to_owned(), size(rsa.key_size())),
        Ok(PublicKey::DSA(_)) => ("DSA".to_owned(), None),
        // The parser counts whole octets of P-521.
        Ok(PublicKey::EC(point)) => {
            ("ECDSA".to_owned(), size(point.key_size()).map(|b| b.min(521)))
        }
        _ => (short_name(&key.algorithm.algorithm).replace("id-", ""), None),
    }
}

/// The usual name of an algorithm, or its OID.
fn short_name(oid: &Oid<'_>) -> String {
    oid2sn(oid, oid_registry()).map_or_else(|_| oid.to_id_string(), str::to_owned)
}

/// A text out of a certificate, cut where it gets tedious.
pub(super) fn told(text: String) -> String {
    match text.char_indices().nth(MAX_TOLD) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text,
    }
}

pub(super) fn has_short_key(der: &CertificateDer<'_>) -> bool {
    X509Certificate::from_der(der).is_ok_and(|(_, certificate)| {
        let (algorithm, bits) = key(certificate.public_key());
        algorithm == "RSA" && bits.is_some_and(|bits| bits < MIN_RSA_BITS)
    })
}

pub(super) fn is_self_issued(der: &CertificateDer<'_>) -> bool {
    X509Certificate::from_der(der).is_ok_and(|(_, certificate)| {
        certificate.subject().as_raw() == certificate.issuer().as_raw()
    })
}

/// Unix seconds.
pub(super) fn validity(der: &CertificateDer<'_>) -> Option<(i64, i64)> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let validity = certificate.validity();
    Some((validity.not_before.timestamp(), validity.not_after.timestamp()))
}

fn hex(algorithm: &'static Algorithm, bytes: &[u8]) -> String {
    let digest = digest(algorithm, bytes);
    let mut out = String::with_capacity(2 * digest.as_ref().len());
    for byte in digest.as_ref() {
        for half in [byte >> 4, byte & 0xf] {
            out.push(char::from(if half < 10 { b'0' + half } else { b'a' - 10 + half }));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, KeyPair};

    use super::*;

    #[test]
    fn a_name_that_matches_is_never_cut_off() {
        let mut names: Vec<String> = (0..1_500).map(|n| format!("h{n}.test")).collect();
        names.push("mx.test".to_owned());
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(names).unwrap().self_signed(&key).unwrap();
        let host = "mx.test".parse().unwrap();
        let facts = certificate_facts(certificate.der(), Some(&host)).unwrap();
        assert_eq!(facts.dns_names.len(), MAX_NAMES);
        assert_eq!(facts.dns_names.last().unwrap(), "mx.test");
        assert_eq!((facts.key_algorithm.as_str(), facts.key_bits), ("ECDSA", Some(256)));
        assert_eq!(facts.signature_algorithm, "ecdsa-with-SHA256");
        assert_eq!((facts.spki_sha256.len(), facts.sha512.len()), (64, 128));
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(hex(&SHA256, b""), empty);
    }
}
