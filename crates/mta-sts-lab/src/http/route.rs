//! Which handler a request is for.

use hyper::body::Incoming;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ALLOW, CONTENT_TYPE, HOST,
};
use hyper::{Method, Request, StatusCode};

use super::reply::{Reply, cors, header, reply, text};
use super::{Site, doh, files, policy_host};
use crate::scenarios;

/// How a request came.
#[derive(Debug)]
pub(crate) enum Via {
    /// Plain HTTP.
    Plain,
    /// HTTPS, with the name that the client asked for in the handshake.
    Tls {
        /// The SNI.
        name: Option<String>,
    },
}

/// Answers a request.
pub(crate) async fn route(request: Request<Incoming>, via: &Via, site: &Site) -> Reply {
    let Via::Tls { name } = via else { return services(request, site).await };
    let host = host(&request);
    match (host.as_deref(), name.as_deref()) {
        // Browsers may use one connection for names that share a certificate.
        (Some("dns.test"), _) | (Some("127.0.0.1"), _) | (None, Some("dns.test") | None) => {
            if request.uri().path() == doh::PATH {
                services(request, site).await
            } else {
                not_found()
            }
        }
        (Some("relay.test"), _) | (None, Some("relay.test")) => {
            if request.uri().path() == RELAY_PATH {
                services(request, site).await
            } else {
                not_found()
            }
        }
        (Some("page.test"), _) | (None, Some("page.test")) => files::serve(&request, site).await,
        (host, name) => {
            // RFC 9110 15.5.20: a policy host speaks only for itself.
            if host.is_some() && host != name {
                return text(
                    StatusCode::MISDIRECTED_REQUEST,
                    "this connection is for another host",
                );
            }
            match scenarios::all().find(|scenario| Some(scenario.policy_host().as_str()) == name) {
                Some(scenario) => policy_host::answer(&request, scenario).await,
                None => not_found(),
            }
        }
    }
}

const RELAY_PATH: &str = "/relay";
const CA_PATH: &str = "/lab/ca.pem";
const SCENARIOS_PATH: &str = "/lab/scenarios.json";

/// Everything that is not a policy host.
async fn services(request: Request<Incoming>, site: &Site) -> Reply {
    let path = request.uri().path();
    if request.method() == Method::OPTIONS && [doh::PATH, RELAY_PATH].contains(&path) {
        return preflight();
    }
    match path {
        doh::PATH => doh::answer(request, &site.zone).await,
        RELAY_PATH => match (request.method(), query_value(&request, "domain")) {
            (&Method::GET, Some(domain)) => site.relay.answer(&domain).await,
            (&Method::GET, None) => {
                text(StatusCode::BAD_REQUEST, "say which: /relay?domain=good.test")
            }
            _ => method_not_allowed("GET, OPTIONS"),
        },
        CA_PATH => {
            let body = site.ca_pem.clone().into();
            cors(reply(StatusCode::OK, Some("application/x-pem-file"), body))
        }
        SCENARIOS_PATH => match serde_json::to_vec(&crate::list()) {
            Ok(body) => cors(reply(StatusCode::OK, Some("application/json"), body.into())),
            Err(error) => text(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
        },
        _ => files::serve(&request, site).await,
    }
}

/// The host that the request names, without the port, in lower case.
fn host(request: &Request<Incoming>) -> Option<String> {
    let authority = match request.uri().authority() {
        Some(authority) => authority.host(),
        None => {
            let value = request.headers().get(HOST)?.to_str().ok()?;
            value.rsplit_once(':').map_or(value, |(host, _)| host)
        }
    };
    Some(authority.to_ascii_lowercase())
}

/// A value of the query string, percent-decoded.
fn query_value(request: &Request<Incoming>, key: &str) -> Option<String> {
    let pairs = request.uri().query()?.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.into_iter().find(|(name, _)| *name == key)?.1;
    files::percent_decode(value)
}

fn preflight() -> Reply {
    let response = cors(reply(StatusCode::NO_CONTENT, None, Default::default()));
    let response = header(response, ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
    header(response, ACCESS_CONTROL_ALLOW_HEADERS, CONTENT_TYPE.as_str())
}

pub(crate) fn method_not_allowed(allow: &str) -> Reply {
    header(text(StatusCode::METHOD_NOT_ALLOWED, "use another method"), ALLOW, allow)
}

pub(crate) fn not_found() -> Reply {
    text(StatusCode::NOT_FOUND, "there is nothing here")
}
