//! Other crates on the same inputs. Each reads what it needs, which is less than the standards have.

use mail_auth::common::parse::TxtRecordParser;
use mail_auth::mta_sts::{MtaSts, TlsRpt};
use mailrs_mta_sts::{Policy, StsRecord, mx_matches};

use crate::inputs::{HOSTS, PATTERNS};
use crate::measure::Case;

/// mail-auth reads no policies.
pub fn policy(text: &str) -> [Case<'_>; 1] {
    [Case::new("mailrs-mta-sts", || Policy::parse(text))]
}

/// The `id` is what both read.
pub fn record(text: &str) -> [Case<'_>; 2] {
    [
        Case::new("mailrs-mta-sts", || StsRecord::parse(text)),
        Case::new("mail-auth", || MtaSts::parse(text.as_bytes()).ok()),
    ]
}

pub fn tlsrpt_record(text: &str) -> [Case<'_>; 1] {
    [Case::new("mail-auth", || TlsRpt::parse(text.as_bytes()).ok())]
}

pub fn matching<'a>() -> [Case<'a>; 1] {
    let covered = |host: &&&str| PATTERNS.iter().any(|pattern| mx_matches(host, pattern));
    [Case::new("mailrs-mta-sts", move || HOSTS.iter().filter(covered).count())]
}
