//! `--resolver`.

use crate::names::host_and_port;

/// Who to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ResolverChoice {
    /// Over UDP, and TCP where an answer is cut off.
    Plain {
        /// Name or address.
        host: String,
        /// 53 unless given.
        port: u16,
    },
    /// DNS over HTTPS (RFC 8484).
    Https {
        /// As given.
        url: String,
        /// Its host.
        host: String,
        /// 443 unless given.
        port: u16,
    },
}

impl ResolverChoice {
    pub(crate) fn parse(text: &str) -> Result<ResolverChoice, String> {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix("https://") {
            // RFC 8484 writes resolvers as URI templates; GET adds the variable by itself.
            let rest = rest.strip_suffix("{?dns}").unwrap_or(rest);
            if rest.contains(['#', '{']) || !rest.contains('/') {
                return Err("give the whole URL, such as https://dns.example/dns-query".to_owned());
            }
            let authority = rest.split(['/', '?']).next().unwrap_or("");
            let (host, port) = host_and_port(authority)?;
            return Ok(ResolverChoice::Https {
                url: format!("https://{rest}"),
                host,
                port: port.unwrap_or(443),
            });
        }
        if text.contains("://") {
            return Err(
                "give HOST[:PORT] for plain DNS, or an https:// URL for DNS over HTTPS".to_owned()
            );
        }
        let (host, port) = host_and_port(text)?;
        Ok(ResolverChoice::Plain { host, port: port.unwrap_or(53) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_kinds() {
        let plain = |host: &str, port| ResolverChoice::Plain { host: host.to_owned(), port };
        assert_eq!(ResolverChoice::parse("9.9.9.9"), Ok(plain("9.9.9.9", 53)));
        assert_eq!(ResolverChoice::parse("[::1]:5353"), Ok(plain("::1", 5353)));
        let url = "https://dns.example:8443/dns-query".to_owned();
        let https =
            ResolverChoice::Https { url: url.clone(), host: "dns.example".to_owned(), port: 8443 };
        assert_eq!(ResolverChoice::parse(&url), Ok(https.clone()));
        assert_eq!(ResolverChoice::parse(&format!("{url}{{?dns}}")), Ok(https));
        assert!(ResolverChoice::parse("https://dns.example").is_err());
        assert!(ResolverChoice::parse("http://dns.example/").is_err());
        assert!(ResolverChoice::parse("").is_err());
    }
}
