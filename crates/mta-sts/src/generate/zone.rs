//! Records in the form of zone files (RFC 1035 5).

use std::net::IpAddr;

use crate::domain::DomainName;

use super::PolicyHost;

/// TTL of generated records, in seconds: an hour lets a new `id` be seen soon (RFC 8461 8.1).
const TTL: u32 = 3_600;

/// The longest character-string of a TXT record, in octets (RFC 1035 3.3).
const MAX_STRING: usize = 255;

/// A TXT record to publish.
///
/// ```
/// use mta_sts::{Timestamp, generate::{GenerateInput, generate}};
/// let mut input = GenerateInput::new("example.com", Timestamp(1_700_000_000));
/// input.mx = vec!["mail.example.com".to_owned()];
/// input.rua = vec!["tls-reports@example.com".to_owned()];
/// let record = generate(&input).unwrap().tlsrpt.unwrap();
/// assert_eq!(record.name, "_smtp._tls.example.com");
/// assert_eq!(record.content, "v=TLSRPTv1; rua=mailto:tls-reports@example.com");
/// assert_eq!(record.zone_line, format!("{}. 3600 IN TXT \"{}\"", record.name, record.content));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct DnsRecord {
    /// Its full name, without the root dot.
    pub name: String,
    /// Its text, for a control panel.
    pub content: String,
    /// The line for a zone file, quoted, in strings of at most 255 octets.
    pub zone_line: String,
}

impl DnsRecord {
    pub(super) fn txt(name: String, content: String) -> DnsRecord {
        let zone_line = line(&name, "TXT", &quoted(&content));
        DnsRecord { name, content, zone_line }
    }
}

fn line(name: &str, kind: &str, data: &str) -> String {
    format!("{name}. {TTL} IN {kind} {data}")
}

/// Printable ASCII in quotation marks (RFC 1035 5.1), in as many strings as it takes.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len().saturating_add(2));
    out.push('"');
    for (index, c) in text.chars().enumerate() {
        if index > 0 && index.is_multiple_of(MAX_STRING) {
            out.push_str("\" \"");
        }
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

pub(super) fn zone(
    domain: &DomainName,
    host: &PolicyHost,
    sts: &DnsRecord,
    tlsrpt: Option<&DnsRecord>,
) -> String {
    let name = domain.policy_host();
    let address = |address: &IpAddr| {
        let kind = if address.is_ipv4() { "A" } else { "AAAA" };
        line(&name, kind, &address.to_string())
    };
    let mut lines = Vec::new();
    match host {
        PolicyHost::Unknown => lines.extend([
            // RFC 5737 and RFC 3849: addresses for documentation.
            "; the addresses of your web server in place of these two, or one CNAME".to_owned(),
            line(&name, "A", "192.0.2.1"),
            line(&name, "AAAA", "2001:db8::1"),
        ]),
        PolicyHost::Cname(target) => lines.push(line(&name, "CNAME", &format!("{target}."))),
        PolicyHost::Addresses(list) => lines.extend(list.iter().map(address)),
    }
    // RFC 8461 8.1: the policy before the record.
    lines.push("; only when the policy is served:".to_owned());
    lines.push(sts.zone_line.clone());
    lines.extend(tlsrpt.map(|record| record.zone_line.clone()));
    lines.join("\n") + "\n"
}
