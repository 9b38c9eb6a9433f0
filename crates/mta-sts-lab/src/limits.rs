//! The bounds that keep the lab small whatever a client does.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// Connections open at a time, of each kind of server.
pub(crate) const MAX_CONNECTIONS: usize = 512;
/// No connection lives longer, whatever it does; the silent servers keep quiet for so long.
pub(crate) const MAX_LIFETIME: Duration = Duration::from_secs(600);
/// How long a client may take for its part: a TLS handshake, request headers, a DNS message, an SMTP line.
pub(crate) const CLIENT_TIMEOUT: Duration = Duration::from_secs(30);
/// Longest SMTP command line, RFC 5321 4.5.3.1.4 with room for extensions.
pub(crate) const MAX_SMTP_LINE: usize = 1_000;
/// Commands in an SMTP session.
pub(crate) const MAX_SMTP_COMMANDS: usize = 100;
/// HTTP request headers, in octets.
pub(crate) const MAX_HEADERS: usize = 16_384;
/// Serves each connection in a task of its own until the runtime ends.
pub(crate) async fn accept<F, S>(listener: TcpListener, limit: Arc<Semaphore>, serve: S)
where
    S: Fn(TcpStream) -> F,
    F: Future<Output = ()> + Send + 'static,
{
    while let Ok(permit) = Arc::clone(&limit).acquire_owned().await {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Small replies in a dialogue: do not wait to fill a packet.
                let _ = stream.set_nodelay(true);
                let served = tokio::time::timeout(MAX_LIFETIME, serve(stream));
                tokio::spawn(async move {
                    let _ = served.await;
                    drop(permit);
                });
            }
            // Out of file descriptors, or the client is gone already: wait a little and go on.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}
