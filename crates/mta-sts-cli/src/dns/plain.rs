//! DNS over UDP, and over TCP where an answer is cut off (RFC 1035 4.2).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ring::rand::{SecureRandom, SystemRandom};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UdpSocket;

use super::system::nameservers;
use crate::exit::CliError;
use crate::net::{NetError, bounded, connect};

/// Each server is asked this often before the next.
const ATTEMPTS: usize = 2;

/// The longest answer over UDP: larger ones than were asked for are cut off.
const MAX_UDP: usize = 4_096;

/// So many queries go through a socket, one after the other, before its source port changes. A new socket for each
/// would cost five more system calls.
const MAX_USES: u32 = 32;

pub(crate) struct PlainResolver {
    servers: Vec<Server>,
    limit: Duration,
}

/// One of the servers, and the sockets to it that wait for a query.
struct Server {
    address: SocketAddr,
    idle: Mutex<Vec<Socket>>,
}

struct Socket {
    socket: UdpSocket,
    uses: u32,
    buffer: Box<[u8]>,
}

impl PlainResolver {
    /// The resolver of that name or address.
    pub(super) async fn named(
        host: &str,
        port: u16,
        limit: Duration,
    ) -> Result<PlainResolver, CliError> {
        let servers: Vec<SocketAddr> = match host.parse::<IpAddr>() {
            Ok(address) => vec![SocketAddr::new(address, port)],
            Err(_) => lookup(host, port).await?,
        };
        Ok(PlainResolver::new(servers, limit))
    }

    /// The system's.
    pub(super) fn system(limit: Duration) -> Result<PlainResolver, CliError> {
        let servers = nameservers().map_err(|why| {
            CliError::new(format!(
                "{why}; say whom to ask with --resolver, such as --resolver 9.9.9.9"
            ))
        })?;
        Ok(PlainResolver::new(servers, limit))
    }

    fn new(addresses: Vec<SocketAddr>, limit: Duration) -> PlainResolver {
        let server = |address| Server { address, idle: Mutex::default() };
        PlainResolver { servers: addresses.into_iter().map(server).collect(), limit }
    }

    pub(super) async fn query(&self, query: Vec<u8>) -> Result<Vec<u8>, String> {
        let mut last = String::new();
        for server in self.servers.iter().cycle().take(self.servers.len() * ATTEMPTS) {
            match self.ask(server, query.clone()).await {
                Ok(answer) => return Ok(answer),
                Err(error) => {
                    last = format!("the resolver {}: {}", server.address, error.words(self.limit));
                }
            }
        }
        Err(last)
    }

    async fn ask(&self, server: &Server, mut query: Vec<u8>) -> Result<Vec<u8>, NetError> {
        // A random id and a random source port make answers hard to forge (RFC 5452 9.2).
        if let Some(id) = query.get_mut(..2) {
            SystemRandom::new()
                .fill(id)
                .map_err(|_| NetError::Failed("the system gives no random numbers".to_owned()))?;
        }
        let answer = bounded(self.limit, server.udp(&query)).await?;
        // The TC bit.
        if answer.get(2).is_some_and(|flags| flags & 0b10 != 0) {
            return Box::pin(bounded(self.limit, tcp(server.address, &query, self.limit))).await;
        }
        Ok(answer)
    }
}

impl Server {
    async fn udp(&self, query: &[u8]) -> std::io::Result<Vec<u8>> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = idle().pop();
        let mut socket = match kept {
            Some(socket) => socket,
            None => Socket::new(self.address).await?,
        };
        let answer = socket.ask(query).await?;
        // Not where no answer came: it could still come, to the next query.
        if socket.uses < MAX_USES {
            idle().push(socket);
        }
        Ok(answer)
    }
}

impl Socket {
    /// Its source port is the system's choice, at random.
    async fn new(server: SocketAddr) -> std::io::Result<Socket> {
        let any: IpAddr = match server {
            SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
            SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
        };
        let socket = UdpSocket::bind(SocketAddr::new(any, 0)).await?;
        // Connected: only this server's datagrams arrive.
        socket.connect(server).await?;
        Ok(Socket { socket, uses: 0, buffer: vec![0; MAX_UDP].into() })
    }

    async fn ask(&mut self, query: &[u8]) -> std::io::Result<Vec<u8>> {
        self.uses += 1;
        self.socket.send(query).await?;
        loop {
            let length = self.socket.recv(&mut self.buffer).await?;
            let answer = self.buffer.get(..length).unwrap_or_default();
            // Anything else is a late or a forged answer; the right one may still come.
            if answers(query, answer) {
                return Ok(answer.to_vec());
            }
        }
    }
}

