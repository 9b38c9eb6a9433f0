//! The throwaway CA and the certificates, good and bad.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use data_encoding::{BASE64, HEXLOWER};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints,
    PKCS_ECDSA_P256_SHA256, PublicKeyData, SanType, SerialNumber,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;
use time::{Duration, OffsetDateTime};

use crate::LabError;
use crate::scenarios::CertificateKind;

/// A CA: its key and its certificate.
struct Ca {
    issuer: Issuer<'static, KeyPair>,
    der: CertificateDer<'static>,
    pem: String,
}

/// SHA-256 of SubjectPublicKeyInfo.
pub(crate) struct PublicKeys {
    /// Of the key of all good certificates.
    pub(crate) good: Vec<u8>,
    pub(crate) ca: Vec<u8>,
}

impl PublicKeys {
    #[cfg(test)]
    pub(crate) fn of_nobody() -> PublicKeys {
        PublicKeys { good: vec![7; 32], ca: vec![8; 32] }
    }
}

/// Makes certificates. Two CAs, of which clients are told of one.
pub(crate) struct Certificates {
    ca: Ca,
    unknown_ca: Ca,
    /// All good certificates share a key, so that one hash names them all.
    good_key: KeyPair,
    now: OffsetDateTime,
}

impl Certificates {
    pub(crate) fn new() -> Result<Certificates, LabError> {
        let now = OffsetDateTime::now_utc();
        Ok(Certificates {
            ca: ca("mta-sts-lab CA", now)?,
            unknown_ca: ca("mta-sts-lab CA that nobody knows", now)?,
            good_key: key()?,
            now,
        })
    }

    /// The CA's certificate, as a file for clients.
    pub(crate) fn ca_pem(&self) -> &str {
        &self.ca.pem
    }

    pub(crate) fn ca_der(&self) -> &CertificateDer<'static> {
        &self.ca.der
    }

    /// Base64 of the SHA-256 of the CA's SubjectPublicKeyInfo.
    pub(crate) fn ca_spki(&self) -> String {
        BASE64.encode(&spki_hash(self.ca.issuer.key()))
    }

    /// Likewise, of the key of all good certificates.
    pub(crate) fn good_spki(&self) -> String {
        BASE64.encode(&spki_hash(&self.good_key))
    }

    /// The same as bytes, for TLSA records.
    pub(crate) fn public_keys(&self) -> PublicKeys {
        PublicKeys { good: spki_hash(&self.good_key), ca: spki_hash(self.ca.issuer.key()) }
    }

    /// A certificate for `names` (the first is in the subject), as good or bad as `kind` says.
    pub(crate) fn issue(
        &self,
        names: &[&str],
        kind: CertificateKind,
    ) -> Result<Arc<CertifiedKey>, LabError> {
        self.try_issue(names, kind).map_err(|error| LabError::Certificate(error.to_string()))
    }

    fn try_issue(
        &self,
        names: &[&str],
        kind: CertificateKind,
    ) -> Result<Arc<CertifiedKey>, Box<dyn std::error::Error>> {
        let first = names.first().copied().unwrap_or_default();
        let mut params = CertificateParams::default();
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, first);
        params.serial_number = Some(serial()?);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        for name in names {
            params.subject_alt_names.push(match name.parse::<IpAddr>() {
                Ok(ip) => SanType::IpAddress(ip),
                Err(_) => SanType::DnsName((*name).try_into()?),
            });
        }

        (params.not_before, params.not_after) = (self.now - days(1), self.now + days(90));
        match kind {
            CertificateKind::Expired => {
                (params.not_before, params.not_after) = (self.now - days(91), self.now - days(1));
            }
            // An hour more, so that a reader who counts whole days still sees five.
            CertificateKind::Expiring => {
                params.not_before = self.now - days(85);
                params.not_after = self.now + days(5) + Duration::hours(1);
            }
            CertificateKind::NotYetValid => {
                (params.not_before, params.not_after) = (self.now + days(1), self.now + days(91));
            }
            CertificateKind::WrongName => {
                let elsewhere = "elsewhere.test";
                params.distinguished_name.push(DnType::CommonName, elsewhere);
                params.subject_alt_names = vec![SanType::DnsName(elsewhere.try_into()?)];
            }
            CertificateKind::CnOnly => params.subject_alt_names.clear(),
            CertificateKind::Wildcard => {
                let (_, parent) = first.split_once('.').unwrap_or_default();
                let name = format!("*.{parent}");
                params.subject_alt_names = vec![SanType::DnsName(name.as_str().try_into()?)];
            }
            CertificateKind::Good
            | CertificateKind::SelfSigned
            | CertificateKind::Untrusted
            | CertificateKind::Incomplete => {}
        }

        let own_key;
        let key = if matches!(kind, CertificateKind::Good | CertificateKind::Wildcard) {
            &self.good_key
        } else {
            own_key = key()?;
            &own_key
        };
        let chain = match kind {
            CertificateKind::SelfSigned => vec![params.self_signed(key)?.der().clone()],
            CertificateKind::Untrusted => vec![
                params.signed_by(key, &self.unknown_ca.issuer)?.der().clone(),
                self.unknown_ca.der.clone(),
            ],
            CertificateKind::Incomplete => {
                vec![params.signed_by(key, &self.unknown_ca.issuer)?.der().clone()]
            }
            CertificateKind::Good | CertificateKind::Expiring | CertificateKind::Wildcard => {
                vec![params.signed_by(key, &self.ca.issuer)?.der().clone(), self.ca.der.clone()]
            }
            // Without the CA: a browser told to trust chains with the CA's key forgives them everything.
            _ => vec![params.signed_by(key, &self.ca.issuer)?.der().clone()],
        };
        let private = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let signer = rustls::crypto::ring::sign::any_ecdsa_type(&private)?;
        Ok(Arc::new(CertifiedKey::new(chain, signer)))
    }
}

