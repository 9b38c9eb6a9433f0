//! Adding up reports: any number, in any order, each one counted once.

mod entry;
mod totals;

use super::report::Report;
use crate::first_places::FirstPlaces;
use entry::{Entry, joined};
pub use totals::{AlikeFailures, FailureRow, ResultTypeNote, SessionRow, Totals};

/// Reports that an [`Aggregate`] keeps.
///
/// What comes beyond it is [`Added::Full`] and not in the sums, and [`Totals::complete`] is then `false`.
///
/// ```
/// use mta_sts::tlsrpt::aggregate::MAX_REPORTS;
/// // A year of daily reports from more than 250 organizations fits.
/// assert!(MAX_REPORTS / 365 > 250);
/// ```
pub const MAX_REPORTS: usize = 100_000;

/// Many reports as one, and what they add up to.
///
/// A report that comes again is counted once: RFC 8460 4.4 has organization-name and report-id identify it. Where two
/// reports of the same identity differ, the one that orders later is kept, so that neither the order of adding nor
/// that of merging matters. Without either name, only an equal report is a repetition.
///
/// Memory grows with reports and the distinct failures in them, not with sessions.
///
/// ```
/// use mta_sts::tlsrpt::{aggregate::{Added, Aggregate}, report::Report};
/// let report = Report { report_id: Some("1".to_owned()), ..Report::default() };
/// let mut aggregate = Aggregate::new();
/// assert_eq!(aggregate.add(&report), Added::New);
/// assert_eq!(aggregate.add(&report), Added::Duplicate);
/// assert_eq!(aggregate.totals().reports, 1);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Aggregate {
    /// What identifies each report, with its index in `entries`.
    identities: FirstPlaces<'static>,
    entries: Vec<Entry>,
    refused: bool,
}

/// The order of adding does not matter.
impl PartialEq for Aggregate {
    fn eq(&self, other: &Aggregate) -> bool {
        let same = |(identity, index)| {
            let theirs = other.identities.get(identity).and_then(|index| other.entries.get(index));
            theirs.is_some() && theirs == self.entries.get(index)
        };
        self.refused == other.refused
            && self.identities.len() == other.identities.len()
            && self.identities.iter().all(same)
    }
}

impl Eq for Aggregate {}

/// What became of a report that was added.
///
/// ```
/// use mta_sts::tlsrpt::{aggregate::{Added, Aggregate}, report::Report};
/// let report = Report { organization_name: Some("Company-X".to_owned()), ..Report::default() };
/// let mut aggregate = Aggregate::new();
/// let said = [&report, &report].map(|report| match aggregate.add(report) {
///     Added::New => "counted",
///     Added::Duplicate => "seen before",
///     Added::Full => "too many",
/// });
/// assert_eq!(said, ["counted", "seen before"]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It counts.
    New,
    /// A report of this identity was there before; one of the two counts.
    Duplicate,
    /// There are [`MAX_REPORTS`] already; it does not count, and [`Totals::complete`] tells so.
    Full,
}

impl Aggregate {
    /// Nothing yet.
    ///
    /// ```
    /// use mta_sts::tlsrpt::aggregate::Aggregate;
    /// let totals = Aggregate::new().totals();
    /// assert_eq!((totals.reports, totals.complete), (0, true));
    /// ```
    pub fn new() -> Aggregate {
        Aggregate::default()
    }

    /// Adds a report.
    ///
    /// ```
    /// use mta_sts::tlsrpt::{aggregate::Aggregate, report::parse};
    /// let text = br#"[{ "organization-name": "Company-X", "report-id": "1", "policies": [] },
    ///   { "organization-name": "Company-X", "report-id": "2", "policies": [] }]"#;
    /// let mut aggregate = Aggregate::new();
    /// for report in &parse(text).value.unwrap() {
    ///     aggregate.add(report);
    /// }
    /// assert_eq!(aggregate.totals().reports, 2);
    /// ```
    pub fn add(&mut self, report: &Report) -> Added {
        // RFC 8460 4.4: "report-id" is a unique identifier for the report, in a scheme of its author's.
        let identity = match (&report.organization_name, &report.report_id) {
            (Some(name), Some(id)) => format!("named {}", joined(&[Some(name), Some(id)])),
            _ => format!("content {}", entry::identity(report)),
        };
        self.insert(identity, Entry::of(report))
    }

    /// Adds everything that `other` has.
    ///
    /// A report that both have counts once.
    ///
    /// ```
    /// use mta_sts::tlsrpt::{aggregate::Aggregate, report::Report};
    /// let report = |id: &str| Report {
    ///     organization_name: Some("Company-X".to_owned()),
    ///     report_id: Some(id.to_owned()),
    ///     ..Report::default()
    /// };
    /// let (mut monday, mut tuesday) = (Aggregate::new(), Aggregate::new());
    /// monday.add(&report("1"));
    /// tuesday.add(&report("1"));
    /// tuesday.add(&report("2"));
    /// monday.merge(&tuesday);
    /// assert_eq!(monday.totals().reports, 2);
    /// ```
    pub fn merge(&mut self, other: &Aggregate) {
        for (identity, index) in other.identities.iter() {
            if let Some(entry) = other.entries.get(index) {
                self.insert(identity.to_owned(), entry.clone());
            }
        }
        self.refused |= other.refused;
    }

    /// What all reports add up to.
    ///
    /// ```
    /// use mta_sts::tlsrpt::{aggregate::Aggregate, report::parse};
    /// let text = br#"{ "policies": [{ "policy": { "policy-domain": "company-y.example" },
    ///   "summary": { "total-successful-session-count": 5326, "total-failure-session-count": 303 } }] }"#;
    /// let mut aggregate = Aggregate::new();
    /// parse(text).value.unwrap().iter().for_each(|report| { aggregate.add(report); });
    /// let totals = aggregate.totals();
    /// assert_eq!((totals.successful_sessions, totals.failed_sessions), (5326, 303));
    /// ```
    pub fn totals(&self) -> Totals {
        Totals::of(&self.entries, None, !self.refused)
    }

    /// What they add up to for one Policy Domain, in any case and with or without the root dot.
    ///
    /// ```
    /// # use mta_sts::tlsrpt::{aggregate::Aggregate, report::parse};
    /// # let text = br#"{ "policies": [{ "policy": { "policy-domain": "company-y.example" },
    /// #   "summary": { "total-successful-session-count": 5326, "total-failure-session-count": 303 } }] }"#;
    /// # let mut aggregate = Aggregate::new();
    /// # parse(text).value.unwrap().iter().for_each(|report| { aggregate.add(report); });
    /// assert_eq!(aggregate.totals_of("Company-Y.example.").failed_sessions, 303);
    /// assert_eq!(aggregate.totals_of("company-z.example").reports, 0);
    /// ```
    pub fn totals_of(&self, policy_domain: &str) -> Totals {
        let domain = entry::canonical(policy_domain);
        Totals::of(&self.entries, Some(&domain), !self.refused)
    }

    fn insert(&mut self, identity: String, entry: Entry) -> Added {
        let present = self.identities.get(&identity).and_then(|index| self.entries.get_mut(index));
        if let Some(present) = present {
            if entry > *present {
                *present = entry;
            }
            return Added::Duplicate;
        }
        if self.entries.len() >= MAX_REPORTS {
            self.refused = true;
            return Added::Full;
        }
        self.identities.note(identity, self.entries.len());
        self.entries.push(entry);
        Added::New
    }
}
