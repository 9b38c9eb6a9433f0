//! Reports for people: aligned, calm, in colours where a terminal wants them, and never wider than they must be.

mod finding;
mod lint;
mod probe;
mod report;
mod style;

pub(crate) use lint::lint;
pub(crate) use probe::probe;
pub(crate) use report::report;
pub(crate) use style::Look;
