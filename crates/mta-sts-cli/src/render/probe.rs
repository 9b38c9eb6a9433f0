//! The outcome of `probe`: what was seen at each address, part by part.

use mta_sts::Finding;
use mta_sts::Timestamp;
use mta_sts::check::Outcome;
use mta_sts::probe::{AddressProbe, ChainVerdict, Probe, ProbeResult};

use super::finding::finding;
use super::style::{Painter, outcome, wrapped};
use crate::text;

/// Names of a certificate shown.
const MAX_NAMES: usize = 8;

pub(crate) fn probe(probe: &Probe, findings: &[Finding], verdict: Outcome, styled: bool) -> String {
    let painter = Painter { styled };
    let mut out =
        format!("{} {}\n", outcome(painter, verdict), painter.bold(&text::line(&probe.host)));
    for address in &probe.addresses {
        out.push('\n');
        out.push_str(&self::address(painter, address));
        let seen = address.address.to_string();
        let of_this = |f: &&Finding| {
            f.params.iter().any(|(name, value)| *name == "address" && *value == seen)
        };
        for found in findings.iter().filter(of_this) {
            out.push_str(&finding(painter, 2, "", "", found));
        }
    }
    out
}

/// What was seen at one address.
pub(super) fn address(painter: Painter, probe: &AddressProbe) -> String {
    let place = format!("{} port {}", probe.address, probe.port);
    let ProbeResult::Handshake { protocol, cipher, chain, certificate } = &probe.result else {
        return format!("{}\n", painter.bold(&place));
    };
    let chain = match chain {
        ChainVerdict::Trusted => "trusted".to_owned(),
        ChainVerdict::SelfSigned => "self-signed".to_owned(),
        ChainVerdict::UnknownIssuer => "no path to a trusted root".to_owned(),
        ChainVerdict::Invalid { detail } => detail.clone(),
    };
    let names = match certificate.dns_names.as_slice() {
        [] => "none".to_owned(),
        all if all.len() > MAX_NAMES => {
            format!(
                "{} and {} more",
                all.iter().take(MAX_NAMES).cloned().collect::<Vec<_>>().join(" "),
                all.len() - MAX_NAMES
            )
        }
        all => all.join(" "),
    };
    let valid = format!("{} to {}", date(certificate.not_before), date(certificate.not_after));
    let facts = [
        ("TLS", format!("{protocol}, {cipher}")),
        ("chain", chain),
        ("names", names),
        ("valid", valid),
        ("issuer", certificate.issuer.clone()),
    ];
    let mut out = format!("{}\n", painter.bold(&place));
    for (name, value) in facts {
        let lines = wrapped(11, &value);
        out.push_str(&format!("  {name:<9}{}", lines.trim_start()));
    }
    out
}

fn date(at: Timestamp) -> String {
    let (year, month, day) = at.date();
    format!("{year:04}-{month:02}-{day:02}")
}
