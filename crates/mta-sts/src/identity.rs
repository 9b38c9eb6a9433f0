//! RFC 8461 4.2: what a Sender must find in the certificate of an MX host. Facts in, findings out.

use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::domain::{DomainName, check_domain};
use crate::probe::{AddressProbe, CertificateFacts, ChainVerdict, Phase, Probe, ProbeResult};
use crate::timestamp::Timestamp;

/// Certificates with fewer whole days left than this get a warning.
pub const EXPIRING_DAYS: i64 = 14;

/// What a probe of one MX host shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProbeVerdict {
    /// Everything found, address by address.
    pub diagnostics: Vec<Diagnostic>,
    /// Addresses that could be tested.
    pub tested: usize,
    /// Addresses that could not.
    pub not_tested: usize,
}

/// Judges every address of a probe at time `now`: STARTTLS, chain, name and validity, each by itself.
pub fn judge(probe: &Probe, now: Timestamp) -> ProbeVerdict {
    let mut verdict = ProbeVerdict::default();
    for address in &probe.addresses {
        let found = judge_address(&probe.host, address, now);
        match found {
            Some(diagnostics) => {
                verdict.tested = verdict.tested.saturating_add(1);
                verdict.diagnostics.extend(diagnostics);
            }
            None => {
                verdict.not_tested = verdict.not_tested.saturating_add(1);
                verdict.diagnostics.push(not_tested(&probe.host, address));
            }
        }
    }
    verdict
}

/// `None` when the session did not come far enough to say anything.
fn judge_address(host: &str, probe: &AddressProbe, now: Timestamp) -> Option<Vec<Diagnostic>> {
    let found = |code| at(code, host, probe);
    match &probe.result {
        ProbeResult::Handshake { chain, certificate, .. } => {
            let findings = [
                judge_chain(chain).map(|(code, detail)| found(code).param("detail", detail)),
                judge_name(host, certificate).map(|names| {
                    found(Code::StarttlsCertificateNameMismatch).param("names", names)
                }),
                judge_validity(certificate, now, found),
            ];
            Some(findings.into_iter().flatten().collect())
        }
        ProbeResult::NotOffered => Some(vec![found(Code::StarttlsNotOffered)]),
        ProbeResult::Refused { code, text } => {
            Some(vec![found(Code::StarttlsRefused).param("reply", reply(*code, text))])
        }
        ProbeResult::TlsFailed { detail } => {
            Some(vec![found(Code::StarttlsTlsFailed).param("detail", detail.as_str())])
        }
        ProbeResult::Rejected { .. }
        | ProbeResult::Temporary { .. }
        | ProbeResult::Unreachable { .. } => None,
    }
}

fn not_tested(host: &str, probe: &AddressProbe) -> Diagnostic {
    match &probe.result {
        ProbeResult::Temporary { code, text, .. } => {
            at(Code::StarttlsTemporary, host, probe).param("reply", reply(*code, text))
        }
        ProbeResult::Rejected { phase, code, text } => {
            let detail = format!("{} was answered {}", phase_words(*phase), reply(*code, text));
            at(Code::StarttlsUnreachable, host, probe).param("detail", detail)
        }
        ProbeResult::Unreachable { phase, detail } => {
            let detail = format!("{}: {detail}", phase_words(*phase));
            at(Code::StarttlsUnreachable, host, probe).param("detail", detail)
        }
        _ => at(Code::StarttlsUnreachable, host, probe).param("detail", ""),
    }
}

fn phase_words(phase: Phase) -> &'static str {
    if phase == Phase::Connect { "the connection" } else { phase.as_str() }
}

fn at(code: Code, host: &str, probe: &AddressProbe) -> Diagnostic {
    Diagnostic::new(code).param("host", host).param("address", probe.address.to_string())
}

fn reply(code: u16, text: &str) -> String {
    format!("{code} {text}")
}

/// RFC 8461 4.2: the certificate MUST chain to a root CA that the Sender trusts.
fn judge_chain(chain: &ChainVerdict) -> Option<(Code, &str)> {
    match chain {
        ChainVerdict::Trusted => None,
        ChainVerdict::SelfSigned => Some((Code::StarttlsCertificateSelfSigned, "")),
        ChainVerdict::UnknownIssuer => {
            Some((Code::StarttlsCertificateUntrusted, "no path to a trusted root was found"))
        }
        ChainVerdict::Invalid { detail } => {
            Some((Code::StarttlsCertificateUntrusted, detail.as_str()))
        }
    }
}

