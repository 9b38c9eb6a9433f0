//! The MX look-up, and RFC 8461 4.1: which MX hosts the policy covers.

use super::Outcome::{Fail, Skipped, Warn};
use super::*;

const NOT_COVERED: Expect = Expect { coverage: Fail, ..Expect::ALL_PASS };

/// No host to cover or to speak to.
const NOTHING_TO_PROBE: Expect =
    Expect { coverage: Skipped, starttls: Skipped, ..Expect::ALL_PASS };

const BACKUP_MX: Mx = Mx { preference: 20, host: "backup.{domain}", ..GOOD_MX };

pub(super) static SCENARIOS: &[Scenario] = &[
    Scenario {
        domain: "two-mx.test",
        shows: "two MX hosts, both listed in the policy, in order",
        host: policy(
            "version: STSv1\nmode: enforce\nmx: mx.{domain}\nmx: backup.{domain}\nmax_age: 604800\n",
        ),
        mx: &[GOOD_MX, BACKUP_MX],
        ..GOOD
    },
    Scenario {
        domain: "case.test",
        shows: "an mx in capitals; host names are compared without regard to case",
        host: policy("version: STSv1\nmode: enforce\nmx: MX.Case.TEST\nmax_age: 604800\n"),
        ..GOOD
    },
    Scenario {
        domain: "unlisted-mx.test",
        shows: "an enforce policy that forgets the second MX host: no mail through it",
        mx: &[GOOD_MX, BACKUP_MX],
        expect: NOT_COVERED,
        codes: &["mx/not-covered"],
        ..GOOD
    },
    Scenario {
        domain: "unlisted-mx-testing.test",
        shows: "a testing policy that forgets the second MX host",
        host: policy("version: STSv1\nmode: testing\nmx: mx.{domain}\nmax_age: 604800\n"),
        mx: &[GOOD_MX, BACKUP_MX],
        expect: Expect { coverage: Warn, ..Expect::ALL_PASS },
        codes: &["policy/mode-testing", "mx/not-covered-testing"],
        ..GOOD
    },
    Scenario {
        domain: "unused-pattern.test",
        shows: "an mx that covers no MX host, left from the last move",
        host: policy(
            "version: STSv1\nmode: enforce\nmx: mx.{domain}\nmx: old.{domain}\nmax_age: 604800\n",
        ),
        codes: &["mx/pattern-unused"],
        ..GOOD
    },
    Scenario {
        domain: "wildcard.test",
        shows: "a wildcard mx that covers the MX host",
        host: policy("version: STSv1\nmode: enforce\nmx: *.{domain}\nmax_age: 604800\n"),
        ..GOOD
    },
    Scenario {
        domain: "wildcard-depth.test",
        shows: "a wildcard mx and an MX host two labels below it; a wildcard covers one label",
        host: policy("version: STSv1\nmode: enforce\nmx: *.{domain}\nmax_age: 604800\n"),
        mx: &[Mx { host: "a.mx.{domain}", ..GOOD_MX }],
        expect: NOT_COVERED,
        codes: &["mx/not-covered"],
        ..GOOD
    },
    Scenario {
        domain: "wildcard-apex.test",
        shows: "a wildcard mx and an MX host that is the bare domain, which it does not cover",
        host: policy("version: STSv1\nmode: enforce\nmx: *.{domain}\nmax_age: 604800\n"),
        mx: &[Mx { host: "{domain}", ..GOOD_MX }],
        expect: NOT_COVERED,
        codes: &["mx/not-covered"],
        ..GOOD
    },
    Scenario {
        domain: "null-mx.test",
        shows: "a null MX: the domain takes no mail",
        mx: &[Mx { preference: 0, host: ".", via: &[], addresses: &[] }],
        expect: NOTHING_TO_PROBE,
        codes: &["mx/null"],
        ..GOOD
    },
    Scenario {
        // RFC 7505 3 forbids it. The root is no host that a policy could cover.
        domain: "null-mx-beside.test",
        shows: "a null MX beside an MX host",
        mx: &[Mx { preference: 0, host: ".", via: &[], addresses: &[] }, GOOD_MX],
        expect: Expect { mx: Fail, ..Expect::ALL_PASS },
        codes: &["mx/host-invalid"],
        ..GOOD
    },
    Scenario {
        domain: "implicit-mx.test",
        shows: "no MX record: the domain's own address takes the mail",
        host: policy("version: STSv1\nmode: enforce\nmx: {domain}\nmax_age: 604800\n"),
        mx: &[],
        own_address: &[GOOD_SMTP],
        codes: &["mx/implicit"],
        ..GOOD
    },
    Scenario {
        domain: "no-mx.test",
        shows: "neither an MX record nor an address",
        mx: &[],
        expect: Expect { mx: Fail, ..NOTHING_TO_PROBE },
        codes: &["mx/missing"],
        ..GOOD
    },
    Scenario {
        // The host that does resolve is probed all the same.
        domain: "mx-unresolvable.test",
        shows: "a second MX host that has no address",
        host: policy(
            "version: STSv1\nmode: enforce\nmx: mx.{domain}\nmx: backup.{domain}\nmax_age: 604800\n",
        ),
        mx: &[GOOD_MX, Mx { addresses: &[], ..BACKUP_MX }],
        expect: Expect { mx: Fail, ..Expect::ALL_PASS },
        codes: &["mx/host-unresolvable"],
        ..GOOD
    },
    Scenario {
        // RFC 5321 5.1 forbids it; Senders follow it. The certificate carries the name in the MX record.
        domain: "mx-cname.test",
        shows: "an MX host that is a CNAME",
        mx: &[Mx { via: &["mail-cluster.hosting.test"], ..GOOD_MX }],
        codes: &["mx/cname"],
        ..GOOD
    },
];
