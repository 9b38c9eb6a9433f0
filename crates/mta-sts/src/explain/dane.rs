//! DANE beside MTA-STS, RFC 7672.

use super::{Row, rows};

pub(super) static ROWS: &[Row] = rows! {
    DaneMismatch
        "A Sender that knows DANE wants a certificate that matches a TLSA record. Mostly the key was renewed and the record was not; a host without STARTTLS has none at all."
        "_25._tcp.mail.example.com. TLSA 3 1 1 (SHA-256 of the key before the renewal)"
        "_25._tcp.mail.example.com. TLSA 3 1 1 (SHA-256 of the present key)"
    DanePassesAlone
        "DANE and MTA-STS ask for different things: DANE for a key, MTA-STS for a name in the policy and a certificate of a public CA. RFC 8461 leaves it to the Sender whether DANE is enough."
        "TLSA record: matches\ncertificate for mail.example.com: expired yesterday"
        "TLSA record: matches\ncertificate for mail.example.com: from a public CA, valid today"
    DaneNoneUsable
        "SMTP takes usages 2 and 3, known selectors and matching types, and whole digests. Where no record is so, TLS is mandatory and nothing authenticates the host by DANE."
        "_25._tcp.mail.example.com. TLSA 1 1 1 (SHA-256 of the key)"
        "_25._tcp.mail.example.com. TLSA 3 1 1 (SHA-256 of the key)"
    DaneTlsaUnusable
        "Senders pass over such a record and go by the others."
        "_25._tcp.mail.example.com. TLSA 3 1 1 00"
        "_25._tcp.mail.example.com. TLSA 3 1 1 (SHA-256 of the key)"
    DaneTlsaInsecure
        "The domain is signed, and the MX host's zone is not: mostly the host is a provider's, whose zone has no DS record."
        "example.com: signed\n_25._tcp.mail.provider.example: not signed"
        "example.com: signed\n_25._tcp.mail.provider.example: signed"
    DaneMxInsecure
        "Whoever can forge the MX records leads mail to another host, so the TLSA records of this one help only where the domain is signed too."
        "example.com: not signed\n_25._tcp.mail.provider.example: signed"
        "example.com: signed\n_25._tcp.mail.provider.example: signed"
    DaneNotVouched
        "Only a resolver that validates sets the AD bit. Without it nobody can tell a zone that is not signed from a resolver that does not look."
        "_25._tcp.mail.example.com TLSA: answered without the AD bit"
        "_25._tcp.mail.example.com TLSA: answered with the AD bit"
};
