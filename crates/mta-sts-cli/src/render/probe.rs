//! The outcome of `probe`: what was seen at each address, part by part.

use mta_sts::Finding;
use mta_sts::Timestamp;
use mta_sts::check::Outcome;
use mta_sts::probe::{
    AddressProbe, CertificateFacts, ChainVerdict, Handshake, Phase, PhaseTimes, Probe, ProbeResult,
    Staple,
};

use super::finding::finding;
use super::style::{Look, headed};
use crate::commands::HostDane;
use crate::text;

/// Names of a certificate shown.
const MAX_NAMES: usize = 8;

/// Columns of the words before the facts.
const COLUMN: usize = 12;

pub(crate) fn probe(
    look: Look,
    probe: &Probe,
    dane: Option<&HostDane>,
    findings: &[Finding],
    verdict: Outcome,
) -> String {
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
    if let Some(dane) = dane {
        out.push('\n');
        out.push_str(&super::dane::dane(look, dane));
    }
    let of_host = findings.iter().filter(|found| param(found, "address").is_none());
    for found in of_host {
        out.push('\n');
        out.push_str(&finding(look, 0, "", "", found));
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
    let about = |found: &&Finding| {
        param(found, "host") == Some(host) && param(found, "address") == Some(&seen)
    };
    findings.iter().filter(about).collect()
}

fn param<'a>(found: &'a Finding, name: &str) -> Option<&'a str> {
    found.params.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str())
}

