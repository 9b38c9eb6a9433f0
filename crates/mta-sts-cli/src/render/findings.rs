//! Findings that stand for themselves, in the wanted format.

use mta_sts::Finding;

use super::finding::finding;
use super::github::github;
use super::style::Look;
use crate::args::{Format, OutputArgs};
use crate::exit::CliError;
use crate::output::{json, json_line};
use crate::text;

/// All findings about a text called `name`; `nothing` is said to people where there is none.
pub(crate) fn findings(
    args: &OutputArgs,
    name: &str,
    source: &str,
    findings: &[Finding],
    nothing: &str,
) -> Result<String, CliError> {
    let look = args.look();
    Ok(match args.format {
        Format::Json => json(&findings)?,
        Format::Ndjson => findings.iter().map(json_line).collect::<Result<String, _>>()?,
        Format::Github => github(Some(name), findings),
        Format::Human if findings.is_empty() => format!("{}: {nothing}\n", text::line(name)),
        Format::Human => drawn(look, name, source, findings),
    })
}

/// Findings without a source, for people.
pub(crate) fn findings_of(args: &OutputArgs, name: &str, findings: &[Finding]) -> String {
    drawn(args.look(), name, "", findings)
}

fn drawn(look: Look, name: &str, source: &str, findings: &[Finding]) -> String {
    let drawn: Vec<String> =
        findings.iter().map(|found| finding(look, 0, name, source, found)).collect();
    drawn.join("\n")
}

/// A finding in one line.
pub(crate) fn brief(name: &str, finding: &Finding) -> String {
    let line =
        format!("{name}: {}[{}]: {}", finding.severity.as_str(), finding.code, finding.message);
    format!("{}\n", text::line(&line))
}
