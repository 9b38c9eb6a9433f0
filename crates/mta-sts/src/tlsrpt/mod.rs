//! RFC 8460: SMTP TLS Reporting.

pub mod record;
mod result_type;
mod strict;
mod uri;

pub use result_type::{ResultGroup, ResultType};
