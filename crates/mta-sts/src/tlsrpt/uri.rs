//! RFC 8460 3: `tlsrpt-uri`, a URI (RFC 3986) of scheme mailto or https.

use std::net::IpAddr;

use memchr::memchr;

use crate::search::has;
use crate::txt::split_once;

/// Why a text in `rua` is not a usable report address, in words that follow "…: ".
pub(crate) fn check(text: &str) -> Result<(), &'static str> {
    if text.is_empty() {
        return Err("it is empty");
    }
    if !text.bytes().all(is_uri_byte) {
        return Err(if has(text, b'!') {
            // Size limits such as `!10m` are DMARC's; RFC 8460 3 reserves the character.
            "an exclamation point must be encoded as %21, and TLSRPT has no size limits"
        } else {
            "it holds a character that a URI may not hold"
        });
    }
    if !percent_encoded(text.as_bytes()) {
        return Err("a percent sign is not followed by two hexadecimal digits");
    }
    // RFC 3986 3.5: what follows a `#` holds no other.
    if text.bytes().filter(|b| *b == b'#').count() > 1 {
        return Err("a second # must be percent-encoded");
    }
    let Some((scheme, rest)) = split_once(text, b':') else {
        return Err("it has no scheme; write mailto: before an address");
    };
    // RFC 3986 3.1: schemes are compared without regard to case.
    if scheme.eq_ignore_ascii_case("mailto") {
        mailto(rest)
    } else if scheme.eq_ignore_ascii_case("https") {
        https(rest)
    } else if scheme.eq_ignore_ascii_case("http") {
        Err("reports are sent by mailto or https, not by http")
    } else {
        Err("its scheme is neither mailto nor https")
    }
}

/// RFC 6068 2: `mailtoURI = "mailto:" [ to ] [ hfields ]`; a report needs someone to go to.
fn mailto(rest: &str) -> Result<(), &'static str> {
    let to = before(rest, |b| matches!(b, b'?' | b'#'));
    if to.is_empty() {
        return Err("it names no mailbox");
    }
    let Some((local, domain)) = to.rsplit_once('@') else {
        return Err("the mailbox has no @ and domain");
    };
    if local.is_empty() {
        return Err("the mailbox has nothing before the @");
    }
    // RFC 6068 2: of RFC 3986's gen-delims only `@` and `:` stand for themselves, also in an address literal; of its
    // sub-delims `&`, `;` and `=` do not.
    let divides = |b| matches!(b, b'@' | b'/' | b'&' | b'=');
    if local.bytes().any(divides) || rest.bytes().any(is_bracket) {
        return Err("the mailbox holds a character that must be percent-encoded");
    }
    // An address literal or a U-label, percent-encoded.
    let encoded = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b':' | b'%');
    let encoded = has(domain, b'%') && domain.bytes().all(encoded);
    if encoded || crate::domain::check_domain(domain).is_ok() {
        Ok(())
    } else {
        Err("the part after the @ is not a domain")
    }
}

/// RFC 3986 3.2: an https URI has an authority with a host.
fn https(rest: &str) -> Result<(), &'static str> {
    let Some(rest) = rest.strip_prefix("//") else {
        return Err("https: is not followed by //");
    };
    let authority = before(rest, |b| matches!(b, b'/' | b'?' | b'#'));
    let behind = rest.get(authority.len()..).unwrap_or("");
    let (user, host_port) = authority.rsplit_once('@').unwrap_or(("", authority));
    // RFC 3986 3.2.2: square brackets stand only around an IP literal; 3.2.1: a userinfo holds no `@`.
    if behind.bytes().any(is_bracket) || user.bytes().any(|b| is_bracket(b) || b == b'@') {
        return Err("it holds a character that must be percent-encoded");
    }
    let (host, port) = match host_port.strip_prefix('[').and_then(|h| h.split_once(']')) {
        Some((literal, _)) if !is_ip_literal(literal) => {
            return Err("what stands in brackets is no IP address");
        }
        // RFC 3986 3.2.3: a port stands behind a colon.
        Some((_, after)) if !after.is_empty() && !after.starts_with(':') => {
            return Err("what follows the bracket is no port");
        }
        Some((literal, after)) => (literal, after.strip_prefix(':').unwrap_or("")),
        None if host_port.bytes().any(is_bracket) => {
            return Err("a square bracket must stand around an IP address or be percent-encoded");
        }
        None => host_port.split_once(':').unwrap_or((host_port, "")),
    };
    if host.is_empty() {
        return Err("it names no host");
    }
    if port.bytes().all(|b| b.is_ascii_digit()) { Ok(()) } else { Err("its port is not a number") }
}

fn is_bracket(b: u8) -> bool {
    matches!(b, b'[' | b']')
}

/// RFC 3986 3.2.2: an IPv6 address, or `v`, a version, a dot and more.
fn is_ip_literal(text: &str) -> bool {
    match text.strip_prefix(['v', 'V']).and_then(|rest| rest.split_once('.')) {
        Some((version, rest)) => {
            !version.is_empty()
                && version.bytes().all(|b| b.is_ascii_hexdigit())
                && !rest.is_empty()
        }
        // Not as an Ipv6Addr: the other parsers of addresses are of this type, and share their code.
        None => matches!(text.parse(), Ok(IpAddr::V6(_))),
    }
}

/// RFC 3986 2: unreserved, reserved and `%`; RFC 8460 3 wants `,`, `!` and `;` encoded.
fn is_uri_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric()
        || matches!(b, b'#'..=b'+' | b'-'..=b':' | b'=' | b'?'..=b'[' | b']' | b'_' | b'~')
}

fn percent_encoded(text: &[u8]) -> bool {
    memchr(b'%', text).is_none() || text.split(|b| *b == b'%').skip(1).all(two_digits)
}

fn two_digits(text: &[u8]) -> bool {
    matches!(text, [high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

/// What stands before the first such byte, which is ASCII, or all of the text.
fn before(text: &str, ends: impl Fn(u8) -> bool) -> &str {
    text.bytes().position(ends).and_then(|end| text.get(..end)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::{check, is_uri_byte};

    #[test]
    fn takes_good_addresses() {
        for good in [
            "mailto:a@example.com",
            "MAILTO:a@example.com",
            "mailto:a%21b@example.com?subject=x",
            "https://example.com",
            "https://example.com:8443/v1?x=1",
            "https://[2001:db8::1]/",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn knows_the_bytes_of_a_uri() {
        let marks = b"-._~:/?#[]@$&'()*+=%";
        for byte in 0..=u8::MAX {
            let wanted = byte.is_ascii_alphanumeric() || marks.contains(&byte);
            assert_eq!(is_uri_byte(byte), wanted, "{byte}");
        }
    }

    #[test]
    fn refuses_the_rest() {
        for bad in [
            "",
            "a@example.com",
            "mailto:",
            "mailto:a",
            "mailto:@b",
            "mailto:a@",
            "http://example.com",
            "https:/example.com",
            "https://",
            "https://:443",
            "mailto:a@b.c!10m",
            "mailto:a b@c.d",
            "mailto:%zz@a.b",
            "https://example.com:x/",
            "https://[2001:db8::1]443/",
            "https://[2001:db8::12345]/",
            "mailto:a&b@example.com",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
