//! TLSA records, and the certificates that a prober saw.

use super::*;
use crate::dane::Protection;
use crate::probe::{CertificateFacts, ChainVerdict, Handshake, Staple};

const GOOD_KEY: u8 = 0xab;
const OTHER_KEY: u8 = 0xcd;

const HOSTS: [&str; 12] = [
    "m1.test", "m2.test", "m3.test", "m4.test", "m5.test", "m6.test", "m7.test", "m8.test",
    "m9.test", "m10.test", "m11.test", "m12.test",
];

/// A host whose certificate is in order, with a key of which all digests are `GOOD_KEY`.
fn handshake() -> Handshake {
    let digest = |length| format!("{GOOD_KEY:02x}").repeat(length);
    Handshake {
        protocol: "TLSv1.3".to_owned(),
        cipher: "TLS_AES_128_GCM_SHA256".to_owned(),
        group: None,
        chain: ChainVerdict::Trusted,
        matched: Some("mx.a.test".to_owned()),
        days_left: 90,
        staple: Staple::None,
        certificate: CertificateFacts {
            subject: "CN=mx".to_owned(),
            issuer: "CN=ca".to_owned(),
            dns_names: vec!["mx.a.test".to_owned()],
            not_before: Timestamp(-86_400),
            not_after: Timestamp(90 * 86_400),
            is_ca: false,
            key_algorithm: "ECDSA".to_owned(),
            key_bits: Some(256),
            signature_algorithm: "ecdsa-with-SHA256".to_owned(),
            sha256: digest(32),
            sha512: digest(64),
            spki_sha256: digest(32),
            spki_sha512: digest(64),
        },
        intermediates: Vec::new(),
    }
}

/// Signed, with TLSA records of these keys, and a host that does STARTTLS.
fn signed(tlsa: &[u8], handshake: Handshake) -> World {
    let probe = ProbeResult::Handshake(Box::new(handshake));
    World { tlsa: tlsa.to_vec(), secure: |_| true, probe, ..World::good() }
}

fn dane(report: &Report) -> (&'static str, Option<&'static str>) {
    let step = report.steps.iter().find(|step| step.step == StepName::Dane).unwrap();
    (step.outcome.as_str(), step.reason)
}

#[test]
fn a_certificate_that_matches_a_record_passes() {
    let report = signed(&[OTHER_KEY, GOOD_KEY], handshake()).check(true);
    assert_eq!(dane(&report), ("pass", None));
    assert_eq!(codes(&report), [""; 0]);
    assert_eq!(report.mx[0].protection, Protection::Dane);
    assert_eq!(report.mx[0].tlsa.len(), 2);
    assert!(report.dnssec.mx && report.dnssec.record && report.dnssec.policy_host);
}

#[test]
fn a_certificate_that_matches_none_fails_the_check() {
    let report = signed(&[OTHER_KEY], handshake()).check(true);
    assert_eq!(dane(&report), ("fail", None));
    assert_eq!(codes(&report), ["dane/mismatch"]);
    assert_eq!(report.verdict, Outcome::Fail);
    assert!(report.headline.contains("DANE"), "{}", report.headline);
}

#[test]
fn what_passes_dane_and_fails_the_policy_is_told() {
    let mut expired = handshake();
    expired.certificate.not_after = Timestamp(-1);
    let report = signed(&[GOOD_KEY], expired).check(true);
    assert_eq!(dane(&report), ("pass", None));
    assert_eq!(codes(&report), ["starttls/certificate-expired", "dane/passes-alone"]);

    let fetch = served(&POLICY.replace("mx.a.test", "other.a.test"));
    let report = World { fetch, ..signed(&[GOOD_KEY], handshake()) }.check(true);
    assert!(codes(&report).contains(&"dane/passes-alone"), "{:?}", codes(&report));

    // Without MTA-STS there is nothing to fail.
    let fetch = served("version: STSv1\nmode: enforce\nmx: mx.a.test\n");
    let report = World { fetch, ..signed(&[GOOD_KEY], handshake()) }.check(true);
    assert_eq!(codes(&report), ["policy/max-age-missing"]);
    assert_eq!(dane(&report), ("pass", None));
}

