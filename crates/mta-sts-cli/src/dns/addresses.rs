//! The addresses of a host.

use std::net::IpAddr;

use mta_sts::check::{DnsRequest, DnsResponse};
use mta_sts::dns::{RecordData, RecordType, decode};

use super::Resolver;
use crate::exit::CliError;

/// IPv6 before IPv4.
///
/// # Errors
///
/// When one of the two look-ups brings no answer.
pub(crate) async fn host_addresses(
    resolver: &Resolver,
    host: &str,
) -> Result<Vec<IpAddr>, CliError> {
    let mut found = Vec::new();
    for record_type in [RecordType::Aaaa, RecordType::A] {
        let request = DnsRequest { name: host.to_owned(), record_type };
        let refuse = |why: String| {
            CliError::new(format!("the addresses of {host} cannot be looked up: {why}"))
        };
        let message = match resolver.query(&request).await {
            DnsResponse::Message(message) => message,
            DnsResponse::Failed { detail } => return Err(refuse(detail)),
        };
        let answer =
            decode(&message, host, record_type).map_err(|error| refuse(error.to_string()))?;
        found.extend(answer.records.into_iter().filter_map(|record| match record {
            RecordData::A(address) => Some(IpAddr::from(address)),
            RecordData::Aaaa(address) => Some(IpAddr::from(address)),
            _ => None,
        }));
    }
    Ok(found)
}
