//! Fetches a policy for a web page that may not: a real HTTPS request over loopback.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HOST, HeaderName, LOCATION};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use mta_sts::fetch::{CertificateFault, FetchResponse, MAX_POLICY_BYTES, is_challenge};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::reply::{Reply, cors, reply, text};
use crate::LabError;
use crate::dns::Zone;
use crate::scenarios;

/// The relay. It fetches policies of the lab's domains and nothing else.
#[derive(Debug)]
pub(crate) struct Relay {
    zone: Arc<Zone>,
    port: u16,
    verifier: Arc<WebPkiServerVerifier>,
    timeout: Duration,
}

impl Relay {
    pub(crate) fn new(
        zone: Arc<Zone>,
        port: u16,
        ca: &CertificateDer<'static>,
        timeout: Duration,
    ) -> Result<Relay, LabError> {
        let mut roots = RootCertStore::empty();
        roots.add(ca.clone()).map_err(|error| LabError::Certificate(error.to_string()))?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
            .build()
            .map_err(|error| LabError::Certificate(error.to_string()))?;
        Ok(Relay { zone, port, verifier, timeout })
    }

    /// `GET /relay?domain=...`
    pub(crate) async fn answer(&self, domain: &str) -> Reply {
        let fetched = self.fetch(domain).await;
        match serde_json::to_vec(&fetched) {
            Ok(body) => cors(reply(StatusCode::OK, Some("application/json"), body.into())),
            Err(error) => text(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
        }
    }

    async fn fetch(&self, domain: &str) -> FetchResponse {
        let domain = domain.to_ascii_lowercase();
        let Some(scenario) = scenarios::all().find(|scenario| scenario.domain == domain) else {
            let detail = "this relay fetches policies of the lab's own domains only".to_owned();
            return FetchResponse::Unavailable { detail };
        };
        match tokio::time::timeout(self.timeout, self.fetch_from(&scenario.policy_host())).await {
            Ok(Ok(fetched)) | Ok(Err(fetched)) => fetched,
            Err(_) => {
                let seconds = u32::try_from(self.timeout.as_secs()).unwrap_or(u32::MAX);
                FetchResponse::TimedOut { seconds }
            }
        }
    }

    async fn fetch_from(&self, host: &str) -> Result<FetchResponse, FetchResponse> {
        let failed = |detail: String| FetchResponse::ConnectionFailed { detail };
        let address = self.zone.addresses(host).first().copied();
        let address = address.ok_or_else(|| failed(format!("{host} has no address")))?;
        let stream = TcpStream::connect((address, self.port))
            .await
            .map_err(|error| failed(format!("{address}: {error}")))?;

        let verifier =
            Arc::new(Watching { inner: Arc::clone(&self.verifier), self_signed: false.into() });
        let connector = TlsConnector::from(Arc::new(client_config(Arc::clone(&verifier))?));
        let name =
            ServerName::try_from(host.to_owned()).map_err(|error| failed(error.to_string()))?;
        let stream = connector
            .connect(name, stream)
            .await
            .map_err(|error| tls_failure(&error, verifier.self_signed.load(Ordering::Relaxed)))?;

        let (mut sender, connection) =
            hyper::client::conn::http1::handshake::<_, Empty<Bytes>>(TokioIo::new(stream))
                .await
                .map_err(|error| failed(error.to_string()))?;
        let request = Request::get("/.well-known/mta-sts.txt")
            .header(HOST, host)
            .body(Empty::new())
            .map_err(|error| failed(error.to_string()))?;
        let exchange = async {
            let response = sender.send_request(request).await?;
            read(response).await
        };
        tokio::select! {
            fetched = exchange => fetched.map_err(|error| failed(error.to_string())),
            // The connection's own task ends first only when it breaks.
            _ = connection => Err(failed("the connection was cut off".to_owned())),
        }
    }
}

/// RFC 8461 3.3: at most 64 kilobytes, redirects not followed.
async fn read(response: Response<Incoming>) -> Result<FetchResponse, hyper::Error> {
    let field = |name: HeaderName| {
        let value = response.headers().get(name).and_then(|value| value.to_str().ok());
        value.map(str::to_owned)
    };
    let (content_type, location) = (field(CONTENT_TYPE), field(LOCATION));
    let mitigated = field(HeaderName::from_static("cf-mitigated"));
    let status = response.status().as_u16();
    let mut incoming = response.into_body();
    let mut body = Vec::new();
    while let Some(frame) = incoming.frame().await {
        if let Ok(data) = frame?.into_data() {
            body.extend_from_slice(&data);
        }
        if body.len() > MAX_POLICY_BYTES {
            break;
        }
    }
    let challenge = is_challenge(status, mitigated.as_deref(), &body);
    let truncated = body.len() > MAX_POLICY_BYTES;
    let body = if truncated { Vec::new() } else { body };
    Ok(FetchResponse::Response { status, content_type, location, body, truncated, challenge })
}

/// Puts a failed handshake into words.
fn tls_failure(error: &std::io::Error, self_signed: bool) -> FetchResponse {
    let detail = error.to_string();
    let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<rustls::Error>());
    let Some(rustls::Error::InvalidCertificate(error)) = cause else {
        return FetchResponse::TlsFailed { detail };
    };
    let fault = match error {
        _ if self_signed => CertificateFault::SelfSigned,
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            CertificateFault::Expired
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            CertificateFault::NotYetValid
        }
        CertificateError::UnknownIssuer => CertificateFault::Untrusted,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            CertificateFault::NameMismatch
        }
        _ => CertificateFault::Invalid,
    };
    FetchResponse::CertificateFailed { fault, detail }
}

fn client_config(verifier: Arc<Watching>) -> Result<ClientConfig, FetchResponse> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| FetchResponse::Unavailable { detail: error.to_string() })?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    Ok(config)
}

/// The ordinary verifier, which also notes whether the certificate is its own issuer.
#[derive(Debug)]
struct Watching {
    inner: Arc<WebPkiServerVerifier>,
    self_signed: AtomicBool,
}

impl ServerCertVerifier for Watching {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let own_issuer = x509_parser::parse_x509_certificate(end_entity)
            .is_ok_and(|(_, certificate)| certificate.issuer() == certificate.subject());
        self.self_signed.store(own_issuer, Ordering::Relaxed);
        self.inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}
