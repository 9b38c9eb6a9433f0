//! The certificate for each server name.

use std::collections::HashMap;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::server::{ClientHello, NoServerSessionStorage, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio_rustls::TlsAcceptor;

use crate::LabError;

/// Certificates by SNI.
#[derive(Debug)]
pub(crate) struct ByName {
    by_name: HashMap<String, Arc<CertifiedKey>>,
    /// For clients that send no name, because they connect to 127.0.0.1.
    unnamed: Arc<CertifiedKey>,
}

impl ByName {
    pub(crate) fn new(
        by_name: HashMap<String, Arc<CertifiedKey>>,
        unnamed: Arc<CertifiedKey>,
    ) -> ByName {
        ByName { by_name, unnamed }
    }
}

impl ResolvesServerCert for ByName {
    /// None ends the handshake with an alert.
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        match hello.server_name() {
            Some(name) => self.by_name.get(&name.to_ascii_lowercase()).map(Arc::clone),
            None => Some(Arc::clone(&self.unnamed)),
        }
    }
}

/// HTTP/2 and HTTP/1.1 over TLS.
pub(crate) fn tls_acceptor(certificates: ByName) -> Result<TlsAcceptor, LabError> {
    let mut config = server_config(Arc::new(certificates))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// TLS 1.2 and 1.3. No resumption: every connection is to show its certificate.
pub(crate) fn server_config(
    certificates: Arc<dyn ResolvesServerCert>,
) -> Result<ServerConfig, LabError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| LabError::Certificate(error.to_string()))?
        .with_no_client_auth()
        .with_cert_resolver(certificates);
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(config)
}
