//! The way to an MX host: from which address of this machine, and through which proxy.

use std::io::{Error, ErrorKind, Result};
use std::net::{IpAddr, SocketAddr};

use tokio::net::{TcpSocket, TcpStream};
use tokio_socks::tcp::Socks5Stream;

use super::Proxy;

/// Which addresses to connect to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Family {
    #[default]
    Both,
    V4,
    V6,
}

impl Family {
    pub(crate) fn has(self, address: &IpAddr) -> bool {
        match self {
            Family::Both => true,
            Family::V4 => address.is_ipv4(),
            Family::V6 => address.is_ipv6(),
        }
    }
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Route {
    pub(crate) family: Family,
    /// Addresses of this machine, at most one of each family.
    pub(crate) source: Vec<IpAddr>,
    pub(crate) proxy: Option<Proxy>,
}

impl Route {
    /// A source address where none of them is of use on the way to these addresses.
    pub(crate) fn idle_source(&self, addresses: &[IpAddr]) -> Option<IpAddr> {
        let mut reached = addresses.iter().filter(|address| self.family.has(address));
        let fits = |address: &IpAddr| self.source_for(address).is_some();
        // A source address is on the way to the proxy, where there is one.
        let idle = self.proxy.is_none() && !reached.any(fits);
        self.source.first().filter(|_| idle).copied()
    }

    fn source_for(&self, address: &IpAddr) -> Option<IpAddr> {
        self.source.iter().find(|source| source.is_ipv4() == address.is_ipv4()).copied()
    }

    pub(super) async fn connect(&self, address: SocketAddr) -> Result<TcpStream> {
        let stream = match &self.proxy {
            Some(proxy) => through(self, proxy, address).await?,
            None => self.direct(address).await?,
        };
        // Small writes should leave at once; where the option cannot be set they are only slower.
        let _ = stream.set_nodelay(true);
        Ok(stream)
    }

    async fn direct(&self, address: SocketAddr) -> Result<TcpStream> {
        let Some(source) = self.source_for(&address.ip()) else {
            return TcpStream::connect(address).await;
        };
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        socket.bind(SocketAddr::new(source, 0))?;
        socket.connect(address).await
    }
}

async fn through(route: &Route, proxy: &Proxy, address: SocketAddr) -> Result<TcpStream> {
    let stream = route.direct(proxy.address).await.map_err(|error| {
        Error::new(ErrorKind::Unsupported, format!("the proxy {}: {error}", proxy.address))
    })?;
    let answer = match &proxy.login {
        Some((user, password)) => {
            Socks5Stream::connect_with_password_and_socket(stream, address, user, password).await
        }
        None => Socks5Stream::connect_with_socket(stream, address).await,
    };
    use tokio_socks::Error as Socks;
    answer.map(Socks5Stream::into_inner).map_err(|error| {
        let kind = match error {
            Socks::ConnectionRefused => ErrorKind::ConnectionRefused,
            Socks::TtlExpired => ErrorKind::TimedOut,
            // Anything else is the proxy's own, or its network's: it says nothing about the MX host.
            _ => ErrorKind::Unsupported,
        };
        Error::new(kind, format!("the proxy {}: {error}", proxy.address))
    })
}
