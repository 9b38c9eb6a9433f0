//! DNS over HTTPS, RFC 8484: GET and POST, wire format only.

use bytes::Bytes;
use data_encoding::BASE64URL_NOPAD;
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::header::CONTENT_TYPE;
use hyper::{Method, Request, StatusCode};
use tokio::time::timeout;

use super::reply::{Reply, cors, reply, text};
use super::route::method_not_allowed;
use crate::dns::{Transport, Zone, respond};
use crate::limits::CLIENT_TIMEOUT;

pub(crate) const PATH: &str = "/dns-query";

const MEDIA_TYPE: &str = "application/dns-message";

/// No DNS message is longer.
const MAX_QUERY: usize = 65_535;

/// Answers a DoH request.
pub(crate) async fn answer(request: Request<Incoming>, zone: &Zone) -> Reply {
    let query = match *request.method() {
        Method::GET => from_uri(request.uri().query().unwrap_or_default()),
        Method::POST => from_body(request).await,
        _ => return method_not_allowed("GET, POST, OPTIONS"),
    };
    let query = match query {
        Ok(query) => query,
        Err((status, message)) => return text(status, message),
    };
    // RFC 8484 4.2.1: 200 for every DNS response, whatever its code.
    match respond(zone, &query, Transport::Stream) {
        Some(response) => cors(reply(StatusCode::OK, Some(MEDIA_TYPE), response.into())),
        None => text(StatusCode::BAD_REQUEST, "this is not a DNS query"),
    }
}

type Refusal = (StatusCode, &'static str);

/// RFC 8484 4.1: base64url without padding.
fn from_uri(query: &str) -> Result<Bytes, Refusal> {
    let value = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("dns="))
        .ok_or((StatusCode::BAD_REQUEST, "the dns parameter is missing"))?;
    let bytes = BASE64URL_NOPAD.decode(value.as_bytes()).map_err(|_| {
        (StatusCode::BAD_REQUEST, "the dns parameter is not base64url without padding")
    })?;
    Ok(bytes.into())
}

async fn from_body(request: Request<Incoming>) -> Result<Bytes, Refusal> {
    let media_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if media_type != Some(MEDIA_TYPE) {
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, "POST takes application/dns-message"));
    }
    let body = Limited::new(request.into_body(), MAX_QUERY).collect();
    match timeout(CLIENT_TIMEOUT, body).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(_)) => Err((StatusCode::PAYLOAD_TOO_LARGE, "the query is too long")),
        Err(_) => Err((StatusCode::REQUEST_TIMEOUT, "the query took too long")),
    }
}
