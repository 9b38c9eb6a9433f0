//! The step about DANE: TLSA records of the MX hosts, and what a Sender that knows both goes by (RFC 8461 2, RFC 7672).

use crate::dane::{Evidence, Protection, Tlsa, TlsaAnswer, findings, protection, settles};
use crate::diagnostic::Diagnostic;
use crate::dns::{RecordData, RecordType};
use crate::timestamp::Timestamp;

use super::txt_steps::answer;
use super::{Check, DnsResponse, Outcome, StepEnd, StepName, Task};

/// What is known of the TLSA records.
#[derive(Debug, Clone, Default)]
pub(super) struct Dane {
    asked: bool,
    /// With the index of the MX host, in the order of the hosts.
    answers: Vec<(usize, Lookup)>,
}

#[derive(Debug, Clone)]
struct Lookup {
    /// The AD bit.
    secure: bool,
    records: Vec<Tlsa>,
    /// Why it proved nothing.
    failed: Option<Diagnostic>,
}

/// What the step learns on its way over the hosts.
#[derive(Default)]
pub(super) struct Tally {
    pub diagnostics: Vec<Diagnostic>,
    /// Addresses whose certificate matches a TLSA record.
    pub matched: usize,
    /// Addresses, or whole hosts, that could not be held against the records.
    missed: usize,
    /// Hosts at which DANE applies.
    applies: usize,
    /// Hosts with TLSA records, secure or not.
    published: usize,
    /// Some of these records, or the MX records above them, are secure.
    vouched: bool,
    /// A look-up that matters failed.
    failed: bool,
}

impl Check {
    pub(super) fn advance_dane(&mut self, now: Timestamp) {
        if self.finished(StepName::Dane) || !self.finished(StepName::Mx) {
            return;
        }
        if !self.dane.asked {
            self.dane.asked = true;
            self.ask_tlsa();
        }
        // Certificates are seen in the step before.
        let waiting = self.pending(|task| matches!(task, Task::Tlsa(_)));
        if !waiting && self.finished(StepName::Starttls) && !self.finished(StepName::Dane) {
            self.finish_dane(now);
        }
    }

    fn ask_tlsa(&mut self) {
        let reachable = self.mx.hosts.iter().enumerate();
        let reachable = reachable.filter(|(_, host)| !host.evidence.addresses.is_empty());
        let names: Vec<(usize, String)> =
            reachable.filter_map(|(index, host)| Some((index, host.tlsa_name()?))).collect();
        if names.is_empty() {
            let mx_failed = self.step(StepName::Mx).map(|s| s.outcome) == Some(Outcome::NotTested);
            self.finish(if self.mx.null {
                StepEnd::skipped(StepName::Dane, "null-mx", "the domain takes no mail")
            } else if mx_failed {
                let summary = "the MX hosts are not known";
                StepEnd::not_tested(StepName::Dane, "dns-failed", summary, None)
            } else if self.mx.hosts.is_empty() {
                let summary = "no host takes mail for this domain";
                StepEnd::skipped(StepName::Dane, "no-mx", summary)
            } else {
                let summary = "no MX host has an address to connect to";
                StepEnd::skipped(StepName::Dane, "no-address", summary)
            });
            return;
        }
        self.start(StepName::Dane);
        for (index, name) in names {
            self.ask(Task::Tlsa(index), name, RecordType::Tlsa);
        }
    }

    pub(super) fn tlsa_answered(&mut self, index: usize, response: DnsResponse) {
        let Some(host) = self.mx.hosts.get_mut(index) else { return };
        let Some(name) = host.tlsa_name() else { return };
        let lookup = match answer(&response, &name, RecordType::Tlsa) {
            Ok(answer) => Lookup {
                secure: answer.authenticated,
                records: answer.records.into_iter().filter_map(tlsa).collect(),
                failed: None,
            },
            Err(found) => Lookup { secure: false, records: Vec::new(), failed: Some(found) },
        };
        // A look-up that failed is no leave to look at the next place, which is the name in the MX record.
        let settled = lookup.failed.is_some() || settles(lookup.secure, &lookup.records);
        if !settled
            && host.expanded.take().is_some()
            && let Some(name) = host.tlsa_name()
        {
            return self.ask(Task::Tlsa(index), name, RecordType::Tlsa);
        }
        // They come in any order.
        let place = self.dane.answers.iter().take_while(|(known, _)| *known < index).count();
        self.dane.answers.insert(place, (index, lookup));
    }

