//! `mta-sts fetch DOMAIN`: the policy as Senders get it, on standard output.

use std::io::{IsTerminal, stdout};

use mta_sts::Diagnostic;
use mta_sts::check::FetchRequest;
use mta_sts::diagnostic::locate;
use mta_sts::fetch::{FETCH_TIMEOUT_SECONDS, FetchResponse, FetchVerdict, MAX_POLICY_BYTES, judge};

use crate::args::FetchArgs;
use crate::dns::host_addresses;
use crate::exit::{CliError, Exit};
use crate::output::{print, print_bytes, say, say_lines};
use crate::progress::Progress;
use crate::render::{self, Look};
use crate::text;

use super::network;

pub(crate) async fn fetch(args: FetchArgs) -> Result<Exit, CliError> {
    let network = network::network(&args.network, &args.policy).await?;
    let host = args.domain.policy_host();
    let progress = Progress::new(format!("Fetching the policy of {}", args.domain));
    let addresses = host_addresses(&network.resolver, &host).await?.list;
    if addresses.is_empty() {
        let domain = &args.domain;
        say(&format!("the Policy Host {host} has no address, so {domain} has no policy"));
        return Ok(Exit::Findings);
    }
    let request = FetchRequest {
        url: args.domain.policy_url(),
        host,
        addresses,
        max_bytes: MAX_POLICY_BYTES,
        timeout_seconds: FETCH_TIMEOUT_SECONDS,
    };
    let response = network.fetcher.fetch(&request).await;
    drop(progress);
    match (judge(&response, &request.host), response) {
        (FetchVerdict::Body(found), FetchResponse::Response { body, .. }) => {
            tell(&request, found.as_ref());
            show(&body)?;
            Ok(if found.is_some() { Exit::Findings } else { Exit::Pass })
        }
        (FetchVerdict::NotTested(found), _) => {
            tell(&request, Some(&found));
            Ok(Exit::NotTested)
        }
        (FetchVerdict::Failed(found) | FetchVerdict::Body(Some(found)), _) => {
            tell(&request, Some(&found));
            Ok(Exit::Findings)
        }
        // Only a response has a body.
        (FetchVerdict::Body(None), _) => Ok(Exit::NotTested),
    }
}

fn tell(request: &FetchRequest, found: Option<&Diagnostic>) {
    let findings = locate("", found.map(std::slice::from_ref).unwrap_or_default());
    for finding in &findings {
        say_lines(&render::finding(Look::default(), 0, &request.url, "", finding));
    }
}

/// A file gets the bytes as they came; a terminal gets nothing that it would obey.
fn show(body: &[u8]) -> Result<(), CliError> {
    if !stdout().is_terminal() {
        return print_bytes(body);
    }
    let body = String::from_utf8_lossy(body);
    print(&body.lines().map(|line| format!("{}\n", text::line(line))).collect::<String>())
}
