//! RFC 7672 3.1: TLSA records against the chain that an MX host presents.

use super::Tlsa;

/// The chain that was presented, and what was found of its end-entity certificate (RFC 7672 3.1, 3.2.2).
///
/// ```
/// use mta_sts::dane::{Presented, PresentedChain, Tlsa, Verdict, verify};
/// let ca = "d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971";
/// let of_key = |spki_sha256| Presented { sha256: "", sha512: "", spki_sha256, spki_sha512: "" };
/// let certificates = [of_key("00"), of_key(ca)];
/// let records = [Tlsa::parse(&format!("2 1 1 {ca}")).unwrap()];
/// let chain = PresentedChain { certificates: &certificates, name_matches: true, in_dates: true };
/// assert_eq!(verify(&records, &chain), Verdict::Match);
/// // RFC 7672 3.1.2: below a DANE-TA, names and dates count.
/// assert_eq!(verify(&records, &PresentedChain { in_dates: false, ..chain }), Verdict::Mismatch);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PresentedChain<'a> {
    /// The certificates in the order presented, the end entity's first.
    pub certificates: &'a [Presented<'a>],
    /// Whether the end-entity certificate names the MX host, or the domain whose mail it takes (RFC 7672 3.2.2).
    pub name_matches: bool,
    /// Whether it is within its dates.
    pub in_dates: bool,
}

/// Digests of one certificate, all in lower-case hex.
///
/// With the feature `probe` there is one `From<&CertificateFacts>`.
///
/// ```
/// use mta_sts::dane::{Presented, PresentedChain, Tlsa, Verdict, verify};
/// let digest = "d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971";
/// let certificate = Presented { sha256: digest, sha512: "", spki_sha256: "", spki_sha512: "" };
/// let chain = PresentedChain { certificates: &[certificate], name_matches: true, in_dates: true };
/// // Selector 0 is the whole certificate, 1 its key.
/// let of = |selector| verify(&[Tlsa::parse(&format!("3 {selector} 1 {digest}")).unwrap()], &chain);
/// assert_eq!((of(0), of(1)), (Verdict::Match, Verdict::Mismatch));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presented<'a> {
    /// SHA-256 of the certificate's DER.
    pub sha256: &'a str,
    /// SHA-512 of the certificate's DER.
    pub sha512: &'a str,
    /// SHA-256 of its SubjectPublicKeyInfo's DER.
    pub spki_sha256: &'a str,
    /// SHA-512 of its SubjectPublicKeyInfo's DER.
    pub spki_sha512: &'a str,
}

/// What the records say of the chain.
///
/// ```
/// use mta_sts::dane::{PresentedChain, Tlsa, Verdict, verify};
/// let chain = PresentedChain { certificates: &[], name_matches: true, in_dates: true };
/// // Matching type 0 holds the certificate itself, and only digests are compared here.
/// assert_eq!(verify(&[Tlsa::parse("3 0 0 3082").unwrap()], &chain), Verdict::NotTested);
/// assert_eq!(verify(&[], &chain), Verdict::Mismatch);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Verdict {
    /// A record matches.
    Match,
    /// No usable record matches.
    Mismatch,
    /// No digest matches, and there are records with matching type 0, which hold more than a digest.
    NotTested,
}

/// Holds the usable ones of `records` against a presented chain (RFC 7672 3.1).
///
/// A DANE-TA record (usage 2) matches a certificate of the chain; whether the chain is signed from there down is the
/// TLS library's to check. Beside a SHA-512 the SHA-256 of the same usage and selector does not count.
///
/// ```
/// use mta_sts::dane::{Presented, PresentedChain, Tlsa, Verdict, verify};
/// let key = "ab".repeat(32);
/// let certificate = Presented { sha256: "", sha512: "", spki_sha256: &key, spki_sha512: "" };
/// // DANE-EE: neither names nor dates count.
/// let chain = PresentedChain { certificates: &[certificate], name_matches: false, in_dates: false };
/// let records = [Tlsa::parse(&format!("3 1 1 {key}")).unwrap()];
/// assert_eq!(verify(&records, &chain), Verdict::Match);
/// ```
pub fn verify(records: &[Tlsa], chain: &PresentedChain<'_>) -> Verdict {
    let mut verdict = Verdict::Mismatch;
    let usable = || records.iter().filter(|record| record.unusable().is_none());
    // RFC 7672 5, RFC 7671 9: of each usage and selector, only the strongest digest counts, beside what is no digest.
    let stronger = |weak: &Tlsa, other: &Tlsa| {
        weak.matching_type == 1
            && (other.usage, other.selector, other.matching_type) == (weak.usage, weak.selector, 2)
    };
    for record in usable().filter(|weak| !usable().any(|other| stronger(weak, other))) {
        let mut candidates = match record.usage {
            // RFC 7672 3.1.1: DANE-EE(3) is about the end entity, whatever its names and dates.
            3 => chain.certificates.get(..1),
            // RFC 7672 3.1.2: DANE-TA(2) is about an issuer, and the names and dates below it count.
            _ if chain.name_matches && chain.in_dates => chain.certificates.get(1..),
            _ => None,
        }
        .unwrap_or_default()
        .iter();
        if candidates.any(|certificate| certificate.digest(record) == Some(record.data.as_str())) {
            return Verdict::Match;
        }
        if record.matching_type == 0 {
            verdict = Verdict::NotTested;
        }
    }
    verdict
}

