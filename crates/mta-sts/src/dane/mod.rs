//! DANE for SMTP (RFC 7672) beside MTA-STS (RFC 8461 2): which of the two a Sender that knows both goes by.
//!
//! Look-ups and certificates are the host's; here are the rules. What DNSSEC says comes from a validating resolver, as
//! the AD bit of its answers.
//!
//! ```
//! use mta_sts::dane::{Evidence, Protection, Tlsa, TlsaAnswer, protection};
//!
//! let digest = "ab".repeat(32);
//! let records = [Tlsa::parse(&format!("3 1 1 {digest}")).unwrap()];
//! let secure = Evidence { mx_secure: true, addresses_secure: true, tlsa: TlsaAnswer::Secure(&records) };
//! assert_eq!(protection(&secure), Protection::Dane);
//! assert_eq!(protection(&Evidence { mx_secure: false, ..secure }), Protection::MtaSts);
//! ```

pub(crate) mod findings;
#[cfg(feature = "probe")]
pub(crate) mod handshake;
#[cfg(feature = "probe")]
mod host;
mod tlsa;
mod verify;

#[cfg(feature = "probe")]
pub use host::{AddressVerdict, Conduct, HostRecords, HostVerdict, TlsaLookup, judge};
pub use tlsa::{Tlsa, Unusable};
pub use verify::{Presented, PresentedChain, Verdict, verify};

/// What DNS says of an MX host (RFC 7672 2.2).
///
/// ```
/// use mta_sts::dane::{Evidence, Protection, Tlsa, TlsaAnswer, protection};
/// let digest = "d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971";
/// let records = [Tlsa::parse(&format!("3 1 1 {digest}")).unwrap()];
/// // A signed host of an unsigned domain (RFC 7672 2.2.1): an attacker could have changed the MX records.
/// let evidence = Evidence { mx_secure: false, addresses_secure: true, tlsa: TlsaAnswer::Secure(&records) };
/// assert_eq!(protection(&evidence), Protection::MtaSts);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence<'a> {
    /// Whether DNSSEC secures the domain's MX records (or their absence).
    pub mx_secure: bool,
    /// Whether DNSSEC secures the host's address records.
    pub addresses_secure: bool,
    /// The answer for `_25._tcp.<host>`.
    pub tlsa: TlsaAnswer<'a>,
}

/// What the look-up of TLSA records brought (RFC 7672 2.1.1, 2.2).
///
/// ```
/// use mta_sts::dane::{Evidence, Protection, TlsaAnswer, protection};
/// let of = |tlsa| protection(&Evidence { mx_secure: true, addresses_secure: true, tlsa });
/// // No record, provably so, is not the same as no answer.
/// assert_eq!(of(TlsaAnswer::Secure(&[])), Protection::MtaSts);
/// assert_eq!(of(TlsaAnswer::Failed), Protection::DoNotUse);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsaAnswer<'a> {
    /// An answer that DNSSEC secures, with these records; they may be none.
    Secure(&'a [Tlsa]),
    /// An answer that it does not secure, whatever it says.
    Insecure,
    /// No answer: SERVFAIL, which is also what forged signatures look like, or a time-out.
    Failed,
}

/// What a Sender that knows DANE and MTA-STS goes by at an MX host (RFC 8461 2, RFC 7672 2.2).
///
/// ```
/// use mta_sts::dane::{Evidence, Protection, Tlsa, TlsaAnswer, protection};
/// let digest = "d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971";
/// let of = |usage| {
///     let records = [Tlsa::parse(&format!("{usage} 1 1 {digest}")).unwrap()];
///     protection(&Evidence { mx_secure: true, addresses_secure: true, tlsa: TlsaAnswer::Secure(&records) })
/// };
/// assert_eq!((of(2), of(3)), (Protection::Dane, Protection::Dane));
/// assert_eq!((of(0), of(1)), (Protection::TlsOnly, Protection::TlsOnly));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Protection {
    /// DANE does not apply; the MTA-STS policy decides.
    #[default]
    MtaSts,
    /// DANE: TLS and a certificate that matches a TLSA record are mandatory, whatever MTA-STS says.
    Dane,
    /// There are TLSA records and none can be used: TLS is mandatory, and only MTA-STS authenticates the host.
    TlsOnly,
    /// The look-up of TLSA records failed: the host is not used, for an attacker could be the reason.
    DoNotUse,
}

