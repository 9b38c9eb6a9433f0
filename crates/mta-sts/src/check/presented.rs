//! What a prober saw, against the TLSA records of their MX host (RFC 7672 3.1).

use crate::code::Code;
use crate::dane::handshake::{Names, hold};
use crate::dane::{Verdict, findings};
use crate::diagnostic::Severity;
use crate::timestamp::Timestamp;

use super::dane::Tally;
use super::mx_hosts::Host;
use super::{Check, MxHost, Outcome, StepName};

impl Check {
    /// Every address of the MX host of that index, at which DANE applies.
    pub(super) fn hold_against(&self, index: usize, now: Timestamp, tally: &mut Tally) {
        let Some(Host { evidence: host, expanded, .. }) = self.mx.hosts.get(index) else { return };
        // RFC 7672 3.2.2: the name below which the TLSA records stand, that in the MX record, and the domain's.
        let base = expanded.as_ref().map_or(host.host.as_str(), |name| name.as_str());
        let known = [base, &host.host, self.domain.as_str()];
        let names = Names { known: &known, others: false };
        let probe = self.probes.list.iter().find(|probe| probe.host == host.host);
        let addresses = probe.map(|probe| probe.addresses.as_slice()).unwrap_or_default();
        if addresses.is_empty() {
            tally.miss();
        }
        for address in addresses {
            let verdict = hold(&host.tlsa, address, names, now);
            let address = address.address.to_string();
            let found = |code| findings::at_address(code, &host.host, &address);
            match verdict {
                Verdict::Match => {
                    tally.matched = tally.matched.saturating_add(1);
                    if self.fails_mta_sts(host, &address) {
                        tally.diagnostics.push(found(Code::DanePassesAlone));
                    }
                }
                Verdict::Mismatch => tally.diagnostics.push(found(Code::DaneMismatch)),
                Verdict::NotTested => tally.miss(),
            }
        }
    }

    /// Whether there is a policy to honour, and the host or this address of it fails that (RFC 8461 4.1, 4.2).
    fn fails_mta_sts(&self, host: &MxHost, address: &str) -> bool {
        let coverage = self.step(StepName::Coverage).map(|step| step.outcome);
        if !matches!(coverage, Some(Outcome::Pass | Outcome::Warn | Outcome::Fail)) {
            return false;
        }
        let about = |params: &[(&'static str, String)], name, wanted: &str| {
            params.iter().any(|(known, value)| *known == name && value == wanted)
        };
        let findings = self.step(StepName::Starttls).map(|step| step.findings.as_slice());
        let fault = findings.unwrap_or_default().iter().any(|found| {
            found.severity == Severity::Error
                && about(&found.params, "host", &host.host)
                && about(&found.params, "address", address)
        });
        fault || host.covered_by.is_none()
    }
}