fn ca(name: &str, now: OffsetDateTime) -> Result<Ca, LabError> {
    let make = || -> Result<Ca, Box<dyn std::error::Error>> {
        let key = key()?;
        let mut params = CertificateParams::default();
        params.distinguished_name = rcgen::DistinguishedName::new();
        // A name of its own for each run: clients that keep CAs by name do not mix them up.
        let id = HEXLOWER.encode(spki_hash(&key).get(..4).unwrap_or_default());
        params.distinguished_name.push(DnType::CommonName, format!("{name} {id}"));
        params.serial_number = Some(serial()?);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        // Whoever puts the CA into a trust store risks nothing outside the lab (RFC 5280 4.2.1.10).
        params.name_constraints = Some(NameConstraints {
            permitted_subtrees: vec![
                GeneralSubtree::DnsName("test".into()),
                GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(
                    Ipv4Addr::new(127, 0, 0, 0).into(),
                    8,
                )),
            ],
            excluded_subtrees: Vec::new(),
        });
        (params.not_before, params.not_after) = (now - days(120), now + days(365));
        let certificate = params.self_signed(&key)?;
        let (der, pem) = (certificate.der().clone(), certificate.pem());
        Ok(Ca { issuer: Issuer::new(params, key), der, pem })
    };
    make().map_err(|error| LabError::Certificate(error.to_string()))
}

fn key() -> Result<KeyPair, LabError> {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)
        .map_err(|error| LabError::Certificate(error.to_string()))
}

/// Random: a serial number made from the key would be the same for all that share it.
fn serial() -> Result<SerialNumber, LabError> {
    let mut bytes = [0_u8; 16];
    rustls::crypto::ring::default_provider()
        .secure_random
        .fill(&mut bytes)
        .map_err(|_| LabError::Certificate("no randomness".to_owned()))?;
    // A positive INTEGER of fixed length, RFC 5280 4.1.2.2.
    if let Some(first) = bytes.first_mut() {
        *first = (*first & 0x7f) | 0x40;
    }
    Ok(SerialNumber::from_slice(&bytes))
}

fn spki_hash(key: &KeyPair) -> Vec<u8> {
    let spki = key.subject_public_key_info();
    ring::digest::digest(&ring::digest::SHA256, &spki).as_ref().to_vec()
}

fn days(n: i64) -> Duration {
    Duration::days(n)
}
