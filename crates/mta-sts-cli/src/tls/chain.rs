//! Whether a presented chain leads to a trusted root, and what is wrong with a certificate.

use mta_sts::fetch::CertificateFault;
use mta_sts::probe::ChainVerdict;
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, Error, RootCertStore};

use super::config::PROVIDER;
use super::facts::{is_self_issued, validity};
use super::issuer::{Above, above};

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
            _ if is_dated(reason) && holds(leaf, now) => {
                return Some((CertificateFault::Invalid, ABOVE.to_owned()));
            }
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
/// own validity, `dates` in Unix seconds, holds.
pub(crate) fn chain_verdict(
    chain: &[CertificateDer<'_>],
    dates: (i64, i64),
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
    let at = within(now, dates.0, dates.1);
    match verify(&certificate, chain, roots, at) {
        Ok(()) => ChainVerdict::Trusted,
        Err(_) if is_root(leaf, roots) => ChainVerdict::Trusted,
        Err(_) if is_self_issued(leaf) => ChainVerdict::SelfSigned,
        Err(Error::InvalidCertificate(CertificateError::UnknownIssuer)) => {
            let (top, above) = above(chain, roots);
            // A DANE-TA record may vouch for the top, and so for what is signed from there down: names are not enough.
            let signed = match top {
                Some(top) if top != leaf => verify(&certificate, chain, &only(top), at),
                _ => Ok(()),
            };
            match (signed, above) {
                (Err(error), _) => invalid(words(&error)),
                (_, Above::Missing(missing)) => ChainVerdict::Incomplete { missing },
                (_, Above::Known) => {
                    invalid("the signature does not fit the root of that name".to_owned())
                }
                (_, Above::Root) => ChainVerdict::UnknownIssuer,
            }
        }
        Err(error) => invalid(words(&error)),
    }
}

/// At a time at which the leaf's own dates hold.
fn words(error: &Error) -> String {
    match error {
        Error::InvalidCertificate(reason) if is_dated(reason) => ABOVE.to_owned(),
        error => error.to_string(),
    }
}

/// That certificate as the only root; none when it cannot be one.
fn only(certificate: &CertificateDer<'_>) -> RootCertStore {
    let mut store = RootCertStore::empty();
    let _ = store.add(certificate.clone().into_owned());
    store
}

const ABOVE: &str = "an intermediate certificate has expired or is not valid yet";

fn is_dated(reason: &CertificateError) -> bool {
    matches!(
        reason,
        CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. }
    )
}

/// Whether the certificate's own dates hold.
fn holds(leaf: &CertificateDer<'_>, now: UnixTime) -> bool {
    validity(leaf).is_some_and(|(from, to)| within(now, from, to) == now)
}

/// Whether it is itself one of the roots, as a self-signed certificate in a file of one's own may be.
fn is_root(leaf: &CertificateDer<'_>, roots: &RootCertStore) -> bool {
    only(leaf).roots.iter().any(|own| {
        roots.roots.iter().any(|root| {
            root.subject == own.subject
                && root.subject_public_key_info == own.subject_public_key_info
        })
    })
}

