//! TCP with a time limit, trying one address after the other.

use std::future::Future;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use futures_util::FutureExt;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Why a part of the network's work did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NetError {
    /// The limit passed.
    TimedOut,
    /// This machine has no way there: that says nothing about the other side.
    NoRoute(String),
    /// What the system said.
    Failed(String),
}

impl NetError {
    pub(crate) fn words(&self, limit: Duration) -> String {
        match self {
            NetError::TimedOut => format!("no complete answer within {} s", limit.as_secs_f32()),
            NetError::NoRoute(words) | NetError::Failed(words) => words.clone(),
        }
    }

    fn of_connect(error: &std::io::Error) -> NetError {
        let words = error.to_string();
        match error.kind() {
            ErrorKind::NetworkUnreachable
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkDown
            | ErrorKind::AddrNotAvailable
            | ErrorKind::PermissionDenied
            | ErrorKind::Unsupported => NetError::NoRoute(words),
            ErrorKind::TimedOut => NetError::TimedOut,
            _ => NetError::Failed(words),
        }
    }
}

/// Bounds a fallible operation.
pub(crate) fn bounded<T, E: std::fmt::Display>(
    limit: Duration,
    work: impl Future<Output = Result<T, E>>,
) -> impl Future<Output = Result<T, NetError>> {
    // An `async fn` would have room for `work` twice.
    timeout(limit, work).map(|outcome| match outcome {
        Err(_) => Err(NetError::TimedOut),
        Ok(outcome) => outcome.map_err(|error| NetError::Failed(error.to_string())),
    })
}

/// Connects to the first address that answers.
///
/// When none does, what proves least wins: one address that may only be out of reach from here leaves it open
/// whether others get through. The words tell of every address.
pub(crate) async fn connect_any(
    addresses: &[IpAddr],
    port: u16,
    limit: Duration,
) -> Result<TcpStream, NetError> {
    let (mut words, mut refused, mut timed_out) = (Vec::new(), false, false);
    for address in addresses {
        match connect(SocketAddr::new(*address, port), limit).await {
            Ok(stream) => return Ok(stream),
            Err(error) => {
                refused |= matches!(error, NetError::Failed(_));
                timed_out |= error == NetError::TimedOut;
                words.push(format!("{address}: {}", error.words(limit)));
            }
        }
    }
    let words = words.join("; ");
    Err(match (timed_out, refused) {
        (true, _) => NetError::TimedOut,
        (false, true) => NetError::Failed(words),
        (false, false) => NetError::NoRoute(words),
    })
}

pub(crate) async fn connect(address: SocketAddr, limit: Duration) -> Result<TcpStream, NetError> {
    let stream = match timeout(limit, TcpStream::connect(address)).await {
        Err(_) => return Err(NetError::TimedOut),
        Ok(connected) => connected.map_err(|error| NetError::of_connect(&error))?,
    };
    // Small writes should leave at once; where the option cannot be set they are only slower.
    let _ = stream.set_nodelay(true);
    Ok(stream)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_secs(2);

    #[tokio::test]
    async fn goes_on_to_the_next_address() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let addresses = ["127.0.0.9".parse().unwrap(), "127.0.0.1".parse().unwrap()];
        assert!(connect_any(&addresses, port, LIMIT).await.is_ok());
        let Err(NetError::Failed(words)) = connect_any(&addresses[..1], port, LIMIT).await else {
            panic!("a refused connection is a failure")
        };
        assert!(words.starts_with("127.0.0.9: "), "{words}");
    }

    #[test]
    fn what_this_machine_lacks_is_no_fault_of_the_other_side() {
        let of = |kind| NetError::of_connect(&std::io::Error::from(kind));
        assert!(matches!(of(ErrorKind::NetworkUnreachable), NetError::NoRoute(_)));
        assert!(matches!(of(ErrorKind::ConnectionRefused), NetError::Failed(_)));
        assert_eq!(of(ErrorKind::TimedOut), NetError::TimedOut);
    }
}
