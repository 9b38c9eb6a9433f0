//! The outcome of `check`: the verdict, then the steps with what was found, then the evidence.

use mta_sts::check::{MxHost, Outcome, Report, Step, StepName};

use super::finding::finding;
use super::probe::{address, of_address};
use super::style::{Look, OUTCOME_WIDTH, headed, wrapped};
use crate::text;

/// Where the words of a step begin: behind its outcome and its title.
const COLUMN: usize = OUTCOME_WIDTH + 1 + 15;

/// Where evidence begins, behind its heading.
const EVIDENCE: usize = 13;

pub(crate) fn report(look: Look, report: &Report) -> String {
    let headline = wrapped(OUTCOME_WIDTH + 1, &report.headline);
    let mut out = format!("{} {}\n\n", look.outcome(report.verdict), look.bold(headline.trim()));
    for step in &report.steps {
        out.push_str(&self::step(look, step));
    }
    let evidence = evidence(look, report);
    if !evidence.is_empty() {
        out.push('\n');
        out.push_str(&evidence);
    }
    // Findings end with a blank line; two in a row say nothing more.
    out.replace("\n\n\n", "\n\n")
}

fn step(look: Look, step: &Step) -> String {
    let (title, place) = match step.step {
        StepName::Record => ("TXT record", "_mta-sts TXT"),
        StepName::Fetch => ("Policy fetch", ""),
        StepName::Policy => ("Policy", "mta-sts.txt"),
        StepName::Mx => ("MX records", ""),
        StepName::Coverage => ("MX coverage", "mta-sts.txt"),
        StepName::Starttls => ("STARTTLS", ""),
        StepName::Dane => ("DANE", ""),
        StepName::Tlsrpt => ("TLS reporting", "_smtp._tls TXT"),
        StepName::Mail => ("SPF and DMARC", ""),
    };
    let heading = format!("{:OUTCOME_WIDTH$} {title}", "");
    let painted = |_: &str| format!("{} {}", look.outcome(step.outcome), look.bold(title));
    let mut out = headed(COLUMN, &heading, painted, &step.summary);
    let source = step.source.as_deref().unwrap_or("");
    for found in &step.findings {
        out.push('\n');
        out.push_str(&finding(look, 4, place, source, found));
    }
    if !step.findings.is_empty() {
        out.push('\n');
    }
    out
}

fn evidence(look: Look, report: &Report) -> String {
    let mut out = String::new();
    if let Some(advice) = &report.max_age_advice {
        out.push_str(&headed(EVIDENCE, "max_age", |heading| look.bold(heading), advice));
    }
    for host in &report.mx {
        out.push_str(&mx(look, report, host));
    }
    out
}

/// An MX host, and what was seen at its addresses.
fn mx(look: Look, report: &Report, host: &MxHost) -> String {
    let judged = |step: &Step| {
        step.step == StepName::Coverage
            && matches!(step.outcome, Outcome::Pass | Outcome::Warn | Outcome::Fail)
    };
    let covered = match &host.covered_by {
        Some(pattern) => format!(", covered by {pattern}"),
        None if report.steps.iter().any(judged) => ", not covered by the policy".to_owned(),
        None => String::new(),
    };
    let heading = if report.implicit_mx {
        "MX implicit".to_owned()
    } else {
        format!("MX {}", host.preference)
    };
    let words = format!("{}{covered}", host.host);
    let mut out = headed(EVIDENCE, &heading, |heading| look.bold(heading), &words);
    let starttls = report.steps.iter().find(|step| step.step == StepName::Starttls);
    let findings = starttls.map(|step| step.findings.as_slice()).unwrap_or_default();
    let probe = report.probes.iter().find(|probe| probe.host == host.host);
    let seen = probe.map(|probe| probe.addresses.as_slice()).unwrap_or_default();
    for probe in seen {
        let found = of_address(findings, &host.host, probe);
        let text = address(look, probe, &found);
        out.extend(text.lines().map(|line| format!("  {line}\n")));
    }
    if seen.is_empty() {
        let addresses: Vec<String> = host.addresses.iter().map(ToString::to_string).collect();
        if !addresses.is_empty() {
            out.push_str(&wrapped(EVIDENCE, &text::line(&addresses.join(", "))));
        }
    }
    out
}