/// Whether this is a response to this query: its id and its question (RFC 5452 9.1).
fn answers(query: &[u8], answer: &[u8]) -> bool {
    /// Length of the header, RFC 1035 4.1.1.
    const HEADER: usize = 12;
    let (Some(header), Some(question)) = (answer.get(..HEADER), query.get(HEADER..)) else {
        return false;
    };
    let is_response = header.get(2).is_some_and(|flags| flags & 0x80 != 0);
    if !is_response || header.get(..2) != query.get(..2) {
        return false;
    }
    match header.get(4..6) {
        Some([0, 1]) => answer
            .get(HEADER..HEADER + question.len())
            .is_some_and(|asked| asked.eq_ignore_ascii_case(question)),
        // An error may come without the question.
        Some([0, 0]) => header.get(3).is_some_and(|flags| flags & 0x0f != 0),
        _ => false,
    }
}

async fn tcp(server: SocketAddr, query: &[u8], limit: Duration) -> Result<Vec<u8>, String> {
    let words = |error: std::io::Error| error.to_string();
    let mut stream = connect(server, limit).await.map_err(|error| error.words(limit))?;
    let length = u16::try_from(query.len()).map_err(|error| error.to_string())?;
    let framed = [&length.to_be_bytes(), query].concat();
    stream.write_all(&framed).await.map_err(words)?;
    let length = stream.read_u16().await.map_err(words)?;
    let mut answer = vec![0; usize::from(length)];
    stream.read_exact(&mut answer).await.map_err(words)?;
    if answers(query, &answer) { Ok(answer) } else { Err("it answered another query".to_owned()) }
}

/// Names of resolvers themselves are looked up by the system.
pub(super) async fn lookup(host: &str, port: u16) -> Result<Vec<SocketAddr>, CliError> {
    let refuse = |why: String| {
        CliError::not_tested(format!("--resolver: the address of {host} cannot be found: {why}"))
    };
    let found =
        tokio::net::lookup_host((host, port)).await.map_err(|error| refuse(error.to_string()))?;
    let found: Vec<SocketAddr> = found.collect();
    if found.is_empty() { Err(refuse("it has none".to_owned())) } else { Ok(found) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::Duration;

    use tokio::net::UdpSocket;

    use super::{MAX_USES, PlainResolver, answers};

    #[tokio::test]
    async fn the_source_port_changes_after_a_while_and_after_silence() {
        let server = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let waiting = |limit| PlainResolver::new(vec![server.local_addr().unwrap()], limit);
        let resolver = waiting(Duration::from_secs(10));
        let query = b"\0\0\x01\0\0\x01\0\0\0\0\0\0\x01a\x04test\0\0\x01\0\x01";
        let mut ports = BTreeSet::new();
        for number in 0..=MAX_USES {
            let answer = async {
                let mut message = [0; 512];
                let (length, from) = server.recv_from(&mut message).await.unwrap();
                message[2] |= 0x80;
                server.send_to(&message[..length], from).await.unwrap();
                from.port()
            };
            let (answered, port) = tokio::join!(resolver.query(query.to_vec()), answer);
            assert!(answered.is_ok());
            ports.insert(port);
            assert_eq!(ports.len() == 2, number == MAX_USES, "{number}");
        }
        // An answer that is late must not come to the next query.
        let mut message = [0; 512];
        let impatient = waiting(Duration::from_millis(100));
        assert!(impatient.query(query.to_vec()).await.is_err());
        let (_, first) = server.recv_from(&mut message).await.unwrap();
        let (_, second) = server.recv_from(&mut message).await.unwrap();
        assert_ne!(first.port(), second.port());
    }

    #[test]
    fn tells_answers_from_forgeries() {
        let query = b"\x12\x34\x01\0\0\x01\0\0\0\0\0\0\x01a\x04test\0\0\x01\0\x01";
        let mut answer = query.to_vec();
        assert!(!answers(query, &answer), "a query is no response");
        answer[2] |= 0x80;
        assert!(answers(query, &answer));
        let changed = |index: usize, byte: u8| {
            let mut other = answer.clone();
            other[index] = byte;
            other
        };
        assert!(answers(query, &changed(13, b'A')), "case does not count");
        assert!(!answers(query, &changed(13, b'b')) && !answers(query, &changed(0, 0)));
        assert!(!answers(query, &answer[..14]) && !answers(query, b""));
        assert!(!answers(query, &changed(5, 0)), "no question and no error");
        let mut refused = answer[..12].to_vec();
        (refused[3], refused[5]) = (5, 0);
        assert!(answers(query, &refused));
    }
}
