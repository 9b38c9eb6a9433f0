//! RFC 8461 3.2: what the policy says.

use super::Outcome::{Skipped, Warn};
use super::*;

const WARNS: Expect = Expect { policy: Warn, ..Expect::ALL_PASS };

/// An error that leaves the policy usable, to the RFC (max_age over the maximum) or to many Senders, which bear
/// more than the grammar: what follows is judged as they read it.
const FAILS_BUT_COUNTS: Expect = Expect { policy: Outcome::Fail, ..Expect::ALL_PASS };

pub(super) static SCENARIOS: &[Scenario] = &[
    Scenario {
        domain: "testing.test",
        shows: "mode testing: failures are reported, mail is delivered all the same",
        host: policy("version: STSv1\nmode: testing\nmx: mx.{domain}\nmax_age: 604800\n"),
        codes: &["policy/mode-testing"],
        ..GOOD
    },
    Scenario {
        domain: "none.test",
        shows: "mode none: the domain takes MTA-STS back; no mx is needed",
        host: policy("version: STSv1\nmode: none\nmax_age: 86400\n"),
        expect: Expect { coverage: Skipped, starttls: Skipped, ..Expect::ALL_PASS },
        codes: &["policy/mode-none"],
        ..GOOD
    },
    Scenario {
        domain: "lf-lines.test",
        shows: "lines that end in LF alone, which is fine",
        host: host(Answer::Verbatim(GOOD_POLICY)),
        ..GOOD
    },
    Scenario {
        domain: "extension.test",
        shows: "fields that nobody knows, which are to be ignored",
        host: policy(
            "version: STSv1\nmode: enforce\nmx: mx.{domain}\nmax_age: 604800\nx-contact: postmaster at {domain}\n",
        ),
        ..GOOD
    },
    Scenario {
        domain: "duplicate-mode.test",
        shows: "two modes, of which the first (enforce) counts",
        host: policy(
            "version: STSv1\nmode: enforce\nmx: mx.{domain}\nmax_age: 604800\nmode: testing\n",
        ),
        expect: WARNS,
        codes: &["policy/field-duplicate"],
        ..GOOD
    },
    Scenario {
        domain: "short-max-age.test",
        shows: "max_age of an hour: too short to protect, and ignored by some Senders",
        host: policy("version: STSv1\nmode: enforce\nmx: mx.{domain}\nmax_age: 3600\n"),
        expect: WARNS,
        codes: &["policy/max-age-short"],
        ..GOOD
    },
    Scenario {
        domain: "day-max-age.test",
        shows: "max_age of a day, 86400, the shortest that is not warned about",
        host: policy("version: STSv1\nmode: enforce\nmx: mx.{domain}\nmax_age: 86400\n"),
        ..GOOD
    },
    Scenario {
        domain: "year-max-age.test",
        shows: "max_age 31557600, the greatest value allowed",
        host: policy("version: STSv1\nmode: enforce\nmx: mx.{domain}\nmax_age: 31557600\n"),
        ..GOOD
    },
    Scenario {
        domain: "long-max-age.test",
        shows: "max_age 31557601, one second over the maximum",
        host: policy("version: STSv1\nmode: enforce\nmx: mx.{domain}\nmax_age: 31557601\n"),
        expect: FAILS_BUT_COUNTS,
        codes: &["policy/max-age-too-large"],
        ..GOOD
    },
    Scenario {
        domain: "max-age-unit.test",
        shows: "max_age with a unit, 86400s",
        host: policy("version: STSv1\nmode: enforce\nmx: mx.{domain}\nmax_age: 86400s\n"),
        expect: Expect::POLICY_FAILS,
        codes: &["policy/max-age-invalid"],
        ..GOOD
    },
    Scenario {
        domain: "no-max-age.test",
        shows: "a policy without max_age",
        host: policy("version: STSv1\nmode: enforce\nmx: mx.{domain}\n"),
        expect: Expect::POLICY_FAILS,
        codes: &["policy/max-age-missing"],
        ..GOOD
    },
    Scenario {
        domain: "no-mode.test",
        shows: "a policy without mode",
        host: policy("version: STSv1\nmx: mx.{domain}\nmax_age: 604800\n"),
        expect: Expect::POLICY_FAILS,
        codes: &["policy/mode-missing"],
        ..GOOD
    },
    Scenario {
        domain: "mode-case.test",
        shows: "mode Enforce with a capital (values are case-sensitive)",
        host: policy("version: STSv1\nmode: Enforce\nmx: mx.{domain}\nmax_age: 604800\n"),
        expect: Expect::POLICY_FAILS,
        codes: &["policy/mode-invalid"],
        ..GOOD
    },
    Scenario {
        domain: "no-mx-field.test",
        shows: "mode enforce without an mx field",
        host: policy("version: STSv1\nmode: enforce\nmax_age: 604800\n"),
        expect: Expect::POLICY_FAILS,
        codes: &["policy/mx-missing"],
        ..GOOD
    },
    Scenario {
        domain: "mx-u-label.test",
        shows: "an mx written as a U-label; a policy takes A-labels (xn--...) only",
        host: policy("version: STSv1\nmode: enforce\nmx: postfächer.{domain}\nmax_age: 604800\n"),
        expect: Expect::POLICY_FAILS,
        codes: &["policy/mx-invalid"],
        ..GOOD
    },
    Scenario {
        domain: "bom.test",
        shows: "a byte order mark before the policy: not in the grammar, though many Senders bear it",
        host: policy("\u{feff}version: STSv1\nmode: enforce\nmx: mx.{domain}\nmax_age: 604800\n"),
        expect: FAILS_BUT_COUNTS,
        codes: &["policy/bom"],
        ..GOOD
    },
    Scenario {
        domain: "blank-line.test",
        shows: "a blank line in the policy: not in the grammar, though many Senders bear it",
        host: policy("version: STSv1\n\nmode: enforce\nmx: mx.{domain}\nmax_age: 604800\n"),
        expect: FAILS_BUT_COUNTS,
        codes: &["policy/blank-line"],
        ..GOOD
    },
    Scenario {
        domain: "comment.test",
        shows: "a comment in the policy: not in the grammar, though many Senders bear it",
        host: policy(
            "# our policy\nversion: STSv1\nmode: enforce\nmx: mx.{domain}\nmax_age: 604800\n",
        ),
        expect: FAILS_BUT_COUNTS,
        codes: &["policy/comment"],
        ..GOOD
    },
    Scenario {
        domain: "escaped-newline.test",
        shows: "a policy on one line with the two characters \\n where lines should end",
        host: host(Answer::Verbatim(
            r"version: STSv1\nmode: enforce\nmx: mx.{domain}\nmax_age: 604800\n",
        )),
        expect: Expect::POLICY_FAILS,
        codes: &["policy/escaped-newline"],
        ..GOOD
    },
    Scenario {
        domain: "empty.test",
        shows: "200 with an empty body",
        host: host(Answer::Verbatim("")),
        expect: Expect::POLICY_FAILS,
        codes: &["policy/empty"],
        ..GOOD
    },
    Scenario {
        domain: "html.test",
        shows: "200 with an HTML page where the policy should be",
        host: host(Answer::Other {
            status: 200,
            media_type: Some("text/html; charset=utf-8"),
            body: "<!doctype html>\n<title>Welcome</title>\n<h1>Welcome to {domain}</h1>\n",
        }),
        expect: Expect { fetch: Warn, ..Expect::POLICY_FAILS },
        codes: &["fetch/media-type", "policy/html"],
        ..GOOD
    },
];
