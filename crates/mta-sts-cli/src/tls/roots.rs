//! The root certificates to trust.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::exit::CliError;

/// `--roots`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RootsChoice {
    /// Mozilla's, compiled in.
    Mozilla,
    /// The operating system's.
    System,
    /// Those of a PEM file.
    File(PathBuf),
}

impl RootsChoice {
    // The signature is what clap's value parsers have.
    #[allow(clippy::unnecessary_wraps)]
    pub(crate) fn parse(text: &str) -> Result<RootsChoice, String> {
        Ok(match text {
            "mozilla" => RootsChoice::Mozilla,
            "system" => RootsChoice::System,
            file => RootsChoice::File(PathBuf::from(file)),
        })
    }

    pub(crate) fn load(&self) -> Result<Arc<RootCertStore>, CliError> {
        let mut store = RootCertStore::empty();
        match self {
            RootsChoice::Mozilla => store.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
            RootsChoice::System => {
                let found = rustls_native_certs::load_native_certs();
                store.add_parsable_certificates(found.certs);
                if store.is_empty() {
                    return Err(CliError::new(
                        "--roots system: this system offers no root certificates; use --roots mozilla or a PEM file",
                    ));
                }
            }
            RootsChoice::File(path) => load_file(path, &mut store)?,
        }
        Ok(Arc::new(store))
    }
}

fn load_file(path: &Path, store: &mut RootCertStore) -> Result<(), CliError> {
    let refuse = |why: String| CliError::new(format!("--roots {}: {why}", path.display()));
    let certificates = CertificateDer::pem_file_iter(path)
        .map_err(|error| refuse(format!("the file cannot be read: {error}")))?;
    for certificate in certificates {
        let certificate =
            certificate.map_err(|error| refuse(format!("the file is not PEM: {error}")))?;
        store
            .add(certificate)
            .map_err(|error| refuse(format!("a certificate in it cannot be used: {error}")))?;
    }
    if store.is_empty() {
        return Err(refuse("the file holds no certificate in PEM form".to_owned()));
    }
    Ok(())
}
