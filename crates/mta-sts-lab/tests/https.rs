//! Policy hosts over real TLS, and the relay.

mod common;

use std::net::{Ipv4Addr, TcpStream};

use common::{connect, http, lab, tls};
use mta_sts_lab::scenarios::{self, CertificateKind, PolicyHostAddress, Scenario};
use rustls::CertificateError;

fn scenario(domain: &str) -> &'static Scenario {
    scenarios::all().find(|scenario| scenario.domain == domain).expect("a domain of the lab")
}

/// Head and body of the policy host's answer.
fn fetch(scenario: &Scenario) -> Result<(String, Vec<u8>), rustls::Error> {
    let host = scenario.policy_host();
    let mut stream = tls(connect(Ipv4Addr::LOCALHOST, lab().https_port()), &host)?;
    let request = format!("GET /.well-known/mta-sts.txt HTTP/1.1\nHost: {host}\nConnection: close");
    Ok(http(&mut stream, &request, b""))
}

fn relay(domain: &str) -> serde_json::Value {
    let mut stream = connect(Ipv4Addr::LOCALHOST, lab().http_port());
    let request = format!("GET /relay?domain={domain} HTTP/1.1\nHost: x\nConnection: close");
    let (head, body) = http(&mut stream, &request, b"");
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(head.contains("\r\naccess-control-allow-origin: *"), "{head}");
    serde_json::from_slice(&body).expect("JSON")
}

#[test]
fn the_good_policy() {
    let (head, body) = fetch(scenario("good.test")).expect("a good certificate");
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(head.contains("\r\ncontent-type: text/plain"), "{head}");
    assert!(head.contains("\r\naccess-control-allow-origin: *"), "{head}");
    let policy = b"version: STSv1\r\nmode: enforce\r\nmx: mx.good.test\r\nmax_age: 604800\r\n";
    assert_eq!(body, policy);
}

/// Every certificate is what the table says, and cors is what the list says.
#[test]
fn certificates_and_cors_are_as_listed() {
    for scenario in scenarios::all() {
        if scenario.host.address != PolicyHostAddress::Here || scenario.domain == "slow.test" {
            continue;
        }
        let fetched = fetch(scenario);
        let domain = scenario.domain;
        let Some(wrong) = certificate_error(&fetched) else {
            let good = [CertificateKind::Good, CertificateKind::Wildcard];
            assert!(good.contains(&scenario.host.certificate), "{domain}");
            let (head, _) = fetched.expect("a response");
            let cors = head.contains("\r\naccess-control-allow-origin: *");
            assert_eq!(cors, scenario.host.cors, "{domain}: {head}");
            continue;
        };
        use CertificateError as E;
        let as_listed = match scenario.host.certificate {
            CertificateKind::Expired => matches!(wrong, E::ExpiredContext { .. }),
            CertificateKind::NotYetValid => matches!(wrong, E::NotValidYetContext { .. }),
            CertificateKind::SelfSigned
            | CertificateKind::Untrusted
            | CertificateKind::Incomplete => {
                matches!(wrong, E::UnknownIssuer)
            }
            CertificateKind::WrongName | CertificateKind::CnOnly => {
                matches!(wrong, E::NotValidForNameContext { .. })
            }
            CertificateKind::Good | CertificateKind::Wildcard | CertificateKind::Expiring => false,
        };
        assert!(as_listed, "{domain}: {wrong:?}");
    }
}

fn certificate_error<T>(fetched: &Result<T, rustls::Error>) -> Option<&CertificateError> {
    match fetched {
        Err(rustls::Error::InvalidCertificate(error)) => Some(error),
        _ => None,
    }
}

#[test]
fn answers_that_are_not_policies() {
    let status = |domain| fetch(scenario(domain)).expect("a response").0;
    assert!(status("not-found.test").starts_with("http/1.1 404"));
    assert!(status("server-error.test").starts_with("http/1.1 500"));
    assert!(status("no-content.test").starts_with("http/1.1 204"));
    let redirect = status("redirect.test");
    assert!(redirect.contains("\r\nlocation: https://mta-sts.good.test/"), "{redirect}");
    assert!(status("challenge.test").contains("\r\ncf-mitigated: challenge"));
    assert_eq!(fetch(scenario("too-large.test")).expect("a response").1.len(), 65_537);
    assert_eq!(fetch(scenario("large.test")).expect("a response").1.len(), 65_536);
}

#[test]
fn hosts_that_do_not_answer() {
    let alert = fetch(scenario("tls-alert.test"));
    assert!(matches!(alert, Err(rustls::Error::AlertReceived(_))), "{alert:?}");
    assert!(TcpStream::connect((Ipv4Addr::new(127, 0, 2, 1), lab().https_port())).is_err());
}

#[test]
fn a_policy_host_speaks_only_for_itself() {
    let stream = connect(Ipv4Addr::LOCALHOST, lab().https_port());
    let mut stream = tls(stream, "mta-sts.good.test").expect("TLS");
    let request =
        "GET /.well-known/mta-sts.txt HTTP/1.1\nHost: mta-sts.none.test\nConnection: close";
    let (head, _) = http(&mut stream, request, b"");
    assert!(head.starts_with("http/1.1 421"), "{head}");
}

#[test]
fn the_relay_tells_failures_apart() {
    let good = relay("good.test");
    assert_eq!(good["outcome"], "response");
    assert_eq!(good["status"], 200);
    assert_eq!(good["contentType"], "text/plain");
    assert!(good["body"].as_str().expect("a text").starts_with("version: STSv1\r\n"));
    assert_eq!(relay("too-large.test")["truncated"], true);
    assert_eq!(relay("large.test")["truncated"], false);
    assert_eq!(relay("challenge.test")["challenge"], true);
    assert_eq!(relay("slow.test")["outcome"], "timed-out");
    for (domain, fault) in [
        ("expired-policy.test", "expired"),
        ("not-yet-valid-policy.test", "not-yet-valid"),
        ("self-signed-policy.test", "self-signed"),
        ("untrusted-policy.test", "untrusted"),
        ("wrong-name-policy.test", "name-mismatch"),
        ("cn-only-policy.test", "name-mismatch"),
    ] {
        let answer = relay(domain);
        assert_eq!(answer["outcome"], "certificate-failed", "{domain}");
        assert_eq!(answer["fault"], fault, "{domain}");
    }
    assert_eq!(relay("tls-alert.test")["outcome"], "tls-failed");
    assert_eq!(relay("refused.test")["outcome"], "connection-failed");
    assert_eq!(relay("example.com")["outcome"], "unavailable");
}
