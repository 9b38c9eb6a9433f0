//! RFC 8460 4.3: the result-types, which name what went wrong between a Sender and a domain.

use std::fmt;

/// A result-type of RFC 8460 4.3, or a name that it does not know.
///
/// Senders compare and write the names in lower case; the registry may grow, so reading never fails.
///
/// ```
/// use mta_sts::tlsrpt::ResultType;
/// let read = ResultType::parse("certificate-expired");
/// assert_eq!(read, ResultType::CertificateExpired);
/// assert_eq!(ResultType::parse("new-fault").as_str(), "new-fault");
/// println!("{}. {}", read.meaning(), read.action());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize), serde(from = "String"))]
pub enum ResultType {
    /// `starttls-not-supported`: the MX host did not offer STARTTLS, or refused it.
    StarttlsNotSupported,
    /// `certificate-host-mismatch`: no name in the certificate is the MX host's.
    CertificateHostMismatch,
    /// `certificate-expired`: the certificate has expired.
    CertificateExpired,
    /// `certificate-not-trusted`: the chain leads to no trusted root, or is at fault in another way.
    CertificateNotTrusted,
    /// `validation-failure`: any other reason.
    ValidationFailure,
    /// `tlsa-invalid`: of the TLSA records none was valid.
    TlsaInvalid,
    /// `dnssec-invalid`: the resolver returned no valid records.
    DnssecInvalid,
    /// `dane-required`: the Sender insists on DANE, and the MX host has no secure TLSA records.
    DaneRequired,
    /// `sts-policy-fetch-error`: the policy could not be fetched.
    StsPolicyFetchError,
    /// `sts-policy-invalid`: the policy has a fault.
    StsPolicyInvalid,
    /// `sts-webpki-invalid`: the Policy Host's certificate is not valid.
    StsWebpkiInvalid,
    /// A name that RFC 8460 does not define, as it was written.
    Other(String),
}

/// The part of RFC 8460 4.3 that a result-type stands in.
///
/// ```
/// use mta_sts::tlsrpt::{ResultGroup, ResultType};
/// let of_policy = ResultType::KNOWN.iter().filter(|kind| kind.group() == ResultGroup::MtaSts);
/// assert!(of_policy.eq(&[
///     ResultType::StsPolicyFetchError,
///     ResultType::StsPolicyInvalid,
///     ResultType::StsWebpkiInvalid,
/// ]));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum ResultGroup {
    /// 4.3.1: STARTTLS and the certificate of the MX host.
    Negotiation,
    /// 4.3.2.1: DANE.
    Dane,
    /// 4.3.2.2: the MTA-STS policy.
    MtaSts,
    /// 4.3.3: what fits nowhere else.
    General,
}

/// What is known of a result-type.
struct Entry {
    name: &'static str,
    group: ResultGroup,
    meaning: &'static str,
    action: &'static str,
}

impl ResultType {
    /// The eleven of RFC 8460 4.3, in its order.
    ///
    /// ```
    /// use mta_sts::tlsrpt::ResultType;
    /// assert_eq!(ResultType::KNOWN[0].as_str(), "starttls-not-supported");
    /// assert!(!ResultType::KNOWN.contains(&ResultType::parse("certificate-revoked")));
    /// ```
    pub const KNOWN: [ResultType; 11] = [
        ResultType::StarttlsNotSupported,
        ResultType::CertificateHostMismatch,
        ResultType::CertificateExpired,
        ResultType::CertificateNotTrusted,
        ResultType::ValidationFailure,
        ResultType::TlsaInvalid,
        ResultType::DnssecInvalid,
        ResultType::DaneRequired,
        ResultType::StsPolicyFetchError,
        ResultType::StsPolicyInvalid,
        ResultType::StsWebpkiInvalid,
    ];

