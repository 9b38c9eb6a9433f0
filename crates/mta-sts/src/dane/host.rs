//! One MX host that a prober saw, without a mail domain that leads to it: what Senders that know DANE do there.

use std::net::IpAddr;

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::DomainName;
use crate::identity::ProbeVerdict;
use crate::probe::Probe;
use crate::timestamp::Timestamp;

use super::handshake::{Names, hold, without_tls};
use super::{Evidence, Protection, Tlsa, TlsaAnswer, Verdict, findings, protection, settles};

/// What DNS says of the host (RFC 7672 2.2).
///
/// ```
/// use mta_sts::dane::{HostRecords, TlsaLookup};
/// use mta_sts::dns::{Answer, RecordData};
/// // From the answers for the host's addresses and for `_25._tcp.mx.example.com`:
/// let (addresses, tlsa) = (Answer { authenticated: true, ..Answer::default() }, Answer::default());
/// let records = tlsa.records.into_iter().filter_map(|data| match data {
///     RecordData::Tlsa(record) => Some(record),
///     _ => None,
/// });
/// let records = HostRecords {
///     addresses_secure: addresses.authenticated,
///     tlsa: TlsaLookup::Answered { secure: tlsa.authenticated, records: records.collect() },
///     expanded: None,
/// };
/// assert_eq!(records.tlsa, TlsaLookup::Answered { secure: false, records: Vec::new() });
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostRecords {
    /// Whether DNSSEC secures its address records.
    pub addresses_secure: bool,
    /// The answer for [`tlsa_name`](super::tlsa_name) of the host, or of `expanded`.
    pub tlsa: TlsaLookup,
    /// The end of the host's CNAME chain, where DNSSEC secures all of it and the answer that
    /// [settles](TlsaLookup::settles) came from there (RFC 7672 2.2.3).
    pub expanded: Option<DomainName>,
}

/// What the look-up of TLSA records brought.
///
/// ```
/// use mta_sts::{dane::TlsaLookup, dns::{Answer, DnsError}};
/// let told = |answer: Result<Answer, DnsError>| match answer {
///     Ok(Answer { authenticated, .. }) => TlsaLookup::Answered { secure: authenticated, records: Vec::new() },
///     Err(_) => TlsaLookup::Failed,
/// };
/// // A host without TLSA records, and SERVFAIL, which is also what a resolver says of forged signatures.
/// assert_eq!(told(Ok(Answer::default())), TlsaLookup::Answered { secure: false, records: Vec::new() });
/// assert_eq!(told(Err(DnsError::ResponseCode(2))), TlsaLookup::Failed);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TlsaLookup {
    /// An answer.
    Answered {
        /// Whether DNSSEC secures it (the AD bit).
        secure: bool,
        /// Its records; they may be none.
        records: Vec<Tlsa>,
    },
    /// No answer.
    Failed,
}

impl TlsaLookup {
    /// Whether a Sender asks no further than the end of a host's secure CNAME chain, where this came from. Without secure
    /// records there it goes on to the host's own name (RFC 7672 2.2.3); a look-up that fails is no leave for that.
    ///
    /// ```
    /// use mta_sts::dane::TlsaLookup;
    /// assert!(!TlsaLookup::Answered { secure: true, records: Vec::new() }.settles());
    /// assert!(TlsaLookup::Failed.settles());
    /// ```
    pub fn settles(&self) -> bool {
        match self {
            TlsaLookup::Answered { secure, records } => settles(*secure, records),
            TlsaLookup::Failed => true,
        }
    }
}

