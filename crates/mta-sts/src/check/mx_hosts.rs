//! The steps at the MX hosts: finding them, and their cover by the policy (RFC 8461 4.1).

use std::net::IpAddr;

use crate::code::Code;
use crate::coverage::{coverage, not_covered};
use crate::dane::tlsa_name;
use crate::diagnostic::Diagnostic;
use crate::dns::{RecordData, RecordType};
use crate::domain::DomainName;
use crate::policy::{Mode, Policy};

use super::policy_host::addresses;
use super::txt_steps::answer;
use super::{Check, DnsResponse, MxHost, Outcome, StepEnd, StepName, Task};

/// MX hosts beyond this many are not looked at.
const MAX_HOSTS: usize = 50;

/// Addresses of one MX host beyond this many are neither listed nor probed.
const MAX_ADDRESSES: usize = 16;

/// What is known of the MX hosts.
#[derive(Debug, Clone, Default)]
pub(super) struct MxHosts {
    pub hosts: Vec<Host>,
    pub implicit: bool,
    pub null: bool,
    /// DNSSEC secures the answer.
    pub secure: bool,
    /// The list of hosts is complete.
    known: bool,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Debug, Clone)]
pub(super) struct Host {
    pub evidence: MxHost,
    /// `None` when the MX record does not name a host.
    name: Option<DomainName>,
    /// What the look-ups of AAAA and A brought, in this order whichever came first.
    lookups: [Lookup; 2],
    /// The name that it is an alias of, where DNSSEC secures all of the way there and its TLSA records count.
    pub expanded: Option<DomainName>,
}

/// One address look-up.
#[derive(Debug, Clone, Default)]
struct Lookup {
    addresses: Vec<IpAddr>,
    /// DNSSEC secures the answer.
    secure: bool,
    /// The end of the CNAME chain.
    target: Option<String>,
    /// Why it proved nothing.
    failed: Option<Diagnostic>,
}

impl Host {
    /// Where its TLSA records are. RFC 7672 2.2.3: at the end of a secure chain, before the name in the MX record.
    pub(super) fn tlsa_name(&self) -> Option<String> {
        self.expanded.as_ref().or(self.name.as_ref()).map(tlsa_name)
    }
}

impl Check {
    pub(super) fn mx_answered(&mut self, response: DnsResponse) {
        let answer = match answer(&response, self.domain.as_str(), RecordType::Mx) {
            Ok(answer) => answer,
            Err(found) => {
                let name = self.domain.as_str().to_owned();
                return self.lookup_ended(StepName::Mx, &name, found);
            }
        };
        self.mx.secure = answer.authenticated;
        let mut list: Vec<(u16, String)> = Vec::new();
        for found in answer.records.into_iter().filter_map(mx_record) {
            // Records are few; inserting in order weighs less in wasm than a sort.
            let place = list.iter().take_while(|known| **known < found).count();
            list.insert(place, found);
        }
        self.mx.known = true;
        // RFC 7505 3: a null MX is one record, preference 0, of the root.
        if matches!(list.as_slice(), [(_, exchange)] if exchange.is_empty()) {
            self.mx.null = true;
            let found = Diagnostic::new(Code::MxNull);
            let summary = "the domain takes no mail (null MX)";
            self.finish(StepEnd::new(StepName::Mx, summary, vec![found]));
            return;
        }
        if list.is_empty() {
            // RFC 5321 5.1: without MX records the domain itself is the host (implicit MX).
            self.mx.implicit = true;
            list.push((0, self.domain.as_str().to_owned()));
        }
        self.take_hosts(list);
    }

