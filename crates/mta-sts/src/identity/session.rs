//! What the SMTP session says: how far it came, and what was odd on the way.

use super::Judge;
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::probe::{Lost, Phase, ProbeResult};

impl Judge<'_> {
    /// What was odd before a TLS handshake that took place.
    pub(super) fn dialogue(self) -> Vec<Diagnostic> {
        let dialogue = &self.address.dialogue;
        let mut found = Vec::new();
        // RFC 3207 4.1: a Sender uses STARTTLS only where the EHLO reply lists it.
        if !dialogue.offers_starttls() {
            found.push(self.found(Code::StarttlsNotOffered));
            found.push(self.found(Code::StarttlsUnlisted));
        }
        if let Some(text) = &dialogue.injected {
            found.push(self.found(Code::StarttlsInjected).param("text", text.as_str()));
        }
        found
    }

    /// Why an address could not be tested.
    pub(super) fn not_tested(self) -> Diagnostic {
        match &self.address.result {
            ProbeResult::Temporary { code, text, .. } => {
                self.found(Code::StarttlsTemporary).param("reply", reply(*code, text))
            }
            ProbeResult::Rejected { phase: Phase::Ehlo, code, text } => {
                let name = self.address.dialogue.helo.as_deref().unwrap_or_default();
                let found =
                    self.found(Code::StarttlsEhloRefused).param("reply", reply(*code, text));
                found.param("name", name)
            }
            ProbeResult::Rejected { code, text, .. } => {
                self.found(Code::StarttlsTurnedAway).param("reply", reply(*code, text))
            }
            ProbeResult::Unreachable { reason: Lost::PortBlocked, detail, .. } => {
                self.found(Code::StarttlsPortBlocked).param("detail", detail.as_str())
            }
            ProbeResult::Unreachable { phase, detail, .. } => {
                let detail = format!("{}: {detail}", phase_words(*phase));
                self.found(Code::StarttlsUnreachable).param("detail", detail)
            }
            ProbeResult::Handshake(_)
            | ProbeResult::NotOffered
            | ProbeResult::Refused { .. }
            | ProbeResult::TlsFailed { .. } => {
                self.found(Code::StarttlsUnreachable).param("detail", "")
            }
        }
    }
}

pub(super) fn reply(code: u16, text: &str) -> String {
    format!("{code} {text}")
}

fn phase_words(phase: Phase) -> &'static str {
    if phase == Phase::Connect { "the connection" } else { phase.as_str() }
}
