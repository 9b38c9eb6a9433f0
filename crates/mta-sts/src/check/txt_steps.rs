//! The two steps that read a TXT record: MTA-STS (RFC 8461 3.1) and TLSRPT (RFC 8460 3).

use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::dns::{Answer, DnsError, RecordData, RecordType, decode};
use crate::record::{self, StsRecord};
use crate::tlsrpt::record::{self as tlsrpt, TlsrptRecord};

use super::{Check, DnsResponse, StepEnd, StepName};

/// What the TXT steps learned.
#[derive(Debug, Clone, Default)]
pub(super) struct TxtSteps {
    pub record: Option<StsRecord>,
    /// DNSSEC secures the answer for it.
    pub record_secure: bool,
    pub record_cnames: Vec<String>,
    /// There is no record that could be meant as MTA-STS.
    pub record_absent: bool,
    pub tlsrpt: Option<TlsrptRecord>,
}

impl Check {
    pub(super) fn record_answered(&mut self, response: DnsResponse) {
        let name = self.domain.record_name();
        let answer = match answer(&response, &name, RecordType::Txt) {
            Ok(answer) => answer,
            Err(found) => return self.lookup_ended(StepName::Record, &name, found),
        };
        let mut parsed = record::parse_set(&texts(&answer));
        add_cnames(Code::RecordCname, &answer, &mut parsed.diagnostics);
        self.txt.record_absent = parsed.diagnostics.iter().any(|d| d.code == Code::RecordMissing);
        let summary = match &parsed.value {
            Some(record) => format!("valid, id {}", record.id),
            None if self.txt.record_absent => format!("no MTA-STS record at {name}"),
            None => "Senders must ignore this record".to_owned(),
        };
        self.txt.record = parsed.value;
        self.txt.record_cnames = answer.cnames;
        self.txt.record_secure = answer.authenticated;
        let end = StepEnd::new(StepName::Record, summary, parsed.diagnostics);
        let end = StepEnd { source: Some(parsed.source.to_string()), ..end };
        if self.txt.record_absent { self.search_record(end) } else { self.finish(end) }
    }

    pub(super) fn tlsrpt_answered(&mut self, response: DnsResponse) {
        let name = self.domain.tlsrpt_name();
        let answer = match answer(&response, &name, RecordType::Txt) {
            Ok(answer) => answer,
            Err(found) => return self.lookup_ended(StepName::Tlsrpt, &name, found),
        };
        let mut parsed = tlsrpt::parse_set(&texts(&answer));
        for missing in parsed.diagnostics.iter_mut().filter(|d| d.code == Code::TlsrptMissing) {
            missing.params.push(("domain", self.domain.as_str().to_owned()));
        }
        add_cnames(Code::TlsrptCname, &answer, &mut parsed.diagnostics);
        let summary = match &parsed.value {
            Some(record) => format!("reports go to {}", record.rua.join(", ")),
            None if parsed.source.is_empty() => format!("no TLSRPT record at {name}"),
            None => "Senders must ignore this record".to_owned(),
        };
        self.txt.tlsrpt = parsed.value;
        let end = StepEnd::new(StepName::Tlsrpt, summary, parsed.diagnostics);
        self.finish(StepEnd { source: Some(parsed.source.to_string()), ..end });
    }

    /// Ends a step whose look-up proved nothing, or failed for a fault of the domain's.
    pub(super) fn lookup_ended(&mut self, step: StepName, name: &str, found: Diagnostic) {
        let broken = found.code == Code::DnsCnameLoop;
        self.finish(if broken {
            StepEnd::new(step, format!("the look-up of {name} leads nowhere"), vec![found])
        } else {
            let summary = format!("the look-up of {name} failed");
            StepEnd::not_tested(step, "dns-failed", summary, Some(found))
        });
    }
}

/// Reads a DNS response, or says why it proves nothing.
pub(super) fn answer(
    response: &DnsResponse,
    name: &str,
    record_type: RecordType,
) -> Result<Answer, Diagnostic> {
    let failed = |detail: String| {
        Diagnostic::new(Code::DnsLookupFailed)
            .param("type", record_type.as_str())
            .param("name", name)
            .param("detail", detail)
    };
    match response {
        DnsResponse::Failed { detail } => Err(failed(detail.clone())),
        DnsResponse::Message(bytes) => {
            decode(bytes, name, record_type).map_err(|fault| match fault {
                DnsError::CnameLoop => Diagnostic::new(Code::DnsCnameLoop).param("name", name),
                _ => failed(fault.to_string()),
            })
        }
    }
}

pub(super) fn texts(answer: &Answer) -> Vec<&Vec<u8>> {
    let records = answer.records.iter();
    records.filter_map(|r| if let RecordData::Txt(text) = r { Some(text) } else { None }).collect()
}

fn add_cnames(code: Code, answer: &Answer, diagnostics: &mut Vec<Diagnostic>) {
    if !answer.cnames.is_empty() {
        diagnostics.push(Diagnostic::new(code).param("chain", answer.cnames.join(" → ")));
    }
}