/// What a Sender that knows DANE does at a host to which secure MX records lead it.
///
/// ```
/// use mta_sts::dane::{self, Conduct, HostRecords, Tlsa, TlsaLookup};
/// # use mta_sts::{Timestamp, identity, probe::Probe};
/// # let probe = Probe { host: "mx.example.com".to_owned(), addresses: Vec::new() };
/// # let mta_sts = identity::judge(&probe, Timestamp(0));
/// let digest = "d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971";
/// let conduct = |usage: u8| {
///     let records = Tlsa::parse(&format!("{usage} 1 1 {digest}")).into_iter().collect();
///     let tlsa = TlsaLookup::Answered { secure: true, records };
///     dane::judge(&probe, &HostRecords { addresses_secure: true, tlsa, expanded: None }, &mta_sts, Timestamp(0)).conduct
/// };
/// // RFC 7672 3.1.3: usage 1 is of no use in SMTP, but a record of it still makes TLS mandatory.
/// assert_eq!(conduct(1), Conduct::InsistsOnTls);
/// // The host of this example was not probed.
/// assert_eq!(conduct(3), Conduct::NotTested);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Conduct {
    /// It delivers where the certificate matches a TLSA record, whatever MTA-STS says.
    Delivers,
    /// It does not deliver, whatever MTA-STS says.
    Refuses,
    /// It insists on TLS, and MTA-STS authenticates the host.
    InsistsOnTls,
    /// It goes by MTA-STS.
    GoesByMtaSts,
    /// It does not use the host until the look-up succeeds.
    Waits,
    /// Nobody can tell from what was seen.
    NotTested,
}

/// DANE at one MX host.
///
/// ```
/// use mta_sts::dane::{self, Conduct, HostRecords, Protection, TlsaLookup};
/// # use mta_sts::{Timestamp, identity, probe::Probe};
/// # let probe = Probe { host: "mx.example.com".to_owned(), addresses: Vec::new() };
/// # let mta_sts = identity::judge(&probe, Timestamp(0));
/// let records = HostRecords { addresses_secure: true, tlsa: TlsaLookup::Failed, expanded: None };
/// let verdict = dane::judge(&probe, &records, &mta_sts, Timestamp(0));
/// assert_eq!((verdict.conduct, verdict.protection), (Conduct::Waits, Protection::DoNotUse));
/// assert!(verdict.summary.starts_with("the look-up of TLSA records failed"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct HostVerdict {
    /// What a Sender that knows DANE does.
    pub conduct: Conduct,
    /// The same as a sentence, with its reason.
    pub summary: String,
    /// What it goes by.
    pub protection: Protection,
    /// The TLSA records, secure or not.
    pub tlsa: Vec<Tlsa>,
    /// Each address's certificate against them; empty where DANE does not apply.
    pub addresses: Vec<AddressVerdict>,
    /// Everything found.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub diagnostics: Vec<Diagnostic>,
}

/// TLSA records against what one address presented.
///
/// ```
/// use mta_sts::dane::{self, HostRecords, Tlsa, TlsaLookup, Verdict};
/// # use mta_sts::{Timestamp, identity, probe::{AddressProbe, Dialogue, Probe, ProbeResult}};
/// # let address = AddressProbe {
/// #     address: [192, 0, 2, 25].into(),
/// #     port: 25,
/// #     dialogue: Dialogue::default(),
/// #     result: ProbeResult::NotOffered,
/// # };
/// # let probe = Probe { host: "mx.example.com".to_owned(), addresses: vec![address] };
/// # let mta_sts = identity::judge(&probe, Timestamp(0));
/// # let digest = "d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971";
/// # let records = vec![Tlsa::parse(&format!("3 1 1 {digest}")).unwrap()];
/// # let tlsa = TlsaLookup::Answered { secure: true, records };
/// # let records = HostRecords { addresses_secure: true, tlsa, expanded: None };
/// // The probe of 192.0.2.25 met a server without STARTTLS: nothing there could match the record.
/// let seen = &dane::judge(&probe, &records, &mta_sts, Timestamp(0)).addresses[0];
/// assert_eq!((seen.address.to_string(), seen.verdict), ("192.0.2.25".to_owned(), Verdict::Mismatch));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct AddressVerdict {
    /// The address.
    pub address: IpAddr,
    /// What the records say of its certificate.
    pub verdict: Verdict,
}