    /// Reads a name exactly as the RFC writes it; every other text is kept as [`ResultType::Other`].
    ///
    /// ```
    /// use mta_sts::tlsrpt::ResultType;
    /// assert_eq!(ResultType::parse("tlsa-invalid"), ResultType::TlsaInvalid);
    /// assert_eq!(ResultType::parse("TLSA-invalid"), ResultType::Other("TLSA-invalid".to_owned()));
    /// ```
    pub fn parse(name: &str) -> ResultType {
        let known = ResultType::KNOWN.into_iter().find(|known| known.as_str() == name);
        known.unwrap_or_else(|| ResultType::Other(name.to_owned()))
    }

    /// The name as the RFC writes it; that of an [`ResultType::Other`] comes from the network: escape it before
    /// showing it.
    ///
    /// ```
    /// use mta_sts::tlsrpt::ResultType;
    /// assert_eq!(ResultType::StsWebpkiInvalid.as_str(), "sts-webpki-invalid");
    /// ```
    pub fn as_str(&self) -> &str {
        match self {
            ResultType::Other(name) => name,
            known => known.entry().name,
        }
    }

    /// Its part of RFC 8460 4.3.
    ///
    /// What RFC 8460 does not name is [`ResultGroup::General`].
    ///
    /// ```
    /// use mta_sts::tlsrpt::{ResultGroup, ResultType};
    /// assert_eq!(ResultType::CertificateExpired.group(), ResultGroup::Negotiation);
    /// assert_eq!(ResultType::DaneRequired.group(), ResultGroup::Dane);
    /// assert_eq!(ResultType::parse("new-fault").group(), ResultGroup::General);
    /// ```
    pub fn group(&self) -> ResultGroup {
        self.entry().group
    }

    /// Whether a report of it should say more in its failure-reason-code (RFC 8460 4.3.1, 4.3.3).
    ///
    /// ```
    /// use mta_sts::tlsrpt::ResultType;
    /// assert!(ResultType::CertificateNotTrusted.wants_reason_code());
    /// assert!(!ResultType::CertificateExpired.wants_reason_code());
    /// ```
    pub fn wants_reason_code(&self) -> bool {
        // Each of the two stands for many faults.
        matches!(self, ResultType::CertificateNotTrusted | ResultType::ValidationFailure)
    }

