//! The sockets.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::respond::{Transport, respond};
use super::zone::Zone;
use crate::limits::{self, CLIENT_TIMEOUT, MAX_CONNECTIONS};

/// The largest query read over UDP; a question with EDNS needs far less.
const MAX_UDP_QUERY: usize = 4096;

/// Answers over UDP until the runtime ends.
pub(crate) async fn serve_udp(socket: UdpSocket, zone: Arc<Zone>) {
    let mut buffer = vec![0_u8; MAX_UDP_QUERY];
    loop {
        match socket.recv_from(&mut buffer).await {
            Ok((length, peer)) => {
                let query = buffer.get(..length).unwrap_or_default();
                if let Some(response) = respond(&zone, query, Transport::Udp) {
                    let _ = socket.send_to(&response, peer).await;
                }
            }
            // An ICMP error for an earlier answer, say: the next query may be fine.
            Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    }
}

/// Answers over TCP until the runtime ends.
pub(crate) async fn serve_tcp(listener: TcpListener, zone: Arc<Zone>) {
    let limit = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    limits::accept(listener, limit, move |stream| {
        let zone = Arc::clone(&zone);
        async move {
            let _ = answer_stream(stream, &zone).await;
        }
    })
    .await;
}

/// RFC 1035 4.2.2: each message after its length in two octets; RFC 7766: several on one connection.
async fn answer_stream(mut stream: TcpStream, zone: &Zone) -> std::io::Result<()> {
    loop {
        let length = timeout(CLIENT_TIMEOUT, stream.read_u16()).await??;
        let mut query = vec![0_u8; usize::from(length)];
        timeout(CLIENT_TIMEOUT, stream.read_exact(&mut query)).await??;
        let Some(response) = respond(zone, &query, Transport::Stream) else { return Ok(()) };
        let Ok(length) = u16::try_from(response.len()) else { return Ok(()) };
        let mut message = length.to_be_bytes().to_vec();
        message.extend(response);
        timeout(CLIENT_TIMEOUT, stream.write_all(&message)).await??;
    }
}
