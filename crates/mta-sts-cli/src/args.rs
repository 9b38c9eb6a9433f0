//! The command line.

mod smtp;

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use mta_sts::DomainName;

use crate::dns::ResolverChoice;
use crate::names;
use crate::tls::RootsChoice;

pub(crate) use smtp::SmtpArgs;

const EXIT_CODES: &str = "\
Exit codes:
  0  in order (notes do not count)
  1  errors or warnings were found
  2  wrong use
  3  nothing was found, but not everything could be tested";

const EXAMPLES: &str = "\
Examples:
  mta-sts check example.com
  mta-sts check example.com --format json --no-probe
  mta-sts lint mta-sts.txt
  mta-sts probe mail.example.com";

const CHECK_EXAMPLES: &str = "\
Examples:
  mta-sts check example.com
  mta-sts check example.com --resolver 9.9.9.9
  mta-sts check example.com --resolver https://dns.quad9.net/dns-query
  mta-sts check example.com --no-probe --format json";

const LINT_EXAMPLES: &str = "\
Examples:
  mta-sts lint mta-sts.txt
  curl -sS https://mta-sts.example.com/.well-known/mta-sts.txt | mta-sts lint -
  dig +short TXT _mta-sts.example.com | mta-sts lint -";

const PROBE_EXAMPLES: &str = "\
Examples:
  mta-sts probe mail.example.com
  mta-sts probe mail.example.com --address 192.0.2.25
  mta-sts probe mail.example.com -4 --helo probe.example.net --retry 30
  mta-sts probe mail.example.com --proxy socks5://127.0.0.1:1080
  mta-sts probe localhost:8025 --roots ca.pem";

/// Check a domain's MTA-STS (RFC 8461) the way a strict Sender sees it
#[derive(Debug, Parser)]
#[command(
    name = "mta-sts",
    version,
    max_term_width = 100,
    after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"),
    subcommand_value_name = "COMMAND",
    disable_help_subcommand = true
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check a domain: its records, its policy, its MX hosts and their certificates
    #[command(after_help = format!("{CHECK_EXAMPLES}\n\n{EXIT_CODES}"))]
    Check(CheckArgs),
    /// Read a policy or a TXT record from a file and say what is wrong with it
    #[command(after_help = format!("{LINT_EXAMPLES}\n\n{EXIT_CODES}"))]
    Lint(LintArgs),
    /// Look at the STARTTLS and the certificate of one MX host
    #[command(after_help = format!("{PROBE_EXAMPLES}\n\n{EXIT_CODES}"))]
    Probe(ProbeArgs),
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// The domain, as after the @ of its mail addresses
    #[arg(value_parser = names::domain)]
    pub(crate) domain: DomainName,
    /// Do not connect to the MX hosts
    #[arg(long)]
    pub(crate) no_probe: bool,
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
    /// The port to fetch the policy from
    #[arg(long, value_name = "N", default_value_t = 443, help_heading = "Network", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) policy_port: u16,
    /// Give up on the policy after this long; below 60 that proves nothing (RFC 8461 3.3)
    #[arg(long, value_name = "SECONDS", default_value_t = 60, help_heading = "Network", value_parser = clap::value_parser!(u32).range(1..=60))]
    pub(crate) fetch_timeout: u32,
    #[command(flatten)]
    pub(crate) smtp: SmtpArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct LintArgs {
    /// The file; - is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// What the text is; found out by its beginning when not given
    #[arg(long, value_enum)]
    pub(crate) kind: Option<Kind>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ProbeArgs {
    /// The MX host, as its MX record names it
    #[arg(value_name = "HOST[:PORT]", value_parser = mx_host)]
    pub(crate) host: (DomainName, Option<u16>),
    /// Connect to this address instead of looking the name up; may be repeated
    #[arg(long, value_name = "IP")]
    pub(crate) address: Vec<IpAddr>,
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
    #[command(flatten)]
    pub(crate) smtp: SmtpArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Network")]
pub(crate) struct NetworkArgs {
    // Not a doc comment: rustdoc would take the brackets for links.
    #[arg(
        long,
        value_name = "RESOLVER",
        value_parser = ResolverChoice::parse,
        help = "Who to ask for DNS: HOST[:PORT], or https://…/dns-query for DNS over HTTPS [default: the system's]"
    )]
    pub(crate) resolver: Option<ResolverChoice>,
    /// Root certificates to trust: mozilla, system, or a PEM file
    #[arg(long, value_name = "ROOTS", default_value = "mozilla", value_parser = RootsChoice::parse)]
    pub(crate) roots: RootsChoice,
    /// Give up on a DNS query or a part of an SMTP session after this long
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=300))]
    pub(crate) timeout: u32,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// For people or for programs
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// When to use colours; auto means in a terminal, unless NO_COLOR is set
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Human,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// The file at /.well-known/mta-sts.txt (RFC 8461 3.2)
    Policy,
    /// The TXT record at _mta-sts (RFC 8461 3.1)
    Record,
    /// The TXT record at _smtp._tls (RFC 8460 3)
    Tlsrpt,
}

fn mx_host(text: &str) -> Result<(DomainName, Option<u16>), String> {
    let (host, port) = names::host_and_port(text)?;
    if host.parse::<IpAddr>().is_ok() {
        return Err(format!(
            "a certificate is checked for a name, not for an address; \
             give the MX host's name and add --address {host}"
        ));
    }
    Ok((names::domain(&host)?, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }
}
