//! What reports add up to, as tables for people: sorted, with the worst first.

use std::cmp::Reverse;

use super::entry::{Entry, PolicyEntry, add, joined};
use crate::first_places::FirstPlaces;
use crate::sort;
use crate::timestamp::Timestamp;
use crate::tlsrpt::ResultType;

/// Rows of each table; the counts of what has no row are still in the sums.
const MAX_ROWS: usize = 10_000;

/// What reports add up to. Sums stop at [`MAX_COUNT`](crate::tlsrpt::report::MAX_COUNT).
///
/// ```
/// # let text = br#"{ "organization-name": "Company-X", "policies": [{
/// #   "policy": { "policy-type": "sts", "policy-domain": "company-y.example" },
/// #   "summary": { "total-successful-session-count": 5326, "total-failure-session-count": 303 },
/// #   "failure-details": [{ "result-type": "certificate-expired", "failed-session-count": 100 },
/// #     { "result-type": "starttls-not-supported", "failed-session-count": 200 }] }] }"#;
/// # let report = &mta_sts::tlsrpt::report::parse(text).value.unwrap()[0];
/// let mut aggregate = mta_sts::tlsrpt::aggregate::Aggregate::new();
/// aggregate.add(report);
/// let totals = aggregate.totals();
/// assert_eq!((totals.reports, totals.complete), (1, true));
/// assert_eq!((totals.successful_sessions, totals.failed_sessions), (5326, 303));
/// // The worst first.
/// assert_eq!(totals.by_result_type[0].name.as_deref(), Some("starttls-not-supported"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Totals {
    /// Reports that count.
    pub reports: usize,
    /// Whether every report that was added counts, and every table has all its rows.
    pub complete: bool,
    /// Sessions with TLS as the policies want it.
    pub successful_sessions: u64,
    /// Sessions without.
    pub failed_sessions: u64,
    /// By Policy Domain.
    pub by_policy_domain: Vec<SessionRow>,
    /// By policy-type.
    pub by_policy_type: Vec<SessionRow>,
    /// By the organization that reports.
    pub by_organization: Vec<SessionRow>,
    /// By UTC day, such as `2026-01-31`, the first day first.
    pub by_day: Vec<SessionRow>,
    /// By result-type.
    pub by_result_type: Vec<FailureRow>,
    /// What the result-types of that table mean and ask for.
    pub result_types: Vec<ResultTypeNote>,
    /// By the MX host that the Sender spoke with.
    pub by_mx: Vec<FailureRow>,
    /// By the Sender's IP address.
    pub by_sending_address: Vec<FailureRow>,
    /// The failures themselves: those that are alike in everything taken together.
    pub failures: Vec<AlikeFailures>,
}

/// Sessions of one kind.
///
/// ```
/// # let text = br#"{ "policies": [{ "policy": { "policy-type": "sts" },
/// #   "summary": { "total-successful-session-count": 5326, "total-failure-session-count": 303 } }] }"#;
/// # let report = &mta_sts::tlsrpt::report::parse(text).value.unwrap()[0];
/// # let mut aggregate = mta_sts::tlsrpt::aggregate::Aggregate::new();
/// # aggregate.add(report);
/// let row = &aggregate.totals().by_policy_type[0];
/// assert_eq!(row.name.as_deref(), Some("sts"));
/// assert_eq!((row.successful_sessions, row.failed_sessions), (5326, 303));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct SessionRow {
    /// What they have in common; `None` where the reports do not say.
    pub name: Option<String>,
    /// Sessions with TLS as the policies want it.
    pub successful_sessions: u64,
    /// Sessions without.
    pub failed_sessions: u64,
}

/// Failures of one kind. Their sums may exceed the failed sessions: a session can fail in several ways.
///
/// ```
/// # let text = br#"{ "policies": [{ "policy": { "policy-type": "sts" },
/// #   "summary": { "total-successful-session-count": 5326, "total-failure-session-count": 303 },
/// #   "failure-details": [{ "result-type": "starttls-not-supported", "failed-session-count": 200,
/// #     "receiving-mx-hostname": "mx2.mail.company-y.example" }] }] }"#;
/// # let report = &mta_sts::tlsrpt::report::parse(text).value.unwrap()[0];
/// # let mut aggregate = mta_sts::tlsrpt::aggregate::Aggregate::new();
/// # aggregate.add(report);
/// let row = &aggregate.totals().by_mx[0];
/// assert_eq!(row.name.as_deref(), Some("mx2.mail.company-y.example"));
/// assert_eq!(row.failed_sessions, 200);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct FailureRow {
    /// What they have in common; `None` where the reports do not say.
    pub name: Option<String>,
    /// Sessions that failed so.
    pub failed_sessions: u64,
}

