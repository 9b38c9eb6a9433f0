//! DNS over HTTPS (RFC 8484), by GET.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use mta_sts::dns::doh_url;
use rustls::RootCertStore;
use rustls::pki_types::ServerName;
use tokio_rustls::TlsConnector;

use super::plain::lookup;
use crate::exit::CliError;
use crate::http::{self, Get};
use crate::net::{bounded, connect_any};
use crate::tls::Client;

/// The largest DNS message (RFC 1035 4.2.2).
const MAX_MESSAGE: usize = 65_535;

pub(crate) struct HttpsResolver {
    url: String,
    host: String,
    port: u16,
    addresses: Vec<IpAddr>,
    name: ServerName<'static>,
    roots: Arc<RootCertStore>,
    limit: Duration,
}

impl HttpsResolver {
    pub(super) async fn new(
        url: &str,
        (host, port): (&str, u16),
        roots: &Arc<RootCertStore>,
        limit: Duration,
    ) -> Result<HttpsResolver, CliError> {
        let addresses = match host.parse::<IpAddr>() {
            Ok(address) => vec![address],
            Err(_) => lookup(host, port).await?.iter().map(SocketAddr::ip).collect(),
        };
        let name = ServerName::try_from(host.to_owned())
            .map_err(|_| CliError::new(format!("--resolver: {host} cannot be named in TLS")))?;
        let (url, host, roots) = (url.to_owned(), host.to_owned(), Arc::clone(roots));
        Ok(HttpsResolver { url, host, port, addresses, name, roots, limit })
    }

    pub(super) async fn query(&self, query: &[u8]) -> Result<Vec<u8>, String> {
        let asked = bounded(self.limit, self.ask(query)).await;
        asked.map_err(|error| format!("the resolver {}: {}", self.url, error.words(self.limit)))
    }

    async fn ask(&self, query: &[u8]) -> Result<Vec<u8>, String> {
        let stream = connect_any(&self.addresses, self.port, self.limit)
            .await
            .map_err(|error| error.words(self.limit))?;
        let client = Client::strict(&self.roots, &http::PROTOCOLS);
        let connector = TlsConnector::from(Arc::clone(&client.config));
        let stream = connector
            .connect(self.name.clone(), stream)
            .await
            .map_err(|error| error.to_string())?;
        let url = doh_url(&self.url, query);
        let path = url.splitn(4, '/').nth(3).unwrap_or("");
        let host = if self.port == 443 {
            self.host.clone()
        } else {
            format!("{}:{}", self.host, self.port)
        };
        let get = Get {
            url: &url,
            host: &host,
            path: &format!("/{path}"),
            accept: "application/dns-message",
            limit: MAX_MESSAGE,
        };
        let answer = http::get(stream, &get).await?;
        match (answer.status, answer.body) {
            (200, Some(message)) => Ok(message),
            (200, None) => Err("its answer is too long".to_owned()),
            (status, _) => Err(format!("it answered with status {status}")),
        }
    }
}
