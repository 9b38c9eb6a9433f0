//! `mta-sts match HOST…`: which pattern covers which MX host.

use mta_sts::MxPattern;
use mta_sts::coverage::{Coverage, coverage};
use mta_sts::policy;

use crate::args::{Format, MatchArgs};
use crate::exit::{CliError, Exit};
use crate::output::{print, print_json, print_json_line};
use crate::render;

use super::files::{read_text, refuse};

pub(crate) fn match_mx(args: &MatchArgs) -> Result<Exit, CliError> {
    let patterns = patterns(args)?;
    let found = coverage(&patterns, &args.hosts);
    match args.output.format {
        Format::Json => print_json(&found)?,
        Format::Ndjson => found.hosts.iter().try_for_each(print_json_line)?,
        Format::Github => print(&github(&found))?,
        Format::Human => print(&render::coverage(args.output.look(), &found))?,
    }
    Ok(if found.is_complete() { Exit::Pass } else { Exit::Findings })
}

/// Those given, or those of the policy; a policy that a strict Sender ignores still has its patterns.
fn patterns(args: &MatchArgs) -> Result<Vec<MxPattern>, CliError> {
    let Some(path) = &args.policy else { return Ok(args.mx.clone()) };
    let parsed = policy::parse(&read_text(path)?);
    let read = parsed.value.or(parsed.salvaged);
    read.map(|policy| policy.mx).ok_or_else(|| {
        refuse(path, "no Sender reads a policy in this; `mta-sts lint` says what is wrong with it")
    })
}

fn github(found: &Coverage) -> String {
    let missing = found.hosts.iter().filter(|host| host.covered_by.is_none());
    let lines = missing.map(|host| {
        let message = format!("no pattern covers the MX host {}", host.host);
        render::github_command("error", "mx/not-covered", None, &message)
    });
    lines.collect()
}