fn verify(
    certificate: &ParsedCertificate<'_>,
    chain: &[CertificateDer<'_>],
    roots: &RootCertStore,
    now: UnixTime,
) -> Result<(), Error> {
    let intermediates = chain.get(1..).unwrap_or_default();
    let algorithms = PROVIDER.signature_verification_algorithms.all;
    verify_server_cert_signed_by_trust_anchor(certificate, roots, intermediates, now, algorithms)
}

/// The time nearest to `now` at which a validity of these Unix seconds holds.
fn within(now: UnixTime, from: i64, to: i64) -> UnixTime {
    let seconds = now
        .as_secs()
        .clamp(u64::try_from(from).unwrap_or(0), u64::try_from(to.max(from)).unwrap_or(0));
    UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
    use rcgen::{Issuer, date_time_ymd};

    use super::*;

    /// 2024-01-01.
    const NOW: u64 = 1_704_067_200;

    fn params(name: &str, years: (i32, i32), is_ca: bool) -> CertificateParams {
        let mut params = CertificateParams::new(vec![format!("{name}.example")]).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.not_before = date_time_ymd(years.0, 1, 1);
        params.not_after = date_time_ymd(years.1, 1, 1);
        if is_ca {
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        }
        params
    }

    fn root() -> CertifiedIssuer<'static, KeyPair> {
        let key = KeyPair::generate().unwrap();
        CertifiedIssuer::self_signed(params("root", (2000, 2090), true), key).unwrap()
    }

    fn store(root: &CertificateDer<'_>) -> RootCertStore {
        let mut store = RootCertStore::empty();
        store.add(root.clone().into_owned()).unwrap();
        store
    }

    fn verdict(chain: &[CertificateDer<'_>], roots: &RootCertStore) -> ChainVerdict {
        chain_verdict(chain, validity(&chain[0]).unwrap(), roots, now())
    }

    fn now() -> UnixTime {
        UnixTime::since_unix_epoch(std::time::Duration::from_secs(NOW))
    }

    /// A leaf and an intermediate of the root, with these years of validity.
    fn chain(
        root: &Issuer<'_, KeyPair>,
        leaf: (i32, i32),
        middle: (i32, i32),
    ) -> Vec<CertificateDer<'static>> {
        let (middle_key, leaf_key) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
        let middle_params = params("middle", middle, true);
        let middle = middle_params.signed_by(&middle_key, root).unwrap();
        let issuer = Issuer::new(middle_params, middle_key);
        let leaf = params("leaf", leaf, false).signed_by(&leaf_key, &issuer).unwrap();
        vec![leaf.der().clone(), middle.der().clone()]
    }

    #[test]
    fn the_chain_is_judged_apart_from_the_leafs_dates() {
        let root = root();
        let roots = store(root.der());
        for years in [(2020, 2030), (2020, 2022), (2026, 2028)] {
            let chain = chain(&root, years, (2019, 2029));
            assert_eq!(verdict(&chain, &roots), ChainVerdict::Trusted, "{years:?}");
            let alone = &chain[..1];
            let ChainVerdict::Incomplete { missing } = verdict(alone, &roots) else {
                panic!("the intermediate is missing")
            };
            assert!(missing.contains("CN=middle"), "{missing}");
        }
    }

    #[test]
    fn an_unknown_root_that_is_presented_is_not_a_missing_one() {
        let (root, other) = (root(), root());
        let mut chain = chain(&root, (2020, 2030), (2019, 2029));
        chain.push(root.der().clone());
        let mut strangers = RootCertStore::empty();
        let mut params = params("stranger", (2000, 2090), true);
        params.distinguished_name.push(DnType::CommonName, "stranger");
        let stranger = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
        strangers.add(stranger.der().clone()).unwrap();
        assert_eq!(verdict(&chain, &strangers), ChainVerdict::UnknownIssuer);
        // A root of the same name with another key.
        let verdict = verdict(&chain[..2], &store(other.der()));
        assert!(matches!(verdict, ChainVerdict::Invalid { .. }), "{verdict:?}");
    }

    #[test]
    fn a_chain_of_names_without_signatures_is_no_chain() {
        let (signer, namesake, stranger) = (root(), root(), root());
        let mut chain = chain(&signer, (2020, 2030), (2019, 2029));
        chain.push(namesake.der().clone());
        let mut strangers = store(stranger.der());
        strangers.roots[0].subject = b"somebody".as_slice().into();
        let verdict = verdict(&chain, &strangers);
        assert!(matches!(verdict, ChainVerdict::Invalid { .. }), "{verdict:?}");
    }

    #[test]
    fn an_expired_intermediate_is_named() {
        let root = root();
        let roots = store(root.der());
        let chain = chain(&root, (2020, 2030), (2019, 2023));
        let detail = ABOVE.to_owned();
        assert_eq!(verdict(&chain, &roots), ChainVerdict::Invalid { detail: detail.clone() });
        let name = ServerName::try_from("leaf.example").unwrap();
        assert_eq!(fault(&chain, &roots, &name, now()), Some((CertificateFault::Invalid, detail)));
    }

    #[test]
    fn a_policy_hosts_certificate_has_one_fault() {
        let root = root();
        let roots = store(root.der());
        let name = |name: &'static str| ServerName::try_from(name).unwrap();
        let found = |years, host| {
            let chain = chain(&root, years, (2000, 2090));
            fault(&chain, &roots, &name(host), now()).map(|(fault, _)| fault)
        };
        assert_eq!(found((2020, 2030), "leaf.example"), None);
        assert_eq!(found((2020, 2022), "leaf.example"), Some(CertificateFault::Expired));
        assert_eq!(found((2026, 2028), "leaf.example"), Some(CertificateFault::NotYetValid));
        assert_eq!(found((2020, 2030), "b.example"), Some(CertificateFault::NameMismatch));
    }

    #[test]
    fn a_self_signed_certificate_counts_where_it_is_a_root() {
        let (own, other) = (root(), root());
        let chain = [own.der().clone()];
        assert_eq!(verdict(&chain, &store(other.der())), ChainVerdict::SelfSigned);
        assert_eq!(verdict(&chain, &store(own.der())), ChainVerdict::Trusted);
    }
}
