//! What the program does, a file for each command.

mod check;
mod lint;
mod network;
mod probe;
mod scan;

pub(crate) use check::check;
pub(crate) use lint::lint;
pub(crate) use probe::probe;
pub(crate) use scan::scan;

/// What cannot happen: the core ends each check whose requests are all answered.
const NO_END: &str = "the check came to no end; this is a fault of this program";
