//! RFC 8461 3.1: what is at `_mta-sts.<domain>`.

use super::Outcome::{Fail, NotTested, Skipped, Warn};
use super::*;

const FAILS: Expect = Expect { record: Fail, ..Expect::ALL_PASS };

pub(super) static SCENARIOS: &[Scenario] = &[
    Scenario {
        domain: "good.test",
        shows: "everything in order: record, policy host, enforce policy, MX host, TLSRPT",
        ..GOOD
    },
    Scenario {
        domain: "no-record.test",
        shows: "a policy host with a good policy, but no TXT record that announces it",
        record: Txt::Records(&[]),
        expect: FAILS,
        codes: &["record/missing"],
        ..GOOD
    },
    Scenario {
        domain: "absent.test",
        shows: "no MTA-STS and no TLSRPT at all; mail works",
        record: Txt::Records(&[]),
        host: PolicyHost { address: PolicyHostAddress::Missing, ..GOOD_HOST },
        tlsrpt: Txt::Records(&[]),
        // Nothing asks the MX hosts for certificates.
        expect: Expect {
            record: Fail,
            fetch: Skipped,
            starttls: Skipped,
            tlsrpt: Warn,
            ..Expect::FETCH_FAILS
        },
        codes: &["record/missing", "tlsrpt/missing"],
        ..GOOD
    },
    Scenario {
        domain: "apex-record.test",
        shows: "the record at the domain itself, where no Sender looks",
        record: Txt::Records(&[]),
        elsewhere: &[("{domain}", "v=STSv1; id=20260101T000000;")],
        expect: FAILS,
        codes: &["record/missing", "record/misplaced"],
        ..GOOD
    },
    Scenario {
        domain: "doubled-suffix.test",
        shows: "the record at _mta-sts.<domain>.<domain>, by a DNS panel that appends the domain",
        record: Txt::Records(&[]),
        elsewhere: &[("_mta-sts.{domain}.{domain}", "v=STSv1; id=20260101T000000;")],
        expect: FAILS,
        codes: &["record/missing", "record/misplaced"],
        ..GOOD
    },
    Scenario {
        domain: "swapped-records.test",
        shows: "the TLSRPT record at _mta-sts and the MTA-STS record at _smtp._tls",
        record: Txt::Records(&[&["v=TLSRPTv1; rua=mailto:tls@{domain}"]]),
        tlsrpt: Txt::Records(&[&["v=STSv1; id=20260101T000000;"]]),
        expect: Expect { tlsrpt: Warn, ..FAILS },
        codes: &["record/is-tlsrpt", "tlsrpt/is-sts"],
        ..GOOD
    },
    Scenario {
        domain: "two-records.test",
        shows: "two TXT records that begin with v=STSv1; (a Sender must then assume no policy)",
        record: Txt::Records(&[
            &["v=STSv1; id=20260101T000000;"],
            &["v=STSv1; id=20250101T000000;"],
        ]),
        expect: FAILS,
        codes: &["record/multiple"],
        ..GOOD
    },
    Scenario {
        domain: "multi-string.test",
        shows: "one TXT record cut into three character-strings, to be joined without a space",
        record: Txt::Records(&[&["v=ST", "Sv1; id=2026", "0101T000000;"]]),
        ..GOOD
    },
    Scenario {
        domain: "unrelated-txt.test",
        shows: "other TXT records beside the right one, which are to be discarded",
        record: Txt::Records(&[&["v=spf1 -all"], &["v=STSv1; id=1"], &["site-verification=abc"]]),
        codes: &["record/unrelated"],
        ..GOOD
    },
    Scenario {
        domain: "large-txt.test",
        shows: "a TXT answer of some 2500 octets, cut off over UDP and whole over TCP and DoH",
        record: Txt::Records(&[
            &["v=STSv1; id=20260101T000000;"],
            &[FILLER_A, FILLER_A, FILLER_A, FILLER_A, FILLER_A],
            &[FILLER_B, FILLER_B, FILLER_B, FILLER_B, FILLER_B],
        ]),
        codes: &["record/unrelated"],
        ..GOOD
    },
    Scenario {
        domain: "cname.test",
        shows: "record, policy host and TLSRPT record delegated to a provider by CNAME",
        record_via: &["cname-test._mta-sts.hosting.test", "_mta-sts-shared.hosting.test"],
        host: PolicyHost { via: &["cname-test.mta-sts.hosting.test"], ..GOOD_HOST },
        tlsrpt_via: &["cname-test._tls.hosting.test"],
        codes: &["record/cname", "tlsrpt/cname"],
        ..GOOD
    },
    Scenario {
        domain: "cname-loop.test",
        shows: "_mta-sts is a CNAME that leads back to itself",
        record: Txt::CnameLoop,
        expect: FAILS,
        codes: &["dns/cname-loop"],
        ..GOOD
    },
    Scenario {
        domain: "servfail.test",
        shows: "the DNS servers of _mta-sts are broken (SERVFAIL), so the record is not tested",
        record: Txt::ServFail,
        expect: Expect { record: NotTested, ..Expect::ALL_PASS },
        codes: &["dns/lookup-failed"],
        ..GOOD
    },
    Scenario {
        domain: "bad-id.test",
        shows: "a hyphen in the id, which is letters and digits only",
        record: Txt::Records(&[&["v=STSv1; id=2026-01-01"]]),
        expect: FAILS,
        codes: &["record/id-invalid"],
        ..GOOD
    },
    Scenario {
        domain: "no-id.test",
        shows: "a record without an id",
        record: Txt::Records(&[&["v=STSv1;"]]),
        expect: FAILS,
        codes: &["record/id-missing"],
        ..GOOD
    },
    Scenario {
        domain: "record-version.test",
        shows: "the version in lower case, v=stsv1 (it is case-sensitive)",
        record: Txt::Records(&[&["v=stsv1; id=20260101T000000;"]]),
        expect: FAILS,
        codes: &["record/version-invalid"],
        ..GOOD
    },
    Scenario {
        domain: "escaped-semicolon.test",
        shows: "a backslash before the semicolon, pasted from a zone file into a DNS panel",
        record: Txt::Records(&[&[r"v=STSv1\; id=20260101T000000\;"]]),
        expect: FAILS,
        codes: &["record/escaped-semicolon"],
        ..GOOD
    },
    Scenario {
        // The ABNF allows the space, the rule for discarding records ("v=STSv1;") does not.
        domain: "record-space.test",
        shows: "a space before the first semicolon, on which the RFC's texts disagree",
        record: Txt::Records(&[&["v=STSv1 ; id=20260101T000000;"]]),
        expect: Expect { record: Warn, ..Expect::ALL_PASS },
        codes: &["record/space-before-semicolon"],
        ..GOOD
    },
    Scenario {
        domain: "duplicate-id.test",
        shows: "two ids in one record, of which the first counts",
        record: Txt::Records(&[&["v=STSv1; id=20260101T000000; id=20250101T000000;"]]),
        expect: Expect { record: Warn, ..Expect::ALL_PASS },
        codes: &["record/field-duplicate"],
        ..GOOD
    },
];

/// 240 octets of something else.
const FILLER_A: &str = "a.verification=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const FILLER_B: &str = "b.verification=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
