//! Domain and host names as people type them.

use mta_sts::DomainName;

/// Reads a domain name; U-labels become A-labels (RFC 5891).
pub(crate) fn domain(text: &str) -> Result<DomainName, String> {
    let text = text.trim();
    let parsed = if text.is_ascii() {
        DomainName::parse(text)
    } else {
        let ascii = idna::domain_to_ascii_strict(text.trim_end_matches('.')).map_err(|_| {
            format!("the name is not a valid internationalised domain name{}", hint(text))
        })?;
        DomainName::parse(&ascii)
    };
    let name = parsed.map_err(|error| format!("{error}{}", hint(text)))?;
    if name.is_address() {
        return Err("it is an IP address, not a name".to_owned());
    }
    Ok(name)
}

/// What was probably meant.
fn hint(text: &str) -> String {
    let meant = if let Some((_, after)) = text.split_once("://") {
        after.split(['/', '?', '#']).next().unwrap_or("")
    } else if let Some((_, domain)) = text.rsplit_once('@') {
        domain
    } else {
        return String::new();
    };
    if DomainName::parse(meant).is_ok() {
        format!("; give only the domain: {meant}")
    } else {
        String::new()
    }
}

/// `HOST[:PORT]`, where the host is a name, an IPv4 address, or an IPv6 address in brackets or alone.
pub(crate) fn host_and_port(text: &str) -> Result<(String, Option<u16>), String> {
    let text = text.trim();
    let (host, port) = if let Some(rest) = text.strip_prefix('[') {
        let (host, after) =
            rest.split_once(']').ok_or("the bracket of the IPv6 address is not closed")?;
        let port = match after.strip_prefix(':') {
            Some(port) => Some(port),
            None if after.is_empty() => None,
            None => return Err(format!("`{after}` after the bracket is not `:PORT`")),
        };
        (host, port)
    } else if text.matches(':').count() > 1 {
        (text, None)
    } else {
        match text.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, None),
        }
    };
    let port = match port {
        None => None,
        Some(port) => match port.parse::<u16>() {
            Ok(port) if port > 0 => Some(port),
            _ => return Err(format!("the port `{port}` is not a number from 1 to 65535")),
        },
    };
    if host.is_empty() {
        return Err("the host is missing".to_owned());
    }
    Ok((host.to_owned(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_u_labels_into_a_labels() {
        assert_eq!(domain("Bücher.example").unwrap().as_str(), "xn--bcher-kva.example");
        assert_eq!(domain("bücher.example.").unwrap().as_str(), "xn--bcher-kva.example");
        assert_eq!(domain(" Example.COM. ").unwrap().as_str(), "example.com");
        assert!(domain("bü cher.example").is_err());
        assert!(domain("192.0.2.1").is_err());
    }

    #[test]
    fn says_what_was_meant() {
        assert!(
            domain("a@example.com").unwrap_err().ends_with("give only the domain: example.com")
        );
        assert!(domain("https://example.com/x").unwrap_err().ends_with(": example.com"));
        assert!(!domain("a b").unwrap_err().contains("give only"));
    }

    #[test]
    fn splits_host_and_port() {
        let split = |text| host_and_port(text).ok();
        assert_eq!(split("a.example:25"), Some(("a.example".to_owned(), Some(25))));
        assert_eq!(split("a.example"), Some(("a.example".to_owned(), None)));
        assert_eq!(split("[::1]:53"), Some(("::1".to_owned(), Some(53))));
        assert_eq!(split("::1"), Some(("::1".to_owned(), None)));
        for bad in ["", ":25", "a:0", "a:65536", "a:x", "[::1", "[::1]x"] {
            assert_eq!(split(bad), None, "{bad}");
        }
    }
}