    fn take_hosts(&mut self, mut list: Vec<(u16, String)>) {
        let all = list.len();
        // RFC 7505 3: no other MX record may stand beside a null MX, and the root is no host.
        list.retain(|(_, exchange)| !exchange.is_empty());
        if list.len() < all {
            let found = Diagnostic::new(Code::MxHostInvalid).param("host", ".");
            self.mx.diagnostics.push(found);
        }
        let mut more = 0_usize;
        for (preference, exchange) in list {
            if self.mx.hosts.iter().any(|h| h.evidence.host.eq_ignore_ascii_case(&exchange)) {
                continue;
            }
            if self.mx.hosts.len() < MAX_HOSTS {
                self.take_host(preference, exchange);
            } else {
                more = more.saturating_add(1);
            }
        }
        if more > 0 {
            let found = Diagnostic::new(Code::MxTooMany);
            let found =
                found.param("count", more.to_string()).param("limit", MAX_HOSTS.to_string());
            self.mx.diagnostics.push(found);
        }
        self.finish_mx();
    }

    fn take_host(&mut self, preference: u16, exchange: String) {
        let index = self.mx.hosts.len();
        let name = DomainName::parse(&exchange).ok();
        match &name {
            Some(name) => {
                for kind in [RecordType::Aaaa, RecordType::A] {
                    self.ask(Task::MxAddress(index, kind), name.as_str().to_owned(), kind);
                }
            }
            None => {
                let found = Diagnostic::new(Code::MxHostInvalid).param("host", exchange.as_str());
                self.mx.diagnostics.push(found);
            }
        }
        let host = name.as_ref().map_or(exchange, |n| n.as_str().to_owned());
        let evidence = MxHost { preference, host, ..MxHost::default() };
        self.mx.hosts.push(Host { evidence, name, lookups: Default::default(), expanded: None });
    }

    pub(super) fn mx_address_answered(
        &mut self,
        index: usize,
        kind: RecordType,
        response: DnsResponse,
    ) {
        let Some(host) = self.mx.hosts.get_mut(index) else { return };
        let [aaaa, a] = &mut host.lookups;
        let lookup = if kind == RecordType::A { a } else { aaaa };
        match answer(&response, &host.evidence.host, kind) {
            Ok(mut answer) => {
                lookup.addresses = addresses(&answer.records).collect();
                lookup.secure = answer.authenticated;
                lookup.target = answer.cnames.pop();
            }
            Err(found) => lookup.failed = Some(found),
        }
        self.finish_mx();
    }

    fn finish_mx(&mut self) {
        if self.pending(|task| matches!(task, Task::MxAddress(..))) || self.finished(StepName::Mx) {
            return;
        }
        let mut diagnostics = std::mem::take(&mut self.mx.diagnostics);
        let mut unknown = false;
        for host in &mut self.mx.hosts {
            let found = host.lookups.iter().flat_map(|l| l.addresses.iter().copied());
            host.evidence.addresses = found.take(MAX_ADDRESSES).collect();
            // An outage says nothing of DNSSEC; the answers that came do.
            host.evidence.dnssec = host.lookups.iter().any(|lookup| lookup.secure)
                && host.lookups.iter().all(|lookup| lookup.secure || lookup.failed.is_some());
            let lost = host.name.is_some() && host.evidence.addresses.is_empty();
            let failures: Vec<Diagnostic> =
                host.lookups.iter_mut().filter_map(|l| l.failed.take()).collect();
            unknown |= !failures.is_empty();
            if lost && failures.is_empty() {
                diagnostics.push(if self.mx.implicit {
                    Diagnostic::new(Code::MxMissing)
                } else {
                    let host = host.evidence.host.as_str();
                    Diagnostic::new(Code::MxHostUnresolvable).param("host", host)
                });
            }
            diagnostics.extend(failures);
            if let Some(target) = host.lookups.iter_mut().rev().find_map(|l| l.target.take()) {
                let secure = host.evidence.dnssec;
                host.expanded = secure.then(|| DomainName::parse(&target).ok()).flatten();
                let host = host.evidence.host.as_str();
                let found = Diagnostic::new(Code::MxCname).param("host", host);
                diagnostics.push(found.param("target", target));
            }
        }
        if diagnostics.iter().any(|d| d.code == Code::MxMissing) {
            self.mx.hosts.clear();
        } else if self.mx.implicit {
            diagnostics.push(Diagnostic::new(Code::MxImplicit));
        }
        let summary = match self.mx.hosts.as_slice() {
            [] => "no host takes mail for this domain".to_owned(),
            [only] => only.evidence.host.clone(),
            several => format!("{} hosts", several.len()),
        };
        let end = StepEnd::new(StepName::Mx, summary, diagnostics);
        let instead = unknown.then_some((Outcome::NotTested, "dns-failed"));
        self.finish(StepEnd { instead, ..end });
    }

