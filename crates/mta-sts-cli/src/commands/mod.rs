//! What the program does, a file for each command.

mod check;
mod diff;
mod explain;
mod fetch;
mod files;
mod generate;
mod lint;
mod match_mx;
mod network;
mod plan;
mod probe;
mod probe_dane;
mod report;
mod report_files;
mod report_gaps;
mod scan;
mod senders;
mod shell;
mod txt;

pub(crate) use check::check;
pub(crate) use diff::diff;
pub(crate) use explain::explain;
pub(crate) use fetch::fetch;
pub(crate) use generate::generate;
pub(crate) use lint::lint;
pub(crate) use match_mx::match_mx;
pub(crate) use plan::plan;
pub(crate) use probe::probe;
pub(crate) use probe_dane::HostDane;
pub(crate) use report::report;
pub(crate) use report_gaps::Gaps;
pub(crate) use scan::scan;
pub(crate) use senders::senders;
pub(crate) use shell::{completions, help, man};

/// What cannot happen: the core ends each check whose requests are all answered.
const NO_END: &str = "the check came to no end; this is a fault of this program";
