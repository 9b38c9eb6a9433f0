//! Asking a recursive resolver: over UDP and TCP, or over HTTPS. Answers go to the core as they came.

mod addresses;
mod choice;
mod https;
mod plain;
mod system;
mod tlsa;

use std::sync::Arc;
use std::time::Duration;

use mta_sts::check::{DnsRequest, DnsResponse};
use mta_sts::dns::{Answer, RecordType, decode, encode_query};
use rustls::RootCertStore;

pub(crate) use addresses::{HostAddresses, host_addresses};
pub(crate) use choice::ResolverChoice;
pub(crate) use tlsa::host_tlsa;

use crate::exit::CliError;
use https::HttpsResolver;
use plain::PlainResolver;

pub(crate) enum Resolver {
    Plain(PlainResolver),
    Https(HttpsResolver),
}

impl Resolver {
    /// The chosen resolver, or else the system's.
    pub(crate) async fn new(
        choice: Option<&ResolverChoice>,
        roots: &Arc<RootCertStore>,
        limit: Duration,
    ) -> Result<Resolver, CliError> {
        Ok(match choice {
            Some(ResolverChoice::Https { url, host, port }) => {
                let host = (host.as_str(), *port);
                Resolver::Https(HttpsResolver::new(url, host, roots, limit).await?)
            }
            Some(ResolverChoice::Plain { host, port }) => {
                Resolver::Plain(PlainResolver::named(host, *port, limit).await?)
            }
            None => Resolver::Plain(PlainResolver::system(limit)?),
        })
    }

    /// The records of a name, or why nothing is known of them.
    async fn answer(&self, name: &str, record_type: RecordType) -> Result<Answer, String> {
        match self.query(&DnsRequest { name: name.to_owned(), record_type }).await {
            DnsResponse::Message(message) => {
                decode(&message, name, record_type).map_err(|error| error.to_string())
            }
            DnsResponse::Failed { detail } => Err(detail),
        }
    }

    pub(crate) async fn query(&self, request: &DnsRequest) -> DnsResponse {
        let answer = match encode_query(&request.name, request.record_type) {
            None => Err(format!("{} is not a DNS name", request.name)),
            Some(query) => match self {
                Resolver::Plain(plain) => plain.query(query).await,
                Resolver::Https(https) => https.query(&query).await,
            },
        };
        match answer {
            Ok(message) => DnsResponse::Message(message),
            Err(detail) => DnsResponse::Failed { detail },
        }
    }
}
