//! `mta-sts check DOMAIN`.

use std::sync::Arc;
use std::time::Duration;

use mta_sts::check::{Check, CheckOptions};

use crate::args::{CheckArgs, Format};
use crate::dns::Resolver;
use crate::driver::Host;
use crate::exit::{CliError, Exit};
use crate::output::{print, print_json};
use crate::policy_fetch::PolicyFetcher;
use crate::prober::Prober;
use crate::progress::Progress;
use crate::render;

pub(crate) async fn check(args: CheckArgs) -> Result<Exit, CliError> {
    let limit = Duration::from_secs(u64::from(args.network.timeout));
    let roots = args.network.roots.load()?;
    let resolver = Resolver::new(args.network.resolver.as_ref(), &roots, limit).await?;
    let resolver = Arc::new(resolver);
    let settings = args.smtp.settings(None, Arc::clone(&roots), Some(Arc::clone(&resolver)), limit);
    let host = Host {
        resolver,
        fetcher: PolicyFetcher {
            roots,
            port: args.policy_port,
            limit: Duration::from_secs(u64::from(args.fetch_timeout)),
            connect_limit: limit.min(Duration::from_secs(u64::from(args.fetch_timeout))),
        },
        prober: Prober::new(settings),
    };
    let domain = args.domain.to_string();
    let mut check = Check::new(args.domain, CheckOptions { probe: !args.no_probe });
    let mut progress = Progress::new(format!("Checking {domain}"));
    host.run(&mut check, |event| progress.event(event)).await?;
    drop(progress);
    let report = check.report().ok_or_else(|| {
        CliError::new("the check came to no end; this is a fault of this program")
    })?;
    match args.output.format {
        Format::Json => print_json(report)?,
        Format::Human => print(&render::report(args.output.look(), report))?,
    }
    Ok(Exit::of(report.verdict))
}
