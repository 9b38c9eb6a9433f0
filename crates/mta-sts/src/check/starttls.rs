//! The step at the MX hosts' SMTP port: STARTTLS and certificates (RFC 8461 4.2).

use std::net::IpAddr;

use crate::identity;
use crate::probe::Probe;
use crate::timestamp::Timestamp;

use super::{Check, Outcome, ProbeRequest, Request, Response, StepEnd, StepName, Task};

/// What is known of the probes.
#[derive(Debug, Clone, Default)]
pub(super) struct Probes {
    requested: bool,
    pub list: Vec<Probe>,
}

impl Check {
    /// RFC 8461 4.2, once the hosts' addresses are known and the policy says that it matters.
    pub(super) fn advance_starttls(&mut self, now: Timestamp) {
        let ready = self.finished(StepName::Policy) && self.finished(StepName::Mx);
        if !ready || self.finished(StepName::Starttls) {
            return;
        }
        if let Some(end) = self.starttls_without_prober() {
            self.finish(end);
        } else if !self.probes.requested {
            self.request_probes();
        } else if !self.pending(|task| matches!(task, Task::Probe)) {
            self.finish_starttls(now);
        }
    }

    fn request_probes(&mut self) {
        self.probes.requested = true;
        self.start(StepName::Starttls);
        let hosts = self.mx.hosts.iter().map(|h| &h.evidence);
        let wanted: Vec<(String, Vec<IpAddr>)> = hosts
            .filter(|h| !h.addresses.is_empty())
            .map(|h| (h.host.clone(), h.addresses.clone()))
            .collect();
        if wanted.is_empty() {
            let summary = "no MX host has an address to connect to";
            self.finish(StepEnd::not_tested(StepName::Starttls, "no-address", summary, None));
        }
        for (host, addresses) in wanted {
            self.issue(Task::Probe, Request::Probe(ProbeRequest { host, addresses }));
        }
    }

    /// Takes in a probe. A host that gives none back was not tested.
    pub(super) fn probed(&mut self, response: Response) {
        if let Response::Probe(probe) = response {
            self.probes.list.push(probe);
        }
    }

    fn finish_starttls(&mut self, now: Timestamp) {
        // They came back in any order; the report has them in the order of the hosts.
        let mut answered = std::mem::take(&mut self.probes.list);
        let mut probes = Vec::new();
        for host in self.mx.hosts.iter().map(|h| &h.evidence).filter(|h| !h.addresses.is_empty()) {
            let index = answered.iter().position(|p| p.host == host.host);
            let none = || Probe { host: host.host.clone(), addresses: Vec::new() };
            probes.push(index.map_or_else(none, |i| answered.swap_remove(i)));
        }
        let mut diagnostics = Vec::new();
        let (mut tested, mut missed) = (0_usize, 0_usize);
        for probe in &probes {
            let verdict = identity::judge(probe, now);
            tested = tested.saturating_add(verdict.tested);
            // A host that came back without a single address was not tested either.
            missed = missed
                .saturating_add(verdict.not_tested)
                .saturating_add(usize::from(probe.addresses.is_empty()));
            diagnostics.extend(verdict.diagnostics);
        }
        self.probes.list = probes;
        let summary = match (tested, missed) {
            (_, 0) => format!("{tested} address(es) tested"),
            (0, _) => "no MX host could be reached on its SMTP port".to_owned(),
            _ => format!("{tested} address(es) tested, {missed} could not be"),
        };
        let end = StepEnd::new(StepName::Starttls, summary, diagnostics);
        let instead = (missed > 0).then_some((Outcome::NotTested, "unreachable"));
        self.finish(StepEnd { instead, ..end });
    }
}
