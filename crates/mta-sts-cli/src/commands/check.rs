//! `mta-sts check DOMAIN`.

use mta_sts::check::{Check, CheckOptions};

use crate::args::{CheckArgs, Format};
use crate::exit::{CliError, Exit};
use crate::output::{print, print_json};
use crate::progress::Progress;
use crate::render;

use super::{NO_END, network};

pub(crate) async fn check(args: CheckArgs) -> Result<Exit, CliError> {
    let host = network::host(&args.network, &args.policy, &args.smtp).await?;
    let domain = args.domain.to_string();
    let mut check = Check::new(args.domain, CheckOptions { probe: !args.no_probe });
    let mut progress = Progress::new(format!("Checking {domain}"));
    host.run(&mut check, |event| progress.event(event)).await?;
    drop(progress);
    let report = check.report().ok_or_else(|| CliError::new(NO_END))?;
    match args.output.format {
        Format::Json => print_json(report)?,
        Format::Human => print(&render::report(args.output.look(), report))?,
    }
    Ok(Exit::of(report.verdict))
}
