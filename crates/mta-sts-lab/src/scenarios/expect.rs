//! What a full check (one that may do all nine steps) should make of a domain.

use serde::Serialize;

/// How one step ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Nothing to object to; notes do not count.
    Pass,
    /// At least one warning.
    Warn,
    /// At least one error.
    Fail,
    /// The step could not be judged from here.
    NotTested,
    /// An earlier step leaves nothing to judge.
    Skipped,
}

/// The outcome of each step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Expect {
    /// The `_mta-sts` TXT record, RFC 8461 3.1.
    pub record: Outcome,
    /// The HTTPS fetch, 3.3.
    pub fetch: Outcome,
    /// The policy text, 3.2.
    pub policy: Outcome,
    /// The MX look-up.
    pub mx: Outcome,
    /// Whether the policy's patterns cover the MX hosts, 4.1.
    pub coverage: Outcome,
    /// What the MX hosts answer to STARTTLS, 4.2.
    pub starttls: Outcome,
    /// TLSA records of the MX hosts, RFC 7672.
    pub dane: Outcome,
    /// The `_smtp._tls` TXT record, RFC 8460 3.
    pub tlsrpt: Outcome,
    /// SPF and DMARC, which are context.
    pub mail: Outcome,
}

impl Expect {
    /// Nothing wrong anywhere, and no TLSA records.
    pub const ALL_PASS: Expect = Expect {
        record: Outcome::Pass,
        fetch: Outcome::Pass,
        policy: Outcome::Pass,
        mx: Outcome::Pass,
        coverage: Outcome::Pass,
        starttls: Outcome::Pass,
        dane: Outcome::Skipped,
        tlsrpt: Outcome::Pass,
        mail: Outcome::Pass,
    };

    /// The fetch fails, so there is no policy to read or to hold against the MX hosts. Whether the MX hosts
    /// do STARTTLS can still be seen, and all faults are wanted in one pass.
    pub(super) const FETCH_FAILS: Expect = Expect {
        fetch: Outcome::Fail,
        policy: Outcome::Skipped,
        coverage: Outcome::Skipped,
        ..Expect::ALL_PASS
    };

    /// The text is one that a Sender ignores, so no pattern covers anything.
    pub(super) const POLICY_FAILS: Expect =
        Expect { policy: Outcome::Fail, coverage: Outcome::Skipped, ..Expect::ALL_PASS };

    /// The steps by name, in the order of a report.
    pub fn steps(&self) -> [(&'static str, Outcome); 9] {
        [
            ("record", self.record),
            ("fetch", self.fetch),
            ("policy", self.policy),
            ("mx", self.mx),
            ("coverage", self.coverage),
            ("starttls", self.starttls),
            ("dane", self.dane),
            ("tlsrpt", self.tlsrpt),
            ("mail", self.mail),
        ]
    }
}
