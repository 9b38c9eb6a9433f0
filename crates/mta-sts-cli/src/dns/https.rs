//! DNS over HTTPS (RFC 8484), by GET.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use mta_sts::dns::doh_url;
use rustls::RootCertStore;
use rustls::pki_types::ServerName;
use tokio::sync::Mutex;
use tokio_rustls::TlsConnector;

use super::plain::lookup;
use crate::exit::CliError;
use crate::http::{self, Answer, Connection, Get};
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
    /// An HTTP/2 connection takes all queries.
    open: Mutex<Option<Connection>>,
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
        let open = Mutex::new(None);
        Ok(HttpsResolver { url, host, port, addresses, name, roots, limit, open })
    }

    pub(super) async fn query(&self, query: &[u8]) -> Result<Vec<u8>, String> {
        let asked = bounded(self.limit, self.ask(query)).await;
        asked.map_err(|error| format!("the resolver {}: {}", self.url, error.words(self.limit)))
    }

    async fn ask(&self, query: &[u8]) -> Result<Vec<u8>, String> {
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
        let (mut connection, fresh) = self.connection().await?;
        let answer = match connection.get(&get).await {
            // A resolver may close an idle connection at any time.
            Err(_) if !fresh => Box::pin(self.connect()).await?.get(&get).await?,
            answer => answer?,
        };
        message(answer)
    }

    /// The shared connection, or a new one; and whether it is new.
    async fn connection(&self) -> Result<(Connection, bool), String> {
        // Held while connecting: queries that start together wait for the one connection.
        let mut open = self.open.lock().await;
        if let Some(shared) = open.as_ref().and_then(Connection::shared) {
            return Ok((shared, false));
        }
        let connection = Box::pin(self.connect()).await?;
        *open = connection.shared();
        Ok((connection, true))
    }

    async fn connect(&self) -> Result<Connection, String> {
        // An address that swallows everything must leave time for the next one.
        let each = self.limit / u32::try_from(self.addresses.len().max(1)).unwrap_or(u32::MAX);
        let stream = connect_any(&self.addresses, self.port, each)
            .await
            .map_err(|error| error.words(each))?;
        let client = Client::strict(&self.roots, &[http::TWO, http::ONE]);
        let connector = TlsConnector::from(Arc::clone(&client.config));
        let stream = connector
            .connect(self.name.clone(), stream)
            .await
            .map_err(|error| error.to_string())?;
        Connection::open(stream).await
    }
}

/// RFC 8484 4.2.1: a message comes with status 200 and its media type.
fn message(answer: Answer) -> Result<Vec<u8>, String> {
    if answer.status != 200 {
        return Err(format!("it answered with status {}", answer.status));
    }
    let media_type = answer.header("content-type").unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or("").trim();
    if !essence.eq_ignore_ascii_case("application/dns-message") {
        return Err(format!("it answered with `{media_type}` instead of application/dns-message"));
    }
    answer.body.ok_or_else(|| "its answer is too long".to_owned())
}
