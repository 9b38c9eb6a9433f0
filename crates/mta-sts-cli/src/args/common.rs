//! What several commands take: whom to ask and trust, and how to write.

use clap::{Args, ValueEnum};
use mta_sts::record::is_id;

use crate::dns::ResolverChoice;
use crate::tls::RootsChoice;

/// An `id` that a record can have.
pub(super) fn id(text: &str) -> Result<String, String> {
    if is_id(text) {
        Ok(text.to_owned())
    } else {
        Err("an id is 1 to 32 letters and digits (RFC 8461 3.1)".to_owned())
    }
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

/// How to fetch policies.
#[derive(Debug, Args)]
#[command(next_help_heading = "Network")]
pub(crate) struct PolicyArgs {
    /// The port to fetch a policy from
    #[arg(long, value_name = "N", default_value_t = 443, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) policy_port: u16,
    /// Give up on a policy after this long; below 60 that proves nothing (RFC 8461 3.3)
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=60))]
    pub(crate) fetch_timeout: u32,
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
    /// Text for people
    Human,
    /// One JSON document
    Json,
    /// A JSON object a line, as soon as it is known
    Ndjson,
    /// Annotations for GitHub Actions
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}
