//! RFC 8461 3.3: how the policy host answers.

use super::Outcome::{NotTested, Warn};
use super::*;

/// A policy host whose certificate is at fault. Browsers cannot tell why they were refused.
const fn certificate(certificate: CertificateKind) -> PolicyHost {
    PolicyHost { certificate, ..GOOD_HOST }
}

const fn status(status: u16, body: &'static str) -> PolicyHost {
    host(Answer::Other { status, media_type: Some("text/plain"), body })
}

pub(super) static SCENARIOS: &[Scenario] = &[
    Scenario {
        domain: "redirect.test",
        shows: "a 301 to a good policy elsewhere; redirects must not be followed",
        host: host(Answer::Redirect {
            status: 301,
            location: "https://mta-sts.good.test/.well-known/mta-sts.txt",
        }),
        expect: Expect::FETCH_FAILS,
        codes: &["fetch/redirect"],
        ..GOOD
    },
    Scenario {
        domain: "redirect-temporary.test",
        shows: "a 302 to a log-in page",
        host: host(Answer::Redirect {
            status: 302,
            location: "/login?next=/.well-known/mta-sts.txt",
        }),
        expect: Expect::FETCH_FAILS,
        codes: &["fetch/redirect"],
        ..GOOD
    },
    Scenario {
        domain: "not-found.test",
        shows: "404 for the policy",
        host: status(404, "There is no such page here.\n"),
        expect: Expect::FETCH_FAILS,
        codes: &["fetch/status"],
        ..GOOD
    },
    Scenario {
        domain: "server-error.test",
        shows: "500 for the policy",
        host: status(500, "Something went wrong.\n"),
        expect: Expect::FETCH_FAILS,
        codes: &["fetch/status"],
        ..GOOD
    },
    Scenario {
        domain: "no-content.test",
        shows: "204 without a body; only 200 carries a policy",
        host: host(Answer::Other { status: 204, media_type: None, body: "" }),
        expect: Expect::FETCH_FAILS,
        codes: &["fetch/status"],
        ..GOOD
    },
    Scenario {
        // Real challenge pages come without CORS headers.
        domain: "challenge.test",
        shows: "a web application firewall's 403 challenge page: says nothing about the policy",
        host: PolicyHost { cors: false, ..host(Answer::Challenge) },
        expect: Expect {
            fetch: NotTested,
            policy: NotTested,
            coverage: NotTested,
            ..Expect::ALL_PASS
        },
        codes: &["fetch/challenge"],
        ..GOOD
    },
    Scenario {
        domain: "media-type.test",
        shows: "a good policy sent as application/octet-stream",
        host: host(Answer::Other {
            status: 200,
            media_type: Some("application/octet-stream"),
            body: GOOD_POLICY,
        }),
        expect: Expect { fetch: Warn, ..Expect::ALL_PASS },
        codes: &["fetch/media-type"],
        ..GOOD
    },
    Scenario {
        domain: "no-media-type.test",
        shows: "a good policy sent without a Content-Type",
        host: host(Answer::Other { status: 200, media_type: None, body: GOOD_POLICY }),
        expect: Expect { fetch: Warn, ..Expect::ALL_PASS },
        codes: &["fetch/media-type"],
        ..GOOD
    },
    Scenario {
        domain: "media-type-parameters.test",
        shows: "a good policy sent as Text/Plain; charset=\"utf-8\", which is fine",
        host: host(Answer::Other {
            status: 200,
            media_type: Some("Text/Plain; charset=\"utf-8\""),
            body: GOOD_POLICY,
        }),
        ..GOOD
    },
    Scenario {
        domain: "too-large.test",
        shows: "a policy of 65537 octets, one more than 64 kilobytes",
        host: host(Answer::Sized(65_537)),
        expect: Expect::FETCH_FAILS,
        codes: &["fetch/too-large"],
        ..GOOD
    },
    Scenario {
        domain: "large.test",
        shows: "a policy of exactly 65536 octets, which is fine",
        host: host(Answer::Sized(65_536)),
        ..GOOD
    },
    Scenario {
        // For a client that waits the minute that RFC 8461 3.3 suggests; one that waits less has not tested it.
        domain: "slow.test",
        shows: "a policy host that takes the request and never answers",
        host: host(Answer::Silence),
        expect: Expect::FETCH_FAILS,
        codes: &["fetch/timeout"],
        ..GOOD
    },
    Scenario {
        domain: "refused.test",
        shows: "a policy host at an address where nothing listens",
        host: PolicyHost { address: PolicyHostAddress::ClosedPort, cors: false, ..GOOD_HOST },
        expect: Expect::FETCH_FAILS,
        codes: &["fetch/connection-failed"],
        ..GOOD
    },
    Scenario {
        domain: "policy-host-missing.test",
        shows: "a record, but mta-sts.<domain> does not exist in DNS",
        host: PolicyHost { address: PolicyHostAddress::Missing, cors: false, ..GOOD_HOST },
        expect: Expect::FETCH_FAILS,
        codes: &["fetch/host-missing"],
        ..GOOD
    },
    Scenario {
        domain: "tls-alert.test",
        shows: "a web server that knows no certificate for the policy host and ends the handshake",
        host: PolicyHost { address: PolicyHostAddress::TlsAlert, cors: false, ..GOOD_HOST },
        expect: Expect::FETCH_FAILS,
        codes: &["fetch/tls-failed"],
        ..GOOD
    },
    Scenario {
        domain: "expired-policy.test",
        shows: "the policy host's certificate ended yesterday",
        host: certificate(CertificateKind::Expired),
        expect: Expect::FETCH_FAILS,
        codes: &["fetch/certificate-expired"],
        ..GOOD
    },
    Scenario {
        domain: "not-yet-valid-policy.test",
        shows: "the policy host's certificate begins tomorrow",
        host: certificate(CertificateKind::NotYetValid),
        expect: Expect::FETCH_FAILS,
        codes: &["fetch/certificate-not-yet-valid"],
        ..GOOD
    },
    Scenario {
        domain: "self-signed-policy.test",
        shows: "the policy host's certificate is self-signed",
        host: certificate(CertificateKind::SelfSigned),
        expect: Expect::FETCH_FAILS,
        codes: &["fetch/certificate-self-signed"],
        ..GOOD
    },
    Scenario {
        domain: "untrusted-policy.test",
        shows: "the policy host's certificate comes from an unknown CA",
        host: certificate(CertificateKind::Untrusted),
        expect: Expect::FETCH_FAILS,
        codes: &["fetch/certificate-untrusted"],
        ..GOOD
    },
    Scenario {
        domain: "wrong-name-policy.test",
        shows: "the policy host's certificate names another host",
        host: certificate(CertificateKind::WrongName),
        expect: Expect::FETCH_FAILS,
        codes: &["fetch/certificate-name-mismatch"],
        ..GOOD
    },
    Scenario {
        // Browsers and rustls refuse it; OpenSSL, and with it curl and Node, still falls back to the CN.
        domain: "cn-only-policy.test",
        shows: "the policy host's certificate has its name in the CN only, which does not count",
        host: certificate(CertificateKind::CnOnly),
        expect: Expect::FETCH_FAILS,
        codes: &["fetch/certificate-name-mismatch"],
        ..GOOD
    },
    Scenario {
        domain: "wildcard-policy.test",
        shows: "the policy host's certificate is for a wildcard, which covers the host",
        host: certificate(CertificateKind::Wildcard),
        ..GOOD
    },
    Scenario {
        domain: "no-cors.test",
        shows: "in order, but without CORS headers: a web page may not read the policy",
        host: PolicyHost { cors: false, ..GOOD_HOST },
        ..GOOD
    },
];
