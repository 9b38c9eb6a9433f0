//! TCP with a time limit, trying one address after the other.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

/// Why a part of the network's work did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NetError {
    /// The limit passed.
    TimedOut,
    /// What the system said.
    Failed(String),
}

impl NetError {
    pub(crate) fn words(&self, limit: Duration) -> String {
        match self {
            NetError::TimedOut => format!("nothing happened for {} s", limit.as_secs_f32()),
            NetError::Failed(words) => words.clone(),
        }
    }
}

/// Bounds a fallible operation.
pub(crate) async fn bounded<T, E: std::fmt::Display>(
    limit: Duration,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, NetError> {
    match timeout(limit, work).await {
        Err(_) => Err(NetError::TimedOut),
        Ok(outcome) => outcome.map_err(|error| NetError::Failed(error.to_string())),
    }
}

/// Connects to the first address that answers; the error is the last one's.
pub(crate) async fn connect_any(
    addresses: &[IpAddr],
    port: u16,
    limit: Duration,
) -> Result<TcpStream, NetError> {
    let mut last = NetError::Failed("there is no address to connect to".to_owned());
    for address in addresses {
        match connect(SocketAddr::new(*address, port), limit).await {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

pub(crate) async fn connect(address: SocketAddr, limit: Duration) -> Result<TcpStream, NetError> {
    let stream = bounded(limit, TcpStream::connect(address)).await?;
    // Small writes should leave at once; where the option cannot be set they are only slower.
    let _ = stream.set_nodelay(true);
    Ok(stream)
}
