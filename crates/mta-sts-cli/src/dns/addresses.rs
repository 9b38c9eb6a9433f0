//! The addresses of a host.

use std::net::IpAddr;

use futures_util::future::join;
use mta_sts::dns::{RecordData, RecordType};

use super::Resolver;
use crate::exit::CliError;

/// What both look-ups brought.
#[derive(Debug, Default)]
pub(crate) struct HostAddresses {
    /// IPv6 before IPv4.
    pub(crate) list: Vec<IpAddr>,
    /// Whether DNSSEC secures both answers (the AD bit).
    pub(crate) secure: bool,
    /// The name that the host is an alias of.
    pub(crate) target: Option<String>,
}

/// # Errors
///
/// When one of the two look-ups brings no answer.
pub(crate) async fn host_addresses(
    resolver: &Resolver,
    host: &str,
) -> Result<HostAddresses, CliError> {
    let ask = |record_type| resolver.answer(host, record_type);
    let (v6, v4) = join(ask(RecordType::Aaaa), ask(RecordType::A)).await;
    let mut found = HostAddresses { secure: true, ..HostAddresses::default() };
    for answer in [v6, v4] {
        let mut answer = answer.map_err(|why| {
            CliError::not_tested(format!("the addresses of {host} cannot be looked up: {why}"))
        })?;
        found.secure &= answer.authenticated;
        found.target = answer.cnames.pop().or(found.target);
        found.list.extend(answer.records.into_iter().filter_map(|record| match record {
            RecordData::A(address) => Some(IpAddr::from(address)),
            RecordData::Aaaa(address) => Some(IpAddr::from(address)),
            _ => None,
        }));
    }
    Ok(found)
}
