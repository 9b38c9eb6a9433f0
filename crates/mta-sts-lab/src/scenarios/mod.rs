//! The lab's table: every fault is a domain name.
//!
//! An entry says only what differs from `GOOD`, in which everything is in order. `{domain}` stands for the
//! entry's own domain in every text. The entries are grouped by the step of a check that they are about.

mod dane;
mod expect;
mod fetch;
mod model;
mod mx;
mod policy;
mod record;
mod starttls;
mod tlsrpt;

pub use expect::{Expect, Outcome};
pub use model::{
    Answer, CertificateKind, Mx, PolicyHost, PolicyHostAddress, Scenario, Smtp, SmtpBehaviour,
    TlsaKind, Txt,
};

/// The table's parts, in the order of the steps.
static TABLES: &[&[Scenario]] = &[
    record::SCENARIOS,
    fetch::SCENARIOS,
    policy::SCENARIOS,
    mx::SCENARIOS,
    starttls::SCENARIOS,
    dane::SCENARIOS,
    tlsrpt::SCENARIOS,
];

/// All domains of the lab, in the order of the table.
pub fn all() -> impl Iterator<Item = &'static Scenario> {
    TABLES.iter().flat_map(|table| table.iter())
}

/// The policy of [`GOOD`].
const GOOD_POLICY: &str = "version: STSv1\nmode: enforce\nmx: mx.{domain}\nmax_age: 604800\n";

/// An address with an SMTP server in order.
const GOOD_SMTP: Smtp =
    Smtp { behaviour: SmtpBehaviour::StartTls, certificate: CertificateKind::Good };

/// The MX host of [`GOOD`].
const GOOD_MX: Mx = Mx { preference: 10, host: "mx.{domain}", via: &[], addresses: &[GOOD_SMTP] };

/// The policy host of [`GOOD`].
const GOOD_HOST: PolicyHost = PolicyHost {
    address: PolicyHostAddress::Here,
    via: &[],
    certificate: CertificateKind::Good,
    answer: Answer::Policy(GOOD_POLICY),
    cors: true,
};

/// What every other entry starts from.
const GOOD: Scenario = Scenario {
    domain: "",
    shows: "",
    record: Txt::Records(&[&["v=STSv1; id=20260101T000000;"]]),
    record_via: &[],
    elsewhere: &[],
    host: GOOD_HOST,
    mx: &[GOOD_MX],
    own_address: &[],
    tlsrpt: Txt::Records(&[&["v=TLSRPTv1; rua=mailto:tlsrpt@{domain}"]]),
    tlsrpt_via: &[],
    dnssec: false,
    tlsa: &[],
    spf: Some("v=spf1 -all"),
    dmarc: Some("v=DMARC1; p=reject"),
    expect: Expect::ALL_PASS,
    codes: &[],
};

/// A policy host like [`GOOD`]'s with another answer.
const fn host(answer: Answer) -> PolicyHost {
    PolicyHost { answer, ..GOOD_HOST }
}

/// A policy host like [`GOOD`]'s with another policy text. LF becomes CRLF on the wire.
const fn policy(text: &'static str) -> PolicyHost {
    host(Answer::Policy(text))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn domains_are_unique_and_under_test() {
        let mut seen = HashSet::new();
        for scenario in all() {
            assert!(seen.insert(scenario.domain), "{} twice", scenario.domain);
            let label = scenario.domain.strip_suffix(".test").expect("under .test");
            assert!(!label.contains('.'), "{label}");
            assert!(!["dns", "page", "relay", "hosting"].contains(&label), "{label} is taken");
            assert!(!scenario.shows.is_empty(), "{label}");
        }
        assert!(seen.len() >= 40, "{}", seen.len());
    }

    /// A step's findings and its outcome must tell the same story as far as the code's step is known.
    #[test]
    fn codes_name_known_families() {
        let families =
            ["record", "fetch", "policy", "mx", "starttls", "dane", "tlsrpt", "mail", "dns"];
        for scenario in all() {
            for code in scenario.codes {
                let family = code.split('/').next().unwrap_or_default();
                assert!(families.contains(&family), "{}: {code}", scenario.domain);
            }
        }
    }

    #[test]
    fn a_step_that_is_not_fine_names_a_code() {
        for scenario in all() {
            let fine = |outcome| matches!(outcome, Outcome::Pass | Outcome::Skipped);
            if !scenario.expect.steps().iter().all(|(_, outcome)| fine(*outcome)) {
                assert!(!scenario.codes.is_empty(), "{}", scenario.domain);
            }
        }
    }
}
