//! Whom this system asks.

use std::net::{IpAddr, SocketAddr};

const PORT: u16 = 53;

/// # Errors
///
/// Says that there is nobody, when there is.
#[cfg(not(windows))]
pub(super) fn nameservers() -> Result<Vec<SocketAddr>, &'static str> {
    let text = std::fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
    let found = read(&text);
    if found.is_empty() { Err("/etc/resolv.conf names no nameserver") } else { Ok(found) }
}

/// # Errors
///
/// Says that there is nobody, when there is.
#[cfg(windows)]
pub(super) fn nameservers() -> Result<Vec<SocketAddr>, &'static str> {
    // fec0::/10 stands for servers that nobody has set up.
    let is_real = |address: &IpAddr| match address {
        IpAddr::V4(_) => true,
        IpAddr::V6(v6) => v6.segments()[0] & 0xffc0 != 0xfec0,
    };
    let adapters = ipconfig::get_adapters().unwrap_or_default();
    let adapters =
        adapters.iter().filter(|it| it.oper_status() == ipconfig::OperStatus::IfOperStatusUp);
    let mut found = Vec::new();
    for address in adapters.flat_map(ipconfig::Adapter::dns_servers).filter(|it| is_real(it)) {
        let server = SocketAddr::new(*address, PORT);
        if !found.contains(&server) {
            found.push(server);
        }
    }
    if found.is_empty() { Err("no network adapter has a DNS server") } else { Ok(found) }
}

#[cfg(not(windows))]
fn read(resolv_conf: &str) -> Vec<SocketAddr> {
    let lines = resolv_conf.lines().filter_map(|line| line.trim().strip_prefix("nameserver"));
    let words = lines.filter_map(|rest| rest.split_whitespace().next());
    // An IPv6 address may carry a zone, which std does not read.
    let addresses = words.filter_map(|word| word.split('%').next()?.parse::<IpAddr>().ok());
    addresses.map(|address| SocketAddr::new(address, PORT)).collect()
}

#[cfg(all(test, not(windows)))]
mod tests {
    use super::read;

    #[test]
    fn reads_resolv_conf() {
        let text = "# comment\nnameserver 192.0.2.1\n nameserver\t2001:db8::1%eth0 # x\nsearch example\nnameserver\n";
        let found: Vec<String> = read(text).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["192.0.2.1:53", "[2001:db8::1]:53"]);
    }
}
