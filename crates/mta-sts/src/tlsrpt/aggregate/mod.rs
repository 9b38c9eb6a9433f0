//! Adding up reports: any number, in any order, each one counted once.

mod entry;
mod totals;

use std::collections::BTreeMap;

use super::report::Report;
use entry::Entry;
pub use totals::{AlikeFailures, FailureRow, ResultTypeNote, SessionRow, Totals};

/// Reports that an [`Aggregate`] keeps.
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
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Aggregate {
    reports: BTreeMap<Identity, Entry>,
    refused: bool,
}

/// What became of a report that was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It counts.
    New,
    /// A report of this identity was there before; one of the two counts.
    Duplicate,
    /// There are [`MAX_REPORTS`] already; it does not count, and [`Totals::complete`] tells so.
    Full,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Identity {
    Named { organization_name: String, report_id: String },
    Content(Entry),
}

impl Aggregate {
    /// Nothing yet.
    pub fn new() -> Aggregate {
        Aggregate::default()
    }

    /// Adds a report.
    pub fn add(&mut self, report: &Report) -> Added {
        let entry = Entry::of(report);
        // RFC 8460 4.4: "report-id" is a unique identifier for the report, in a scheme of its author's.
        let identity = match (&report.organization_name, &report.report_id) {
            (Some(name), Some(id)) => {
                Identity::Named { organization_name: name.clone(), report_id: id.clone() }
            }
            _ => Identity::Content(entry.clone()),
        };
        self.insert(identity, entry)
    }

    /// Adds everything that `other` has.
    pub fn merge(&mut self, other: &Aggregate) {
        for (identity, entry) in &other.reports {
            self.insert(identity.clone(), entry.clone());
        }
        self.refused |= other.refused;
    }

    /// What all reports add up to.
    pub fn totals(&self) -> Totals {
        Totals::of(&mut self.reports.values(), None, !self.refused)
    }

    /// What they add up to for one Policy Domain, in any case and with or without the root dot.
    pub fn totals_of(&self, policy_domain: &str) -> Totals {
        let domain = entry::canonical(policy_domain);
        Totals::of(&mut self.reports.values(), Some(&domain), !self.refused)
    }

    fn insert(&mut self, identity: Identity, entry: Entry) -> Added {
        if let Some(present) = self.reports.get_mut(&identity) {
            if entry > *present {
                *present = entry;
            }
            return Added::Duplicate;
        }
        if self.reports.len() >= MAX_REPORTS {
            self.refused = true;
            return Added::Full;
        }
        self.reports.insert(identity, entry);
        Added::New
    }
}
