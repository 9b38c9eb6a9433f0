//! Reports for people: aligned, calm, in colours where a terminal wants them, and never wider than they must be.

mod changes;
mod coverage;
mod dane;
mod explanation;
mod finding;
mod findings;
mod generated;
mod github;
mod lint;
mod plan;
mod probe;
mod report;
mod senders;
mod style;
mod totals;

pub(crate) use changes::changes;
pub(crate) use coverage::coverage;
pub(crate) use explanation::{codes, explanation};
pub(crate) use finding::finding;
pub(crate) use findings::{brief, findings, findings_of};
pub(crate) use generated::generated;
pub(crate) use github::{github, github_command};
pub(crate) use lint::lint;
pub(crate) use plan::plan;
pub(crate) use probe::probe;
pub(crate) use report::{report, title, unmet};
pub(crate) use senders::senders;
pub(crate) use style::Look;
pub(crate) use totals::{caveats, totals, totals_csv};
