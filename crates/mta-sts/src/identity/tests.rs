use super::*;
use crate::probe::{CertificateFacts, ChainVerdict, Dialogue, Handshake, Lost, Phase, Staple};

const DAY: i64 = 86_400;
const NOW: Timestamp = Timestamp(1_700_000_000);
const HOST: &str = "mail.example.com";

fn certificate() -> CertificateFacts {
    CertificateFacts {
        subject: "CN=mail".to_owned(),
        issuer: "CN=ca".to_owned(),
        dns_names: vec![HOST.to_owned()],
        not_before: Timestamp(NOW.0 - DAY),
        not_after: Timestamp(NOW.0 + 30 * DAY),
        is_ca: false,
        key_algorithm: "RSA".to_owned(),
        key_bits: Some(2_048),
        signature_algorithm: "sha256WithRSAEncryption".to_owned(),
        sha256: String::new(),
        sha512: String::new(),
        spki_sha256: String::new(),
        spki_sha512: String::new(),
    }
}

fn handshake(certificate: CertificateFacts) -> Handshake {
    Handshake {
        protocol: "TLSv1.3".to_owned(),
        cipher: "TLS_AES_128_GCM_SHA256".to_owned(),
        group: None,
        chain: ChainVerdict::Trusted,
        matched: None,
        days_left: 0,
        staple: Staple::None,
        certificate,
        intermediates: Vec::new(),
    }
}

/// An address at which STARTTLS is offered.
fn address(result: ProbeResult) -> AddressProbe {
    let keywords = vec!["STARTTLS".to_owned()];
    let dialogue = Dialogue { keywords, ..Dialogue::default() };
    AddressProbe { address: [127, 0, 0, 1].into(), port: 25, dialogue, result }
}

fn codes(addresses: Vec<AddressProbe>) -> Vec<&'static str> {
    let probe = Probe { host: HOST.to_owned(), addresses };
    judge(&probe, NOW).diagnostics.iter().map(|d| d.code.slug()).collect()
}

fn of(handshake: Handshake) -> Vec<&'static str> {
    codes(vec![address(ProbeResult::Handshake(Box::new(handshake)))])
}

#[test]
fn judges_every_part_even_when_the_first_fails() {
    let bad = CertificateFacts {
        dns_names: vec!["example.com".to_owned()],
        not_after: Timestamp(NOW.0 - 1),
        key_bits: Some(1_024),
        signature_algorithm: "sha1WithRSAEncryption".to_owned(),
        ..certificate()
    };
    let chain = ChainVerdict::SelfSigned;
    assert_eq!(
        of(Handshake { chain, staple: Staple::Revoked, ..handshake(bad) }),
        [
            "starttls/certificate-self-signed",
            "starttls/certificate-name-mismatch",
            "starttls/certificate-expired",
            "starttls/certificate-weak-key",
            "starttls/certificate-weak-signature",
            "starttls/certificate-revoked",
        ]
    );
    let wildcard = vec!["*.example.com".to_owned()];
    assert!(of(handshake(CertificateFacts { dns_names: wildcard, ..certificate() })).is_empty());
}

#[test]
fn counts_validity_to_the_second() {
    let at = |from: i64, to: i64| {
        let (not_before, not_after) = (Timestamp(NOW.0 + from), Timestamp(NOW.0 + to));
        of(handshake(CertificateFacts { not_before, not_after, ..certificate() }))
    };
    assert_eq!(at(-DAY, -1), ["starttls/certificate-expired"]);
    assert_eq!(at(1, 90 * DAY), ["starttls/certificate-not-yet-valid"]);
    assert!(at(0, 14 * DAY).is_empty());
    assert_eq!(at(0, 14 * DAY - 1), ["starttls/certificate-expiring"]);
}

#[test]
fn a_certificate_without_dns_id_never_matches() {
    let dns_names = Vec::new();
    assert_eq!(
        of(handshake(CertificateFacts { dns_names, ..certificate() })),
        ["starttls/certificate-name-mismatch"]
    );
}

#[test]
fn a_missing_intermediate_is_told_apart_from_an_unknown_root() {
    let chain = ChainVerdict::Incomplete { missing: "CN=R3".to_owned() };
    let incomplete = of(Handshake { chain, ..handshake(certificate()) });
    assert_eq!(incomplete, ["starttls/certificate-chain-incomplete"]);
    let chain = ChainVerdict::UnknownIssuer;
    let unknown = of(Handshake { chain, ..handshake(certificate()) });
    assert_eq!(unknown, ["starttls/certificate-untrusted"]);
}

#[test]
fn the_signature_of_a_root_does_not_matter() {
    let root = CertificateFacts {
        subject: "CN=ca".to_owned(),
        signature_algorithm: "sha1WithRSAEncryption".to_owned(),
        ..certificate()
    };
    let mut presented = handshake(certificate());
    presented.intermediates = vec![root];
    assert!(of(presented).is_empty());
}

#[test]
fn what_was_odd_before_tls_is_told() {
    let mut odd = address(ProbeResult::Handshake(Box::new(handshake(certificate()))));
    odd.dialogue = Dialogue { injected: Some("550 x".to_owned()), ..Dialogue::default() };
    assert_eq!(
        codes(vec![odd]),
        ["starttls/not-offered", "starttls/unlisted", "starttls/injected"]
    );
}

#[test]
fn addresses_that_differ_are_told() {
    let good = || address(ProbeResult::Handshake(Box::new(handshake(certificate()))));
    let lost = address(ProbeResult::Unreachable {
        phase: Phase::Connect,
        reason: Lost::TimedOut,
        detail: String::new(),
    });
    assert!(codes(vec![good(), good()]).is_empty());
    assert_eq!(codes(vec![good(), lost]), ["starttls/unreachable"], "not tested is no difference");
    assert_eq!(
        codes(vec![good(), address(ProbeResult::NotOffered)]),
        ["starttls/not-offered", "starttls/addresses-differ"]
    );
}

#[test]
fn every_failure_has_its_result_type() {
    for code in Code::all() {
        let failure =
            code.slug().starts_with("starttls/") && code.info().severity == Severity::Error;
        assert_eq!(result_type(code).is_some(), failure, "{}", code.slug());
    }
    let expired = CertificateFacts { not_after: Timestamp(NOW.0 - 1), ..certificate() };
    let probe = Probe {
        host: HOST.to_owned(),
        addresses: vec![address(ProbeResult::Handshake(Box::new(handshake(expired))))],
    };
    let found = judge(&probe, NOW).diagnostics.remove(0);
    let has = |name: &str, value: &str| found.params.iter().any(|(n, v)| *n == name && v == value);
    assert!(has("resultType", "certificate-expired"));
}
