//! `mta-sts probe HOST[:PORT]`.

use std::sync::Arc;
use std::time::Duration;

use mta_sts::check::Outcome;
use mta_sts::diagnostic::locate;
use mta_sts::identity;
use mta_sts::probe::Probe;
use mta_sts::{Diagnostic, Finding, Severity};
use serde::Serialize;

use crate::args::{Format, ProbeArgs};
use crate::dns::{Resolver, host_addresses};
use crate::driver::now;
use crate::exit::{CliError, Exit};
use crate::output::{print, print_json, print_json_line};
use crate::prober::Prober;
use crate::progress::Progress;
use crate::render;

/// The JSON form of a probe's outcome.
#[derive(Serialize)]
struct ProbeReport<'a> {
    verdict: Outcome,
    probe: &'a Probe,
    findings: &'a [Finding],
}

pub(crate) async fn probe(args: ProbeArgs) -> Result<Exit, CliError> {
    let (host, port) = &args.host;
    let limit = Duration::from_secs(u64::from(args.network.timeout));
    let roots = args.network.roots.load()?;
    let progress = Progress::new(format!("Probing {host}"));
    let resolver = Resolver::new(args.network.resolver.as_ref(), &roots, limit).await.map(Arc::new);
    let addresses = match args.address.as_slice() {
        [] => host_addresses(resolver.as_deref().map_err(Clone::clone)?, host.as_str()).await?,
        given => given.to_vec(),
    };
    // With addresses given, a machine without a resolver can probe all the same.
    let settings = args.smtp.settings(*port, roots, resolver.ok(), limit);
    if !addresses.iter().any(|address| settings.route.family.has(address)) {
        return Err(CliError::new(format!(
            "{host} has no address to connect to; check its spelling and -4 or -6, or give --address"
        )));
    }
    let probe = Prober::new(settings).probe(host.as_str(), &addresses).await;
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
        Format::Ndjson => {
            print_json_line(&ProbeReport { verdict, probe: &probe, findings: &findings })?;
        }
        Format::Github => print(&render::github(None, &findings))?,
        Format::Human => print(&render::probe(args.output.look(), &probe, &findings, verdict))?,
    }
    Ok(Exit::of(verdict))
}
