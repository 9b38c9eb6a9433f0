//! Small builders of responses.

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue,
};
use hyper::{Response, StatusCode};

/// Every response of the lab fits into memory.
pub(crate) type Reply = Response<Full<Bytes>>;

/// A response that is not to be kept by any cache: the next lab may say otherwise.
pub(crate) fn reply(status: StatusCode, media_type: Option<&'static str>, body: Bytes) -> Reply {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(media_type) = media_type {
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    response
}

/// A short text, with CORS so that a page can read what it did wrong.
pub(crate) fn text(status: StatusCode, text: impl Into<String>) -> Reply {
    let mut body: String = text.into();
    body.push('\n');
    cors(reply(status, Some("text/plain; charset=utf-8"), body.into()))
}

/// Lets every web page read the response.
pub(crate) fn cors(response: Reply) -> Reply {
    header(response, ACCESS_CONTROL_ALLOW_ORIGIN, "*")
}

/// Adds a header; a value that cannot be one is left out.
pub(crate) fn header(mut response: Reply, name: HeaderName, value: &str) -> Reply {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
    response
}
