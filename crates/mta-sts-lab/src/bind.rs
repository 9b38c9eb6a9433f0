//! Opening the sockets, with errors that say what to do.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};

use crate::LabError;

/// With port 0 a free port is wanted that is free at several sockets at once: try so often.
const ATTEMPTS: usize = 20;

/// A TCP listener, ready for tokio.
pub(crate) fn tcp(ip: Ipv4Addr, port: u16, option: &'static str) -> Result<TcpListener, LabError> {
    let address = SocketAddr::from((ip, port));
    let listener = TcpListener::bind(address).map_err(|error| explain(error, address, option))?;
    listener.set_nonblocking(true).map_err(LabError::Runtime)?;
    Ok(listener)
}

/// UDP and TCP at one port.
pub(crate) fn dns(ip: Ipv4Addr, port: u16) -> Result<(UdpSocket, TcpListener), LabError> {
    retry(port, || {
        let listener = tcp(ip, port, "--dns-port")?;
        let address = local(&listener)?;
        let socket =
            UdpSocket::bind(address).map_err(|error| explain(error, address, "--dns-port"))?;
        socket.set_nonblocking(true).map_err(LabError::Runtime)?;
        Ok((socket, listener))
    })
}

/// TCP at one port of every address.
pub(crate) fn same_port(
    addresses: &[Ipv4Addr],
    port: u16,
    option: &'static str,
) -> Result<Vec<TcpListener>, LabError> {
    retry(port, || {
        let mut port = port;
        let mut listeners = Vec::with_capacity(addresses.len());
        for ip in addresses {
            let listener = tcp(*ip, port, option)?;
            port = local(&listener)?.port();
            listeners.push(listener);
        }
        Ok(listeners)
    })
}

/// Where a listener listens.
pub(crate) fn local(listener: &TcpListener) -> Result<SocketAddr, LabError> {
    listener.local_addr().map_err(LabError::Runtime)
}

fn retry<T>(port: u16, open: impl Fn() -> Result<T, LabError>) -> Result<T, LabError> {
    let mut last = open();
    if port == 0 {
        for _ in 1..ATTEMPTS {
            if !matches!(last, Err(LabError::PortInUse { .. })) {
                break;
            }
            last = open();
        }
    }
    last
}

fn explain(error: std::io::Error, address: SocketAddr, option: &'static str) -> LabError {
    match error.kind() {
        ErrorKind::AddrInUse => LabError::PortInUse { port: address.port(), option },
        ErrorKind::AddrNotAvailable => LabError::NoAddress { address },
        _ => LabError::Listen { address, source: error },
    }
}