#[test]
fn without_a_certificate_dane_is_not_tested() {
    let world = signed(&[GOOD_KEY], handshake());
    let report = world.check(false);
    assert_eq!(dane(&report), ("not-tested", Some("no-prober")));
    assert_eq!(report.verdict, Outcome::Pass);
    let probe = ProbeResult::TlsFailed { detail: String::new(), alert: None };
    let report = World { probe, ..world }.check(true);
    assert_eq!(dane(&report), ("not-tested", Some("no-certificate")));
}

#[test]
fn a_host_without_tls_fails_dane() {
    let world = signed(&[GOOD_KEY], handshake());
    for probe in [ProbeResult::NotOffered, ProbeResult::Refused { code: 502, text: String::new() }]
    {
        let report = World { probe, ..world.clone() }.check(true);
        assert_eq!(dane(&report), ("fail", None));
        assert_eq!(codes(&report)[1..], ["dane/mismatch"]);
    }
}

#[test]
fn a_failed_look_up_is_not_tested() {
    let servfail = vec!["_25._tcp.mx.a.test"];
    let report = World { servfail, ..signed(&[], handshake()) }.check(true);
    assert_eq!(dane(&report), ("not-tested", Some("dns-failed")));
    assert_eq!(report.mx[0].protection, Protection::DoNotUse);
    assert_eq!(codes(&report), ["dns/lookup-failed"]);
}

#[test]
fn an_outage_is_not_missing_dnssec() {
    let with = |secure| {
        let servfail = vec!["AAAA mx.a.test"];
        let report = World { servfail, secure, ..signed(&[GOOD_KEY], handshake()) }.check(true);
        (dane(&report), codes(&report), report.mx[0].dnssec)
    };
    assert_eq!(with(|_| true), (("pass", None), vec!["dns/lookup-failed"], true));
    let (step, found, dnssec) = with(|name| name != "mx.a.test");
    assert_eq!((step.0, dnssec), ("warn", false));
    assert_eq!(found, ["dns/lookup-failed", "dane/tlsa-insecure"]);
}

#[test]
fn the_end_of_a_secure_chain_comes_before_the_name_in_the_mx_record() {
    let world =
        World { alias: Some(("mx.a.test", "mail.b.test")), ..signed(&[GOOD_KEY], handshake()) };
    let of = |world: World| {
        let report = world.check(true);
        (dane(&report).0, report.mx[0].protection)
    };
    // At the end of the chain, and only at the name that is its alias.
    let at_end = World { tlsa_of: "mail.b.test", ..world.clone() };
    assert_eq!(of(at_end.clone()), ("pass", Protection::Dane));
    assert_eq!(of(world.clone()), ("pass", Protection::Dane));
    assert_eq!(of(World { tlsa: vec![OTHER_KEY], ..at_end.clone() }), ("fail", Protection::Dane));
    // What fails at the first place is no leave to ask at the next.
    let servfail = vec!["_25._tcp.mail.b.test"];
    assert_eq!(of(World { servfail, ..world }), ("not-tested", Protection::DoNotUse));
    // Not secure all of the way: only the name in the MX record could have counted.
    let secure = |name: &str| name != "mx.a.test";
    assert_eq!(of(World { secure, ..at_end.clone() }), ("skipped", Protection::MtaSts));
    // Its certificate may bear the name at the end.
    let mut handshake = issued();
    handshake.certificate.dns_names = vec!["mail.b.test".to_owned()];
    let probe = ProbeResult::Handshake(Box::new(handshake));
    let world = World { tlsa: vec![OTHER_KEY], usage: 2, probe, ..at_end };
    assert_eq!(of(world.clone()), ("pass", Protection::Dane));
    assert_eq!(of(World { tlsa_of: "mx.a.test", ..world }), ("fail", Protection::Dane));
}

#[test]
fn hosts_without_an_address_are_not_called_none() {
    let report = World { address: vec!["mta-sts.a.test"], ..World::good() }.check(false);
    assert_eq!(dane(&report), ("skipped", Some("no-address")));
    let none = World { mx: Vec::new(), ..World::good() }.check(false);
    assert_eq!(dane(&none), ("skipped", Some("no-mx")));
}

