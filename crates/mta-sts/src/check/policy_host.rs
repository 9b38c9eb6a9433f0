//! The steps at the Policy Host: finding it, fetching the policy (RFC 8461 3.3) and reading it (3.2).

use std::net::IpAddr;

use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::dns::{RecordData, RecordType};
use crate::fetch::{self, FETCH_TIMEOUT_SECONDS, FetchResponse, FetchVerdict, MAX_POLICY_BYTES};
use crate::policy::{self, Policy};

use super::txt_steps::answer;
use super::{Check, DnsResponse, FetchRequest, Outcome, Request, StepEnd, StepName, Task};

/// What is known of the Policy Host.
#[derive(Debug, Clone, Default)]
pub(super) struct PolicyHost {
    /// Of AAAA and A, in this order whichever came first.
    addresses: [Vec<IpAddr>; 2],
    /// Which of them DNSSEC secures.
    secure: [bool; 2],
    /// Why an address look-up proved nothing.
    lookup_failed: Option<Diagnostic>,
    requested: bool,
    /// The policy as a strict Sender reads it.
    pub policy: Option<Policy>,
    /// The tolerant reading where there is no strict one, for the steps that follow.
    salvaged: Option<Policy>,
    /// Neither a record nor a Policy Host: the domain does not use MTA-STS.
    pub absent: bool,
}

impl PolicyHost {
    /// Whether DNSSEC secures its addresses.
    pub(super) fn secure(&self) -> bool {
        self.secure == [true; 2]
    }

    /// The strict reading or else the tolerant one.
    pub(super) fn readable(&self) -> Option<&Policy> {
        self.policy.as_ref().or(self.salvaged.as_ref())
    }
}

impl Check {
    pub(super) fn policy_host_answered(&mut self, kind: RecordType, response: DnsResponse) {
        match answer(&response, &self.domain.policy_host(), kind) {
            Ok(answer) => {
                let [v6, v4] = &mut self.policy_host.addresses;
                let [secure_v6, secure_v4] = &mut self.policy_host.secure;
                let (place, secure) =
                    if kind == RecordType::A { (v4, secure_v4) } else { (v6, secure_v6) };
                *place = addresses(&answer.records).collect();
                *secure = answer.authenticated;
            }
            Err(found) => {
                // A loop is the domain's own fault, whichever answer comes first.
                let known = self.policy_host.lookup_failed.take();
                let graver = known.filter(|known| known.code == Code::DnsCnameLoop);
                self.policy_host.lookup_failed = graver.or(Some(found));
            }
        }
    }

    /// Fetches as soon as there is an address. The record need not be good: all faults in one pass.
    pub(super) fn advance_fetch(&mut self) {
        let waiting = self.pending(|task| matches!(task, Task::PolicyHostAddress(_)));
        if self.policy_host.requested || self.finished(StepName::Fetch) || waiting {
            return;
        }
        let addresses = self.policy_host.addresses.concat();
        if !addresses.is_empty() {
            self.policy_host.requested = true;
            let request = FetchRequest {
                url: self.domain.policy_url(),
                host: self.domain.policy_host(),
                addresses,
                max_bytes: MAX_POLICY_BYTES,
                timeout_seconds: FETCH_TIMEOUT_SECONDS,
            };
            self.issue(Task::Fetch, Request::FetchPolicy(request));
        } else if let Some(found) = self.policy_host.lookup_failed.take() {
            let host = self.domain.policy_host();
            self.lookup_ended(StepName::Fetch, &host, found);
            self.no_policy("the policy was not fetched", Outcome::NotTested);
        } else if self.finished(StepName::Record) {
            self.host_missing();
        }
    }

    fn host_missing(&mut self) {
        let host = self.domain.policy_host();
        // A record that is delegated and missing is a fault: somebody means to use MTA-STS.
        if self.txt.record_absent && self.txt.record_cnames.is_empty() {
            self.policy_host.absent = true;
            let summary = "neither a record nor a Policy Host";
            self.finish(StepEnd::skipped(StepName::Fetch, "no-mta-sts", summary));
        } else {
            let found = Diagnostic::new(Code::FetchHostMissing).param("host", host.as_str());
            let summary = format!("{host} has no address");
            self.finish(StepEnd::new(StepName::Fetch, summary, vec![found]));
        }
        self.no_policy("there is no policy to read", Outcome::Skipped);
    }

    pub(super) fn fetched(&mut self, response: FetchResponse) {
        let host = self.domain.policy_host();
        match fetch::judge(&response, &host) {
            FetchVerdict::Body(warning) => {
                let FetchResponse::Response { body, .. } = response else { return };
                let summary = format!("{} bytes from {host}", body.len());
                let found = warning.into_iter().collect();
                self.finish(StepEnd::new(StepName::Fetch, summary, found));
                self.read_policy(&body);
            }
            FetchVerdict::Failed(found) => {
                let summary = "Senders cannot fetch a policy";
                self.finish(StepEnd::new(StepName::Fetch, summary, vec![found]));
                self.no_policy("there is no policy to read", Outcome::Skipped);
            }
            FetchVerdict::NotTested(found) => {
                let reason = not_tested_reason(found.code);
                let summary = "the policy could not be fetched from here";
                self.finish(StepEnd::not_tested(StepName::Fetch, reason, summary, Some(found)));
                self.no_policy("the policy was not fetched", Outcome::NotTested);
            }
        }
    }

    fn read_policy(&mut self, body: &[u8]) {
        let parsed = policy::parse(body);
        let summary = match &parsed.value {
            Some(p) => {
                let age = policy::duration_words(p.max_age);
                format!("mode {}, max_age {age}, {} mx", p.mode, p.mx.len())
            }
            None => "a strict Sender ignores this policy".to_owned(),
        };
        self.policy_host.policy = parsed.value;
        self.policy_host.salvaged = parsed.salvaged;
        let end = StepEnd::new(StepName::Policy, summary, parsed.diagnostics);
        self.finish(StepEnd { source: Some(parsed.source.to_string()), ..end });
    }

    fn no_policy(&mut self, summary: &str, outcome: Outcome) {
        self.finish(if outcome == Outcome::NotTested {
            StepEnd::not_tested(StepName::Policy, "not-fetched", summary, None)
        } else {
            StepEnd::skipped(StepName::Policy, "no-policy", summary)
        });
    }
}

fn not_tested_reason(code: Code) -> &'static str {
    let reasons = [
        (Code::FetchChallenge, "challenge"),
        (Code::FetchUnreadable, "unreadable"),
        (Code::FetchGaveUp, "gave-up"),
    ];
    let reason = reasons.into_iter().find(|(known, _)| *known == code);
    reason.map_or("unavailable", |(_, reason)| reason)
}

/// The addresses among records of any type.
pub(super) fn addresses(records: &[RecordData]) -> impl Iterator<Item = IpAddr> {
    records.iter().filter_map(|record| match record {
        RecordData::A(address) => Some(IpAddr::V4(*address)),
        RecordData::Aaaa(address) => Some(IpAddr::V6(*address)),
        RecordData::Mx { .. } | RecordData::Txt(_) | RecordData::Tlsa(_) => None,
    })
}
