//! `mta-sts probe HOST[:PORT]`.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join;
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

use super::HostDane;
use super::probe_dane::HostDns;

/// The JSON form of a probe's outcome.
#[derive(Serialize)]
struct ProbeReport<'a> {
    verdict: Outcome,
    probe: &'a Probe,
    /// `null` where DNS was not asked.
    dane: Option<&'a HostDane>,
    findings: &'a [Finding],
}

pub(crate) async fn probe(args: ProbeArgs) -> Result<Exit, CliError> {
    let (host, port) = &args.host;
    let limit = Duration::from_secs(u64::from(args.network.timeout));
    let roots = args.network.roots.load()?;
    let progress = Progress::new(format!("Probing {host}"));
    let resolver = Resolver::new(args.network.resolver.as_ref(), &roots, limit).await.map(Arc::new);
    // With addresses given, a machine without a resolver can probe all the same.
    let asked = match args.address.is_empty() || args.network.resolver.is_some() {
        true => Some(resolver.clone()?),
        false => None,
    };
    let found = match (args.address.as_slice(), &asked) {
        ([], Some(resolver)) => Some(host_addresses(resolver, host.as_str()).await?),
        _ => None,
    };
    let addresses = found.as_ref().map_or(&args.address, |found| &found.list).clone();
    let settings = args.smtp.settings(*port, roots, resolver.ok(), limit)?;
    if !addresses.iter().any(|address| settings.route.family.has(address)) {
        return Err(CliError::new(format!(
            "{host} has no address to connect to; check its spelling and -4 or -6, or give --address"
        )));
    }
    if let Some(source) = settings.route.idle_source(&addresses) {
        return Err(CliError::new(format!(
            "--source {source}: {host} has no address of its family to connect to; leave it out, or give --address"
        )));
    }
    let prober = Prober::new(settings);
    let dns = async {
        match &asked {
            Some(resolver) => Some(HostDns::ask(resolver, host, found).await),
            None => None,
        }
    };
    let (probe, dns) = join(prober.probe(host.as_str(), &addresses), dns).await;
    drop(progress);
    let now = now()?;
    let mut judged = identity::judge(&probe, now);
    let dane = dns.map(|dns| dns.judge(&probe, &judged, now));
    let beside = dane.as_ref().map(|dane| dane.verdict.diagnostics.clone());
    judged.diagnostics.extend(beside.unwrap_or_default());
    let verdict = match judged.diagnostics.iter().map(Diagnostic::severity).max() {
        Some(Severity::Error) => Outcome::Fail,
        _ if judged.not_tested > 0 => Outcome::NotTested,
        Some(Severity::Warning) => Outcome::Warn,
        _ => Outcome::Pass,
    };
    let findings = locate("", &judged.diagnostics);
    let dane = dane.as_ref();
    let report = ProbeReport { verdict, probe: &probe, dane, findings: &findings };
    match args.output.format {
        Format::Json => print_json(&report)?,
        Format::Ndjson => print_json_line(&report)?,
        Format::Github => print(&render::github(None, &findings))?,
        Format::Human => {
            print(&render::probe(args.output.look(), &probe, dane, &findings, verdict))?;
        }
    }
    Ok(Exit::of(verdict, &findings, Severity::Warning))
}
