//! How to speak with MX hosts.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use rustls::RootCertStore;

use crate::dns::Resolver;
use crate::exit::CliError;
use crate::names;
use crate::prober::{Control, EhloName, Family, Parallel, Proxy, Route, Settings};
use crate::tls::Known;

const SMTP_PORT: u16 = 25;

#[derive(Debug, Args)]
#[command(next_help_heading = "SMTP")]
pub(crate) struct SmtpArgs {
    /// The port of the MX hosts [default: 25]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) port: Option<u16>,
    /// The name to say in EHLO [default: this machine's, or else its address]
    #[arg(long, value_name = "NAME", value_parser = EhloName::parse)]
    helo: Option<EhloName>,
    /// Use IPv4 addresses only
    #[arg(short = '4', long, conflicts_with = "ipv6")]
    ipv4: bool,
    /// Use IPv6 addresses only
    #[arg(short = '6', long)]
    ipv6: bool,
    /// Connect from this address of this machine; may be given once for IPv4 and once for IPv6
    #[arg(long, value_name = "IP")]
    source: Vec<IpAddr>,
    // Not a doc comment: rustdoc would take the brackets for links.
    #[arg(
        long,
        value_name = "URL",
        value_parser = Proxy::parse,
        help = "Connect through a SOCKS5 proxy: socks5://[USER:PASSWORD@]HOST[:PORT]"
    )]
    proxy: Option<Proxy>,
    /// After a temporary refusal (4xx), try once more this much later, or up to twice as much; none for no second try
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = Retry::parse)]
    retry: Retry,
    #[arg(
        long,
        value_name = "HOST",
        value_parser = control,
        help = "A host to connect to when an MX host cannot be reached, to tell a blocked port; none for no such test \
                [default: well-known MX hosts, for port 25]"
    )]
    control: Option<(String, Option<u16>)>,
    /// Sessions at once
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=4096))]
    parallel: u32,
    /// Sessions at once with one host
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=4096))]
    per_host: u32,
    /// Sessions at once with hosts of one provider, told by the last two labels of their names
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=4096))]
    per_provider: u32,
    /// Leave a provider that asks for patience (4xx, too many connections) at least this long between sessions, twice
    /// as long each time that it asks again; 0 for no such back-off
    #[arg(long, value_name = "SECONDS", default_value_t = 1, value_parser = clap::value_parser!(u32).range(0..=300))]
    back_off: u32,
}

impl SmtpArgs {
    /// The prober's settings; a port given elsewhere on the command line comes first.
    ///
    /// # Errors
    ///
    /// When two addresses of one family are to be the source.
    pub(crate) fn settings(
        &self,
        port: Option<u16>,
        roots: Arc<RootCertStore>,
        resolver: Option<Arc<Resolver>>,
        limit: Duration,
    ) -> Result<Settings, CliError> {
        let port = port.or(self.port).unwrap_or(SMTP_PORT);
        let family = match (self.ipv4, self.ipv6) {
            (true, _) => Family::V4,
            (_, true) => Family::V6,
            _ => Family::Both,
        };
        for source in &self.source {
            let twin = |other: &&IpAddr| other.is_ipv4() == source.is_ipv4();
            if self.source.iter().filter(twin).count() > 1 {
                let family = if source.is_ipv4() { "IPv4" } else { "IPv6" };
                return Err(CliError::new(format!(
                    "--source: more than one {family} address is given; give one"
                )));
            }
        }
        let count = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        Ok(Settings {
            roots,
            port,
            helo: self.helo.clone(),
            limit,
            route: Route { family, source: self.source.clone(), proxy: self.proxy.clone() },
            parallel: Parallel {
                all: count(self.parallel),
                provider: count(self.per_provider),
                host: count(self.per_host),
                back_off: Duration::from_secs(u64::from(self.back_off)),
            },
            retry: self.retry.0,
            control: Control::new(self.control.clone(), port, resolver),
            known: Known::default(),
        })
    }
}

/// How long after a temporary refusal to try once more, if at all.
#[derive(Debug, Clone, Copy)]
struct Retry(Option<Duration>);

impl Retry {
    const MAX: u32 = 3_600;

    fn parse(text: &str) -> Result<Retry, String> {
        match text.parse::<u32>() {
            Ok(seconds) if seconds <= Retry::MAX => {
                Ok(Retry(Some(Duration::from_secs(u64::from(seconds)))))
            }
            Err(_) if text == "none" => Ok(Retry(None)),
            _ => Err(format!("give seconds, at most {}, or none", Retry::MAX)),
        }
    }
}

fn control(text: &str) -> Result<(String, Option<u16>), String> {
    let (host, port) = names::host_and_port(text)?;
    let host = names::domain(&host)?;
    Ok((host.as_str().to_owned(), port))
}