/// A result-type in words for people.
///
/// ```
/// # let text = br#"{ "policies": [{ "policy": { "policy-type": "sts" },
/// #   "summary": { "total-successful-session-count": 5326, "total-failure-session-count": 303 },
/// #   "failure-details": [{ "result-type": "starttls-not-supported", "failed-session-count": 200 }] }] }"#;
/// # let report = &mta_sts::tlsrpt::report::parse(text).value.unwrap()[0];
/// # let mut aggregate = mta_sts::tlsrpt::aggregate::Aggregate::new();
/// # aggregate.add(report);
/// let note = &aggregate.totals().result_types[0];
/// assert_eq!(note.name, "starttls-not-supported");
/// assert_eq!(note.meaning, "the MX host did not offer STARTTLS, or refused it");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ResultTypeNote {
    /// The result-type.
    pub name: String,
    /// What happened, in a sentence without its full stop.
    pub meaning: &'static str,
    /// What to do next, in sentences.
    pub action: &'static str,
}

/// Failures that are alike in all that reports tell of them. `None` is what the reports do not say.
///
/// ```
/// # let text = br#"{ "policies": [{ "policy": { "policy-type": "sts" },
/// #   "summary": { "total-successful-session-count": 5326, "total-failure-session-count": 303 },
/// #   "failure-details": [{ "result-type": "starttls-not-supported", "failed-session-count": 200,
/// #     "receiving-mx-hostname": "mx2.mail.company-y.example", "receiving-ip": "203.0.113.56" }] }] }"#;
/// # let report = &mta_sts::tlsrpt::report::parse(text).value.unwrap()[0];
/// # let mut aggregate = mta_sts::tlsrpt::aggregate::Aggregate::new();
/// # aggregate.add(report);
/// let failure = &aggregate.totals().failures[0];
/// assert_eq!(failure.result_type.as_deref(), Some("starttls-not-supported"));
/// assert_eq!(failure.receiving_ip.as_deref(), Some("203.0.113.56"));
/// assert_eq!((failure.failed_sessions, &failure.failure_reason_code), (200, &None));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct AlikeFailures {
    /// The Policy Domain.
    pub policy_domain: Option<String>,
    /// The organization that reports.
    pub organization_name: Option<String>,
    /// The result-type.
    pub result_type: Option<String>,
    /// The name of the MX host.
    pub receiving_mx_hostname: Option<String>,
    /// The IP address of the MX host.
    pub receiving_ip: Option<String>,
    /// The Sender's IP address.
    pub sending_mta_ip: Option<String>,
    /// A TLS error code or message.
    pub failure_reason_code: Option<String>,
    /// Sessions that failed so.
    pub failed_sessions: u64,
}

/// What the rows of a table have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Table {
    Domain,
    PolicyType,
    Organization,
    Day,
    ResultType,
    Mx,
    SendingAddress,
    /// All of the failure.
    Alike,
}

/// Sessions that have something in common.
struct Sum<'a> {
    table: Table,
    /// The name in a table of names; for [`Table::Alike`] Policy Domain, organization and the failure's parts.
    parts: [Option<&'a str>; 7],
    successful: u64,
    failed: u64,
}

/// All tables while they are filled.
#[derive(Default)]
struct Sums<'a> {
    /// What they have in common, with the index in `sums`.
    places: FirstPlaces<'static>,
    sums: Vec<Sum<'a>>,
}

impl Totals {
    pub(super) fn of(entries: &[Entry], domain: Option<&str>, complete: bool) -> Totals {
        let mut totals = Totals { complete, ..Totals::default() };
        let days: Vec<Option<String>> = entries.iter().map(|entry| entry.day.map(date)).collect();
        let mut sums = Sums::default();
        for (entry, day) in entries.iter().zip(&days) {
            let about = |policy: &&PolicyEntry| {
                domain.is_none() || policy.policy_domain.as_deref() == domain
            };
            let policies = || entry.policies.iter().filter(about);
            if domain.is_none() || policies().next().is_some() {
                totals.reports = totals.reports.saturating_add(1);
            }
            for policy in policies() {
                totals.successful_sessions = add(totals.successful_sessions, policy.successful);
                totals.failed_sessions = add(totals.failed_sessions, policy.failed);
                sums.count(entry, day.as_deref(), policy);
            }
        }
        let mut sums = sums.sums;
        // The worst first, those of equal counts in the order of what they have in common.
        sort::by(&mut sums, |a, b| {
            let rank = |sum: &Sum<'_>| Reverse((sum.failed, sum.successful));
            rank(a).cmp(&rank(b)).then_with(|| a.parts.cmp(&b.parts))
        });
        totals.by_policy_domain = totals.sessions(&sums, Table::Domain);
        totals.by_policy_type = totals.sessions(&sums, Table::PolicyType);
        totals.by_organization = totals.sessions(&sums, Table::Organization);
        totals.by_result_type = totals.failures(&sums, Table::ResultType);
        let named = totals.by_result_type.iter().filter_map(|row| row.name.as_deref());
        totals.result_types =
            named.map(|name| ResultTypeNote::new(&ResultType::parse(name))).collect();
        totals.by_mx = totals.failures(&sums, Table::Mx);
        totals.by_sending_address = totals.failures(&sums, Table::SendingAddress);
        totals.failures = totals.of_table(&sums, Table::Alike, AlikeFailures::new);
        sort::by(&mut sums, |a, b| a.parts.cmp(&b.parts));
        totals.by_day = totals.sessions(&sums, Table::Day);
        totals
    }