    /// What happened, in a sentence for people, without its full stop.
    ///
    /// ```
    /// use mta_sts::tlsrpt::ResultType;
    /// assert_eq!(ResultType::CertificateExpired.meaning(), "the certificate of the MX host had expired");
    /// ```
    pub fn meaning(&self) -> &'static str {
        self.entry().meaning
    }

    /// What whoever runs the domain should do next, in sentences.
    ///
    /// ```
    /// use mta_sts::tlsrpt::ResultType;
    /// let action = ResultType::CertificateExpired.action();
    /// assert!(action.starts_with("Renew it, reload the mail server on every address"));
    /// ```
    pub fn action(&self) -> &'static str {
        self.entry().action
    }

    fn entry(&self) -> &'static Entry {
        use ResultGroup::{Dane, General, MtaSts, Negotiation};
        match self {
            ResultType::StarttlsNotSupported => &Entry {
                name: "starttls-not-supported",
                group: Negotiation,
                meaning: "the MX host did not offer STARTTLS, or refused it",
                action: "Turn on STARTTLS at this host and look at its TLS configuration. If it is on, something on \
                         the way may strip it: see whether other Senders report the same.",
            },
            ResultType::CertificateHostMismatch => &Entry {
                name: "certificate-host-mismatch",
                group: Negotiation,
                meaning: "no DNS name in the certificate matches the MX host",
                action: "Install a certificate whose subjectAltName has the name in the MX record. The common name \
                         and the recipient domain do not count.",
            },
            ResultType::CertificateExpired => &Entry {
                name: "certificate-expired",
                group: Negotiation,
                meaning: "the certificate of the MX host had expired",
                action: "Renew it, reload the mail server on every address, and see to the automatic renewal.",
            },
            ResultType::CertificateNotTrusted => &Entry {
                name: "certificate-not-trusted",
                group: Negotiation,
                meaning: "the certificate of the MX host does not chain to a root that the Sender trusts",
                action: "Use a certificate of a public CA and send its intermediate certificates; a missing \
                         intermediate is the usual cause.",
            },
            ResultType::ValidationFailure => &Entry {
                name: "validation-failure",
                group: General,
                meaning: "validation failed for a reason that no other result-type names",
                action: "Read the report's failure-reason-code. Check that the policy's `mx` patterns cover every MX \
                         host, and that the host offers TLS 1.2 or newer.",
            },
            ResultType::TlsaInvalid => &Entry {
                name: "tlsa-invalid",
                group: Dane,
                meaning: "none of the TLSA records of the MX host was valid",
                action: "Publish TLSA records of the present certificate or key, with usage 2 or 3, and keep them in \
                         step with renewals.",
            },
            ResultType::DnssecInvalid => &Entry {
                name: "dnssec-invalid",
                group: Dane,
                meaning: "the Sender's resolver returned no valid records: DNSSEC validation failed",
                action: "Check the zone's signatures, its DS record at the parent and the clock of its signer.",
            },
            ResultType::DaneRequired => &Entry {
                name: "dane-required",
                group: Dane,
                meaning: "the Sender insists on DANE, and the MX host has no TLSA records that DNSSEC secures",
                action: "Sign the zone and publish TLSA records for the host, or agree with this Sender to do without.",
            },
            ResultType::StsPolicyFetchError => &Entry {
                name: "sts-policy-fetch-error",
                group: MtaSts,
                meaning: "the MTA-STS policy could not be fetched",
                action: "Check that the Policy Host answers with status 200 on every address, without redirect, and \
                         that nothing in front of it blocks Senders.",
            },
            ResultType::StsPolicyInvalid => &Entry {
                name: "sts-policy-invalid",
                group: MtaSts,
                meaning: "the MTA-STS policy was fetched and has a fault",
                action: "Check the policy's text and media type and mend what is found, then change the record's `id`.",
            },
            ResultType::StsWebpkiInvalid => &Entry {
                name: "sts-webpki-invalid",
                group: MtaSts,
                meaning: "the certificate of the Policy Host is not valid",
                action: "Install a certificate of a public CA with the Policy Host's own name and its intermediate \
                         certificates.",
            },
            ResultType::Other(_) => &Entry {
                name: "",
                group: General,
                meaning: "a result-type that RFC 8460 does not define",
                action: "Read the report's failure-reason-code and additional-information, or ask the reporter.",
            },
        }
    }
}

impl fmt::Display for ResultType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<String> for ResultType {
    fn from(name: String) -> ResultType {
        ResultType::parse(&name)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for ResultType {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_back() {
        for known in ResultType::KNOWN {
            assert_eq!(ResultType::parse(known.as_str()), known);
            assert!(!matches!(known, ResultType::Other(_)));
            assert!(!known.meaning().ends_with('.') && known.action().ends_with('.'));
        }
    }

    #[test]
    fn unknown_names_are_kept() {
        for name in ["", "Certificate-Expired", "certificate-expired ", "x"] {
            let read = ResultType::parse(name);
            assert_eq!(read.as_str(), name);
            assert_eq!(read.group(), ResultGroup::General);
        }
    }

    #[cfg(feature = "deserialize")]
    #[test]
    fn stands_in_json_as_its_name() {
        let json = r#"["tlsa-invalid","x-own"]"#;
        let read: Vec<ResultType> = serde_json::from_str(json).unwrap();
        assert_eq!(read, [ResultType::TlsaInvalid, ResultType::Other("x-own".to_owned())]);
        assert_eq!(serde_json::to_string(&read).unwrap(), json);
    }
}
