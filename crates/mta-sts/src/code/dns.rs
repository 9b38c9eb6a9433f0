//! DNS itself.

use super::codes;

codes! {
    DnsLookupFailed "dns/lookup-failed" Note "RFC 1035 4"
        "the look-up of {type} {name} failed: {detail}"
        "This was not tested. Try again, or with another resolver."
        "not known: it was not tested"
    DnsCnameLoop "dns/cname-loop" Error "RFC 1034 3.6.2"
        "the CNAME chain of {name} is a loop or too long"
        "Let the CNAME point to a name that holds the record."
}
