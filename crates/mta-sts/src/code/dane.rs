//! DANE beside MTA-STS, RFC 7672.

use super::codes;

codes! {
    DaneMismatch "dane/mismatch" Error "RFC 7672 3.1"
        "nothing at {address} matches a TLSA record of {host}"
        "Senders that know DANE do not deliver to this host. Offer STARTTLS, publish a record of the present key (3 1 1), and before each change of the key one of the next."
        "Senders that know DANE"
    DanePassesAlone "dane/passes-alone" Note "RFC 8461 2"
        "{host} ({address}) passes DANE and fails MTA-STS"
        "Senders that know DANE may still deliver; all others go by MTA-STS, so mend that fault."
    DaneNoneUsable "dane/none-usable" Warning "RFC 7672 2.2"
        "{host} has TLSA records, of which SMTP can use none"
        "Senders that know DANE then only insist on TLS. Publish a record with usage 3 (or 2), such as 3 1 1 with the SHA-256 of the key."
        "Senders that know DANE"
    DaneTlsaUnusable "dane/tlsa-unusable" Warning "RFC 7672 3.1"
        "the TLSA record {record} of {host} is passed over: {reason}"
        "Replace it by one with usage 3 or 2, selector 0 or 1, matching type 1 or 2 and the whole digest."
        "Senders that know DANE"
    DaneTlsaInsecure "dane/tlsa-insecure" Warning "RFC 7672 2.2"
        "{host} has TLSA records that DNSSEC does not secure, so no Sender goes by them"
        "Sign the zone of {host}, addresses and TLSA records both, and put its DS record into the parent zone."
        "Senders that know DANE"
    DaneMxInsecure "dane/mx-insecure" Note "RFC 7672 2.2.1"
        "{host} has TLSA records, but DNSSEC does not secure the MX records that lead to it, so Senders go by MTA-STS"
        "Sign the domain's own zone to be protected by DANE too."
    DaneNotVouched "dane/not-vouched" Note "RFC 7672 2.2"
        "{host} has TLSA records, and the resolver vouches for nothing that leads to it by DNSSEC"
        "Ask a resolver that validates DNSSEC. If it says the same, the zones are not signed, and Senders go by MTA-STS."
}
