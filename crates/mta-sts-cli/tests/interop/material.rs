//! Keys and certificates for every case.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, Issuer, KeyPair,
    PKCS_ECDSA_P384_SHA384, PublicKeyData, date_time_ymd,
};

use crate::{Folder, HOST};

/// A server set up in one way.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// What the program finds.
    pub(crate) finding: Option<&'static str>,
    /// `Verify return code` of OpenSSL, any of these.
    pub(crate) openssl: &'static [u32],
    /// The only version of TLS that the server takes.
    pub(crate) protocol: Option<&'static str>,
    pub(crate) key: &'static str,
}

const GOOD: Case =
    Case { name: "good", finding: None, openssl: &[0], protocol: None, key: "ECDSA" };

pub(crate) const CASES: [Case; 10] = [
    GOOD,
    Case { name: "expired", finding: Some("starttls/certificate-expired"), openssl: &[10], ..GOOD },
    Case {
        name: "wrong-name",
        finding: Some("starttls/certificate-name-mismatch"),
        openssl: &[62],
        ..GOOD
    },
    Case {
        name: "self-signed",
        finding: Some("starttls/certificate-self-signed"),
        openssl: &[18],
        ..GOOD
    },
    Case {
        name: "incomplete-chain",
        finding: Some("starttls/certificate-chain-incomplete"),
        openssl: &[20, 21],
        ..GOOD
    },
    // Its issuer's name is its own, and the CA that is sent along has nothing to do with it.
    Case {
        name: "sent-along",
        finding: Some("starttls/certificate-self-signed"),
        openssl: &[18],
        ..GOOD
    },
    Case { name: "ecdsa-p384", ..GOOD },
    Case { name: "rsa", key: "RSA", ..GOOD },
    Case { name: "tls12", protocol: Some("TLSv1.2"), ..GOOD },
    Case { name: "tls13", protocol: Some("TLSv1.3"), ..GOOD },
];

/// `CASE.pem` (the chain) and `CASE.key` for every case, and `roots.pem`.
pub(crate) struct Material {
    folder: Folder,
    issuer: Issuer<'static, KeyPair>,
    issuer_pem: String,
}

impl Material {
    pub(crate) fn new(name: &str) -> Material {
        let folder = Folder::new(&format!("material-{name}"));
        let root_key = KeyPair::generate().unwrap();
        let root = CertifiedIssuer::self_signed(ca("Interop Root"), root_key).unwrap();
        let key = KeyPair::generate().unwrap();
        let middle = ca("Interop Intermediate");
        let issuer_pem = middle.signed_by(&key, &root).unwrap().pem();
        let material = Material { folder, issuer: Issuer::new(middle, key), issuer_pem };
        fs::write(material.roots(), root.pem()).unwrap();
        for case in &CASES {
            material.write(case);
        }
        material
    }

    pub(crate) fn roots(&self) -> PathBuf {
        self.path("roots", "pem")
    }

    pub(crate) fn chain(&self, case: &Case) -> String {
        self.path(case.name, "pem").display().to_string()
    }

    pub(crate) fn key(&self, case: &Case) -> String {
        self.path(case.name, "key").display().to_string()
    }

    fn path(&self, name: &str, kind: &str) -> PathBuf {
        self.folder.0.join(format!("{name}.{kind}"))
    }

    /// A good certificate of these names or addresses: the paths of its chain and its key.
    pub(crate) fn issue(&self, file: &str, names: &[&str]) -> (String, String) {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut params = CertificateParams::new(names).unwrap();
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2090, 1, 1);
        let key = KeyPair::generate().unwrap();
        let leaf = params.signed_by(&key, &self.issuer).unwrap();
        let (chain, secret) = (self.path(file, "pem"), self.path(file, "key"));
        fs::write(&chain, leaf.pem() + &self.issuer_pem).unwrap();
        fs::write(&secret, key.serialize_pem()).unwrap();
        (chain.display().to_string(), secret.display().to_string())
    }

    /// The TLSA record `3 1 1` of a case's key.
    pub(crate) fn tlsa(&self, case: &Case) -> String {
        let key = KeyPair::from_pem(&fs::read_to_string(self.key(case)).unwrap()).unwrap();
        format!("3 1 1 {}", sha256(&key))
    }

    /// The TLSA record `2 1 1` of the intermediate CA's key.
    pub(crate) fn tlsa_of_issuer(&self) -> String {
        format!("2 1 1 {}", sha256(self.issuer.key()))
    }

    fn write(&self, case: &Case) {
        let key = match case.name {
            "rsa" => rsa_key(),
            "ecdsa-p384" => KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384).unwrap(),
            _ => KeyPair::generate().unwrap(),
        };
        let name = if case.name == "wrong-name" { "elsewhere.test" } else { HOST };
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(if case.name == "expired" { 2022 } else { 2090 }, 1, 1);
        let leaf = match case.name {
            "self-signed" | "sent-along" => params.self_signed(&key),
            _ => params.signed_by(&key, &self.issuer),
        };
        let above = if ["self-signed", "incomplete-chain"].contains(&case.name) {
            ""
        } else {
            &self.issuer_pem
        };
        fs::write(self.path(case.name, "pem"), leaf.unwrap().pem() + above).unwrap();
        fs::write(self.path(case.name, "key"), key.serialize_pem()).unwrap();
    }
}

/// Of the SubjectPublicKeyInfo, in hexadecimal digits.
fn sha256(key: &KeyPair) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, &key.subject_public_key_info());
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn ca(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date_time_ymd(2019, 1, 1);
    params.not_after = date_time_ymd(2091, 1, 1);
    params
}

/// The library that signs cannot make RSA keys; OpenSSL can.
fn rsa_key() -> KeyPair {
    let output = Command::new("openssl")
        .args(["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"])
        .output()
        .unwrap();
    KeyPair::from_pem(&String::from_utf8(output.stdout).unwrap()).unwrap()
}
