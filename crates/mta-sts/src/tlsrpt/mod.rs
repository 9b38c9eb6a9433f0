//! RFC 8460: SMTP TLS Reporting.

#[cfg(feature = "report")]
pub mod aggregate;
pub mod record;
#[cfg(feature = "report")]
pub mod report;
mod result_type;
mod strict;
mod uri;

pub use result_type::{ResultGroup, ResultType};
