//! The network as a command's arguments want it.

use std::sync::Arc;
use std::time::Duration;

use crate::args::{NetworkArgs, PolicyArgs, SmtpArgs};
use crate::dns::Resolver;
use crate::driver::Host;
use crate::exit::CliError;
use crate::policy_fetch::PolicyFetcher;
use crate::prober::Prober;

pub(super) async fn host(
    network: &NetworkArgs,
    policy: &PolicyArgs,
    smtp: &SmtpArgs,
) -> Result<Host, CliError> {
    let limit = Duration::from_secs(u64::from(network.timeout));
    let fetch_limit = Duration::from_secs(u64::from(policy.fetch_timeout));
    let roots = network.roots.load()?;
    let resolver = Arc::new(Resolver::new(network.resolver.as_ref(), &roots, limit).await?);
    let settings = smtp.settings(None, Arc::clone(&roots), Some(Arc::clone(&resolver)), limit);
    Ok(Host {
        resolver,
        fetcher: PolicyFetcher {
            roots,
            port: policy.policy_port,
            limit: fetch_limit,
            connect_limit: limit.min(fetch_limit),
        },
        prober: Prober::new(settings),
    })
}
