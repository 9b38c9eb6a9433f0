//! `demo --once`: one lab domain through the built npm module and through the CLI.

use std::process::Command;

use serde_json::Value;

use crate::failure::{Context, Failure};
use crate::node_env::node;
use crate::paths;
use crate::process::{filtered, shown};
use crate::setup::Browsers;

use super::running_lab::RunningLab;

const DOMAIN: &str = "good.test";

pub(super) fn run() -> Result<(), Failure> {
    let mut lab = RunningLab::start([0; 4], None)?;
    let through_npm = || {
        let mut command = node(&Browsers::default());
        command.arg("support/check-domain.mjs").arg(DOMAIN).arg("--lab").arg(lab.ready_file());
        command
    };
    let through_cli = || {
        let mut command = Command::new(paths::program("mta-sts"));
        command.arg("check").arg(DOMAIN).args(lab.cli_flags());
        command
    };
    println!("\n── {DOMAIN} through the npm module in Node ──\n");
    let npm_ended_well = shown(&mut through_npm())?.0;
    println!("\n── {DOMAIN} through the CLI ──\n");
    let cli_ended_well = shown(&mut through_cli())?.0;
    let npm = verdict(through_npm().arg("--json"), "the npm module")?;
    let cli = verdict(through_cli().args(["--format", "json"]), "the CLI")?;
    lab.stop()?;
    println!("\nverdict: npm module {npm}, CLI {cli}");
    if npm == cli && npm == "pass" && npm_ended_well && cli_ended_well {
        println!("the demo works: one domain, two hosts, one verdict");
        Ok(())
    } else {
        Err(Failure::new(format!(
            "the demo's domain must pass in both: npm module {npm}, CLI {cli}"
        )))
    }
}

fn verdict(command: &mut Command, whose: &str) -> Result<String, Failure> {
    let json = filtered(command, b"")?;
    let report: Value =
        serde_json::from_slice(&json).context(|| format!("the report of {whose} is not JSON"))?;
    report["verdict"]
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| Failure::new(format!("the report of {whose} has no verdict")))
}
