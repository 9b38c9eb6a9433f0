//! What adding up needs of one report: equal failures taken together, names in one form.

use super::super::ResultType;
use super::super::report::{
    DateRange, FailureDetails, MAX_COUNT, PolicyReport, PolicyType, Report,
};
use crate::sort;
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
    /// Each kind once, in their order.
    pub failures: Vec<(Failure, u64)>,
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
        PolicyEntry {
            policy_domain: report.policy.policy_domain.as_deref().map(canonical),
            policy_type: report.policy.policy_type.clone(),
            successful: report.summary.total_successful_session_count.unwrap_or(0),
            failed: report.summary.total_failure_session_count.unwrap_or(0),
            failures: failures(&report.failure_details),
        }
    }
}

/// Equal ones taken together.
fn failures(details: &[FailureDetails]) -> Vec<(Failure, u64)> {
    let count = |details: &FailureDetails| details.failed_session_count.unwrap_or(0);
    let mut single: Vec<(Failure, u64)> =
        details.iter().map(|details| (Failure::of(details), count(details))).collect();
    sort::by(&mut single, |(a, _), (b, _)| a.cmp(b));
    let mut sums: Vec<(Failure, u64)> = Vec::new();
    for (failure, count) in single {
        match sums.last_mut() {
            Some((last, sum)) if *last == failure => *sum = add(*sum, count),
            _ => sums.push((failure, count)),
        }
    }
    sums
}

impl Failure {
    /// What reports say of it, in a fixed order.
    pub(super) fn parts(&self) -> [Option<&str>; 5] {
        [
            self.result_type.as_ref().map(|kind| kind.as_str()),
            self.mx.as_deref(),
            self.receiving_ip.as_deref(),
            self.sending_ip.as_deref(),
            self.reason.as_deref(),
        ]
    }

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

/// A text that only equal reports have.
pub(super) fn identity(report: &Report) -> String {
    let mut text = String::new();
    let DateRange { start_datetime: start, end_datetime: end } = report.date_range;
    tell(&mut text, &[&report.organization_name, &report.report_id, &report.contact_info]);
    tell(&mut text, &[&date(start), &date(end)]);
    for PolicyReport { policy, summary, failure_details } in &report.policies {
        let kind = policy.policy_type.as_ref().map(|kind| kind.as_str());
        text += &joined(&[kind]);
        let successful = count(summary.total_successful_session_count);
        let failed = count(summary.total_failure_session_count);
        tell(&mut text, &[&policy.policy_domain, &successful, &failed]);
        for lines in [&policy.policy_string, &policy.mx_host] {
            for line in lines {
                text += &joined(&[Some(line)]);
            }
            text.push(';');
        }
        for details in failure_details {
            let kind = details.result_type.as_ref().map(|kind| kind.as_str());
            text += &joined(&[kind]);
            let members = [
                &details.sending_mta_ip,
                &details.receiving_mx_hostname,
                &details.receiving_mx_helo,
                &details.receiving_ip,
                &count(details.failed_session_count),
                &details.additional_information,
                &details.failure_reason_code,
            ];
            tell(&mut text, &members);
        }
        text.push(';');
    }
    text
}

fn tell(text: &mut String, members: &[&Option<String>]) {
    for member in members {
        *text += &joined(&[member.as_deref()]);
    }
}

fn count(count: Option<u64>) -> Option<String> {
    count.map(|count| count.to_string())
}

fn date(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.0.to_string())
}

/// One text for several, each behind its length, so that other parts never make up the same text.
pub(super) fn joined(parts: &[Option<&str>]) -> String {
    let mut text = String::new();
    for part in parts {
        text += &part.map_or_else(|| "-".to_owned(), |part| format!("{}:{part}", part.len()));
    }
    text
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