/// Judges a host for mail domains whose MX records are secure; to all others DANE does not apply (RFC 7672 2.2.1).
///
/// `mta_sts` is what [`identity::judge`](crate::identity::judge) made of the same probe.
///
/// ```
/// use mta_sts::dane::{self, Conduct, HostRecords, TlsaLookup};
/// use mta_sts::{Timestamp, identity, probe::Probe};
///
/// let probe = Probe { host: "mx.example.com".to_owned(), addresses: Vec::new() };
/// let tlsa = TlsaLookup::Answered { secure: true, records: Vec::new() };
/// let records = HostRecords { addresses_secure: true, tlsa, expanded: None };
/// let mta_sts = identity::judge(&probe, Timestamp(0));
/// let verdict = dane::judge(&probe, &records, &mta_sts, Timestamp(0));
/// assert_eq!(verdict.conduct, Conduct::GoesByMtaSts);
/// ```
pub fn judge(
    probe: &Probe,
    records: &HostRecords,
    mta_sts: &ProbeVerdict,
    now: Timestamp,
) -> HostVerdict {
    let (tlsa, published) = match &records.tlsa {
        TlsaLookup::Answered { secure: true, records } => {
            (TlsaAnswer::Secure(records), records.as_slice())
        }
        TlsaLookup::Answered { records, .. } => (TlsaAnswer::Insecure, records.as_slice()),
        TlsaLookup::Failed => (TlsaAnswer::Failed, [].as_slice()),
    };
    // A resolver that vouches for nothing at all may not validate: then nothing is known of the MX records either.
    let mx_secure = records.addresses_secure || matches!(tlsa, TlsaAnswer::Secure(_));
    let evidence = Evidence { mx_secure, addresses_secure: records.addresses_secure, tlsa };
    let protection = protection(&evidence);
    let mut verdict = HostVerdict {
        conduct: Conduct::NotTested,
        summary: String::new(),
        protection,
        tlsa: published.to_vec(),
        addresses: Vec::new(),
        diagnostics: findings::of_records(&probe.host, &evidence, published),
    };
    if protection == Protection::Dane {
        verdict.hold_against(probe, records, mta_sts, now);
    }
    let plain = !probe.addresses.is_empty() && probe.addresses.iter().all(without_tls);
    (verdict.conduct, verdict.summary) = verdict.conclusion(&evidence, plain);
    verdict
}

impl HostVerdict {
    fn hold_against(
        &mut self,
        probe: &Probe,
        records: &HostRecords,
        mta_sts: &ProbeVerdict,
        now: Timestamp,
    ) {
        let base = records.expanded.as_ref().map_or(probe.host.as_str(), |name| name.as_str());
        for seen in &probe.addresses {
            // RFC 7672 3.2.2: a mail domain's own name would serve too; here none is known.
            let names = Names { known: &[base, &probe.host], others: true };
            let verdict = hold(&self.tlsa, seen, names, now);
            let address = seen.address;
            let fails = mta_sts.diagnostics.iter().any(|found| {
                found.severity() == Severity::Error && about(found, "address", &address.to_string())
            });
            let code = match verdict {
                Verdict::Match if fails => Some(Code::DanePassesAlone),
                Verdict::Mismatch => Some(Code::DaneMismatch),
                Verdict::Match | Verdict::NotTested => None,
            };
            let found = |code| findings::at_address(code, &probe.host, &address.to_string());
            self.diagnostics.extend(code.map(found));
            self.addresses.push(AddressVerdict { address, verdict });
        }
    }

    /// `plain` where no address does TLS.
    fn conclusion(&self, evidence: &Evidence<'_>, plain: bool) -> (Conduct, String) {
        let (conduct, words) = match self.protection {
            // RFC 7672 2.2: any secure TLSA record makes TLS mandatory, be it usable or not.
            Protection::Dane | Protection::TlsOnly if plain => (
                Conduct::Refuses,
                "Senders that know DANE do not deliver, whatever MTA-STS says: they insist on TLS, and there is none",
            ),
            Protection::Dane => return self.by_certificates(),
            Protection::TlsOnly => (
                Conduct::InsistsOnTls,
                "Senders that know DANE insist on TLS and leave the rest to MTA-STS: no TLSA record can be used",
            ),
            Protection::DoNotUse => (
                Conduct::Waits,
                "the look-up of TLSA records failed; Senders that know DANE do not use the host in such a case",
            ),
            Protection::MtaSts if evidence.tlsa == TlsaAnswer::Failed => {
                (Conduct::NotTested, "the look-up of TLSA records failed")
            }
            Protection::MtaSts if self.tlsa.is_empty() => {
                (Conduct::GoesByMtaSts, "no TLSA records: Senders that know DANE go by MTA-STS too")
            }
            Protection::MtaSts if !evidence.mx_secure => (
                Conduct::NotTested,
                "there are TLSA records, but the resolver vouches for nothing by DNSSEC",
            ),
            Protection::MtaSts => (
                Conduct::GoesByMtaSts,
                "DNSSEC does not secure all that DANE needs: Senders that know DANE go by MTA-STS too",
            ),
        };
        (conduct, words.to_owned())
    }

