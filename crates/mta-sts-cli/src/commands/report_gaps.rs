//! What the sums of `mta-sts report` lack.

use mta_sts::tlsrpt::report::{Report, Summary};
use mta_sts::{Code, DomainName, Parsed};

/// Findings about values that are left out; a value that reports lack altogether is only a note to the reader.
const LOSSES: [Code; 6] = [
    Code::ReportCutOff,
    Code::ReportCountString,
    Code::ReportCountInvalid,
    Code::ReportValueType,
    Code::ReportNotObject,
    Code::ReportPoliciesMissing,
];

/// What was named and does not count, or not in full.
#[derive(Debug, Default)]
pub(crate) struct Gaps {
    /// Files, messages and parts of messages without a report that could be read.
    pub(crate) unread: usize,
    /// Those with a report of which something is not in the sums.
    pub(crate) in_part: usize,
}

impl Gaps {
    pub(crate) fn is_empty(&self) -> bool {
        self.unread == 0 && self.in_part == 0
    }

    /// Notes what was read of a file, a message or a part of one.
    pub(super) fn note(&mut self, parsed: &Parsed<Vec<Report>>, domain: Option<&DomainName>) {
        match parsed.value.as_ref().or(parsed.salvaged.as_ref()) {
            None => self.unread += 1,
            Some(reports) => {
                let lost = parsed.diagnostics.iter().any(|found| is_loss(found.code));
                let lacks = reports.iter().any(|report| lacks_counts(report, domain));
                self.in_part += usize::from(lost || lacks);
            }
        }
    }
}

/// Whether a finding says that something is not in the sums, and nothing else.
pub(super) fn is_loss(code: Code) -> bool {
    LOSSES.contains(&code)
}

/// Whether a count of `domain`, or of every domain, is not known.
fn lacks_counts(report: &Report, domain: Option<&DomainName>) -> bool {
    report.policies.iter().any(|policy| match (domain, &policy.policy.policy_domain) {
        // It may be this one.
        (Some(_), None) => true,
        (Some(domain), Some(name)) if DomainName::parse(name).as_ref() != Ok(domain) => false,
        _ => {
            let Summary { total_successful_session_count, total_failure_session_count } =
                policy.summary;
            let counts = [total_successful_session_count, total_failure_session_count];
            let details = policy.failure_details.iter().map(|details| details.failed_session_count);
            counts.into_iter().chain(details).any(|count| count.is_none())
        }
    })
}
