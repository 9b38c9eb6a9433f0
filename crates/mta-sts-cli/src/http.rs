//! HTTPS GET over a connection made elsewhere: no redirect is followed, no more is read than allowed.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, HOST, HeaderMap, HeaderValue, USER_AGENT};
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

/// HTTP/1.1 and HTTP/2 as ALPN names them (RFC 7301 6, RFC 9113 3.1).
pub(crate) const ONE: &[u8] = b"http/1.1";
pub(crate) const TWO: &[u8] = b"h2";

/// The most bytes of a response's head.
const MAX_HEAD: u32 = 64 * 1024;

/// What a server may send ahead of being read, in one response and in all of a connection.
const WINDOWS: [u32; 2] = [128 * 1024, 1024 * 1024];

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
    Two(Two),
}

/// h2 itself: on top of it, hyper starts a task for each request, which costs a quarter of the CPU of a DNS query.
#[derive(Clone)]
pub(crate) struct Two {
    sender: h2::client::SendRequest<Bytes>,
    closed: Arc<AtomicBool>,
}

impl Connection {
    /// Speaks what ALPN chose.
    pub(crate) async fn open(stream: TlsStream<TcpStream>) -> Result<Connection, String> {
        if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
            return Ok(Connection::Two(Two::open(stream).await?));
        }
        let mut builder = http1::Builder::new();
        builder.max_buf_size(usize::try_from(MAX_HEAD).unwrap_or(usize::MAX));
        let (sender, connection) = builder.handshake(TokioIo::new(stream)).await.map_err(words)?;
        tokio::spawn(connection);
        Ok(Connection::One(sender))
    }

    /// Another handle to the connection, where it takes several requests at once (HTTP/2).
    pub(crate) fn shared(&self) -> Option<Connection> {
        match self {
            Connection::Two(two) if !two.closed.load(Ordering::Relaxed) => {
                Some(Connection::Two(two.clone()))
            }
            _ => None,
        }
    }

    /// # Errors
    ///
    /// Says what went wrong on the way.
    pub(crate) async fn get(&mut self, get: &Get<'_>) -> Result<Answer, String> {
        match self {
            Connection::One(sender) => one(sender, get).await,
            Connection::Two(two) => two.get(get).await,
        }
    }
}

async fn one(
    sender: &mut http1::SendRequest<Empty<Bytes>>,
    get: &Get<'_>,
) -> Result<Answer, String> {
    let mut request = request(get.path, get, Empty::new())?;
    let host = HeaderValue::from_str(get.host).map_err(|error| error.to_string())?;
    request.headers_mut().insert(HOST, host);
    let (head, mut body) = sender.send_request(request).await.map_err(words)?.into_parts();
    let mut taken = Body::new(get.limit);
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame.map_err(words)?.into_data()
            && !taken.take(&data)
        {
            break;
        }
    }
    Ok(Answer { status: head.status.as_u16(), headers: head.headers, body: taken.whole() })
}

impl Two {
    async fn open(stream: TlsStream<TcpStream>) -> Result<Two, String> {
        let mut builder = h2::client::Builder::new();
        let [response, all] = WINDOWS;
        builder.max_header_list_size(MAX_HEAD).enable_push(false);
        builder.initial_window_size(response).initial_connection_window_size(all);
        let (sender, connection) = builder.handshake(stream).await.map_err(words)?;
        let closed = Arc::new(AtomicBool::new(false));
        let two = Two { sender, closed: Arc::clone(&closed) };
        tokio::spawn(async move {
            // Who waits for an answer is told of an error, too.
            let _ = connection.await;
            closed.store(true, Ordering::Relaxed);
        });
        Ok(two)
    }

    async fn get(&mut self, get: &Get<'_>) -> Result<Answer, String> {
        // As many at once as the server allows.
        poll_fn(|context| self.sender.poll_ready(context)).await.map_err(words)?;
        let request = request(get.url, get, ())?;
        let (response, _) = self.sender.send_request(request, true).map_err(words)?;
        let (head, mut body) = response.await.map_err(words)?.into_parts();
        let mut taken = Body::new(get.limit);
        while let Some(data) = body.data().await {
            let data = data.map_err(words)?;
            // It cannot fail for what has just come in.
            let _ = body.flow_control().release_capacity(data.len());
            if !taken.take(&data) {
                break;
            }
        }
        Ok(Answer { status: head.status.as_u16(), headers: head.headers, body: taken.whole() })
    }
}

/// A body as far as it has come.
struct Body {
    bytes: Vec<u8>,
    limit: usize,
    too_long: bool,
}

impl Body {
    fn new(limit: usize) -> Body {
        Body { bytes: Vec::new(), limit, too_long: false }
    }

    /// Whether there is room for more.
    fn take(&mut self, data: &[u8]) -> bool {
        self.too_long |= self.bytes.len() + data.len() > self.limit;
        if !self.too_long {
            self.bytes.extend_from_slice(data);
        }
        !self.too_long
    }

    fn whole(self) -> Option<Vec<u8>> {
        (!self.too_long).then_some(self.bytes)
    }
}

/// The libraries' words name the layer; the cause behind them says what happened.
#[allow(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
fn words<E: std::error::Error>(error: E) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

fn request<B>(uri: &str, get: &Get<'_>, body: B) -> Result<Request<B>, String> {
    const AGENT: HeaderValue =
        HeaderValue::from_static(concat!("mta-sts/", env!("CARGO_PKG_VERSION")));
    let uri: Uri = uri.parse().map_err(|error| format!("{uri}: {error}"))?;
    let mut request = Request::new(body);
    *request.uri_mut() = uri;
    let headers = request.headers_mut();
    headers.insert(USER_AGENT, AGENT);
    headers.insert(ACCEPT, HeaderValue::from_static(get.accept));
    Ok(request)
}