    fn by_certificates(&self) -> (Conduct, String) {
        let count = |verdict| self.addresses.iter().filter(|seen| seen.verdict == verdict).count();
        let (all, matched) = (self.addresses.len(), count(Verdict::Match));
        let (conduct, words) = if matched > 0 && matched == all {
            (Conduct::Delivers, "Senders that know DANE deliver: a TLSA record matches")
        } else if matched > 0 {
            let words = format!(
                "Senders that know DANE deliver to {matched} of {all} addresses, where a TLSA record matches"
            );
            return (Conduct::Delivers, words);
        } else if count(Verdict::Mismatch) > 0 && count(Verdict::NotTested) == 0 {
            (
                Conduct::Refuses,
                "Senders that know DANE do not deliver, whatever MTA-STS says: no TLSA record matches",
            )
        } else {
            (
                Conduct::NotTested,
                "Senders that know DANE want a certificate that matches a TLSA record; none could be held against them",
            )
        };
        (conduct, words.to_owned())
    }
}

fn about(found: &Diagnostic, name: &str, wanted: &str) -> bool {
    found.params.iter().any(|(known, value)| *known == name && value == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity;
    use crate::probe::{
        AddressProbe, CertificateFacts, ChainVerdict, Dialogue, Handshake, Lost, Phase,
        ProbeResult, Staple,
    };

    const NOW: Timestamp = Timestamp(0);

    fn unreachable() -> ProbeResult {
        let (phase, reason) = (Phase::Connect, Lost::TimedOut);
        ProbeResult::Unreachable { phase, reason, detail: String::new() }
    }

    fn judged_as(records: &HostRecords, results: Vec<ProbeResult>) -> HostVerdict {
        let address = |result| AddressProbe {
            address: IpAddr::from([192, 0, 2, 25]),
            port: 25,
            dialogue: match result {
                ProbeResult::Handshake(_) => {
                    Dialogue { keywords: vec!["STARTTLS".to_owned()], ..Dialogue::default() }
                }
                _ => Dialogue::default(),
            },
            result,
        };
        let addresses = results.into_iter().map(address).collect();
        let probe = Probe { host: "mx.example.com".to_owned(), addresses };
        judge(&probe, records, &identity::judge(&probe, NOW), NOW)
    }

    /// A host that nobody could reach.
    fn judged(records: &HostRecords) -> HostVerdict {
        judged_as(records, vec![unreachable()])
    }

    #[test]
    fn what_dns_secures_decides_who_decides() {
        let record = |usage| Tlsa::new(usage, 1, 1, &[0xab; 32]);
        let of = |addresses_secure, secure, usages: &[u8]| {
            let records = usages.iter().copied().map(record).collect();
            let tlsa = TlsaLookup::Answered { secure, records };
            judged(&HostRecords { addresses_secure, tlsa, expanded: None }).conduct
        };
        assert_eq!(of(true, true, &[3]), Conduct::NotTested);
        assert_eq!(of(true, true, &[1]), Conduct::InsistsOnTls);
        assert_eq!(of(true, true, &[]), Conduct::GoesByMtaSts);
        assert_eq!(of(false, true, &[3]), Conduct::GoesByMtaSts);
        assert_eq!(of(true, false, &[3]), Conduct::GoesByMtaSts);
        assert_eq!(of(false, false, &[3]), Conduct::NotTested);
        assert_eq!(of(false, false, &[]), Conduct::GoesByMtaSts);
    }

    #[test]
    fn without_tls_no_sender_that_knows_dane_delivers() {
        let of = |usage, results| {
            let records = vec![Tlsa::new(usage, 1, 1, &[0xab; 32])];
            let tlsa = TlsaLookup::Answered { secure: true, records };
            judged_as(&HostRecords { addresses_secure: true, tlsa, expanded: None }, results)
        };
        let slugs = |verdict: &HostVerdict| {
            verdict.diagnostics.iter().map(|found| found.code.slug()).collect::<Vec<_>>()
        };
        let plain = || ProbeResult::NotOffered;
        let refused = ProbeResult::Refused { code: 554, text: String::new() };
        let usable = of(3, vec![plain(), refused]);
        assert_eq!(usable.conduct, Conduct::Refuses);
        assert!(usable.summary.ends_with("they insist on TLS, and there is none"));
        assert_eq!(slugs(&usable), ["dane/mismatch", "dane/mismatch"]);
        let unusable = of(1, vec![plain()]);
        assert_eq!(unusable.conduct, Conduct::Refuses);
        assert_eq!(slugs(&unusable), ["dane/none-usable", "dane/tlsa-unusable"]);
        // Nobody knows what the other address does.
        assert_eq!(of(3, vec![plain(), unreachable()]).conduct, Conduct::NotTested);
        assert_eq!(of(1, vec![plain(), unreachable()]).conduct, Conduct::InsistsOnTls);
    }

    /// A certificate for this name with its issuer, whose digests are all `byte` and `byte + 1`.
    fn issued(name: &str, byte: u8) -> ProbeResult {
        let certificate = |subject: &str, byte: u8| {
            let digest = |length| format!("{byte:02x}").repeat(length);
            CertificateFacts {
                subject: subject.to_owned(),
                issuer: "CN=ca".to_owned(),
                dns_names: vec![name.to_owned()],
                not_before: NOW,
                not_after: NOW,
                is_ca: false,
                key_algorithm: "ECDSA".to_owned(),
                key_bits: Some(256),
                signature_algorithm: "ecdsa-with-SHA256".to_owned(),
                sha256: digest(32),
                sha512: digest(64),
                spki_sha256: digest(32),
                spki_sha512: digest(64),
            }
        };
        ProbeResult::Handshake(Box::new(Handshake {
            protocol: "TLSv1.3".to_owned(),
            cipher: "TLS_AES_128_GCM_SHA256".to_owned(),
            group: None,
            chain: ChainVerdict::UnknownIssuer,
            matched: None,
            days_left: 0,
            staple: Staple::None,
            certificate: certificate("CN=mx", byte),
            intermediates: vec![certificate("CN=ca", byte + 1)],
        }))
    }

    #[test]
    fn a_certificate_may_name_a_mail_domain_that_nobody_knows() {
        let of = |name, usage, byte| {
            let records = vec![Tlsa::new(usage, 1, 1, &[byte; 32])];
            let tlsa = TlsaLookup::Answered { secure: true, records };
            let records = HostRecords { addresses_secure: true, tlsa, expanded: None };
            judged_as(&records, vec![issued(name, 0x11)]).conduct
        };
        assert_eq!(of("mx.example.com", 2, 0x12), Conduct::Delivers);
        assert_eq!(of("example.org", 2, 0x12), Conduct::NotTested);
        // The end of a secure chain of aliases is a name of the host too.
        let tlsa =
            TlsaLookup::Answered { secure: true, records: vec![Tlsa::new(2, 1, 1, &[0x12; 32])] };
        let expanded = DomainName::parse("example.org").ok();
        let records = HostRecords { addresses_secure: true, tlsa, expanded };
        let alias = judged_as(&records, vec![issued("example.org", 0x11)]);
        assert_eq!(alias.conduct, Conduct::Delivers);
        // Names do not matter to a record of the key itself, nor where no record matches at all.
        assert_eq!(of("example.org", 3, 0x11), Conduct::Delivers);
        assert_eq!(of("example.org", 2, 0x99), Conduct::Refuses);
    }

    #[test]
    fn a_failed_look_up_matters_where_the_addresses_are_secure() {
        let of = |addresses_secure| {
            judged(&HostRecords { addresses_secure, tlsa: TlsaLookup::Failed, expanded: None })
        };
        assert_eq!(of(true).conduct, Conduct::Waits);
        assert_eq!(of(false).conduct, Conduct::NotTested);
        assert_eq!(of(true).diagnostics, []);
    }
}
