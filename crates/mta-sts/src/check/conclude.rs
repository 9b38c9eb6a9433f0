//! The verdict over all steps, and the sentence for it.

use crate::policy::{self, Mode};

use super::{Check, Dnssec, Outcome, Report, Step, StepName};

impl Check {
    pub(super) fn conclude(&mut self) -> Report {
        let verdict = self.verdict();
        let untested = self.steps.iter().filter(|s| s.outcome == Outcome::NotTested);
        let untested: Vec<StepName> = untested.map(|s| s.step).collect();
        let headline = self.headline(verdict);
        let policy = self.policy_host.policy.take();
        let hosts = std::mem::take(&mut self.mx.hosts);
        Report {
            domain: self.domain.as_str().to_owned(),
            policy_host: self.domain.policy_host(),
            policy_url: self.domain.policy_url(),
            verdict,
            headline,
            untested,
            steps: std::mem::take(&mut self.steps),
            record: self.txt.record.take(),
            record_cnames: std::mem::take(&mut self.txt.record_cnames),
            max_age_advice: policy.as_ref().map(policy::max_age_advice),
            policy,
            implicit_mx: self.mx.implicit && !hosts.is_empty(),
            mx: hosts.into_iter().map(|h| h.evidence).collect(),
            null_mx: self.mx.null,
            tlsrpt: self.txt.tlsrpt.take(),
            dnssec: Dnssec {
                record: self.txt.record_secure,
                policy_host: self.policy_host.secure(),
                mx: self.mx.secure,
            },
            spf: self.mail.spf.take(),
            dmarc: self.mail.dmarc.take(),
            #[cfg(feature = "probe")]
            probes: std::mem::take(&mut self.probes.list),
            #[cfg(not(feature = "probe"))]
            probes: Vec::new(),
        }
    }

    fn outcome(&self, step: StepName) -> Option<Outcome> {
        self.step(step).map(|s| s.outcome)
    }

    /// The gravest outcome. What the host cannot do at all does not count, and is listed as untested.
    fn verdict(&self) -> Outcome {
        let counts = |step: StepName, outcome: Outcome| match step {
            StepName::Starttls => outcome == Outcome::Fail || self.options.probe(),
            // DANE stands beside MTA-STS: its faults lose mail, but what could not be seen of it leaves no doubt here.
            StepName::Dane => outcome != Outcome::NotTested,
            StepName::Mail => false,
            _ => true,
        };
        let has = |wanted| {
            StepName::ALL.iter().any(|s| self.outcome(*s) == Some(wanted) && counts(*s, wanted))
        };
        let order = [Outcome::Fail, Outcome::NotTested, Outcome::Warn];
        order.into_iter().find(|o| has(*o)).unwrap_or(Outcome::Pass)
    }

    fn headline(&self, verdict: Outcome) -> String {
        let domain = self.domain.as_str();
        let failed = |step| self.outcome(step) == Some(Outcome::Fail);
        let untold = |step: &Step| matches!(step.outcome, Outcome::NotTested | Outcome::Skipped);
        let mode = self.policy_host.policy.as_ref().map(|p| p.mode);
        if self.policy_host.absent && failed(StepName::Record) {
            return format!("{domain} does not use MTA-STS");
        }
        let text = match verdict {
            Outcome::Fail
                if [StepName::Record, StepName::Fetch, StepName::Policy]
                    .into_iter()
                    .any(failed) =>
            {
                format!("Senders cannot use the MTA-STS policy of {domain}")
            }
            Outcome::Fail if failed(StepName::Coverage) || failed(StepName::Starttls) => match mode
            {
                Some(Mode::Enforce) => {
                    format!(
                        "Senders that honour the policy of {domain} refuse to deliver to some of its MX hosts"
                    )
                }
                _ => format!("{domain} is not ready to enforce its policy: MX hosts fail it"),
            },
            Outcome::Fail if failed(StepName::Mx) => {
                format!("the MX records of {domain} are broken")
            }
            Outcome::Fail if failed(StepName::Dane) => {
                format!(
                    "MTA-STS of {domain} works, but Senders that know DANE refuse to deliver to some of its MX hosts"
                )
            }
            Outcome::Fail => format!("MTA-STS of {domain} works, but its TLSRPT record is broken"),
            Outcome::NotTested if self.steps.iter().all(untold) => {
                format!("nothing could be tested for {domain}")
            }
            Outcome::NotTested => format!("not everything could be tested for {domain}"),
            _ if mode == Some(Mode::None) => {
                format!("{domain} has MTA-STS switched off (mode none)")
            }
            Outcome::Warn => format!("MTA-STS of {domain} works, with warnings"),
            _ if mode == Some(Mode::Testing) => {
                format!("MTA-STS of {domain} is in order, in mode testing: nothing is enforced yet")
            }
            _ => format!("MTA-STS of {domain} is in order, in mode enforce"),
        };
        let certificates = self.outcome(StepName::Starttls) == Some(Outcome::NotTested);
        match verdict {
            Outcome::Pass | Outcome::Warn if self.options.policy_only => {
                format!("{text}; the MX hosts were not looked at")
            }
            Outcome::Pass | Outcome::Warn if certificates => {
                format!("{text}; the MX hosts' certificates were not tested")
            }
            _ => text,
        }
    }
}
