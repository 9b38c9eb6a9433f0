//! Adding up reports: any number, in any order, each one counted once.

mod entry;
mod totals;

use super::report::Report;
use crate::first_places::FirstPlaces;
use entry::{Entry, joined};
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
    pub fn new() -> Aggregate {
        Aggregate::default()
    }

    /// Adds a report.
    pub fn add(&mut self, report: &Report) -> Added {
        let entry = Entry::of(report);
        // RFC 8460 4.4: "report-id" is a unique identifier for the report, in a scheme of its author's.
        let identity = match (&report.organization_name, &report.report_id) {
            (Some(name), Some(id)) => format!("named {}", joined(&[Some(name), Some(id)])),
            _ => format!("content {}", entry.identity()),
        };
        self.insert(identity, entry)
    }

    /// Adds everything that `other` has.
    pub fn merge(&mut self, other: &Aggregate) {
        for (identity, index) in other.identities.iter() {
            if let Some(entry) = other.entries.get(index) {
                self.insert(identity.to_owned(), entry.clone());
            }
        }
        self.refused |= other.refused;
    }

    /// What all reports add up to.
    pub fn totals(&self) -> Totals {
        Totals::of(&self.entries, None, !self.refused)
    }

    /// What they add up to for one Policy Domain, in any case and with or without the root dot.
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