/// What a Sender that knows both goes by.
///
/// RFC 8461 2: "senders who implement MTA-STS validation MUST NOT allow MTA-STS Policy validation to override a failing
/// DANE validation."
///
/// ```
/// use mta_sts::dane::{Evidence, Protection, TlsaAnswer, protection};
/// let evidence = Evidence { mx_secure: true, addresses_secure: true, tlsa: TlsaAnswer::Failed };
/// // RFC 7672 2.1.1: the host is left out, even where an MTA-STS policy covers it.
/// assert_eq!(protection(&evidence), Protection::DoNotUse);
/// ```
pub fn protection(evidence: &Evidence<'_>) -> Protection {
    // RFC 7672 2.2.1, 2.2.2: without secure MX and address records, DANE does not apply.
    if !evidence.mx_secure || !evidence.addresses_secure {
        return Protection::MtaSts;
    }
    match evidence.tlsa {
        TlsaAnswer::Secure([]) | TlsaAnswer::Insecure => Protection::MtaSts,
        // RFC 7672 2.2: where all are unusable, TLS is still mandatory.
        TlsaAnswer::Secure(records) if records.iter().all(|r| r.unusable().is_some()) => {
            Protection::TlsOnly
        }
        TlsaAnswer::Secure(_) => Protection::Dane,
        // RFC 7672 2.1.1: after a failed look-up the host is treated as unreachable.
        TlsaAnswer::Failed => Protection::DoNotUse,
    }
}

/// Whether a Sender that got these TLSA records at the end of a host's secure CNAME chain asks no further. Without secure
/// ones it goes on to the host's own name (RFC 7672 2.2.3).
pub(crate) fn settles(secure: bool, records: &[Tlsa]) -> bool {
    secure && !records.is_empty()
}

/// The name that holds the TLSA records of an MX host (RFC 7672 2.2.3).
///
/// ```
/// let host = "mx.example.com".parse().unwrap();
/// assert_eq!(mta_sts::dane::tlsa_name(&host), "_25._tcp.mx.example.com");
/// ```
pub fn tlsa_name(host: &crate::DomainName) -> String {
    format!("_25._tcp.{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn applies_only_where_all_is_secure() {
        let good = [Tlsa::parse(&format!("3 1 1 {}", "ab".repeat(32))).unwrap()];
        let pkix = [Tlsa::parse(&format!("1 1 1 {}", "ab".repeat(32))).unwrap()];
        let of = |mx_secure, addresses_secure, tlsa| {
            protection(&Evidence { mx_secure, addresses_secure, tlsa })
        };
        assert_eq!(of(true, true, TlsaAnswer::Secure(&good)), Protection::Dane);
        assert_eq!(of(true, true, TlsaAnswer::Secure(&pkix)), Protection::TlsOnly);
        assert_eq!(of(true, true, TlsaAnswer::Secure(&[])), Protection::MtaSts);
        assert_eq!(of(true, true, TlsaAnswer::Insecure), Protection::MtaSts);
        assert_eq!(of(true, true, TlsaAnswer::Failed), Protection::DoNotUse);
        assert_eq!(of(false, true, TlsaAnswer::Failed), Protection::MtaSts);
        assert_eq!(of(true, false, TlsaAnswer::Secure(&good)), Protection::MtaSts);
        let mixed = [pkix[0].clone(), good[0].clone()];
        assert_eq!(of(true, true, TlsaAnswer::Secure(&mixed)), Protection::Dane);
    }
}
