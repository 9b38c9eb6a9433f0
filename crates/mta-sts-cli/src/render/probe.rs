//! The outcome of `probe`: what was seen at each address, part by part.

use mta_sts::Finding;
use mta_sts::Timestamp;
use mta_sts::check::Outcome;
use mta_sts::probe::{AddressProbe, ChainVerdict, Probe, ProbeResult};

use super::finding::finding;
use super::style::{Look, headed};
use crate::text;

/// Names of a certificate shown.
const MAX_NAMES: usize = 8;

/// Columns of the words before the facts.
const COLUMN: usize = 12;

pub(crate) fn probe(look: Look, probe: &Probe, findings: &[Finding], verdict: Outcome) -> String {
    let mut out = format!("{} {}\n", look.outcome(verdict), look.bold(&text::line(&probe.host)));
    for address in &probe.addresses {
        let findings = of_address(findings, &probe.host, address);
        out.push('\n');
        out.push_str(&self::address(look, address, &findings));
        for found in findings {
            out.push('\n');
            out.push_str(&finding(look, 2, "", "", found));
        }
    }
    out
}

/// Those of the findings that are about this address of this host.
pub(super) fn of_address<'a>(
    findings: &'a [Finding],
    host: &str,
    address: &AddressProbe,
) -> Vec<&'a Finding> {
    let seen = address.address.to_string();
    let has = |found: &&Finding, name: &str, value: &str| {
        found.params.iter().any(|(n, v)| *n == name && v == value)
    };
    findings.iter().filter(|f| has(f, "host", host) && has(f, "address", &seen)).collect()
}

/// What was seen at one address: chain, name and validity each with a verdict of its own.
pub(super) fn address(look: Look, probe: &AddressProbe, findings: &[&Finding]) -> String {
    let place = format!("{} port {}", probe.address, probe.port);
    let mut out = format!("{}\n", look.bold(&place));
    let ProbeResult::Handshake { protocol, cipher, chain, certificate } = &probe.result else {
        out.push_str(&format!("    {}\n", text::line(&short(&probe.result))));
        return out;
    };
    let chain = match chain {
        ChainVerdict::Trusted => "leads to a trusted root".to_owned(),
        ChainVerdict::SelfSigned => "self-signed".to_owned(),
        ChainVerdict::UnknownIssuer => "no path to a trusted root".to_owned(),
        ChainVerdict::Invalid { detail } => detail.clone(),
    };
    let valid = format!("{} to {}", date(certificate.not_before), date(certificate.not_after));
    let facts = [
        (Some(Outcome::Pass), "TLS", format!("{protocol}, {cipher}")),
        (Some(of_part(findings, &["-untrusted", "-self-signed"])), "chain", chain),
        (Some(of_part(findings, &["-name-mismatch"])), "name", names(&certificate.dns_names)),
        (Some(of_part(findings, &["-expired", "-not-yet-valid", "-expiring"])), "valid", valid),
        (None, "issuer", certificate.issuer.clone()),
    ];
    for (verdict, name, value) in facts {
        let sign = verdict.map_or_else(|| " ".to_owned(), |verdict| look.sign(verdict));
        let heading = format!("  ? {name}");
        let painted = |heading: &str| heading.replacen('?', &sign, 1);
        out.push_str(&headed(COLUMN, &heading, painted, &value));
    }
    out
}

/// The verdict on one part of a certificate, by the endings of its finding codes.
fn of_part(findings: &[&Finding], endings: &[&str]) -> Outcome {
    let of_it = |f: &&&Finding| endings.iter().any(|ending| f.code.ends_with(ending));
    match findings.iter().filter(of_it).map(|f| f.severity).max() {
        Some(mta_sts::Severity::Error) => Outcome::Fail,
        Some(mta_sts::Severity::Warning) => Outcome::Warn,
        _ => Outcome::Pass,
    }
}

fn names(all: &[String]) -> String {
    let shown: Vec<&str> = all.iter().take(MAX_NAMES).map(String::as_str).collect();
    match all.len().saturating_sub(MAX_NAMES) {
        _ if all.is_empty() => "no DNS name in the certificate".to_owned(),
        0 => shown.join(" "),
        more => format!("{} and {more} more", shown.join(" ")),
    }
}

/// How far a session without a handshake came; a finding says the rest.
fn short(result: &ProbeResult) -> String {
    match result {
        ProbeResult::Handshake { .. } => "TLS handshake done".to_owned(),
        ProbeResult::NotOffered => "STARTTLS is not offered".to_owned(),
        ProbeResult::Refused { code, .. } => format!("STARTTLS is refused ({code})"),
        ProbeResult::Rejected { phase, code, .. } | ProbeResult::Temporary { phase, code, .. } => {
            format!("{}: reply {code}", phase.as_str())
        }
        ProbeResult::TlsFailed { .. } => "the TLS handshake failed".to_owned(),
        ProbeResult::Unreachable { phase, .. } => format!("ended at: {}", phase.as_str()),
    }
}

fn date(at: Timestamp) -> String {
    let (year, month, day) = at.date();
    format!("{year:04}-{month:02}-{day:02}")
}
