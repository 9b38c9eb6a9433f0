//! What the program does, a file for each command.

mod check;
mod lint;
mod probe;

pub(crate) use check::check;
pub(crate) use lint::lint;
pub(crate) use probe::probe;
