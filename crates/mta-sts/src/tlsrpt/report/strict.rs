//! The strict view: whether a text is exactly what RFC 8460 4.4 and I-JSON (RFC 7493) ask for.

use super::Report;
use crate::code::Code;
use crate::diagnostic::Diagnostic;

/// What is reported of a text that keeps the rules.
///
/// RFC 8460 4.3 expects more result-types, I-JSON (RFC 7493 4.2) more members; details are not demanded.
const NO_BREACH: [Code; 3] =
    [Code::ReportMemberUnknown, Code::ReportResultTypeUnknown, Code::ReportDetailsMissing];

pub(super) fn read(text: &[u8]) -> Result<Report, Vec<Diagnostic>> {
    let parsed = super::parse(text);
    let mut breaches = parsed.diagnostics;
    breaches.retain(|found| !NO_BREACH.contains(&found.code));
    match parsed.value.and_then(|mut reports| reports.pop()) {
        Some(report) if breaches.is_empty() => Ok(report),
        _ => Err(breaches),
    }
}
