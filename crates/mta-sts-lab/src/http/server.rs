//! The listeners.

use std::convert::Infallible;
use std::sync::Arc;

use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::Site;
use super::route::{Via, route};
use crate::limits::{self, CLIENT_TIMEOUT, MAX_CONNECTIONS, MAX_HEADERS};

/// Serves HTTPS until the runtime ends.
pub(crate) async fn serve_tls(listener: TcpListener, acceptor: TlsAcceptor, site: Arc<Site>) {
    let limit = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    limits::accept(listener, limit, move |stream| {
        let (acceptor, site) = (acceptor.clone(), Arc::clone(&site));
        async move {
            let Ok(Ok(stream)) = timeout(CLIENT_TIMEOUT, acceptor.accept(stream)).await else {
                return;
            };
            let name = stream.get_ref().1.server_name().map(str::to_ascii_lowercase);
            serve(stream, Via::Tls { name }, site).await;
        }
    })
    .await;
}

/// Serves plain HTTP until the runtime ends.
pub(crate) async fn serve_plain(listener: TcpListener, site: Arc<Site>) {
    let limit = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    limits::accept(listener, limit, move |stream| serve(stream, Via::Plain, Arc::clone(&site)))
        .await;
}

async fn serve<S>(stream: S, via: Via, site: Arc<Site>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let via = Arc::new(via);
    let service = service_fn(move |request| {
        let (via, site) = (Arc::clone(&via), Arc::clone(&site));
        async move { Ok::<_, Infallible>(route(request, &via, &site).await) }
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(CLIENT_TIMEOUT)
        .max_buf_size(MAX_HEADERS)
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(CLIENT_TIMEOUT)
        .max_concurrent_streams(64)
        .max_header_list_size(u32::try_from(MAX_HEADERS).unwrap_or(u32::MAX));
    // A client that goes away in the middle is its own business.
    let _ = builder.serve_connection(TokioIo::new(stream), service).await;
}
