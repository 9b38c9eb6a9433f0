//! What is read.

use std::fmt::Write;

/// The example of RFC 8461 3.2.
pub const EXAMPLE: &str = "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\n\
     mx: backupmx.example.com\r\nmax_age: 604800\r\n";

/// The example of RFC 8461 3.1.
pub const RECORD: &str = "v=STSv1; id=20160831085700Z;";

/// The example of RFC 8460 3.1.1.
pub const TLSRPT_RECORD: &str = "v=TLSRPTv1;rua=mailto:reports@example.com";

/// A policy as large as Senders take.
pub fn large() -> String {
    let mut text = "version: STSv1\nmode: enforce\nmax_age: 604800\n".to_owned();
    for number in 0.. {
        let line = match number % 3 {
            0 => format!("mx: mx{number}.mail.example.com\n"),
            1 => format!("mx: *.pool{number}.example.net\n"),
            _ => format!("mx: host-{number}.example.org\n"),
        };
        if text.len() + line.len() > 65_536 {
            return text;
        }
        write!(text, "{line}").unwrap_or_default();
    }
    text
}

/// Patterns and hosts, each host covered by one pattern.
pub const PATTERNS: [&str; 5] = [
    "mail.example.com",
    "*.example.net",
    "backupmx.example.com",
    "mx1.example.org",
    "*.mx.example.org",
];

pub const HOSTS: [&str; 5] = [
    "mail.example.com",
    "a.example.net",
    "backupmx.example.com",
    "mx1.example.org",
    "b.mx.example.org",
];
