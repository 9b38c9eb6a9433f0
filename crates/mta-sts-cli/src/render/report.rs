//! The outcome of `check`: the verdict, then the steps with what was found, then the evidence.

use mta_sts::check::{MxHost, Outcome, Report, Step, StepName};

use super::finding::finding;
use super::probe::{address, of_address};
use super::style::{Look, OUTCOME_WIDTH, headed, wrapped};
use crate::expectations::Unmet;
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

/// What is demanded and not met; nothing when all is.
pub(crate) fn unmet(look: Look, unmet: &[Unmet]) -> String {
    let mut out = String::new();
    let heading = "? unmet";
    let sign = look.sign(Outcome::Fail);
    for Unmet(words) in unmet {
        let painted = |_: &str| format!("{sign} {}", look.bold("unmet"));
        out.push_str(&headed(OUTCOME_WIDTH + 1, heading, painted, words));
    }
    if out.is_empty() { out } else { format!("\n{out}") }
}

/// The step for people.
pub(crate) fn title(step: StepName) -> &'static str {
    match step {
        StepName::Record => "TXT record",
        StepName::Fetch => "Policy fetch",
        StepName::Policy => "Policy",
        StepName::Mx => "MX records",
        StepName::Coverage => "MX coverage",
        StepName::Starttls => "STARTTLS",
        StepName::Dane => "DANE",
        StepName::Tlsrpt => "TLS reporting",
        StepName::Mail => "SPF and DMARC",
    }
}

fn step(look: Look, step: &Step) -> String {
    let title = title(step.step);
    let place = match step.step {
        StepName::Record => "_mta-sts TXT",
        StepName::Policy | StepName::Coverage => "mta-sts.txt",
        StepName::Tlsrpt => "_smtp._tls TXT",
        _ => "",
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