    fn finish_dane(&mut self, now: Timestamp) {
        let mut tally = Tally::default();
        for (index, lookup) in std::mem::take(&mut self.dane.answers) {
            self.judge_tlsa(index, lookup, now, &mut tally);
        }
        let (summary, instead) = tally.conclusion(self.options.probe());
        let end = StepEnd::new(StepName::Dane, summary, tally.diagnostics);
        self.finish(StepEnd { instead, ..end });
    }

    fn judge_tlsa(&mut self, index: usize, lookup: Lookup, now: Timestamp, tally: &mut Tally) {
        let mx_secure = self.mx.secure;
        let Some(host) = self.mx.hosts.get_mut(index) else { return };
        let tlsa = match &lookup {
            Lookup { failed: Some(_), .. } => TlsaAnswer::Failed,
            Lookup { secure: true, records, .. } => TlsaAnswer::Secure(records),
            Lookup { .. } => TlsaAnswer::Insecure,
        };
        let evidence = Evidence { mx_secure, addresses_secure: host.evidence.dnssec, tlsa };
        let goes_by = protection(&evidence);
        let diagnostics = findings::of_records(&host.evidence.host, &evidence, &lookup.records);
        tally.diagnostics.extend(diagnostics);
        if !lookup.records.is_empty() {
            tally.published = tally.published.saturating_add(1);
            tally.vouched |= mx_secure || lookup.secure;
        }
        host.evidence.protection = goes_by;
        host.evidence.tlsa = lookup.records;
        match goes_by {
            Protection::Dane => {
                tally.applies = tally.applies.saturating_add(1);
                self.hold_against(index, now, tally);
            }
            Protection::DoNotUse => {
                tally.failed = true;
                tally.diagnostics.extend(lookup.failed);
            }
            Protection::MtaSts | Protection::TlsOnly => {}
        }
    }

    /// Only a prober sees certificates.
    #[cfg(not(feature = "probe"))]
    fn hold_against(&self, _index: usize, _now: Timestamp, tally: &mut Tally) {
        tally.miss();
    }
}

impl Tally {
    /// Something could not be held against TLSA records.
    pub(super) fn miss(&mut self) {
        self.missed = self.missed.saturating_add(1);
    }

    /// The summary, and the outcome where it does not follow from the findings.
    fn conclusion(&self, probe: bool) -> (String, Option<(Outcome, &'static str)>) {
        let not_tested = |reason| Some((Outcome::NotTested, reason));
        if self.failed {
            let summary =
                "a look-up of TLSA records failed; Senders that know DANE wait in such a case";
            (summary.to_owned(), not_tested("dns-failed"))
        } else if self.published == 0 {
            let summary = "no TLSA records: DANE does not apply";
            (summary.to_owned(), Some((Outcome::Skipped, "no-tlsa")))
        } else if !self.vouched {
            let summary = "there are TLSA records, but the resolver vouches for nothing by DNSSEC";
            (summary.to_owned(), not_tested("no-dnssec"))
        } else if self.applies == 0 {
            ("there are TLSA records, but no Sender goes by them".to_owned(), None)
        } else if self.missed == 0 {
            let Tally { applies, matched, .. } = self;
            let summary = format!(
                "DANE applies at {applies} MX host(s); {matched} address(es) match a TLSA record"
            );
            (summary, None)
        } else {
            let applies = self.applies;
            let summary = format!(
                "DANE applies at {applies} MX host(s); not every certificate could be held against the TLSA records"
            );
            (summary, not_tested(if probe { "no-certificate" } else { "no-prober" }))
        }
    }
}

fn tlsa(record: RecordData) -> Option<Tlsa> {
    if let RecordData::Tlsa(record) = record { Some(record) } else { None }
}
