//! TLSA records against a handshake that a prober saw (RFC 7672 3.1).

use crate::identity::matching_dns_id;
use crate::probe::{ChainVerdict, Handshake};
use crate::timestamp::Timestamp;

use super::{Presented, PresentedChain, Tlsa, Verdict, verify};

/// What the records say of a handshake. `names` are those that the certificate may bear.
pub(crate) fn compare(
    records: &[Tlsa],
    handshake: &Handshake,
    names: &[&str],
    now: Timestamp,
) -> Verdict {
    let leaf = &handshake.certificate;
    let presented = std::iter::once(leaf).chain(&handshake.intermediates);
    let certificates: Vec<Presented<'_>> = presented.map(Presented::from).collect();
    let chain = PresentedChain {
        certificates: &certificates,
        // RFC 7672 3.2.2: for DANE-TA, the name of the MX host or that of the domain.
        name_matches: names.iter().any(|name| matching_dns_id(name, leaf).is_some()),
        in_dates: leaf.not_before <= now && now <= leaf.not_after,
    };
    match verify(records, &chain) {
        // A matching issuer vouches only for what it signed, and the verifier says that something is amiss there.
        Verdict::Match if matches!(handshake.chain, ChainVerdict::Invalid { .. }) => {
            let end_entity: Vec<Tlsa> = records.iter().filter(|r| r.usage == 3).cloned().collect();
            match verify(&end_entity, &chain) {
                Verdict::Match => Verdict::Match,
                _ => Verdict::NotTested,
            }
        }
        verdict => verdict,
    }
}
