//! RFC 8461 4.2: what a Sender must find in the certificate of an MX host. Facts in, findings out.

mod certificate;
mod dns_id;
mod session;
#[cfg(test)]
mod tests;

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Severity};
use crate::probe::{AddressProbe, Probe, ProbeResult};
use crate::timestamp::Timestamp;
use crate::tlsrpt::ResultType;

pub use certificate::{EXPIRING_DAYS, matching_dns_id};
pub use dns_id::dns_id_matches;

/// What a probe of one MX host shows (RFC 8461 4.2).
///
/// ```
/// use mta_sts::{Timestamp, identity::judge, probe::{AddressProbe, Dialogue, Lost, Phase, Probe, ProbeResult}};
/// let dialogue = Dialogue::default;
/// let at = |last, result| AddressProbe { address: [192, 0, 2, last].into(), port: 25, dialogue: dialogue(), result };
/// let (phase, reason, detail) = (Phase::Connect, Lost::TimedOut, "timed out".to_owned());
/// let addresses = vec![
///     at(1, ProbeResult::NotOffered),
///     at(2, ProbeResult::Unreachable { phase, reason, detail }),
/// ];
/// let verdict = judge(&Probe { host: "mail.example.com".to_owned(), addresses }, Timestamp(0));
/// assert_eq!((verdict.tested, verdict.not_tested), (1, 1));
/// assert_eq!(verdict.diagnostics[0].code.slug(), "starttls/not-offered");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProbeVerdict {
    /// Everything found, address by address.
    pub diagnostics: Vec<Diagnostic>,
    /// Addresses that could be tested.
    pub tested: usize,
    /// Addresses that could not.
    pub not_tested: usize,
}

/// Judges every address of a probe at time `now`: STARTTLS, chain, name, validity and strength, each by itself.
///
/// A finding that would make a Sender fail has its RFC 8460 result-type as the parameter `resultType`.
///
/// ```
/// use mta_sts::{Timestamp, identity::judge, probe::{AddressProbe, Dialogue, Probe, ProbeResult}};
/// let refused = AddressProbe {
///     address: [192, 0, 2, 25].into(),
///     port: 25,
///     dialogue: Dialogue { keywords: vec!["STARTTLS".to_owned()], ..Dialogue::default() },
///     result: ProbeResult::Refused { code: 554, text: "5.7.3 Unable to initialize security subsystem".to_owned() },
/// };
/// let probe = Probe { host: "mail.example.com".to_owned(), addresses: vec![refused] };
/// let found = &judge(&probe, Timestamp(1_700_000_000)).diagnostics[0];
/// assert_eq!(found.code.slug(), "starttls/refused");
/// assert!(found.params.contains(&("resultType", "starttls-not-supported".to_owned())));
/// ```
pub fn judge(probe: &Probe, now: Timestamp) -> ProbeVerdict {
    let mut verdict = ProbeVerdict::default();
    let mut faults: Vec<(&AddressProbe, Vec<Code>)> = Vec::new();
    for address in &probe.addresses {
        let found = Judge { host: &probe.host, address, now };
        if let Some(diagnostics) = found.address() {
            verdict.tested = verdict.tested.saturating_add(1);
            let errors = diagnostics.iter().filter(|d| d.severity() == Severity::Error);
            faults.push((address, errors.map(|d| d.code).collect()));
            verdict.diagnostics.extend(diagnostics);
        } else {
            verdict.not_tested = verdict.not_tested.saturating_add(1);
            verdict.diagnostics.push(found.not_tested());
        }
    }
    verdict.diagnostics.extend(differing(&probe.host, &faults));
    verdict
}

/// The RFC 8460 result-type that a Sender would report for a finding, if it is a failure.
///
/// ```
/// use mta_sts::{Code, identity};
/// let failed = identity::result_type(Code::StarttlsCertificateExpired).unwrap();
/// assert_eq!(failed.as_str(), "certificate-expired");
/// ```
pub fn result_type(code: Code) -> Option<ResultType> {
    RESULT_TYPES.iter().find(|(known, _)| *known == code).map(|(_, kind)| kind.clone())
}

static RESULT_TYPES: [(Code, ResultType); 10] = [
    (Code::StarttlsNotOffered, ResultType::StarttlsNotSupported),
    (Code::StarttlsRefused, ResultType::StarttlsNotSupported),
    (Code::StarttlsCertificateExpired, ResultType::CertificateExpired),
    (Code::StarttlsCertificateNameMismatch, ResultType::CertificateHostMismatch),
    // RFC 8460 4.3.1: "certificate not trusted" is also for "not yet valid" and the like.
    (Code::StarttlsCertificateNotYetValid, ResultType::CertificateNotTrusted),
    (Code::StarttlsCertificateUntrusted, ResultType::CertificateNotTrusted),
    (Code::StarttlsCertificateIncomplete, ResultType::CertificateNotTrusted),
    (Code::StarttlsCertificateRevoked, ResultType::CertificateNotTrusted),
    (Code::StarttlsCertificateSelfSigned, ResultType::CertificateNotTrusted),
    (Code::StarttlsTlsFailed, ResultType::ValidationFailure),
];

/// One address under judgement.
#[derive(Clone, Copy)]
struct Judge<'a> {
    host: &'a str,
    address: &'a AddressProbe,
    now: Timestamp,
}

impl Judge<'_> {
    /// `None` when the session did not come far enough to say anything.
    fn address(self) -> Option<Vec<Diagnostic>> {
        Some(match &self.address.result {
            ProbeResult::Handshake(handshake) => {
                let mut found = self.dialogue();
                found.extend(self.certificate(handshake));
                found
            }
            ProbeResult::NotOffered => vec![self.found(Code::StarttlsNotOffered)],
            ProbeResult::Refused { code, text } => {
                let reply = session::reply(*code, text);
                vec![self.found(Code::StarttlsRefused).param("reply", reply)]
            }
            ProbeResult::TlsFailed { detail, .. } => {
                let mut found = self.dialogue();
                found.push(self.found(Code::StarttlsTlsFailed).param("detail", detail.as_str()));
                found
            }
            ProbeResult::Rejected { .. }
            | ProbeResult::Temporary { .. }
            | ProbeResult::Unreachable { .. } => return None,
        })
    }

    fn found(self, code: Code) -> Diagnostic {
        let found = Diagnostic::new(code).param("host", self.host);
        let found = found.param("address", self.address.address.to_string());
        match result_type(code) {
            Some(result_type) => found.param("resultType", result_type.as_str()),
            None => found,
        }
    }
}

/// Addresses of which some are in order and others not, or not in the same way: mail fails by chance.
fn differing(host: &str, faults: &[(&AddressProbe, Vec<Code>)]) -> Option<Diagnostic> {
    let (_, first) = faults.first()?;
    let same = |codes: &Vec<Code>| codes == first;
    if faults.iter().all(|(_, codes)| same(codes)) {
        return None;
    }
    const SHOWN: usize = 4;
    let told = faults.iter().take(SHOWN).map(|(probe, codes)| {
        let words: Vec<&str> = codes.iter().map(|code| code.slug()).collect();
        let words = if words.is_empty() { "in order".to_owned() } else { words.join(", ") };
        format!("{}: {words}", probe.address)
    });
    let detail = told.collect::<Vec<_>>().join("; ");
    Some(Diagnostic::new(Code::StarttlsAddressesDiffer).param("host", host).param("detail", detail))
}