/// RFC 8461 4.2: a SAN with a DNS-ID that matches the host, by RFC 6125; the common name does not count.
/// The names that the certificate has instead, when none matches.
fn judge_name(host: &str, certificate: &CertificateFacts) -> Option<String> {
    let matching = DomainName::parse(host)
        .is_ok_and(|host| certificate.dns_names.iter().any(|name| dns_id_matches(name, &host)));
    if matching {
        return None;
    }
    const SHOWN: usize = 5;
    let names: Vec<&str> = certificate.dns_names.iter().take(SHOWN).map(String::as_str).collect();
    let more = certificate.dns_names.len().saturating_sub(SHOWN);
    Some(match (names.as_slice(), more) {
        ([], _) => "no DNS name at all".to_owned(),
        (_, 0) => names.join(", "),
        _ => format!("{} and {more} more", names.join(", ")),
    })
}

/// RFC 6125 6.4: whether a dNSName entry names the host. `*` may stand only as the whole left-most label.
///
/// ```
/// use mta_sts::identity::dns_id_matches;
/// let host = "mail.example.com".parse().unwrap();
/// assert!(dns_id_matches("*.example.com", &host));
/// assert!(!dns_id_matches("example.com", &host));
/// ```
pub fn dns_id_matches(dns_id: &str, host: &DomainName) -> bool {
    let dns_id = dns_id.strip_suffix('.').unwrap_or(dns_id);
    match dns_id.strip_prefix("*.") {
        Some(parent) => {
            let above = host.as_str().split_once('.').map(|(_, above)| above);
            // A wildcard right below the root (`*.com`) is not honoured by TLS libraries.
            check_domain(parent).is_ok()
                && parent.contains('.')
                && above.is_some_and(|a| a.eq_ignore_ascii_case(parent))
        }
        None => host.as_str().eq_ignore_ascii_case(dns_id),
    }
}

/// RFC 8461 4.2: the certificate MUST NOT be expired.
fn judge_validity(
    certificate: &CertificateFacts,
    now: Timestamp,
    found: impl Fn(Code) -> Diagnostic,
) -> Option<Diagnostic> {
    let end = date(certificate.not_after);
    if now > certificate.not_after {
        return Some(found(Code::StarttlsCertificateExpired).param("date", end));
    }
    if now < certificate.not_before {
        let start = date(certificate.not_before);
        return Some(found(Code::StarttlsCertificateNotYetValid).param("date", start));
    }
    let days = certificate.not_after.days_since(now);
    (days < EXPIRING_DAYS).then(|| {
        found(Code::StarttlsCertificateExpiring).param("days", days.to_string()).param("date", end)
    })
}

/// The UTC day, as `2026-01-31`.
fn date(at: Timestamp) -> String {
    let (year, month, day) = at.date();
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;
    const NOW: Timestamp = Timestamp(1_700_000_000);

    fn codes(chain: ChainVerdict, names: &[&str], from: i64, to: i64) -> Vec<&'static str> {
        let certificate = CertificateFacts {
            subject: String::new(),
            issuer: String::new(),
            dns_names: names.iter().map(|n| (*n).to_owned()).collect(),
            not_before: Timestamp(NOW.0 + from),
            not_after: Timestamp(NOW.0 + to),
            sha256: String::new(),
        };
        let result = ProbeResult::Handshake {
            protocol: "TLSv1.3".to_owned(),
            cipher: "TLS_AES_128_GCM_SHA256".to_owned(),
            chain,
            certificate,
        };
        let address = AddressProbe { address: [127, 0, 0, 1].into(), port: 25, result };
        let probe = Probe { host: "mail.example.com".to_owned(), addresses: vec![address] };
        judge(&probe, NOW).diagnostics.iter().map(|d| d.code.slug()).collect()
    }

    #[test]
    fn judges_every_part_even_when_the_first_fails() {
        assert_eq!(
            codes(ChainVerdict::SelfSigned, &["example.com"], -2 * DAY, -1),
            [
                "starttls/certificate-self-signed",
                "starttls/certificate-name-mismatch",
                "starttls/certificate-expired"
            ]
        );
        assert!(codes(ChainVerdict::Trusted, &["*.example.com"], -DAY, 30 * DAY).is_empty());
    }

    #[test]
    fn counts_validity_to_the_second() {
        let at = |from, to| codes(ChainVerdict::Trusted, &["mail.example.com"], from, to);
        assert_eq!(at(-DAY, -1), ["starttls/certificate-expired"]);
        assert_eq!(at(1, 90 * DAY), ["starttls/certificate-not-yet-valid"]);
        assert!(at(0, 14 * DAY).is_empty());
        assert_eq!(at(0, 14 * DAY - 1), ["starttls/certificate-expiring"]);
    }

    #[test]
    fn a_certificate_without_dns_id_never_matches() {
        assert_eq!(
            codes(ChainVerdict::Trusted, &[], 0, 90 * DAY),
            ["starttls/certificate-name-mismatch"]
        );
    }
}
