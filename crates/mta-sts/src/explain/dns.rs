//! DNS itself.

use super::{Row, rows};

pub(super) static ROWS: &[Row] = rows! {
    DnsLookupFailed
        "A resolver that answers SERVFAIL or not at all proves nothing about the domain. Broken DNSSEC signatures are a usual cause."
        "_mta-sts.example.com TXT: SERVFAIL"
        "_mta-sts.example.com TXT: NOERROR"
    DnsCnameLoop
        "A name leads by CNAME back to itself, or through too many names."
        "_mta-sts.example.com. CNAME a.example.com.\na.example.com. CNAME _mta-sts.example.com."
        "_mta-sts.example.com. CNAME a.example.com.\na.example.com. TXT \"v=STSv1; id=1;\""
};
