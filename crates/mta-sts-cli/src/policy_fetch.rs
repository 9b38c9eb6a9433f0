//! Fetching a policy as RFC 8461 3.3 has it.

use std::sync::Arc;
use std::time::Duration;

use mta_sts::check::FetchRequest;
use mta_sts::fetch::{FetchResponse, is_challenge};
use rustls::RootCertStore;
use rustls::pki_types::ServerName;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use crate::http::{self, Answer, Connection, Get};
use crate::net::{NetError, connect_any};
use crate::tls::Client;

pub(crate) struct PolicyFetcher {
    pub(crate) roots: Arc<RootCertStore>,
    pub(crate) port: u16,
    /// For all of it.
    pub(crate) limit: Duration,
    /// For one connection attempt.
    pub(crate) connect_limit: Duration,
}

impl PolicyFetcher {
    pub(crate) async fn fetch(&self, request: &FetchRequest) -> FetchResponse {
        let seconds = u32::try_from(self.limit.as_secs()).unwrap_or(u32::MAX);
        let late = FetchResponse::TimedOut { seconds };
        timeout(self.limit, self.attempt(request)).await.unwrap_or(late)
    }

    async fn attempt(&self, request: &FetchRequest) -> FetchResponse {
        let stream = match connect_any(&request.addresses, self.port, self.connect_limit).await {
            Ok(stream) => stream,
            // A firewall on the way looks the same as one at the Policy Host.
            Err(NetError::TimedOut) => {
                let seconds = u32::try_from(self.connect_limit.as_secs()).unwrap_or(u32::MAX);
                return FetchResponse::TimedOut { seconds };
            }
            Err(NetError::NoRoute(detail)) => return FetchResponse::Unavailable { detail },
            Err(NetError::Failed(detail)) => return FetchResponse::ConnectionFailed { detail },
        };
        let Ok(name) = ServerName::try_from(request.host.clone()) else {
            let detail = format!("{} cannot be named in TLS", request.host);
            return FetchResponse::Unavailable { detail };
        };
        let client = Client::strict(&self.roots, &http::PROTOCOLS);
        let connected = TlsConnector::from(Arc::clone(&client.config)).connect(name, stream).await;
        let stream = match (connected, client.presented().refused) {
            (Ok(stream), _) => stream,
            (Err(_), Some((fault, detail))) => {
                return FetchResponse::CertificateFailed { fault, detail };
            }
            (Err(error), None) => return FetchResponse::TlsFailed { detail: error.to_string() },
        };
        let path = request.url.splitn(4, '/').nth(3).unwrap_or("");
        let get = Get {
            url: &request.url,
            host: &request.host,
            path: &format!("/{path}"),
            accept: "text/plain, */*;q=0.1",
            limit: request.max_bytes,
        };
        let answer = match Connection::open(stream).await {
            Ok(mut connection) => connection.get(&get).await,
            Err(detail) => Err(detail),
        };
        match answer {
            Ok(answer) => response(answer),
            Err(detail) => FetchResponse::ConnectionFailed {
                detail: format!("there is no complete HTTP answer: {detail}"),
            },
        }
    }
}

fn response(answer: Answer) -> FetchResponse {
    let mitigated = answer.header("cf-mitigated");
    let text = answer.body.as_deref().unwrap_or_default();
    FetchResponse::Response {
        status: answer.status,
        content_type: answer.header("content-type"),
        location: answer.header("location"),
        challenge: is_challenge(answer.status, mitigated.as_deref(), text),
        truncated: answer.body.is_none(),
        body: answer.body.unwrap_or_default(),
    }
}
