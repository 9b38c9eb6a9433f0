//! The TLSA records of a host (RFC 7672 2.2.3).

use mta_sts::dane::TlsaLookup;
use mta_sts::dns::{RecordData, RecordType};

use super::Resolver;

/// What the look-up brought, and why where it failed.
pub(crate) async fn host_tlsa(resolver: &Resolver, name: &str) -> (TlsaLookup, Option<String>) {
    match resolver.answer(name, RecordType::Tlsa).await {
        Ok(answer) => {
            let records = answer.records.into_iter().filter_map(|record| match record {
                RecordData::Tlsa(record) => Some(record),
                _ => None,
            });
            let records = records.collect();
            (TlsaLookup::Answered { secure: answer.authenticated, records }, None)
        }
        Err(why) => (TlsaLookup::Failed, Some(why)),
    }
}
