//! RFC 8461 4.2: what the MX hosts answer to STARTTLS.

use super::Outcome::{Fail, NotTested, Warn};
use super::*;

const FAILS: Expect = Expect { starttls: Fail, ..Expect::ALL_PASS };
const NOT_TESTED: Expect = Expect { starttls: NotTested, ..Expect::ALL_PASS };

/// An MX host like [`GOOD_MX`] with these servers.
const fn mx(addresses: &'static [Smtp]) -> Mx {
    Mx { addresses, ..GOOD_MX }
}

const fn does(behaviour: SmtpBehaviour) -> Smtp {
    Smtp { behaviour, ..GOOD_SMTP }
}

const fn shows(certificate: CertificateKind) -> Smtp {
    Smtp { certificate, ..GOOD_SMTP }
}

pub(super) static SCENARIOS: &[Scenario] = &[
    Scenario {
        domain: "no-starttls.test",
        shows: "an MX host that does not offer STARTTLS",
        mx: &[mx(&[does(SmtpBehaviour::NotOffered)])],
        expect: FAILS,
        codes: &["starttls/not-offered"],
        ..GOOD
    },
    Scenario {
        domain: "starttls-refused.test",
        shows: "STARTTLS offered, then refused with 502",
        mx: &[mx(&[does(SmtpBehaviour::Refuses("502 5.5.1 Command not implemented"))])],
        expect: FAILS,
        codes: &["starttls/refused"],
        ..GOOD
    },
    Scenario {
        domain: "starttls-temporary.test",
        shows: "STARTTLS offered, then put off with 454: not tested",
        mx: &[mx(&[does(SmtpBehaviour::Refuses(
            "454 4.7.0 TLS not available due to temporary reason",
        ))])],
        expect: NOT_TESTED,
        codes: &["starttls/temporary"],
        ..GOOD
    },
    Scenario {
        domain: "starttls-garbage.test",
        shows: "STARTTLS accepted, but what follows is not TLS",
        mx: &[mx(&[does(SmtpBehaviour::Garbage)])],
        expect: FAILS,
        codes: &["starttls/tls-failed"],
        ..GOOD
    },
    Scenario {
        domain: "starttls-alert.test",
        shows: "STARTTLS accepted, then the TLS alert handshake_failure",
        mx: &[mx(&[does(SmtpBehaviour::TlsAlert)])],
        expect: FAILS,
        codes: &["starttls/tls-failed"],
        ..GOOD
    },
    Scenario {
        // RFC 3207 4.1: Senders go by the list.
        domain: "starttls-unlisted.test",
        shows: "an MX host that does not list STARTTLS, although it works",
        mx: &[mx(&[does(SmtpBehaviour::Unlisted)])],
        expect: FAILS,
        codes: &["starttls/not-offered", "starttls/unlisted"],
        ..GOOD
    },
    Scenario {
        domain: "starttls-injected.test",
        shows: "text in clear between the answer to STARTTLS and TLS, as an attacker would inject",
        mx: &[mx(&[does(SmtpBehaviour::Injects("250 2.1.0 injected"))])],
        expect: Expect { starttls: Warn, ..Expect::ALL_PASS },
        codes: &["starttls/injected"],
        ..GOOD
    },
    Scenario {
        domain: "incomplete-chain-mx.test",
        shows: "the MX host's certificate without the intermediate certificate that issued it",
        mx: &[mx(&[shows(CertificateKind::Incomplete)])],
        expect: FAILS,
        codes: &["starttls/certificate-chain-incomplete"],
        ..GOOD
    },
    Scenario {
        domain: "expired-mx.test",
        shows: "the MX host's certificate ended yesterday",
        mx: &[mx(&[shows(CertificateKind::Expired)])],
        expect: FAILS,
        codes: &["starttls/certificate-expired"],
        ..GOOD
    },
    Scenario {
        domain: "not-yet-valid-mx.test",
        shows: "the MX host's certificate begins tomorrow",
        mx: &[mx(&[shows(CertificateKind::NotYetValid)])],
        expect: FAILS,
        codes: &["starttls/certificate-not-yet-valid"],
        ..GOOD
    },
    Scenario {
        domain: "expiring-mx.test",
        shows: "the MX host's certificate ends in five days",
        mx: &[mx(&[shows(CertificateKind::Expiring)])],
        expect: Expect { starttls: Warn, ..Expect::ALL_PASS },
        codes: &["starttls/certificate-expiring"],
        ..GOOD
    },
    Scenario {
        domain: "self-signed-mx.test",
        shows: "the MX host's certificate is self-signed",
        mx: &[mx(&[shows(CertificateKind::SelfSigned)])],
        expect: FAILS,
        codes: &["starttls/certificate-self-signed"],
        ..GOOD
    },
    Scenario {
        domain: "untrusted-mx.test",
        shows: "the MX host's certificate comes from an unknown CA",
        mx: &[mx(&[shows(CertificateKind::Untrusted)])],
        expect: FAILS,
        codes: &["starttls/certificate-untrusted"],
        ..GOOD
    },
    Scenario {
        domain: "wrong-name-mx.test",
        shows: "the MX host's certificate names another host",
        mx: &[mx(&[shows(CertificateKind::WrongName)])],
        expect: FAILS,
        codes: &["starttls/certificate-name-mismatch"],
        ..GOOD
    },
    Scenario {
        domain: "cn-only-mx.test",
        shows: "the MX host's certificate has its name in the CN only, which does not count",
        mx: &[mx(&[shows(CertificateKind::CnOnly)])],
        expect: FAILS,
        codes: &["starttls/certificate-name-mismatch"],
        ..GOOD
    },
    Scenario {
        domain: "one-bad-address.test",
        shows: "an MX host with two addresses, one of which shows an expired certificate",
        mx: &[mx(&[GOOD_SMTP, shows(CertificateKind::Expired)])],
        expect: FAILS,
        codes: &["starttls/certificate-expired", "starttls/addresses-differ"],
        ..GOOD
    },
    Scenario {
        domain: "smtp-421.test",
        shows: "an MX host that greets with 421, try again later: not tested",
        mx: &[mx(&[does(SmtpBehaviour::Greets("421 4.3.2 {host} Service not available"))])],
        expect: NOT_TESTED,
        codes: &["starttls/temporary"],
        ..GOOD
    },
    Scenario {
        domain: "throttled.test",
        shows: "an MX host that takes a connection each two seconds and greets others with 421: for who tries again, in order",
        mx: &[mx(&[does(SmtpBehaviour::Throttles), does(SmtpBehaviour::Throttles)])],
        ..GOOD
    },
    Scenario {
        // A refusal before EHLO says something about the prober's address and nothing about TLS.
        domain: "smtp-554.test",
        shows: "an MX host that greets with 554, go away: not tested",
        mx: &[mx(&[does(SmtpBehaviour::Greets("554 5.7.1 {host} does not talk to you"))])],
        expect: NOT_TESTED,
        codes: &["starttls/turned-away"],
        ..GOOD
    },
    Scenario {
        domain: "ehlo-refused.test",
        shows: "an MX host that refuses the name in EHLO: not tested",
        mx: &[mx(&[does(SmtpBehaviour::RefusesEhlo("550 5.7.1 I do not like your name"))])],
        expect: NOT_TESTED,
        codes: &["starttls/ehlo-refused"],
        ..GOOD
    },
    Scenario {
        domain: "smtp-timeout.test",
        shows: "an MX host that accepts connections and says nothing: not tested",
        mx: &[mx(&[does(SmtpBehaviour::Silence)])],
        expect: NOT_TESTED,
        codes: &["starttls/unreachable"],
        ..GOOD
    },
    Scenario {
        domain: "smtp-refused.test",
        shows: "an MX host at an address where nothing listens: not tested",
        mx: &[mx(&[does(SmtpBehaviour::ClosedPort)])],
        expect: NOT_TESTED,
        codes: &["starttls/unreachable"],
        ..GOOD
    },
];
