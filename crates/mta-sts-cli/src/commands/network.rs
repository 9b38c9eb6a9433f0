//! The network as a command's arguments want it.

use std::sync::Arc;
use std::time::Duration;

use rustls::RootCertStore;

use crate::args::{NetworkArgs, PolicyArgs, SmtpArgs};
use crate::dns::Resolver;
use crate::driver::Host;
use crate::exit::CliError;
use crate::policy_fetch::PolicyFetcher;
use crate::prober::Prober;

/// What fetching a policy takes.
pub(super) struct Network {
    pub(super) roots: Arc<RootCertStore>,
    pub(super) resolver: Arc<Resolver>,
    pub(super) fetcher: PolicyFetcher,
}

pub(super) async fn network(
    network: &NetworkArgs,
    policy: &PolicyArgs,
) -> Result<Network, CliError> {
    let limit = Duration::from_secs(u64::from(network.timeout));
    let fetch_limit = Duration::from_secs(u64::from(policy.fetch_timeout));
    let roots = network.roots.load()?;
    let resolver = Arc::new(Resolver::new(network.resolver.as_ref(), &roots, limit).await?);
    let fetcher = PolicyFetcher {
        roots: Arc::clone(&roots),
        port: policy.policy_port,
        limit: fetch_limit,
        connect_limit: limit.min(fetch_limit),
    };
    Ok(Network { roots, resolver, fetcher })
}

/// All that a check takes.
pub(super) async fn host(
    args: &NetworkArgs,
    policy: &PolicyArgs,
    smtp: &SmtpArgs,
) -> Result<Host, CliError> {
    let Network { roots, resolver, fetcher } = network(args, policy).await?;
    let limit = Duration::from_secs(u64::from(args.timeout));
    let settings = smtp.settings(None, roots, Some(Arc::clone(&resolver)), limit)?;
    Ok(Host { resolver, fetcher, prober: Prober::new(settings) })
}
