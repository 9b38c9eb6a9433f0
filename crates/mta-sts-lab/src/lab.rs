//! A running lab.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::sync::Semaphore;

use crate::certificates::Certificates;
use crate::dns::Zone;
use crate::http::{self, Site};
use crate::limits::MAX_CONNECTIONS;
use crate::scenarios::{self, CertificateKind, PolicyHostAddress, SmtpBehaviour};
use crate::topology::{self, SERVICE_NAMES, SERVICES};
use crate::{LabError, Ready, bind, dns, smtp};

/// What to start. The default is free ports and no page.
#[derive(Debug, Clone)]
pub struct LabOptions {
    /// DNS over UDP and TCP; 0 for any free port.
    pub dns_port: u16,
    /// HTTPS; 0 for any free port.
    pub https_port: u16,
    /// Plain HTTP; 0 for any free port.
    pub http_port: u16,
    /// SMTP at every 127.0.1.N; 0 for any free port.
    pub smtp_port: u16,
    /// A folder of static files to serve.
    pub www: Option<PathBuf>,
    /// How long the relay waits for a policy host.
    pub relay_timeout: Duration,
}

impl Default for LabOptions {
    fn default() -> LabOptions {
        LabOptions {
            dns_port: 0,
            https_port: 0,
            http_port: 0,
            smtp_port: 0,
            www: None,
            relay_timeout: Duration::from_secs(5),
        }
    }
}

/// A running lab. It stops when dropped.
#[derive(Debug)]
pub struct Lab {
    /// `None` only while dropping.
    runtime: Option<Runtime>,
    dns: SocketAddr,
    https: u16,
    http: u16,
    smtp: u16,
    ca_pem: String,
    ca_spki: String,
    good_spki: String,
}

impl Lab {
    /// Opens all ports, then serves from threads of its own. Needs no async runtime and disturbs none.
    pub fn start(options: LabOptions) -> Result<Lab, LabError> {
        let www = match options.www {
            Some(path) => Some(
                path.canonicalize()
                    .map_err(|source| LabError::File { path: path.clone(), source })?,
            ),
            None => None,
        };
        let (dns_udp, dns_tcp) = bind::dns(SERVICES, options.dns_port)?;
        let https_listener = bind::tcp(SERVICES, options.https_port, "--https-port")?;
        let http_listener = bind::tcp(SERVICES, options.http_port, "--http-port")?;
        let sites = topology::smtp_sites();
        let open: Vec<_> = sites
            .iter()
            .filter(|site| site.smtp.behaviour != SmtpBehaviour::ClosedPort)
            .cloned()
            .collect();
        let addresses: Vec<Ipv4Addr> = open.iter().map(|site| site.address).collect();
        let smtp_listeners = bind::same_port(&addresses, options.smtp_port, "--smtp-port")?;

        let dns_address = bind::local(&dns_tcp)?;
        let https = bind::local(&https_listener)?.port();
        let http = bind::local(&http_listener)?.port();
        let smtp = match smtp_listeners.first() {
            Some(listener) => bind::local(listener)?.port(),
            None => options.smtp_port,
        };

        let certificates = Certificates::new()?;
        let zone = Arc::new(Zone::of_the_lab(&sites, &certificates.public_keys())?);
        let site = Arc::new(Site {
            zone: Arc::clone(&zone),
            relay: http::Relay::new(
                Arc::clone(&zone),
                https,
                certificates.ca_der(),
                options.relay_timeout,
            )?,
            www,
            ca_pem: certificates.ca_pem().to_owned(),
        });
        let acceptor = http::tls_acceptor(https_certificates(&certificates)?)?;

        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("mta-sts-lab")
            .enable_all()
            .build()
            .map_err(LabError::Runtime)?;
        {
            let _guard = runtime.enter();
            let into_tokio =
                |listener| tokio::net::TcpListener::from_std(listener).map_err(LabError::Runtime);
            let udp = tokio::net::UdpSocket::from_std(dns_udp).map_err(LabError::Runtime)?;
            tokio::spawn(dns::serve_udp(udp, Arc::clone(&zone)));
            tokio::spawn(dns::serve_tcp(into_tokio(dns_tcp)?, zone));
            tokio::spawn(http::serve_tls(into_tokio(https_listener)?, acceptor, Arc::clone(&site)));
            tokio::spawn(http::serve_plain(into_tokio(http_listener)?, site));
            let limit = Arc::new(Semaphore::new(MAX_CONNECTIONS));
            let throttle = smtp::Throttle::default();
            for (site, listener) in open.iter().zip(smtp_listeners) {
                let server = smtp::Server::new(site, &certificates, &throttle)?;
                tokio::spawn(smtp::serve(into_tokio(listener)?, Arc::clone(&limit), server));
            }
        }

        Ok(Lab {
            runtime: Some(runtime),
            dns: dns_address,
            https,
            http,
            smtp,
            ca_pem: certificates.ca_pem().to_owned(),
            ca_spki: certificates.ca_spki(),
            good_spki: certificates.good_spki(),
        })
    }

    /// Where DNS answers over UDP and TCP.
    pub fn dns(&self) -> SocketAddr {
        self.dns
    }

    /// The HTTPS port at 127.0.0.1.
    pub fn https_port(&self) -> u16 {
        self.https
    }

    /// The plain HTTP port at 127.0.0.1.
    pub fn http_port(&self) -> u16 {
        self.http
    }

    /// The SMTP port at every 127.0.1.N.
    pub fn smtp_port(&self) -> u16 {
        self.smtp
    }

    /// The CA's certificate.
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// What other programs need to know; `ca_file` is where [`Lab::ca_pem`] was written.
    pub fn ready(&self, ca_file: &str) -> Ready {
        let http = format!("http://127.0.0.1:{}", self.http);
        Ready {
            dns: self.dns.to_string(),
            https: self.https,
            http: self.http,
            smtp: self.smtp,
            ca_pem: ca_file.to_owned(),
            ca_spki: self.ca_spki.clone(),
            good_spki: self.good_spki.clone(),
            doh: "https://dns.test/dns-query".to_owned(),
            plain_doh: format!("{http}/dns-query"),
            relay: format!("{http}/relay"),
            page: format!("{http}/"),
        }
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        let Some(runtime) = self.runtime.take() else { return };
        // Waiting is not allowed inside somebody else's runtime.
        if tokio::runtime::Handle::try_current().is_ok() {
            runtime.shutdown_background();
        } else {
            runtime.shutdown_timeout(Duration::from_secs(2));
        }
    }
}

/// The certificate to show for each server name.
fn https_certificates(certificates: &Certificates) -> Result<http::ByName, LabError> {
    let mut names: Vec<&str> = SERVICE_NAMES.to_vec();
    names.push("127.0.0.1");
    let services = certificates.issue(&names, CertificateKind::Good)?;
    let mut by_name: HashMap<_, _> =
        SERVICE_NAMES.iter().map(|name| ((*name).to_owned(), Arc::clone(&services))).collect();
    for scenario in scenarios::all() {
        if scenario.host.address == PolicyHostAddress::Here {
            let name = scenario.policy_host();
            let certificate = certificates.issue(&[&name], scenario.host.certificate)?;
            by_name.insert(name, certificate);
        }
    }
    Ok(http::ByName::new(by_name, services))
}
