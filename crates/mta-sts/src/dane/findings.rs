//! What is to say of the TLSA records of an MX host, apart from any certificate, and of one address of it.

use crate::code::Code;
use crate::diagnostic::Diagnostic;

use super::{Evidence, Protection, Tlsa, TlsaAnswer, protection};

/// Everything amiss with the records that `host` publishes, secure or not.
pub(crate) fn of_records(
    host: &str,
    evidence: &Evidence<'_>,
    published: &[Tlsa],
) -> Vec<Diagnostic> {
    let goes_by = protection(evidence);
    let found = |code| Diagnostic::new(code).param("host", host);
    let mut diagnostics = Vec::new();
    if !published.is_empty() {
        let secure = matches!(evidence.tlsa, TlsaAnswer::Secure(_));
        let code = match goes_by {
            Protection::TlsOnly => Some(Code::DaneNoneUsable),
            Protection::MtaSts if evidence.mx_secure => Some(Code::DaneTlsaInsecure),
            Protection::MtaSts if secure => Some(Code::DaneMxInsecure),
            Protection::MtaSts => Some(Code::DaneNotVouched),
            Protection::Dane | Protection::DoNotUse => None,
        };
        diagnostics.extend(code.map(found));
    }
    if matches!(goes_by, Protection::Dane | Protection::TlsOnly) {
        for (record, reason) in
            published.iter().filter_map(|record| Some((record, record.unusable()?)))
        {
            let found = found(Code::DaneTlsaUnusable).param("record", short(record));
            diagnostics.push(found.param("reason", reason.to_string()));
        }
    }
    diagnostics
}

/// A finding about what one address of the host presented.
#[cfg(feature = "probe")]
pub(crate) fn at_address(code: Code, host: &str, address: &str) -> Diagnostic {
    Diagnostic::new(code).param("host", host).param("address", address)
}

/// The record as a zone file has it, without most of its data.
fn short(record: &Tlsa) -> String {
    const SHOWN: usize = 16;
    let text = record.to_string();
    let head: String = text.chars().take(6 + SHOWN).collect();
    if head.len() < text.len() { format!("{head}…") } else { head }
}
