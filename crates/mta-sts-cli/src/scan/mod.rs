//! Many domains: streamed in, checked side by side, streamed out. What they share is looked at once.

mod entry;
mod list;
mod memory;
mod meter;
mod own_files;
mod resume;
mod scope;
mod shared_host;
mod since;
mod sink;
mod summary;

pub(crate) use entry::Entry;
pub(crate) use list::{List, Listed};
pub(crate) use meter::Meter;
pub(crate) use own_files::keep_inputs;
pub(crate) use resume::Done;
pub(crate) use scope::Scope;
pub(crate) use shared_host::SharedHost;
pub(crate) use since::Since;
pub(crate) use sink::{Sink, Stop};
pub(crate) use summary::{Summary, Verdicts};
