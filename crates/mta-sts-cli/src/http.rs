//! HTTPS GET over a connection made elsewhere: no redirect is followed, no more is read than allowed.

use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::{http1, http2};
use hyper::header::{ACCEPT, HOST, HeaderMap, USER_AGENT};
use hyper::{Request, Response, body::Incoming};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

/// The protocols spoken, for ALPN.
pub(crate) const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// The most bytes of a response's head.
const MAX_HEAD: u32 = 64 * 1024;

pub(crate) struct Get<'a> {
    /// The whole URL; only HTTP/2 sends it so.
    pub(crate) url: &'a str,
    pub(crate) host: &'a str,
    pub(crate) path: &'a str,
    pub(crate) accept: &'static str,
    /// The most bytes of a body to take.
    pub(crate) limit: usize,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// `None` when the body is longer than the limit.
    pub(crate) body: Option<Vec<u8>>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
    }
}

/// A connection that can be asked.
pub(crate) enum Connection {
    One(http1::SendRequest<Empty<Bytes>>),
    Two(http2::SendRequest<Empty<Bytes>>),
}

impl Connection {
    /// Speaks what ALPN chose.
    pub(crate) async fn open(stream: TlsStream<TcpStream>) -> Result<Connection, String> {
        let two = stream.get_ref().1.alpn_protocol() == Some(b"h2");
        let io = TokioIo::new(stream);
        Ok(if two {
            let mut builder = http2::Builder::new(TokioExecutor::new());
            builder.max_header_list_size(MAX_HEAD);
            let (sender, connection) = builder.handshake(io).await.map_err(words)?;
            tokio::spawn(connection);
            Connection::Two(sender)
        } else {
            let mut builder = http1::Builder::new();
            builder.max_buf_size(usize::try_from(MAX_HEAD).unwrap_or(usize::MAX));
            let (sender, connection) = builder.handshake(io).await.map_err(words)?;
            tokio::spawn(connection);
            Connection::One(sender)
        })
    }

    /// Another handle to the connection, where it takes several requests at once (HTTP/2).
    pub(crate) fn shared(&self) -> Option<Connection> {
        match self {
            Connection::Two(sender) if !sender.is_closed() => Some(Connection::Two(sender.clone())),
            _ => None,
        }
    }

    /// # Errors
    ///
    /// Says what went wrong on the way.
    pub(crate) async fn get(&mut self, get: &Get<'_>) -> Result<Answer, String> {
        let response = match self {
            Connection::One(sender) => sender.send_request(request(get.path, get)?).await,
            Connection::Two(sender) => sender.send_request(request(get.url, get)?).await,
        };
        let response = response.map_err(words)?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = body(response, get.limit).await.map_err(words)?;
        Ok(Answer { status, headers, body })
    }
}

/// hyper's words name the layer; the cause behind them says what happened.
#[allow(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
fn words(error: hyper::Error) -> String {
    match std::error::Error::source(&error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

fn request(uri: &str, get: &Get<'_>) -> Result<Request<Empty<Bytes>>, String> {
    let agent = concat!("mta-sts/", env!("CARGO_PKG_VERSION"));
    let mut request = Request::get(uri).header(USER_AGENT, agent).header(ACCEPT, get.accept);
    if uri == get.path {
        request = request.header(HOST, get.host);
    }
    request.body(Empty::new()).map_err(|error| error.to_string())
}

async fn body(mut response: Response<Incoming>, limit: usize) -> hyper::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    while let Some(frame) = response.frame().await {
        if let Ok(data) = frame?.into_data() {
            if body.len() + data.len() > limit {
                return Ok(None);
            }
            body.extend_from_slice(&data);
        }
    }
    Ok(Some(body))
}
