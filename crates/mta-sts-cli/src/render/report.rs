//! The outcome of `check`: the verdict, then the steps with what was found, then the evidence.

use mta_sts::check::{Outcome, Report, Step, StepName};

use super::finding::finding;
use super::probe::address;
use super::style::{Painter, outcome, wrapped};
use crate::text;

/// Where the words of a step begin.
const COLUMN: usize = 13;

pub(crate) fn report(report: &Report, styled: bool) -> String {
    let painter = Painter { styled };
    let headline = wrapped(COLUMN, &report.headline);
    let mut out = format!("{} {}", outcome(painter, report.verdict), painter.bold(headline.trim()));
    out.push_str("\n\n");
    for step in &report.steps {
        out.push_str(&self::step(painter, step));
    }
    let evidence = evidence(painter, report);
    if !evidence.is_empty() {
        out.push('\n');
        out.push_str(&evidence);
    }
    out
}

fn step(painter: Painter, step: &Step) -> String {
    let (title, place) = match step.step {
        StepName::Record => ("TXT record", "_mta-sts TXT"),
        StepName::Fetch => ("Policy fetch", ""),
        StepName::Policy => ("Policy", "mta-sts.txt"),
        StepName::Mx => ("MX records", ""),
        StepName::Coverage => ("MX coverage", ""),
        StepName::Starttls => ("STARTTLS", ""),
        StepName::Tlsrpt => ("TLS reporting", "_smtp._tls TXT"),
    };
    let words = wrapped(COLUMN, &format!("{title}: {}", step.summary));
    let words = words.trim_start().replacen(title, &painter.bold(title), 1);
    let mut out = format!("{} {words}", outcome(painter, step.outcome));
    let source = step.source.as_deref().unwrap_or("");
    for found in &step.findings {
        out.push_str(&finding(painter, 4, place, source, found));
    }
    out
}

fn evidence(painter: Painter, report: &Report) -> String {
    let mut out = String::new();
    if let Some(advice) = &report.max_age_advice {
        let lines = wrapped(COLUMN, advice);
        out.push_str(&format!("{:<COLUMN$}{}", "max_age", lines.trim_start()));
    }
    let coverage = report.steps.iter().find(|step| step.step == StepName::Coverage);
    let judged = coverage
        .is_some_and(|step| matches!(step.outcome, Outcome::Pass | Outcome::Warn | Outcome::Fail));
    for host in &report.mx {
        let covered = match &host.covered_by {
            Some(pattern) => format!(" (covered by {})", text::line(pattern)),
            None if judged => " (not covered)".to_owned(),
            None => String::new(),
        };
        let preference =
            if report.implicit_mx { "implicit".to_owned() } else { host.preference.to_string() };
        out.push_str(&format!(
            "{:<COLUMN$}{}{covered}\n",
            format!("MX {preference}"),
            text::line(&host.host)
        ));
        let probe = report.probes.iter().find(|probe| probe.host == host.host);
        for seen in probe.iter().flat_map(|probe| &probe.addresses) {
            let lines = address(painter, seen);
            out.extend(lines.lines().map(|line| format!("    {line}\n")));
        }
    }
    out
}
