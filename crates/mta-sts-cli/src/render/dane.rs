//! DANE at one MX host: what Senders that know it do, and the records on which that stands.

use mta_sts::Severity;
use mta_sts::check::Outcome;
use mta_sts::dane::{Conduct, Tlsa, Verdict};

use super::style::{Look, headed};
use crate::commands::HostDane;

/// Columns of the words before the facts.
const COLUMN: usize = 12;

/// Hexadecimal digits of a record shown: all of a SHA-256.
const MAX_DATA: usize = 64;

pub(super) fn dane(look: Look, dane: &HostDane) -> String {
    let mut out = format!("{}\n", look.bold(&dane.name));
    let sign = look.sign(outcome(dane));
    let painted = |heading: &str| heading.replacen('?', &sign, 1);
    out.push_str(&headed(COLUMN, "  ? DANE", painted, &summary(dane)));
    let mut row =
        |name: &str, value: &str| out.push_str(&headed(COLUMN, name, str::to_owned, value));
    let verdict = &dane.verdict;
    for seen in verdict.addresses.iter().filter(|_| verdict.addresses.len() > 1) {
        let words = match seen.verdict {
            Verdict::Match => "a TLSA record matches",
            Verdict::Mismatch => "no TLSA record matches",
            Verdict::NotTested => "could not be held against the TLSA records",
        };
        row("", &format!("{}: {words}", seen.address));
    }
    for record in &verdict.tlsa {
        row("    TLSA", &shown(record));
    }
    if !verdict.tlsa.is_empty() {
        row("    DNSSEC", secured(dane.addresses_secure, dane.tlsa_secure));
    }
    out
}

fn summary(dane: &HostDane) -> String {
    match &dane.failed {
        Some(why) => format!("{} ({why})", dane.verdict.summary),
        None => dane.verdict.summary.clone(),
    }
}

fn outcome(dane: &HostDane) -> Outcome {
    let worst = dane.verdict.diagnostics.iter().map(mta_sts::Diagnostic::severity).max();
    match (worst, dane.verdict.conduct) {
        (Some(Severity::Error), _) | (_, Conduct::Refuses) => Outcome::Fail,
        (_, Conduct::NotTested | Conduct::Waits) => Outcome::NotTested,
        (Some(Severity::Warning), _) => Outcome::Warn,
        (_, Conduct::Delivers) => Outcome::Pass,
        _ => Outcome::Skipped,
    }
}

fn shown(record: &Tlsa) -> String {
    let cut = |data: &str| match data.get(..MAX_DATA) {
        Some(head) if head.len() < data.len() => format!("{head}…"),
        _ => data.to_owned(),
    };
    let Tlsa { usage, selector, matching_type, data } = record;
    format!("{usage} {selector} {matching_type} {}", cut(data))
}

fn secured(addresses: bool, tlsa: bool) -> &'static str {
    match (addresses, tlsa) {
        (true, true) => "secures the addresses and the TLSA records",
        (true, false) => "secures the addresses, not the TLSA records",
        (false, true) => "secures the TLSA records, not the addresses",
        (false, false) => "secures neither the addresses nor the TLSA records",
    }
}