    /// RFC 8461 4.1, once both the policy and the list of MX hosts are known.
    pub(super) fn advance_coverage(&mut self) {
        let mx_ended = self.mx.known || self.finished(StepName::Mx);
        if self.finished(StepName::Coverage) || !self.finished(StepName::Policy) || !mx_ended {
            return;
        }
        if let Some((outcome, reason, summary)) = self.nothing_to_validate() {
            let end = StepEnd::skipped(StepName::Coverage, reason, summary);
            self.finish(StepEnd { instead: Some((outcome, reason)), ..end });
            return;
        }
        // An implicit MX host is only known to exist once its addresses are.
        if self.mx.implicit && !self.finished(StepName::Mx) {
            return;
        }
        let Some(policy) = self.policy_host.readable() else { return };
        let diagnostics = cover(policy, &mut self.mx.hosts);
        let total = self.mx.hosts.len();
        let covered = self.mx.hosts.iter().filter(|h| h.evidence.covered_by.is_some()).count();
        let summary = format!("{covered} of {total} MX hosts covered by the policy");
        self.finish(StepEnd::new(StepName::Coverage, summary, diagnostics));
    }

    /// Why there is nothing to hold the MX hosts against.
    pub(super) fn nothing_to_validate(&self) -> Option<(Outcome, &'static str, &'static str)> {
        let policy_outcome = self.step(StepName::Policy).map(|s| s.outcome);
        if self.mx.null {
            return Some((Outcome::Skipped, "null-mx", "the domain takes no mail"));
        }
        if self.policy_host.absent {
            return Some((Outcome::Skipped, "no-mta-sts", "the domain does not use MTA-STS"));
        }
        match self.policy_host.readable() {
            Some(policy) if policy.mode == Mode::None => {
                Some((Outcome::Skipped, "mode-none", "mode none asks for nothing"))
            }
            Some(_) if !self.mx.known => {
                Some((Outcome::NotTested, "dns-failed", "the MX hosts are not known"))
            }
            Some(_) if self.finished(StepName::Mx) && self.mx.hosts.is_empty() => {
                Some((Outcome::Skipped, "no-mx", "no host takes mail for this domain"))
            }
            Some(_) => None,
            None if policy_outcome == Some(Outcome::NotTested) => {
                Some((Outcome::NotTested, "not-fetched", "the policy was not fetched"))
            }
            None => Some((
                Outcome::Skipped,
                "no-policy",
                "there is no policy to hold the MX hosts against",
            )),
        }
    }
}

fn mx_record(record: RecordData) -> Option<(u16, String)> {
    if let RecordData::Mx { preference, exchange } = record {
        Some((preference, exchange))
    } else {
        None
    }
}

/// Notes which pattern covers each host, and what is amiss.
fn cover(policy: &Policy, hosts: &mut [Host]) -> Vec<Diagnostic> {
    let names: Vec<DomainName> = hosts.iter().filter_map(|host| host.name.clone()).collect();
    let coverage = coverage(&policy.mx, &names);
    let mut covered = coverage.hosts.iter();
    let mut diagnostics = Vec::new();
    for Host { evidence, name, .. } in hosts {
        match name {
            Some(_) => {
                let pattern = covered.next().and_then(|host| host.covered_by.as_ref());
                evidence.covered_by = pattern.map(|p| p.as_str().to_owned());
            }
            // What is no host name matches no pattern.
            None => diagnostics.push(not_covered(&evidence.host, policy.mode)),
        }
    }
    diagnostics.extend(coverage.diagnostics(policy.mode));
    // The policy's own step has this one, with its place.
    diagnostics.retain(|found| found.code != Code::PolicyMxWildcardBroad);
    diagnostics
}
