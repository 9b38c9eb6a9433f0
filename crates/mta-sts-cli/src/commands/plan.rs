//! `mta-sts plan DOMAIN`: the steps of a change in their safe order.

use std::path::Path;

use mta_sts::plan::{PlanInput, Published, Served, Target, Ttls, Wanted, plan as make};
use mta_sts::policy::{self, Policy};
use mta_sts::{Severity, Timestamp};

use crate::args::{Earlier, Format, PlanArgs};
use crate::driver::now;
use crate::exit::{CliError, Exit};
use crate::output::{print, print_json, print_json_line};
use crate::render;

use super::files::{read_text, refuse};

/// The last second that RFC 3339 writes.
const END_OF_TIME: Timestamp = Timestamp(253_402_300_799);

pub(crate) fn plan(args: &PlanArgs) -> Result<Exit, CliError> {
    let changes = args.remove
        || args.to_mode.is_some()
        || args.to_max_age.is_some()
        || args.to_policy_host.is_some()
        || !args.to_mx.is_empty();
    if !changes {
        return Err(CliError::new(
            "say what is to change: --to-mx, --to-mode, --to-max-age, --to-policy-host or --remove",
        ));
    }
    if args.remove && args.policy.is_none() && args.earlier.is_empty() {
        return Err(CliError::new(
            "--remove needs what is published now, for Senders apply it until its max_age has passed: give --policy FILE \
             and --id ID, or, where the record is gone already, each policy before it with --earlier",
        ));
    }
    let input = input(args, args.at.map_or_else(now, Ok)?)?;
    let plan = make(&input);
    if plan.done.certain > END_OF_TIME {
        return Err(CliError::new(format!(
            "the plan would end after {END_OF_TIME}, behind which no date can be written; \
             give earlier times with --at and --earlier"
        )));
    }
    match args.output.format {
        Format::Json => print_json(&plan)?,
        Format::Ndjson => plan.steps.iter().try_for_each(print_json_line)?,
        Format::Github => print(&render::github(None, &plan.findings))?,
        Format::Human => print(&render::plan(args.output.look(), args.domain.as_str(), &plan))?,
    }
    let impossible = plan.findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if impossible { Exit::WrongUse } else { Exit::of_findings(&plan.findings) })
}

fn input(args: &PlanArgs, now: Timestamp) -> Result<PlanInput, CliError> {
    let current = match (&args.policy, &args.id) {
        (Some(path), Some(id)) => Some(Published { policy: read(path)?, id: id.clone() }),
        _ => None,
    };
    let earlier: Result<Vec<Served>, CliError> = args
        .earlier
        .iter()
        .map(|Earlier { file, last_served, id }| {
            Ok(Served { policy: read(file)?, last_served: *last_served, id: id.clone() })
        })
        .collect();
    let wanted = if args.remove {
        Wanted::Removed
    } else {
        Wanted::Policy(Target {
            mode: args.to_mode.map(Into::into),
            max_age: args.to_max_age,
            mx_hosts: (!args.to_mx.is_empty()).then(|| args.to_mx.clone()),
            mx: None,
            policy_host: args.to_policy_host.clone(),
        })
    };
    Ok(PlanInput {
        current,
        earlier: earlier?,
        mx_hosts: args.mx.clone(),
        ttls: Ttls { record: args.record_ttl, mx: args.mx_ttl, policy_host: args.policy_host_ttl },
        ..PlanInput::new(args.domain.clone(), now, wanted)
    })
}

/// What Senders may hold in their caches: a strict Sender's reading, or a tolerant one's.
fn read(path: &Path) -> Result<Policy, CliError> {
    let parsed = policy::parse(&read_text(path)?);
    parsed.value.or(parsed.salvaged).ok_or_else(|| {
        refuse(path, "no Sender reads a policy in this; `mta-sts lint` says what is wrong with it")
    })
}
