//! What policy hosts say, RFC 8461 3.3.

use bytes::Bytes;
use hyper::body::Incoming;
use hyper::header::{HeaderName, LOCATION};
use hyper::{Method, Request, StatusCode};

use super::reply::{Reply, cors, header, reply};
use super::route::{method_not_allowed, not_found};
use crate::limits::MAX_LIFETIME;
use crate::scenarios::{Answer, Scenario};

const PATH: &str = "/.well-known/mta-sts.txt";
const TEXT: Option<&str> = Some("text/plain");

/// Answers as the table says.
pub(crate) async fn answer(request: &Request<Incoming>, scenario: &Scenario) -> Reply {
    if request.uri().path() != PATH {
        return not_found();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return method_not_allowed("GET, HEAD");
    }
    let response = match scenario.host.answer {
        Answer::Policy(text) => reply(StatusCode::OK, TEXT, crlf(&scenario.fill(text)).into()),
        Answer::Verbatim(text) => reply(StatusCode::OK, TEXT, scenario.fill(text).into()),
        Answer::Sized(octets) => reply(StatusCode::OK, TEXT, sized(scenario, octets)),
        Answer::Other { status: code, media_type, body } => {
            reply(status(code), media_type, crlf(&scenario.fill(body)).into())
        }
        Answer::Redirect { status: code, location } => {
            header(reply(status(code), None, Bytes::new()), LOCATION, location)
        }
        Answer::Challenge => challenge(),
        Answer::Silence => {
            tokio::time::sleep(MAX_LIFETIME).await;
            reply(StatusCode::SERVICE_UNAVAILABLE, None, Bytes::new())
        }
    };
    if scenario.host.cors { cors(response) } else { response }
}

/// The table is written with LF; policies are served with CRLF, as the RFC's example is.
fn crlf(text: &str) -> String {
    text.replace('\n', "\r\n")
}

/// The good policy and one extension field, together of this many octets.
fn sized(scenario: &Scenario, octets: usize) -> Bytes {
    let domain = scenario.domain;
    let mut text = crlf(&format!(
        "version: STSv1\nmode: enforce\nmx: mx.{domain}\nmax_age: 604800\npadding: "
    ));
    let rest = octets.saturating_sub(text.len()).saturating_sub("\r\n".len());
    text.extend(std::iter::repeat_n('x', rest));
    text.push_str("\r\n");
    text.into()
}

/// What a content delivery network says to a client that it takes for a robot.
fn challenge() -> Reply {
    let page = "<!doctype html>\n<title>Just a moment...</title>\n<p>Checking that you are a person.</p>\n";
    let response = reply(StatusCode::FORBIDDEN, Some("text/html; charset=UTF-8"), page.into());
    header(response, HeaderName::from_static("cf-mitigated"), "challenge")
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenarios;

    #[test]
    fn sized_is_exact() {
        for scenario in scenarios::all() {
            if let Answer::Sized(octets) = scenario.host.answer {
                assert_eq!(sized(scenario, octets).len(), octets, "{}", scenario.domain);
            }
        }
    }

    #[test]
    fn statuses_are_real() {
        for scenario in scenarios::all() {
            if let Answer::Other { status: code, .. } | Answer::Redirect { status: code, .. } =
                scenario.host.answer
            {
                assert_eq!(status(code).as_u16(), code, "{}", scenario.domain);
            }
        }
    }
}
