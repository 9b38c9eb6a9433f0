//! RFC 8460: SMTP TLS Reporting.

pub mod record;
mod uri;
