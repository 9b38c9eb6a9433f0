//! `mta-sts check DOMAIN`.

use mta_sts::check::{Check, CheckOptions};

use crate::args::{CheckArgs, Format};
use crate::driver::now;
use crate::exit::{CliError, Exit};
use crate::expectations::{Expectations, Unmet};
use crate::output::{print, print_json, print_json_line, say};
use crate::progress::Progress;
use crate::render;

use super::{NO_END, network};

pub(crate) async fn check(args: CheckArgs) -> Result<Exit, CliError> {
    let host = network::host(&args.network, &args.policy, &args.smtp).await?;
    let expectations = Expectations::new(&args.expect)?;
    let domain = args.domain.to_string();
    let options = CheckOptions { probe: !args.no_probe, ..CheckOptions::default() };
    let mut check = Check::new(args.domain, options);
    let mut progress = Progress::new(format!("Checking {domain}"));
    let streaming = args.output.format == Format::Ndjson;
    let mut streamed = Ok(());
    host.run(&mut check, |check, event| {
        progress.event(event);
        if let (true, true, Some(view)) = (streaming, streamed.is_ok(), check.view(*event)) {
            streamed = print_json_line(&view);
        }
    })
    .await?;
    drop(progress);
    streamed?;
    let report = check.report().ok_or_else(|| CliError::new(NO_END))?;
    match args.output.format {
        Format::Json => print_json(report)?,
        // All of it was told as it came.
        Format::Ndjson => {}
        Format::Github => {
            let findings = report.steps.iter().map(|step| render::github(None, &step.findings));
            print(&findings.collect::<String>())?;
        }
        Format::Human => print(&render::report(args.output.look(), report))?,
    }
    let unmet = expectations.unmet(report, now()?);
    if args.output.format == Format::Human {
        print(&render::unmet(args.output.look(), &unmet))?;
    }
    for Unmet(words) in &unmet {
        match args.output.format {
            Format::Human => {}
            Format::Github => print(&render::github_command("error", "expectation", None, words))?,
            // Beside the report, which has no place for what one user wants.
            Format::Json | Format::Ndjson => say(words),
        }
    }
    let findings = report.steps.iter().flat_map(|step| &step.findings);
    let exit = Exit::of(report.verdict, findings, expectations.severity());
    Ok(if unmet.is_empty() { exit } else { Exit::Findings })
}
