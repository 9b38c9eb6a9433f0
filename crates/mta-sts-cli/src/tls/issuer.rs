//! What is above the last certificate of a chain that leads nowhere.

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use x509_parser::asn1_rs::Any;
use x509_parser::prelude::{FromDer, X509Certificate, X509Name};

use super::facts::told;

pub(super) enum Above {
    /// Nothing: it is a root, and not a trusted one.
    Root,
    /// A trusted root of its issuer's name, with another key.
    Known,
    /// A certificate that was not presented, of this name.
    Missing(String),
}

/// Follows the presented certificates from issuer to issuer, from the end-entity up: the last one, and what is above it.
pub(super) fn above<'a, 'der>(
    chain: &'a [CertificateDer<'der>],
    roots: &RootCertStore,
) -> (Option<&'a CertificateDer<'der>>, Above) {
    let presented: Vec<(&CertificateDer<'_>, X509Certificate<'_>)> = chain
        .iter()
        .filter_map(|der| Some((der, X509Certificate::from_der(der).ok()?.1)))
        .collect();
    let Some((mut last, mut top)) = presented.first().map(|(der, read)| (*der, read)) else {
        return (None, Above::Root);
    };
    // A ring of issuers ends after as many steps as there are certificates.
    for _ in &presented {
        let issuer = top.issuer().as_raw();
        if top.subject().as_raw() == issuer {
            break;
        }
        match presented.iter().find(|(_, found)| found.subject().as_raw() == issuer) {
            Some((der, found)) => (last, top) = (der, found),
            None if is_trusted(top.issuer(), roots) => return (Some(last), Above::Known),
            None => return (Some(last), Above::Missing(told(top.issuer().to_string()))),
        }
    }
    (Some(last), Above::Root)
}

/// Whether a trusted root has this name. rustls keeps names without their outer tag and length.
fn is_trusted(name: &X509Name<'_>, roots: &RootCertStore) -> bool {
    Any::from_der(name.as_raw())
        .is_ok_and(|(_, inner)| roots.roots.iter().any(|root| root.subject.as_ref() == inner.data))
}