    #[inline(never)]
    fn sessions(&mut self, sums: &[Sum<'_>], table: Table) -> Vec<SessionRow> {
        self.of_table(sums, table, |sum| SessionRow {
            name: sum.name(),
            successful_sessions: sum.successful,
            failed_sessions: sum.failed,
        })
    }

    #[inline(never)]
    fn failures(&mut self, sums: &[Sum<'_>], table: Table) -> Vec<FailureRow> {
        self.of_table(sums, table, |sum| FailureRow {
            name: sum.name(),
            failed_sessions: sum.failed,
        })
    }

    fn of_table<'a, T>(
        &mut self,
        sums: &[Sum<'a>],
        table: Table,
        row: impl Fn(&Sum<'a>) -> T,
    ) -> Vec<T> {
        let of_table = || sums.iter().filter(|sum| sum.table == table);
        self.complete &= of_table().count() <= MAX_ROWS;
        of_table().take(MAX_ROWS).map(row).collect()
    }
}

impl Sum<'_> {
    fn name(&self) -> Option<String> {
        let [name, ..] = self.parts;
        name.map(str::to_owned)
    }
}

impl<'a> Sums<'a> {
    fn count(&mut self, entry: &'a Entry, day: Option<&'a str>, policy: &'a PolicyEntry) {
        let domain = policy.policy_domain.as_deref();
        let organization = entry.organization_name.as_deref();
        for (table, name) in [
            (Table::Domain, domain),
            (Table::PolicyType, policy.policy_type.as_ref().map(|kind| kind.as_str())),
            (Table::Organization, organization),
            (Table::Day, day),
        ] {
            self.add(table, named(name), (policy.successful, policy.failed));
        }
        for (failure, count) in &policy.failures {
            let [result_type, mx, receiving_ip, sending_ip, reason] = failure.parts();
            let alike = [domain, organization, result_type, mx, receiving_ip, sending_ip, reason];
            for (table, parts) in [
                (Table::ResultType, named(result_type)),
                (Table::Mx, named(mx)),
                (Table::SendingAddress, named(sending_ip)),
                (Table::Alike, alike),
            ] {
                self.add(table, parts, (0, *count));
            }
        }
    }

    #[inline(never)]
    fn add(&mut self, table: Table, parts: [Option<&'a str>; 7], (successful, failed): (u64, u64)) {
        let key = format!("{}{}", table as u8, joined(&parts));
        let present = self.places.note(key, self.sums.len());
        match present.and_then(|index| self.sums.get_mut(index)) {
            Some(sum) => {
                sum.successful = add(sum.successful, successful);
                sum.failed = add(sum.failed, failed);
            }
            None => self.sums.push(Sum { table, parts, successful, failed }),
        }
    }
}

/// The parts of a row in a table of names.
fn named(name: Option<&str>) -> [Option<&str>; 7] {
    [name, None, None, None, None, None, None]
}

impl ResultTypeNote {
    fn new(kind: &ResultType) -> ResultTypeNote {
        let (meaning, action) = (kind.meaning(), kind.action());
        ResultTypeNote { name: kind.as_str().to_owned(), meaning, action }
    }
}

impl AlikeFailures {
    fn new(sum: &Sum<'_>) -> AlikeFailures {
        let parts = sum.parts.map(|part| part.map(str::to_owned));
        let [domain, organization, result_type, mx, receiving_ip, sending_ip, reason] = parts;
        AlikeFailures {
            policy_domain: domain,
            organization_name: organization,
            result_type,
            receiving_mx_hostname: mx,
            receiving_ip,
            sending_mta_ip: sending_ip,
            failure_reason_code: reason,
            failed_sessions: sum.failed,
        }
    }
}

fn date(day: Timestamp) -> String {
    let (year, month, day) = day.date();
    format!("{year:04}-{month:02}-{day:02}")
}
