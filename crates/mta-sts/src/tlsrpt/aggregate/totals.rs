//! What reports add up to, as tables for people: sorted, with the worst first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::entry::{Entry, Failure, PolicyEntry, add};
use crate::sort;
use crate::timestamp::Timestamp;
use crate::tlsrpt::ResultType;

/// Rows of each table; the counts of what has no row are still in the sums.
const MAX_ROWS: usize = 10_000;

/// What reports add up to. Sums stop at [`MAX_COUNT`](crate::tlsrpt::report::MAX_COUNT).
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
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct FailureRow {
    /// What they have in common; `None` where the reports do not say.
    pub name: Option<String>,
    /// Sessions that failed so.
    pub failed_sessions: u64,
}

/// A result-type in words for people.
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

/// Successful and failed sessions by what they have in common.
type Table<'a> = BTreeMap<Option<&'a str>, (u64, u64)>;

/// The tables while they are filled, their names borrowed.
#[derive(Default)]
struct Tables<'a> {
    domains: Table<'a>,
    types: Table<'a>,
    organizations: Table<'a>,
    days: BTreeMap<Option<Timestamp>, (u64, u64)>,
    results: Table<'a>,
    mx: Table<'a>,
    addresses: Table<'a>,
    alike: BTreeMap<Alike<'a>, u64>,
}

/// Policy Domain, organization, and the rest.
type Alike<'a> = (Option<&'a str>, Option<&'a str>, &'a Failure);

impl Totals {
    pub(super) fn of(
        entries: &mut dyn Iterator<Item = &Entry>,
        domain: Option<&str>,
        complete: bool,
    ) -> Totals {
        let mut totals = Totals { complete, ..Totals::default() };
        let mut tables = Tables::default();
        for entry in entries {
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
                tables.count(entry, policy);
            }
        }
        totals.by_policy_domain = totals.sessions(tables.domains);
        totals.by_policy_type = totals.sessions(tables.types);
        totals.by_organization = totals.sessions(tables.organizations);
        totals.by_result_type = totals.failures(tables.results);
        let named = totals.by_result_type.iter().filter_map(|row| row.name.as_deref());
        totals.result_types =
            named.map(|name| ResultTypeNote::new(&ResultType::parse(name))).collect();
        totals.by_mx = totals.failures(tables.mx);
        totals.by_sending_address = totals.failures(tables.addresses);
        totals.failures = totals.alike(tables.alike);
        let days = tables.days.into_iter().map(|(day, counts)| session_row(day.map(date), counts));
        totals.by_day = totals.bounded(days.collect());
        totals
    }

    fn sessions(&mut self, table: Table<'_>) -> Vec<SessionRow> {
        let rows = table.into_iter().map(|(name, n)| session_row(name.map(str::to_owned), n));
        let mut rows: Vec<SessionRow> = rows.collect();
        // Stable, so rows of equal counts stay in the order of their names.
        sort::by_key(&mut rows, |row| Reverse((row.failed_sessions, row.successful_sessions)));
        self.bounded(rows)
    }

    fn failures(&mut self, table: Table<'_>) -> Vec<FailureRow> {
        let row = |(name, (_, failed_sessions)): (Option<&str>, _)| FailureRow {
            name: name.map(str::to_owned),
            failed_sessions,
        };
        let mut rows: Vec<FailureRow> = table.into_iter().map(row).collect();
        sort::by_key(&mut rows, |row| Reverse(row.failed_sessions));
        self.bounded(rows)
    }

    fn alike(&mut self, table: BTreeMap<Alike<'_>, u64>) -> Vec<AlikeFailures> {
        let mut counts: Vec<(Alike<'_>, u64)> = table.into_iter().collect();
        sort::by_key(&mut counts, |(_, count)| Reverse(*count));
        let counts = self.bounded(counts);
        counts.into_iter().map(|(alike, count)| AlikeFailures::new(alike, count)).collect()
    }

    fn bounded<T>(&mut self, mut rows: Vec<T>) -> Vec<T> {
        self.complete &= rows.len() <= MAX_ROWS;
        rows.truncate(MAX_ROWS);
        rows
    }
}

impl<'a> Tables<'a> {
    fn count(&mut self, entry: &'a Entry, policy: &'a PolicyEntry) {
        let sessions = (policy.successful, policy.failed);
        let policy_type = policy.policy_type.as_ref().map(|kind| kind.as_str());
        let domain = policy.policy_domain.as_deref();
        tally(self.domains.entry(domain).or_default(), sessions);
        tally(self.types.entry(policy_type).or_default(), sessions);
        let organization = entry.organization_name.as_deref();
        tally(self.organizations.entry(organization).or_default(), sessions);
        tally(self.days.entry(entry.day).or_default(), sessions);
        for (failure, count) in &policy.failures {
            let result_type = failure.result_type.as_ref().map(|kind| kind.as_str());
            for (table, name) in [
                (&mut self.results, result_type),
                (&mut self.mx, failure.mx.as_deref()),
                (&mut self.addresses, failure.sending_ip.as_deref()),
            ] {
                tally(table.entry(name).or_default(), (0, *count));
            }
            let sum = self.alike.entry((domain, organization, failure)).or_default();
            *sum = add(*sum, *count);
        }
    }
}

impl ResultTypeNote {
    fn new(kind: &ResultType) -> ResultTypeNote {
        let (meaning, action) = (kind.meaning(), kind.action());
        ResultTypeNote { name: kind.as_str().to_owned(), meaning, action }
    }
}

impl AlikeFailures {
    fn new((domain, organization, failure): Alike<'_>, failed_sessions: u64) -> AlikeFailures {
        AlikeFailures {
            policy_domain: domain.map(str::to_owned),
            organization_name: organization.map(str::to_owned),
            result_type: failure.result_type.as_ref().map(|kind| kind.as_str().to_owned()),
            receiving_mx_hostname: failure.mx.clone(),
            receiving_ip: failure.receiving_ip.clone(),
            sending_mta_ip: failure.sending_ip.clone(),
            failure_reason_code: failure.reason.clone(),
            failed_sessions,
        }
    }
}

fn tally(sum: &mut (u64, u64), (successful, failed): (u64, u64)) {
    *sum = (add(sum.0, successful), add(sum.1, failed));
}

fn session_row(
    name: Option<String>,
    (successful_sessions, failed_sessions): (u64, u64),
) -> SessionRow {
    SessionRow { name, successful_sessions, failed_sessions }
}

fn date(day: Timestamp) -> String {
    let (year, month, day) = day.date();
    format!("{year:04}-{month:02}-{day:02}")
}