#[cfg(feature = "probe")]
impl<'a> From<&'a crate::probe::CertificateFacts> for Presented<'a> {
    fn from(facts: &'a crate::probe::CertificateFacts) -> Presented<'a> {
        Presented {
            sha256: &facts.sha256,
            sha512: &facts.sha512,
            spki_sha256: &facts.spki_sha256,
            spki_sha512: &facts.spki_sha512,
        }
    }
}

impl<'a> Presented<'a> {
    /// What a record of this selector and matching type must hold; `None` for what is more than a digest.
    fn digest(&self, record: &Tlsa) -> Option<&'a str> {
        match (record.selector, record.matching_type) {
            (0, 1) => Some(self.sha256),
            (0, 2) => Some(self.sha512),
            (1, 1) => Some(self.spki_sha256),
            (1, 2) => Some(self.spki_sha512),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAF: [&str; 4] = ["01", "02", "03", "04"];
    const ISSUER: [&str; 4] = ["11", "12", "13", "14"];

    /// Digests of the right length, told apart by their first byte.
    fn digests(of: [&str; 4]) -> [String; 4] {
        let [a, b, c, d] = of;
        [a.repeat(32), b.repeat(64), c.repeat(32), d.repeat(64)]
    }

    fn presented(of: &[String; 4]) -> Presented<'_> {
        let [sha256, sha512, spki_sha256, spki_sha512] = of;
        Presented { sha256, sha512, spki_sha256, spki_sha512 }
    }

    fn verdict(records: &[(u8, u8, u8, &str)], name_matches: bool, in_dates: bool) -> Verdict {
        let (leaf, issuer) = (digests(LEAF), digests(ISSUER));
        let certificates = [presented(&leaf), presented(&issuer)];
        let chain = PresentedChain { certificates: &certificates, name_matches, in_dates };
        let record = |&(usage, selector, matching_type, byte): &(u8, u8, u8, &str)| {
            let length = if matching_type == 2 { 64 } else { 32 };
            let data = byte.repeat(length);
            Tlsa::parse(&format!("{usage} {selector} {matching_type} {data}")).unwrap()
        };
        let records: Vec<Tlsa> = records.iter().map(record).collect();
        verify(&records, &chain)
    }

    #[test]
    fn each_selector_and_matching_type_has_its_digest() {
        for (selector, matching_type, byte) in
            [(0, 1, "01"), (0, 2, "02"), (1, 1, "03"), (1, 2, "04")]
        {
            assert_eq!(verdict(&[(3, selector, matching_type, byte)], true, true), Verdict::Match);
            assert_eq!(
                verdict(&[(3, 1 - selector, matching_type, byte)], true, true),
                Verdict::Mismatch
            );
        }
    }

    #[test]
    fn names_and_dates_count_for_an_issuer_only() {
        assert_eq!(verdict(&[(2, 1, 1, "13")], true, true), Verdict::Match);
        assert_eq!(verdict(&[(2, 1, 1, "13")], false, true), Verdict::Mismatch);
        assert_eq!(verdict(&[(2, 1, 1, "13")], true, false), Verdict::Mismatch);
        assert_eq!(verdict(&[(3, 1, 1, "13")], true, true), Verdict::Mismatch);
        assert_eq!(verdict(&[(2, 1, 1, "03")], true, true), Verdict::Mismatch);
    }

    #[test]
    fn only_the_strongest_digest_counts() {
        let (right, wrong) = ((3, 1, 1, "03"), (3, 1, 2, "ff"));
        assert_eq!(verdict(&[right, wrong], true, true), Verdict::Mismatch);
        assert_eq!(verdict(&[wrong, right, (3, 1, 2, "04")], true, true), Verdict::Match);
        // Of another selector or usage, or of no use itself.
        assert_eq!(verdict(&[right, (3, 0, 2, "ff")], true, true), Verdict::Match);
        assert_eq!(verdict(&[right, (2, 1, 2, "ff")], true, true), Verdict::Match);
        assert_eq!(verdict(&[right, (1, 1, 2, "ff")], true, true), Verdict::Match);
        assert_eq!(verdict(&[right, wrong, (3, 1, 0, "ff")], true, true), Verdict::NotTested);
    }

    #[test]
    fn one_record_that_matches_will_do() {
        assert_eq!(verdict(&[(3, 1, 1, "ff"), (3, 1, 1, "03")], false, false), Verdict::Match);
        assert_eq!(verdict(&[(1, 1, 1, "03")], true, true), Verdict::Mismatch);
        assert_eq!(verdict(&[(3, 1, 0, "ff")], true, true), Verdict::NotTested);
        assert_eq!(verdict(&[(3, 1, 0, "ff"), (3, 0, 1, "01")], true, true), Verdict::Match);
        assert_eq!(verdict(&[], true, true), Verdict::Mismatch);
    }
}
