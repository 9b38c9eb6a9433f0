//! The name to say in EHLO (RFC 5321 4.1.1.1): this machine's, or its address as a literal.

use std::net::IpAddr;
use std::sync::OnceLock;

use mta_sts::DomainName;

/// A domain name or an address literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EhloName(String);

impl EhloName {
    /// `--helo`.
    pub(crate) fn parse(text: &str) -> Result<EhloName, String> {
        if let Some(literal) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
            let address = literal.strip_prefix("IPv6:").unwrap_or(literal);
            let address: IpAddr =
                address.parse().map_err(|_| format!("`{address}` is not an IP address"))?;
            return Ok(EhloName::of_address(address));
        }
        let name = DomainName::parse(text).map_err(|error| error.to_string())?;
        Ok(EhloName(name.as_str().to_owned()))
    }

    /// This machine's name where it is a full one, else the address that the connection comes from.
    pub(crate) fn of_machine(local: impl FnOnce() -> Option<IpAddr>) -> EhloName {
        // It does not change from session to session.
        static NAME: OnceLock<Option<EhloName>> = OnceLock::new();
        let name = NAME.get_or_init(|| {
            let name = gethostname::gethostname();
            let name = DomainName::parse(&name.to_string_lossy()).ok();
            name.filter(|n| n.as_str().contains('.')).map(|n| EhloName(n.as_str().to_owned()))
        });
        match name {
            Some(name) => name.clone(),
            None => local().map_or_else(|| EhloName("localhost".to_owned()), EhloName::of_address),
        }
    }

    fn of_address(address: IpAddr) -> EhloName {
        EhloName(match address {
            IpAddr::V4(v4) => format!("[{v4}]"),
            IpAddr::V6(v6) => format!("[IPv6:{v6}]"),
        })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::EhloName;

    #[test]
    fn takes_names_and_literals() {
        let read = |text| EhloName::parse(text).map(|name| name.0);
        assert_eq!(read("Probe.Example"), Ok("probe.example".to_owned()));
        assert_eq!(read("[192.0.2.1]"), Ok("[192.0.2.1]".to_owned()));
        assert_eq!(read("[IPv6:2001:db8::1]"), Ok("[IPv6:2001:db8::1]".to_owned()));
        assert!(read("a b\r\nMAIL").is_err() && read("[x]").is_err());
    }
}