/// What was seen at one address: chain, name and validity each with a verdict of its own.
pub(super) fn address(look: Look, probe: &AddressProbe, findings: &[&Finding]) -> String {
    let place = format!("{} port {}", probe.address, probe.port);
    let mut out = format!("{}\n", look.bold(&place));
    let mut row = |verdict: Option<Outcome>, name: &str, value: &str| {
        let sign = verdict.map_or_else(|| " ".to_owned(), |verdict| look.sign(verdict));
        let heading = format!("  ? {name}");
        let painted = |heading: &str| heading.replacen('?', &sign, 1);
        out.push_str(&headed(COLUMN, &heading, painted, value));
    };
    let banner = probe.dialogue.banner.as_ref().map(|reply| reply.text.as_str());
    if let ProbeResult::Handshake(seen) = &probe.result {
        let of = |endings: &[&str]| Some(of_part(findings, endings));
        let Handshake { protocol, cipher, certificate, .. } = seen.as_ref();
        let group = seen.group.as_deref().map(|group| format!(", {group}")).unwrap_or_default();
        row(of(&["/not-offered", "/injected"]), "TLS", &format!("{protocol}, {cipher}{group}"));
        row(
            of(&["-untrusted", "-self-signed", "-incomplete", "-weak-signature", "-revoked"]),
            "chain",
            &chain(seen),
        );
        row(of(&["-name-mismatch"]), "name", &names(certificate, seen.matched.as_deref()));
        row(of(&["-expired", "-not-yet-valid", "-expiring"]), "valid", &valid(seen));
        row(of(&["-weak-key"]), "key", &key(certificate));
        row(None, "issuer", &certificate.issuer);
    } else {
        row(Some(missed(&probe.result)), "session", &short(&probe.result));
    }
    if let Some(banner) = banner {
        row(None, "banner", banner);
    }
    if probe.dialogue.attempts > 1 {
        row(None, "attempt", "the second; the host put off the first with a 4xx reply");
    }
    let times = times(&probe.dialogue.milliseconds);
    if !times.is_empty() {
        row(None, "time", &times);
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

fn chain(seen: &Handshake) -> String {
    let verdict = match &seen.chain {
        ChainVerdict::Trusted => "leads to a trusted root".to_owned(),
        ChainVerdict::SelfSigned => "self-signed".to_owned(),
        ChainVerdict::Incomplete { missing } => format!("incomplete, without {missing}"),
        ChainVerdict::UnknownIssuer => "leads to a root that is not trusted".to_owned(),
        ChainVerdict::Invalid { detail } => detail.clone(),
    };
    let staple = match seen.staple {
        Staple::None => "",
        Staple::Good => "; not revoked",
        Staple::Revoked => "; revoked",
        Staple::Unknown => "; unknown to its OCSP responder",
        Staple::Unreadable => "; with an unreadable OCSP response",
    };
    format!("{verdict}{staple}; {} presented", seen.intermediates.len() + 1)
}

fn names(certificate: &CertificateFacts, matched: Option<&str>) -> String {
    if let Some(matched) = matched {
        let others = certificate.dns_names.len().saturating_sub(1);
        return if others == 0 {
            matched.to_owned()
        } else {
            format!("{matched} and {others} more")
        };
    }
    let all = &certificate.dns_names;
    let shown: Vec<&str> = all.iter().take(MAX_NAMES).map(String::as_str).collect();
    match all.len().saturating_sub(MAX_NAMES) {
        _ if all.is_empty() => "no DNS name in the certificate".to_owned(),
        0 => shown.join(" "),
        more => format!("{} and {more} more", shown.join(" ")),
    }
}

fn valid(seen: &Handshake) -> String {
    let CertificateFacts { not_before, not_after, .. } = seen.certificate;
    let left = match seen.days_left {
        // Whole days, rounded down: the first day after the end is -1.
        -1 => "ended less than a day ago".to_owned(),
        days @ ..-1 => format!("ended {} ago", text::plural(-1 - days, "day")),
        days => format!("{} left", text::plural(days, "day")),
    };
    format!("{} to {}, {left}", date(not_before), date(not_after))
}

fn key(certificate: &CertificateFacts) -> String {
    let bits = certificate.key_bits.map(|bits| format!(" {bits} bits")).unwrap_or_default();
    format!("{}{bits}, {}", certificate.key_algorithm, certificate.signature_algorithm)
}

fn times(times: &PhaseTimes) -> String {
    let parts = [
        ("connect", times.connect),
        ("banner", times.banner),
        ("EHLO", times.ehlo),
        ("STARTTLS", times.starttls),
        ("TLS", times.tls),
    ];
    let known = parts.into_iter().filter_map(|(name, time)| Some(format!("{name} {} ms", time?)));
    known.collect::<Vec<_>>().join(", ")
}

/// Whether a session without a handshake proves a fault, or nothing.
fn missed(result: &ProbeResult) -> Outcome {
    match result {
        ProbeResult::NotOffered | ProbeResult::Refused { .. } | ProbeResult::TlsFailed { .. } => {
            Outcome::Fail
        }
        _ => Outcome::NotTested,
    }
}

/// How far a session without a handshake came; a finding says the rest.
fn short(result: &ProbeResult) -> String {
    match result {
        ProbeResult::Handshake(_) => "TLS handshake done".to_owned(),
        ProbeResult::NotOffered => "STARTTLS is not offered".to_owned(),
        ProbeResult::Refused { code, .. } => format!("STARTTLS is refused with {code}"),
        ProbeResult::Rejected { phase, code, .. } => {
            format!("turned away with {code} at the {}", place(*phase))
        }
        ProbeResult::Temporary { phase, code, .. } => {
            format!("put off with {code} at the {}", place(*phase))
        }
        ProbeResult::TlsFailed { .. } => "the TLS handshake failed".to_owned(),
        ProbeResult::Unreachable { phase, .. } => format!("ended at the {}", place(*phase)),
    }
}

/// A part of a session, behind "at the".
fn place(phase: Phase) -> &'static str {
    match phase {
        Phase::Connect => "connection",
        Phase::Ehlo => "EHLO command",
        Phase::Starttls => "STARTTLS command",
        phase => phase.as_str(),
    }
}

fn date(at: Timestamp) -> String {
    let (year, month, day) = at.date();
    format!("{year:04}-{month:02}-{day:02}")
}
