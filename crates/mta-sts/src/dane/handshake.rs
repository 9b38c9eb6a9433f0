//! TLSA records against what a prober saw at an address (RFC 7672 3.1).

use crate::identity::matching_dns_id;
use crate::probe::{AddressProbe, CertificateFacts, ChainVerdict, Handshake, ProbeResult};
use crate::timestamp::Timestamp;

use super::{Presented, PresentedChain, Tlsa, Verdict, verify};

/// Names of which a certificate below a DANE-TA bears one (RFC 7672 3.2.2).
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    pub known: &'a [&'a str],
    /// Whether others, of which nothing is known, would serve too.
    pub others: bool,
}

/// What the records say of an address.
pub(crate) fn hold(
    records: &[Tlsa],
    seen: &AddressProbe,
    names: Names<'_>,
    now: Timestamp,
) -> Verdict {
    match &seen.result {
        // RFC 7672 2.2: with a usable record TLS is mandatory, and without it there is nothing that could match.
        _ if without_tls(seen) => Verdict::Mismatch,
        ProbeResult::Handshake(handshake) => compare(records, handshake, names, now),
        _ => Verdict::NotTested,
    }
}

/// Whether a Sender gets no TLS there. RFC 3207 4.1: it uses STARTTLS only where the EHLO reply lists it.
pub(crate) fn without_tls(seen: &AddressProbe) -> bool {
    match &seen.result {
        ProbeResult::NotOffered | ProbeResult::Refused { .. } => true,
        ProbeResult::Handshake(_) => !seen.dialogue.offers_starttls(),
        _ => false,
    }
}

fn compare(records: &[Tlsa], handshake: &Handshake, names: Names<'_>, now: Timestamp) -> Verdict {
    let leaf = &handshake.certificate;
    let certificates: Vec<Presented<'_>> =
        path(leaf, &handshake.intermediates).into_iter().map(Presented::from).collect();
    let named = names.known.iter().any(|name| matching_dns_id(name, leaf).is_some());
    // RFC 7672 3.2.3: without a DNS-ID the common name counts, which is not among the facts.
    let perhaps = !named && (names.others || leaf.dns_names.is_empty());
    let chain = PresentedChain {
        certificates: &certificates,
        name_matches: named || perhaps,
        in_dates: leaf.not_before <= now && now <= leaf.not_after,
    };
    // A matching issuer vouches only for what it signed, and the verifier may say that something is amiss there.
    let doubtful = perhaps || matches!(handshake.chain, ChainVerdict::Invalid { .. });
    match verify(records, &chain) {
        Verdict::Match if doubtful => {
            let end_entity: Vec<Tlsa> = records.iter().filter(|r| r.usage == 3).cloned().collect();
            match verify(&end_entity, &chain) {
                Verdict::Match => Verdict::Match,
                _ => Verdict::NotTested,
            }
        }
        verdict => verdict,
    }
}

/// The end entity, its issuer, and so on as far as they were presented. RFC 7672 3.1.2: a trust anchor must be on the way
/// up from the end entity; merely to be sent along is not enough.
fn path<'a>(
    leaf: &'a CertificateFacts,
    others: &'a [CertificateFacts],
) -> Vec<&'a CertificateFacts> {
    let mut path = vec![leaf];
    // A ring of issuers ends after as many steps as there are certificates.
    for _ in others {
        let Some(top) = path.last().filter(|top| top.subject != top.issuer) else { break };
        let Some(above) = others.iter().find(|other| other.subject == top.issuer) else { break };
        path.push(above);
    }
    path
}
