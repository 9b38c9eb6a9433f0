//! MX records, the policy's patterns and what they cover, RFC 8461 4.1.

use super::{Row, rows};

pub(super) static ROWS: &[Row] = rows! {
    MxMissing
        "A domain that is not set up for mail has nothing to protect, or its name is misspelt."
        "example.com: no MX, no A, no AAAA"
        "example.com. MX 10 mail.example.com."
    MxImplicit
        "Without MX records mail goes to the address of the domain itself (RFC 5321 5.1), and the policy must name the domain."
        "example.com. A 192.0.2.25\nmx: mail.example.com"
        "example.com. A 192.0.2.25\nmx: example.com"
    MxNull
        "A null MX (RFC 7505) says that the domain takes no mail."
        "example.com. MX 0 ."
        "example.com. MX 10 mail.example.com."
    MxHostInvalid
        "An MX record names a host; an address or a name with underscores is none."
        "example.com. MX 10 mail_1.example.com."
        "example.com. MX 10 mail-1.example.com."
    MxHostUnresolvable
        "Senders cannot connect to a host without an address, and go on to the next one."
        "mail.example.com: no A, no AAAA"
        "mail.example.com. A 192.0.2.25"
    MxCname
        "An MX record should name a host, not an alias (RFC 5321 5.1). Pattern and certificate are held against the alias."
        "mail.example.com. CNAME host.provider.example."
        "mail.example.com. A 192.0.2.25"
    MxTooMany
        "A check is bounded, so that nobody can keep it busy."
        "(more MX records than the check looks at)"
        "example.com. MX 10 mail.example.com."
    MxNotCovered
        "In mode enforce a Sender does not deliver to an MX host that no pattern covers. Mostly the MX record was changed and the policy was not."
        "example.com. MX 10 mx2.example.com.\nmx: mail.example.com"
        "example.com. MX 10 mx2.example.com.\nmx: mail.example.com\nmx: mx2.example.com"
    MxNotCoveredTesting
        "The same fault as in mode enforce; in mode testing it shows only in TLS reports."
        "example.com. MX 10 mx2.example.com.\nmode: testing\nmx: mail.example.com"
        "example.com. MX 10 mx2.example.com.\nmode: testing\nmx: mx2.example.com"
    MxPatternUnused
        "The pattern is prepared for a host to come, or left from one that is gone."
        "example.com. MX 10 mail.example.com.\nmx: mail.example.com\nmx: old.example.com"
        "example.com. MX 10 mail.example.com.\nmx: mail.example.com"
    CoverageWildcardDepth
        "A wildcard stands for exactly one label: neither for none nor for two."
        "example.com. MX 10 a.mx.example.com.\nmx: *.example.com"
        "example.com. MX 10 a.mx.example.com.\nmx: *.mx.example.com"
    CoverageSharedProvider
        "Whoever can redirect the domain's MX records to another customer of the provider passes this pattern."
        "mx: *.mail.provider.example"
        "mx: example-com.mail.provider.example"
};
