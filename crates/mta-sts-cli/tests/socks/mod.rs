//! A SOCKS5 proxy (RFC 1928, RFC 1929) on loopback.

use std::io::{Error, Read, Result, Write, copy};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What it does when asked to connect.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Answers {
    /// It does.
    Connects,
    /// It answers with this reply field (RFC 1928 6).
    With(u8),
    /// It speaks another protocol.
    Garbage,
}

pub(crate) struct Socks {
    pub(crate) place: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl Socks {
    /// With a name and a password, it wants them from everybody.
    pub(crate) fn start(answers: Answers, login: Option<(&'static str, &'static str)>) -> Socks {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let place = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let counted = Arc::clone(&counted);
                // Who leaves early is no concern of the proxy's.
                thread::spawn(move || serve(stream, answers, login, &counted));
            }
        });
        Socks { place, connections }
    }

    /// How many it has made for others.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

fn serve(
    mut client: TcpStream,
    answers: Answers,
    login: Option<(&str, &str)>,
    connections: &AtomicUsize,
) -> Result<()> {
    if matches!(answers, Answers::Garbage) {
        return client.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    }
    let [version, methods] = bytes(&mut client)?;
    assert_eq!(version, 5);
    let offered = many(&mut client, methods)?;
    let method = if login.is_some() { 2 } else { 0 };
    if !offered.contains(&method) {
        return client.write_all(&[5, 0xff]);
    }
    client.write_all(&[5, method])?;
    if let Some((name, password)) = login {
        let [_version, length] = bytes(&mut client)?;
        let said_name = many(&mut client, length)?;
        let [length] = bytes(&mut client)?;
        let said_password = many(&mut client, length)?;
        let known = (said_name, said_password) == (name.into(), password.into());
        client.write_all(&[1, u8::from(!known)])?;
        if !known {
            return Ok(());
        }
    }
    let [_version, command, _reserved, kind] = bytes(&mut client)?;
    assert_eq!(command, 1, "CONNECT");
    let address: IpAddr = match kind {
        1 => Ipv4Addr::from(bytes::<4>(&mut client)?).into(),
        4 => Ipv6Addr::from(bytes::<16>(&mut client)?).into(),
        // The program looks names up by itself: each of a host's addresses is probed.
        other => return Err(Error::other(format!("an address of kind {other}"))),
    };
    let place = SocketAddr::new(address, u16::from_be_bytes(bytes(&mut client)?));
    let reply = |field| [5, field, 0, 1, 0, 0, 0, 0, 0, 0];
    if let Answers::With(field) = answers {
        return client.write_all(&reply(field));
    }
    let mut server = TcpStream::connect(place)?;
    connections.fetch_add(1, Ordering::SeqCst);
    client.write_all(&reply(0))?;
    let (mut from_client, mut to_server) = (client.try_clone()?, server.try_clone()?);
    thread::spawn(move || copy(&mut from_client, &mut to_server));
    copy(&mut server, &mut client).map(|_| ())
}

fn bytes<const N: usize>(stream: &mut TcpStream) -> Result<[u8; N]> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn many(stream: &mut TcpStream, count: u8) -> Result<Vec<u8>> {
    let mut bytes = vec![0; count.into()];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}