#[test]
fn every_mx_host_is_asked_for_its_records() {
    let mut check = Check::new(DomainName::parse("a.test").unwrap(), CheckOptions::default());
    let world = World { mx: HOSTS.to_vec(), address: HOSTS.to_vec(), ..signed(&[], handshake()) };
    let mut asked = 0;
    while let Some((id, request)) = check.poll_request() {
        let Request::Dns(request) = request else { unreachable!("{request:?}") };
        asked += usize::from(request.record_type == RecordType::Tlsa);
        check.handle_response(id, Response::Dns(world.dns(&request)), Timestamp(0));
    }
    assert_eq!(asked, HOSTS.len());
}

#[test]
fn an_answer_without_dnssec_is_told_from_one_with_half_of_it() {
    let of = |secure| {
        let report = World { secure, tlsa: vec![GOOD_KEY], ..World::good() }.check(false);
        (codes(&report), dane(&report).0)
    };
    assert_eq!(of(|_| false), (vec!["dane/not-vouched"], "not-tested"));
    assert_eq!(of(|name| name.ends_with("mx.a.test")), (vec!["dane/mx-insecure"], "pass"));
    assert_eq!(of(|name| name == "a.test"), (vec!["dane/tlsa-insecure"], "warn"));
}

/// The same below an issuer with another key, which is sent along.
fn issued() -> Handshake {
    let mut handshake = Handshake { chain: ChainVerdict::UnknownIssuer, ..handshake() };
    let mut issuer = handshake.certificate.clone();
    "CN=ca".clone_into(&mut issuer.subject);
    issuer.spki_sha256 = format!("{OTHER_KEY:02x}").repeat(32);
    handshake.intermediates.push(issuer);
    handshake
}

#[test]
fn names_count_below_an_issuer() {
    let of = |names: &[&str]| {
        let mut handshake = issued();
        handshake.certificate.dns_names = names.iter().map(|&name| name.to_owned()).collect();
        let ends = |usage, key| {
            let report = World { usage, ..signed(&[key], handshake.clone()) }.check(true);
            dane(&report).0
        };
        (ends(2, OTHER_KEY), ends(3, GOOD_KEY))
    };
    assert_eq!(of(&["mx.a.test"]), ("pass", "pass"));
    assert_eq!(of(&["a.test"]), ("pass", "pass"));
    assert_eq!(of(&["b.test"]), ("fail", "pass"));
    // A common name would do, and nobody looked at that.
    assert_eq!(of(&[]), ("not-tested", "pass"));
}

#[test]
fn an_issuer_vouches_only_for_what_it_signed() {
    let with_issuer = issued();
    let world = |chain| {
        let handshake = Handshake { chain, ..with_issuer.clone() };
        World { usage: 2, ..signed(&[OTHER_KEY], handshake) }
    };
    assert_eq!(dane(&world(ChainVerdict::UnknownIssuer).check(true)), ("pass", None));
    let amiss = || ChainVerdict::Invalid { detail: "bad signature".to_owned() };
    assert_eq!(dane(&world(amiss()).check(true)), ("not-tested", Some("no-certificate")));
    // DANE-EE is about the key alone.
    let handshake = Handshake { chain: amiss(), ..handshake() };
    assert_eq!(dane(&signed(&[GOOD_KEY], handshake).check(true)), ("pass", None));
}

#[test]
fn an_issuer_is_on_the_way_up_and_not_merely_sent_along() {
    let with = |subject: &str, chain| {
        let mut handshake = Handshake { chain, ..handshake() };
        let mut issuer = handshake.certificate.clone();
        issuer.subject = subject.to_owned();
        issuer.spki_sha256 = format!("{OTHER_KEY:02x}").repeat(32);
        handshake.intermediates.push(issuer);
        handshake
    };
    let of = |handshake| {
        let report = World { usage: 2, ..signed(&[OTHER_KEY], handshake) }.check(true);
        (dane(&report).0, codes(&report).contains(&"dane/mismatch"))
    };
    assert_eq!(of(with("CN=ca", ChainVerdict::Trusted)), ("pass", false));
    assert_eq!(of(with("CN=another ca", ChainVerdict::Trusted)), ("fail", true));
    // What is its own issuer has none above it.
    let mut alone = with("CN=mx", ChainVerdict::SelfSigned);
    alone.certificate.issuer = "CN=mx".to_owned();
    assert_eq!(of(alone), ("fail", true));
}
