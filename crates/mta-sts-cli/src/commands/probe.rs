//! `mta-sts probe HOST[:PORT]`.

use std::net::IpAddr;
use std::time::Duration;

use mta_sts::check::{DnsRequest, DnsResponse, Outcome};
use mta_sts::diagnostic::locate;
use mta_sts::dns::{RecordData, RecordType, decode};
use mta_sts::identity;
use mta_sts::probe::Probe;
use mta_sts::{Diagnostic, Finding, Severity};
use serde::Serialize;

use crate::args::{Format, ProbeArgs};
use crate::dns::Resolver;
use crate::driver::now;
use crate::exit::{CliError, Exit};
use crate::output::{print, print_json};
use crate::prober::Prober;
use crate::progress::Progress;
use crate::render;

const SMTP_PORT: u16 = 25;

/// The JSON form of a probe's outcome.
#[derive(Serialize)]
struct ProbeReport<'a> {
    verdict: Outcome,
    probe: &'a Probe,
    findings: &'a [Finding],
}

pub(crate) async fn probe(args: ProbeArgs) -> Result<Exit, CliError> {
    let (host, port) = &args.host;
    let port = (*port).or(args.smtp.port).unwrap_or(SMTP_PORT);
    let limit = Duration::from_secs(u64::from(args.network.timeout));
    let roots = args.network.roots.load()?;
    let progress = Progress::new(format!("Probing {host} port {port}"));
    let addresses = if args.address.is_empty() {
        let resolver = Resolver::new(args.network.resolver.as_ref(), &roots, limit).await?;
        addresses(&resolver, host.as_str()).await?
    } else {
        args.address.clone()
    };
    if addresses.is_empty() {
        return Err(CliError::new(format!(
            "{host} has no address; check its spelling or give --address"
        )));
    }
    let prober = Prober::new(roots, port, args.smtp.helo, limit);
    let probe = prober.probe(host.as_str(), &addresses).await;
    drop(progress);
    let judged = identity::judge(&probe, now()?);
    let verdict = match judged.diagnostics.iter().map(Diagnostic::severity).max() {
        Some(Severity::Error) => Outcome::Fail,
        _ if judged.not_tested > 0 => Outcome::NotTested,
        Some(Severity::Warning) => Outcome::Warn,
        _ => Outcome::Pass,
    };
    let findings = locate("", &judged.diagnostics);
    match args.output.format {
        Format::Json => print_json(&ProbeReport { verdict, probe: &probe, findings: &findings })?,
        Format::Human => print(&render::probe(args.output.look(), &probe, &findings, verdict))?,
    }
    Ok(Exit::of(verdict))
}

async fn addresses(resolver: &Resolver, host: &str) -> Result<Vec<IpAddr>, CliError> {
    let mut found = Vec::new();
    for record_type in [RecordType::Aaaa, RecordType::A] {
        let request = DnsRequest { name: host.to_owned(), record_type };
        let refuse = |why: String| {
            CliError::new(format!("the addresses of {host} cannot be looked up: {why}"))
        };
        let message = match resolver.query(&request).await {
            DnsResponse::Message(message) => message,
            DnsResponse::Failed { detail } => return Err(refuse(detail)),
        };
        let answer =
            decode(&message, host, record_type).map_err(|error| refuse(error.to_string()))?;
        found.extend(answer.records.into_iter().filter_map(|record| match record {
            RecordData::A(address) => Some(IpAddr::from(address)),
            RecordData::Aaaa(address) => Some(IpAddr::from(address)),
            _ => None,
        }));
    }
    Ok(found)
}
