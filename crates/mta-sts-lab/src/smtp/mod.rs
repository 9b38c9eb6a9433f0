//! MX hosts: ESMTP with STARTTLS, each behaviour at an address of its own. None of them ever takes mail.

mod line;
mod session;
mod throttle;

use std::sync::Arc;

use rustls::sign::SingleCertAndKey;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;

use crate::LabError;
use crate::certificates::Certificates;
use crate::http::server_config;
use crate::limits;
use crate::scenarios::SmtpBehaviour;
use crate::topology::SmtpSite;

pub(crate) use throttle::Throttle;

/// One server.
#[derive(Clone)]
pub(crate) struct Server {
    host: Arc<str>,
    behaviour: SmtpBehaviour,
    acceptor: TlsAcceptor,
    throttle: Throttle,
}

impl Server {
    /// The server for a place. It shows its one certificate whatever name the client asks for: a client that
    /// sends no SNI should see the same fault as one that does.
    pub(crate) fn new(
        site: &SmtpSite,
        certificates: &Certificates,
        throttle: &Throttle,
    ) -> Result<Server, LabError> {
        let certificate = certificates.issue(&[&site.host], site.smtp.certificate)?;
        let config = server_config(Arc::new(SingleCertAndKey::from(certificate)))?;
        Ok(Server {
            host: site.host.as_str().into(),
            behaviour: site.smtp.behaviour,
            acceptor: TlsAcceptor::from(Arc::new(config)),
            throttle: throttle.clone(),
        })
    }
}

/// Serves until the runtime ends.
pub(crate) async fn serve(listener: TcpListener, limit: Arc<Semaphore>, server: Server) {
    limits::accept(listener, limit, move |stream| {
        let server = server.clone();
        async move {
            // A client that goes away in the middle is its own business.
            let _ = session::run(stream, &server).await;
        }
    })
    .await;
}
