//! RFC 8460 3: what is at `_smtp._tls.<domain>`.

use super::Outcome::{Fail, Warn};
use super::*;

const FAILS: Expect = Expect { tlsrpt: Fail, ..Expect::ALL_PASS };

pub(super) static SCENARIOS: &[Scenario] = &[
    Scenario {
        domain: "no-tlsrpt.test",
        shows: "no TLSRPT record: nobody tells the domain of failures",
        tlsrpt: Txt::Records(&[]),
        expect: Expect { tlsrpt: Warn, ..Expect::ALL_PASS },
        codes: &["tlsrpt/missing"],
        ..GOOD
    },
    Scenario {
        domain: "tlsrpt-https.test",
        shows: "TLSRPT reports by HTTPS and by mail, in order",
        tlsrpt: Txt::Records(&[&[
            "v=TLSRPTv1; rua=https://reports.{domain}/v1/tlsrpt,mailto:tlsrpt@{domain}",
        ]]),
        ..GOOD
    },
    Scenario {
        domain: "bad-tlsrpt.test",
        shows: "a TLSRPT address without mailto:",
        tlsrpt: Txt::Records(&[&["v=TLSRPTv1; rua=tlsrpt@{domain}"]]),
        expect: FAILS,
        codes: &["tlsrpt/rua-invalid"],
        ..GOOD
    },
    Scenario {
        domain: "no-rua.test",
        shows: "a TLSRPT record without rua",
        tlsrpt: Txt::Records(&[&["v=TLSRPTv1; ruf=mailto:tlsrpt@{domain}"]]),
        expect: FAILS,
        codes: &["tlsrpt/rua-missing"],
        ..GOOD
    },
    Scenario {
        domain: "two-tlsrpt.test",
        shows: "two TLSRPT records (a Sender must then assume none)",
        tlsrpt: Txt::Records(&[
            &["v=TLSRPTv1; rua=mailto:tlsrpt@{domain}"],
            &["v=TLSRPTv1; rua=mailto:other@{domain}"],
        ]),
        expect: FAILS,
        codes: &["tlsrpt/multiple"],
        ..GOOD
    },
];
