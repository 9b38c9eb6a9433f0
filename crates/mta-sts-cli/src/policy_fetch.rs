//! Fetching a policy as RFC 8461 3.3 has it.

use std::sync::Arc;
use std::time::Duration;

use mta_sts::check::FetchRequest;
use mta_sts::fetch::{FetchResponse, is_challenge};
use rustls::pki_types::ServerName;
use rustls::{AlertDescription, RootCertStore};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

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
        // One request does not repay what HTTP/2 begins with, but a host may speak nothing else.
        let connected = match self.connect(request, http::ONE).await {
            Err(Refusal::Protocol(_)) => self.connect(request, http::TWO).await,
            connected => connected,
        };
        let stream = match connected {
            Ok(stream) => stream,
            Err(Refusal::Protocol(detail)) => return FetchResponse::TlsFailed { detail },
            Err(Refusal::Other(response)) => return response,
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

    async fn connect(
        &self,
        request: &FetchRequest,
        protocol: &[u8],
    ) -> Result<TlsStream<TcpStream>, Refusal> {
        let connected = connect_any(&request.addresses, self.port, self.connect_limit).await;
        let stream = connected.map_err(|error| match error {
            // A firewall on the way looks the same as one at the Policy Host.
            NetError::TimedOut => {
                let seconds = u32::try_from(self.connect_limit.as_secs()).unwrap_or(u32::MAX);
                FetchResponse::TimedOut { seconds }
            }
            NetError::NoRoute(detail) => FetchResponse::Unavailable { detail },
            NetError::Failed(detail) => FetchResponse::ConnectionFailed { detail },
        })?;
        let name = ServerName::try_from(request.host.clone()).map_err(|_| {
            let detail = format!("{} cannot be named in TLS", request.host);
            FetchResponse::Unavailable { detail }
        })?;
        let client = Client::strict(&self.roots, &[protocol]);
        let connected = TlsConnector::from(Arc::clone(&client.config)).connect(name, stream).await;
        connected.map_err(|error| match client.presented().refused {
            Some((fault, detail)) => FetchResponse::CertificateFailed { fault, detail }.into(),
            None if is_about_the_protocol(&error) => Refusal::Protocol(error.to_string()),
            None => FetchResponse::TlsFailed { detail: error.to_string() }.into(),
        })
    }
}

/// Why there is no connection.
enum Refusal {
    /// The server does not speak the protocol that was offered.
    Protocol(String),
    Other(FetchResponse),
}

impl From<FetchResponse> for Refusal {
    fn from(response: FetchResponse) -> Refusal {
        Refusal::Other(response)
    }
}

fn is_about_the_protocol(error: &std::io::Error) -> bool {
    const NO_PROTOCOL: rustls::Error =
        rustls::Error::AlertReceived(AlertDescription::NoApplicationProtocol);
    error.get_ref().and_then(|inner| inner.downcast_ref()) == Some(&NO_PROTOCOL)
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

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use bytes::Bytes;
    use hyper::Response;
    use rustls::ServerConfig;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;

    use super::*;

    const LIMIT: Duration = Duration::from_secs(10);
    const HOST: &str = "mta-sts.example.com";

    /// Serves one policy to whoever speaks this protocol.
    async fn fetch_from_one_that_speaks(protocol: &[u8]) -> FetchResponse {
        let key = rcgen::generate_simple_self_signed([HOST.to_owned()]).unwrap();
        let certificate: CertificateDer<'static> = key.cert.der().clone();
        let secret = PrivateKeyDer::Pkcs8(key.signing_key.serialize_der().into());
        let mut config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], secret)
            .unwrap();
        config.alpn_protocols = vec![protocol.to_vec()];
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            let acceptor = TlsAcceptor::from(Arc::new(config));
            while let Ok((stream, _)) = listener.accept().await {
                let Ok(stream) = acceptor.accept(stream).await else { continue };
                let mut connection = h2::server::handshake(stream).await.unwrap();
                while let Some(Ok((_, mut answer))) = connection.accept().await {
                    let mut body = answer.send_response(Response::new(()), false).unwrap();
                    body.send_data(Bytes::from_static(b"version: STSv1"), true).unwrap();
                }
            }
        });
        let mut roots = RootCertStore::empty();
        roots.add(certificate).unwrap();
        let fetcher =
            PolicyFetcher { roots: Arc::new(roots), port, limit: LIMIT, connect_limit: LIMIT };
        let request = FetchRequest {
            url: format!("https://{HOST}/.well-known/mta-sts.txt"),
            host: HOST.to_owned(),
            addresses: vec![IpAddr::from([127, 0, 0, 1])],
            max_bytes: 65_536,
            timeout_seconds: 10,
        };
        fetcher.fetch(&request).await
    }

    #[tokio::test]
    async fn a_host_that_speaks_only_http_2_is_asked_in_it() {
        let FetchResponse::Response { status: 200, body, .. } =
            fetch_from_one_that_speaks(http::TWO).await
        else {
            panic!("no policy")
        };
        assert_eq!(body, b"version: STSv1");
    }

    #[tokio::test]
    async fn a_host_that_speaks_neither_has_a_fault_of_its_own() {
        let FetchResponse::TlsFailed { detail } = fetch_from_one_that_speaks(b"smtp").await else {
            panic!("no fault")
        };
        assert!(detail.contains("NoApplicationProtocol"), "{detail}");
    }
}
