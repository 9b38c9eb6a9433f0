//! RFC 8460: SMTP TLS Reporting.

#[cfg(feature = "report")]
pub mod aggregate;
#[cfg(feature = "report")]
pub mod container;
#[cfg(feature = "report")]
pub mod delivery;
pub mod record;
#[cfg(feature = "report")]
pub mod report;
mod result_type;
mod strict;
pub(crate) mod uri;
#[cfg(feature = "report")]
pub mod writer;

pub use result_type::{ResultGroup, ResultType};
