//! What adding up needs of one report: equal failures taken together, names in one form.

use std::collections::BTreeMap;

use super::super::ResultType;
use super::super::report::{
    DateRange, FailureDetails, MAX_COUNT, PolicyReport, PolicyType, Report,
};
use crate::timestamp::Timestamp;

/// Seconds of a day.
const DAY: i64 = 86_400;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub organization_name: Option<String>,
    /// The start of the UTC day.
    pub day: Option<Timestamp>,
    pub policies: Vec<PolicyEntry>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PolicyEntry {
    pub policy_domain: Option<String>,
    pub policy_type: Option<PolicyType>,
    pub successful: u64,
    pub failed: u64,
    pub failures: BTreeMap<Failure, u64>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Failure {
    pub result_type: Option<ResultType>,
    pub mx: Option<String>,
    pub receiving_ip: Option<String>,
    pub sending_ip: Option<String>,
    pub reason: Option<String>,
}

impl Entry {
    pub(super) fn of(report: &Report) -> Entry {
        Entry {
            organization_name: report.organization_name.clone(),
            day: day(report.date_range),
            policies: report.policies.iter().map(PolicyEntry::of).collect(),
        }
    }
}

impl PolicyEntry {
    fn of(report: &PolicyReport) -> PolicyEntry {
        let mut failures = BTreeMap::new();
        for details in &report.failure_details {
            let count = details.failed_session_count.unwrap_or(0);
            let sum = failures.entry(Failure::of(details)).or_insert(0);
            *sum = add(*sum, count);
        }
        PolicyEntry {
            policy_domain: report.policy.policy_domain.as_deref().map(canonical),
            policy_type: report.policy.policy_type.clone(),
            successful: report.summary.total_successful_session_count.unwrap_or(0),
            failed: report.summary.total_failure_session_count.unwrap_or(0),
            failures,
        }
    }
}

impl Failure {
    fn of(details: &FailureDetails) -> Failure {
        Failure {
            result_type: details.result_type.clone(),
            mx: details.receiving_mx_hostname.as_deref().map(canonical),
            receiving_ip: details.receiving_ip.clone(),
            sending_ip: details.sending_mta_ip.clone(),
            reason: details.failure_reason_code.clone(),
        }
    }
}

/// Domain names are compared without regard to case and root dot.
pub(super) fn canonical(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

/// A sum that stops at [`MAX_COUNT`], so that JavaScript can still hold it.
pub(super) fn add(a: u64, b: u64) -> u64 {
    a.saturating_add(b).min(MAX_COUNT)
}

/// The UTC day in which the middle of the range is: right for 00:00 to 24:00, for 23:59:59, and for Senders
/// whose day begins in their own zone.
fn day(range: DateRange) -> Option<Timestamp> {
    let DateRange { start_datetime: start, end_datetime: end } = range;
    let middle = match (start, end) {
        (Some(start), Some(end)) => {
            let length = end.0.saturating_sub(start.0).max(0);
            start.0.saturating_add(length.checked_div(2).unwrap_or(0))
        }
        (Some(start), None) => start.0,
        // An end of 00:00 is that of the day before.
        (None, Some(end)) => end.0.saturating_sub(1),
        (None, None) => return None,
    };
    Some(Timestamp(middle.saturating_sub(middle.rem_euclid(DAY))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day_of(start: &str, end: &str) -> Option<String> {
        let range =
            DateRange { start_datetime: start.parse().ok(), end_datetime: end.parse().ok() };
        day(range).map(|day| day.to_string())
    }

    #[test]
    fn takes_the_day_that_most_of_the_range_is_in() {
        let first = Some("2016-04-01T00:00:00Z".to_owned());
        assert_eq!(day_of("2016-04-01T00:00:00Z", "2016-04-01T23:59:59Z"), first);
        assert_eq!(day_of("2016-04-01T00:00:00Z", "2016-04-02T00:00:00Z"), first);
        assert_eq!(day_of("2016-04-01T00:00:00+02:00", "2016-04-02T00:00:00+02:00"), first);
        assert_eq!(day_of("2016-04-01T00:00:00Z", ""), first);
        assert_eq!(day_of("", "2016-04-02T00:00:00Z"), first);
        assert_eq!(day_of("2016-04-01T00:00:00Z", "2016-03-01T00:00:00Z"), first);
        assert_eq!(day_of("", ""), None);
    }
}
