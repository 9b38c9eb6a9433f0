//! The step about the mail records beside MTA-STS: SPF and DMARC. Context only; it never fails, and no verdict depends
//! on it.

use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::dns::RecordType;

use super::txt_steps::{answer, texts};
use super::{Check, DnsResponse, StepEnd, StepName, Task};

/// What is known of the mail records.
#[derive(Debug, Clone, Default)]
pub(super) struct Mail {
    pub spf: Option<String>,
    pub dmarc: Option<String>,
    /// A look-up failed.
    unknown: bool,
}

impl Check {
    pub(super) fn spf_answered(&mut self, response: DnsResponse) {
        let found = record(&response, self.domain.as_str(), "v=spf1");
        self.mail.unknown |= found.is_none();
        self.mail.spf = found.flatten();
        self.finish_mail();
    }

    pub(super) fn dmarc_answered(&mut self, response: DnsResponse) {
        let found = record(&response, &self.domain.dmarc_name(), "v=DMARC1");
        self.mail.unknown |= found.is_none();
        self.mail.dmarc = found.flatten();
        self.finish_mail();
    }

    fn finish_mail(&mut self) {
        if self.pending(|task| matches!(task, Task::Spf | Task::Dmarc)) {
            return;
        }
        if self.mail.unknown {
            let summary = "a look-up of the SPF or the DMARC record failed";
            return self.finish(StepEnd::not_tested(StepName::Mail, "dns-failed", summary, None));
        }
        let missing =
            [(&self.mail.spf, Code::MailSpfMissing), (&self.mail.dmarc, Code::MailDmarcMissing)];
        let missing = missing.iter().filter(|(record, _)| record.is_none());
        let diagnostics: Vec<Diagnostic> = missing
            .map(|(_, code)| Diagnostic::new(*code).param("domain", self.domain.as_str()))
            .collect();
        let summary = match (&self.mail.spf, &self.mail.dmarc) {
            (Some(_), Some(_)) => "there are an SPF and a DMARC record",
            (Some(_), None) => "there is an SPF record, and no DMARC record",
            (None, Some(_)) => "there is a DMARC record, and no SPF record",
            (None, None) => "there is neither an SPF nor a DMARC record",
        };
        self.finish(StepEnd::new(StepName::Mail, summary, diagnostics));
    }
}

/// The first TXT record of that version: `None` where the look-up failed, `Some(None)` where there is none.
fn record(response: &DnsResponse, name: &str, version: &str) -> Option<Option<String>> {
    let answer = answer(response, name, RecordType::Txt).ok()?;
    let mut texts = texts(&answer).into_iter().map(|text| String::from_utf8_lossy(text));
    // RFC 7208 4.5 and RFC 7489 6.6.3: the version is followed by a space, a semicolon or the end.
    let found = texts.find(|text| {
        let rest = text.strip_prefix(version);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ';']))
    });
    Some(found.map(String::from))
}
