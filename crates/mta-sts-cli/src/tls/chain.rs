//! Whether a presented chain leads to a trusted root, and what is wrong with a certificate.

use mta_sts::fetch::CertificateFault;
use mta_sts::probe::ChainVerdict;
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, Error, RootCertStore};

use super::facts::{is_self_issued, validity};

/// What RFC 8461 3.3 refuses in a certificate: chain, dates, and a name that is no DNS-ID.
pub(super) fn fault(
    chain: &[CertificateDer<'_>],
    roots: &RootCertStore,
    name: &ServerName<'_>,
    now: UnixTime,
) -> Option<(CertificateFault, String)> {
    let (leaf, _) = chain.split_first()?;
    let certificate = match ParsedCertificate::try_from(leaf) {
        Ok(certificate) => certificate,
        Err(error) => return Some((CertificateFault::Invalid, error.to_string())),
    };
    let verified = verify(&certificate, chain, roots, now);
    // RFC 6125: webpki matches DNS-IDs only, never the common name.
    let error = verified.and_then(|()| verify_server_name(&certificate, name)).err()?;
    let fault = match &error {
        Error::InvalidCertificate(reason) => match reason {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                CertificateFault::Expired
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                CertificateFault::NotYetValid
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                CertificateFault::NameMismatch
            }
            _ if is_self_issued(leaf) => CertificateFault::SelfSigned,
            CertificateError::UnknownIssuer => CertificateFault::Untrusted,
            _ => CertificateFault::Invalid,
        },
        _ => CertificateFault::Invalid,
    };
    Some((fault, error.to_string()))
}

/// The verdict on the chain alone, apart from the end-entity's dates and names: judged at a time at which its
/// own validity holds.
pub(crate) fn chain_verdict(
    chain: &[CertificateDer<'_>],
    roots: &RootCertStore,
    now: UnixTime,
) -> ChainVerdict {
    let invalid = |detail: String| ChainVerdict::Invalid { detail };
    let Some((leaf, _)) = chain.split_first() else {
        return invalid("no certificate was presented".to_owned());
    };
    let certificate = match ParsedCertificate::try_from(leaf) {
        Ok(certificate) => certificate,
        Err(error) => return invalid(error.to_string()),
    };
    let at = validity(leaf).map_or(now, |(from, to)| within(now, from, to));
    match verify(&certificate, chain, roots, at) {
        Ok(()) => ChainVerdict::Trusted,
        Err(_) if is_self_issued(leaf) => ChainVerdict::SelfSigned,
        Err(Error::InvalidCertificate(CertificateError::UnknownIssuer)) => {
            ChainVerdict::UnknownIssuer
        }
        Err(error) => invalid(error.to_string()),
    }
}

fn verify(
    certificate: &ParsedCertificate<'_>,
    chain: &[CertificateDer<'_>],
    roots: &RootCertStore,
    now: UnixTime,
) -> Result<(), Error> {
    let intermediates = chain.get(1..).unwrap_or_default();
    let algorithms = ring::default_provider().signature_verification_algorithms;
    verify_server_cert_signed_by_trust_anchor(
        certificate,
        roots,
        intermediates,
        now,
        algorithms.all,
    )
}

/// The time nearest to `now` at which a validity of these Unix seconds holds.
fn within(now: UnixTime, from: i64, to: i64) -> UnixTime {
    let seconds = now
        .as_secs()
        .clamp(u64::try_from(from).unwrap_or(0), u64::try_from(to.max(from)).unwrap_or(0));
    UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds))
}
