//! What the sums of `mta-sts report` lack.

use mta_sts::tlsrpt::report::Report;
use mta_sts::{Code, Parsed};

/// Findings about values that are left out; a value that reports lack altogether is only a note to the reader.
const LOSSES: [Code; 5] = [
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
    pub(super) fn note(&mut self, parsed: &Parsed<Vec<Report>>) {
        match parsed.value.as_ref().or(parsed.salvaged.as_ref()) {
            None => self.unread += 1,
            Some(reports) => {
                let lost = parsed.diagnostics.iter().any(|found| is_loss(found.code));
                self.in_part += usize::from(lost || reports.iter().any(lacks_counts));
            }
        }
    }
}

/// Whether a finding says that something is not in the sums, and nothing else.
pub(super) fn is_loss(code: Code) -> bool {
    LOSSES.contains(&code)
}

fn lacks_counts(report: &Report) -> bool {
    report.policies.iter().any(|policy| {
        let summary = policy.summary;
        let details = policy.failure_details.iter().map(|failure| failure.failed_session_count);
        [summary.total_successful_session_count, summary.total_failure_session_count]
            .into_iter()
            .chain(details)
            .any(|count| count.is_none())
    })
}
