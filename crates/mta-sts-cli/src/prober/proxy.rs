//! `--proxy socks5://[USER:PASSWORD@]HOST[:PORT]` (RFC 1928, RFC 1929).

use std::net::{SocketAddr, ToSocketAddrs};

use crate::names;

/// The port that RFC 1928 names.
const SOCKS_PORT: u16 = 1080;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    pub(crate) login: Option<(String, String)>,
}

impl Proxy {
    pub(crate) fn parse(text: &str) -> Result<Proxy, String> {
        let rest = text
            .strip_prefix("socks5://")
            .ok_or("only SOCKS5 proxies are supported: socks5://HOST[:PORT]")?;
        let (login, place) = match rest.rsplit_once('@') {
            Some((login, place)) => {
                let (user, password) =
                    login.split_once(':').ok_or("before the @ stands USER:PASSWORD")?;
                (Some((user.to_owned(), password.to_owned())), place)
            }
            None => (None, rest),
        };
        let (host, port) = names::host_and_port(place.trim_end_matches('/'))?;
        let found = (host.as_str(), port.unwrap_or(SOCKS_PORT)).to_socket_addrs();
        let mut found = found.map_err(|error| format!("{host} cannot be looked up: {error}"))?;
        let address = found.next().ok_or_else(|| format!("{host} has no address"))?;
        Ok(Proxy { address, login })
    }
}

#[cfg(test)]
mod tests {
    use super::Proxy;

    #[test]
    fn reads_places_and_logins() {
        let read = |text| Proxy::parse(text).map(|p| (p.address.to_string(), p.login));
        assert_eq!(read("socks5://127.0.0.1"), Ok(("127.0.0.1:1080".to_owned(), None)));
        let login = Some(("a".to_owned(), "b@c".to_owned()));
        assert_eq!(read("socks5://a:b@c@[::1]:9/"), Ok(("[::1]:9".to_owned(), login)));
        for bad in ["http://127.0.0.1", "socks5://", "socks5://a@127.0.0.1", "socks5://[::1"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
