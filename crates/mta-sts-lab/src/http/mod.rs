//! HTTPS and plain HTTP: policy hosts, DoH, the relay, static files.

mod doh;
mod files;
mod policy_host;
mod relay;
mod reply;
mod route;
mod server;
mod tls;

use std::path::PathBuf;
use std::sync::Arc;

pub(crate) use relay::Relay;
pub(crate) use server::{serve_plain, serve_tls};
pub(crate) use tls::{ByName, server_config, tls_acceptor};

use crate::dns::Zone;

/// What the handlers share.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) zone: Arc<Zone>,
    pub(crate) relay: Relay,
    /// The folder of static files, canonical.
    pub(crate) www: Option<PathBuf>,
    pub(crate) ca_pem: String,
}
