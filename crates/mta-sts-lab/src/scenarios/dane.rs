//! RFC 7672: DANE beside MTA-STS. The lab's DNS vouches for these domains by the AD bit; nothing is really signed.

use super::Outcome::{Fail, Pass, Warn};
use super::*;

pub(super) static SCENARIOS: &[Scenario] = &[
    Scenario {
        domain: "dane.test",
        shows: "secured by DNSSEC, with a TLSA record of the MX host's key",
        dnssec: true,
        tlsa: &[TlsaKind::GoodKey],
        expect: Expect { dane: Pass, ..Expect::ALL_PASS },
        ..GOOD
    },
    Scenario {
        domain: "dane-rollover.test",
        shows: "secured by DNSSEC, with TLSA records of the MX host's key and of the next one",
        dnssec: true,
        tlsa: &[TlsaKind::OtherKey, TlsaKind::GoodKey],
        expect: Expect { dane: Pass, ..Expect::ALL_PASS },
        ..GOOD
    },
    Scenario {
        domain: "dane-ta.test",
        shows: "secured by DNSSEC, with a TLSA record of the CA that issued the MX host's certificate",
        dnssec: true,
        tlsa: &[TlsaKind::Ca],
        expect: Expect { dane: Pass, ..Expect::ALL_PASS },
        ..GOOD
    },
    Scenario {
        // RFC 7672 2.2.3: the end of a secure chain is looked at first.
        domain: "dane-cname.test",
        shows: "secured by DNSSEC, an MX host that is a CNAME, and a TLSA record of the name that it leads to",
        dnssec: true,
        tlsa: &[TlsaKind::GoodKey],
        mx: &[Mx { via: &["mail.dane-cname.test"], ..GOOD_MX }],
        expect: Expect { dane: Pass, ..Expect::ALL_PASS },
        codes: &["mx/cname"],
        ..GOOD
    },
    Scenario {
        domain: "dane-mismatch.test",
        shows: "secured by DNSSEC, with a TLSA record of another key: no mail from Senders that know DANE",
        dnssec: true,
        tlsa: &[TlsaKind::OtherKey],
        expect: Expect { dane: Fail, ..Expect::ALL_PASS },
        codes: &["dane/mismatch"],
        ..GOOD
    },
    Scenario {
        domain: "dane-unusable.test",
        shows: "secured by DNSSEC, with a TLSA record of a usage that SMTP does not take",
        dnssec: true,
        tlsa: &[TlsaKind::PkixUsage],
        expect: Expect { dane: Warn, ..Expect::ALL_PASS },
        codes: &["dane/none-usable", "dane/tlsa-unusable"],
        ..GOOD
    },
    Scenario {
        domain: "dane-unlisted.test",
        shows: "an MX host that the policy forgets, and whose certificate matches its TLSA record",
        dnssec: true,
        tlsa: &[TlsaKind::GoodKey],
        mx: &[Mx { host: "other.{domain}", ..GOOD_MX }],
        expect: Expect { coverage: Fail, dane: Pass, ..Expect::ALL_PASS },
        codes: &["mx/not-covered", "dane/passes-alone"],
        ..GOOD
    },
    Scenario {
        domain: "dnssec.test",
        shows: "secured by DNSSEC, without TLSA records: MTA-STS applies",
        dnssec: true,
        ..GOOD
    },
    Scenario {
        domain: "dane-unsigned.test",
        shows: "a TLSA record for which no resolver vouches: not tested",
        tlsa: &[TlsaKind::GoodKey],
        expect: Expect { dane: Outcome::NotTested, ..Expect::ALL_PASS },
        codes: &["dane/not-vouched"],
        ..GOOD
    },
    Scenario {
        domain: "no-mail-records.test",
        shows: "neither an SPF nor a DMARC record, which MTA-STS does not need",
        spf: None,
        dmarc: None,
        codes: &["mail/spf-missing", "mail/dmarc-missing"],
        ..GOOD
    },
];
