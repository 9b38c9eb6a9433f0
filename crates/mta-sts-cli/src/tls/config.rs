//! TLS clients that remember what the server presented.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use mta_sts::fetch::CertificateFault;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};

use super::chain::fault;
use super::facts::has_short_key;

pub(super) static PROVIDER: LazyLock<Arc<CryptoProvider>> =
    LazyLock::new(|| Arc::new(ring::default_provider()));

/// What all configurations have in common, made once: a new one begins with room for 256 sessions to resume.
static TEMPLATE: LazyLock<ClientConfig> = LazyLock::new(|| {
    let builder = ClientConfig::builder_with_provider(Arc::clone(&PROVIDER))
        .with_protocol_versions(rustls::ALL_VERSIONS)
        .unwrap_or_else(|_| unreachable!("ring has suites for both versions of TLS"));
    // Each handshake has a verifier of its own in the place of this one.
    let verifier = Arc::new(Verifier { roots: None, presented: Arc::default() });
    let mut config =
        builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth();
    // A resumed session would present no certificate.
    config.resumption = rustls::client::Resumption::disabled();
    config
});

/// What a server presented in one handshake.
#[derive(Debug, Default)]
pub(crate) struct Presented {
    /// The end-entity certificate first.
    pub(crate) chain: Vec<CertificateDer<'static>>,
    /// The OCSP response that came along; empty when none did.
    pub(crate) ocsp: Vec<u8>,
    /// Why the certificate was refused.
    pub(crate) refused: Option<(CertificateFault, String)>,
}

/// A configuration for one handshake.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) config: Arc<ClientConfig>,
    presented: Arc<Mutex<Presented>>,
}

impl Client {
    /// Refuses certificates that RFC 8461 3.3 refuses.
    pub(crate) fn strict(roots: &Arc<RootCertStore>, protocols: &[&[u8]]) -> Client {
        Client::new(Some(Arc::clone(roots)), protocols)
    }

    /// Accepts any certificate, to look at it. The handshake's signatures are checked all the same, except those of
    /// keys that are too short for the library.
    pub(crate) fn inspecting() -> Client {
        Client::new(None, &[])
    }

    fn new(roots: Option<Arc<RootCertStore>>, protocols: &[&[u8]]) -> Client {
        let presented = Arc::new(Mutex::new(Presented::default()));
        let verifier = Verifier { roots, presented: Arc::clone(&presented) };
        let mut config = TEMPLATE.clone();
        config.dangerous().set_certificate_verifier(Arc::new(verifier));
        config.alpn_protocols = protocols.iter().map(|p| p.to_vec()).collect();
        Client { config: Arc::new(config), presented }
    }

    /// What the handshake showed.
    pub(crate) fn presented(&self) -> Presented {
        std::mem::take(&mut *self.presented.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[derive(Debug)]
struct Verifier {
    /// Without roots everything is accepted.
    roots: Option<Arc<RootCertStore>>,
    presented: Arc<Mutex<Presented>>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let all = std::iter::once(end_entity).chain(intermediates);
        let chain: Vec<CertificateDer<'static>> = all.map(|c| c.clone().into_owned()).collect();
        let refused = self.roots.as_ref().and_then(|roots| fault(&chain, roots, server_name, now));
        let outcome = match &refused {
            Some((_, words)) => Err(rustls::Error::General(words.clone())),
            None => Ok(ServerCertVerified::assertion()),
        };
        *self.presented.lock().unwrap_or_else(PoisonError::into_inner) =
            Presented { chain, ocsp: ocsp_response.to_vec(), refused };
        outcome
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &PROVIDER.signature_verification_algorithms;
        let verified = rustls::crypto::verify_tls12_signature(message, cert, dss, algorithms);
        self.tolerant(cert, verified)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &PROVIDER.signature_verification_algorithms;
        let verified = rustls::crypto::verify_tls13_signature(message, cert, dss, algorithms);
        self.tolerant(cert, verified)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        PROVIDER.signature_verification_algorithms.supported_schemes()
    }
}

impl Verifier {
    /// A key too short to be verified is told of by its certificate; a failed handshake would hide which it is.
    fn tolerant(
        &self,
        cert: &CertificateDer<'_>,
        verified: Result<HandshakeSignatureValid, rustls::Error>,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        match verified {
            Err(_) if self.roots.is_none() && has_short_key(cert) => {
                Ok(HandshakeSignatureValid::assertion())
            }
            verified => verified,
        }
    }
}
