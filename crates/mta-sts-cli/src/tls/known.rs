//! Certificates of CAs, which hosts by the thousand present behind their own: each is read once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use mta_sts::probe::CertificateFacts;
use rustls::pki_types::CertificateDer;

use super::facts::certificate_facts;

/// More are not remembered; all are forgotten then.
const MAX_KNOWN: usize = 256;

/// Larger ones, in bytes of DER, are not remembered.
const MAX_SIZE: usize = 4_096;

/// The facts of certificates by their DER.
#[derive(Default)]
pub(crate) struct Known(Mutex<HashMap<Vec<u8>, CertificateFacts>>);

impl Known {
    /// # Errors
    ///
    /// The parser's words, when the bytes are no certificate.
    pub(crate) fn facts(&self, der: &CertificateDer<'_>) -> Result<CertificateFacts, String> {
        // A panic elsewhere leaves the map whole.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(facts) = known.get(der.as_ref()) {
            return Ok(facts.clone());
        }
        let facts = certificate_facts(der, None)?;
        if der.len() <= MAX_SIZE {
            if known.len() >= MAX_KNOWN {
                known.clear();
            }
            known.insert(der.to_vec(), facts.clone());
        }
        Ok(facts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_certificate_has_the_same_facts() {
        let known = Known::default();
        let names = |count: usize| (0..count).map(|n| format!("h{n}.test")).collect::<Vec<_>>();
        let small = rcgen::generate_simple_self_signed(names(1)).unwrap();
        let large = rcgen::generate_simple_self_signed(names(500)).unwrap();
        for certificate in [small.cert.der(), large.cert.der()] {
            let first = known.facts(certificate).unwrap();
            assert_eq!(known.facts(certificate), Ok(first.clone()));
            assert_eq!(Ok(first), certificate_facts(certificate, None));
        }
        assert_eq!(known.0.lock().unwrap().len(), 1, "what is large is not kept");
        assert!(known.facts(&CertificateDer::from(vec![1, 2, 3])).is_err());
    }
}
