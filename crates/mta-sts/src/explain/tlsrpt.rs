//! The TLSRPT record, RFC 8460 3. Examples are the TXT records at `_smtp._tls`, one a line.

use super::{Row, rows};

pub(super) static ROWS: &[Row] = rows! {
    TlsrptMissing
        "TLS reports are how a domain learns that Senders fail. Without the record nobody sends any."
        ""
        "v=TLSRPTv1; rua=mailto:tls-reports@example.com"
    TlsrptMultiple
        "With two records a Sender must act as though there were none. Several addresses belong in one record."
        "v=TLSRPTv1; rua=mailto:tls-reports@example.com\nv=TLSRPTv1; rua=mailto:other@example.com"
        "v=TLSRPTv1; rua=mailto:tls-reports@example.com,mailto:other@example.com"
    TlsrptVersionInvalid
        "Senders compare the beginning of the record byte by byte, in this case."
        "v=tlsrptv1; rua=mailto:tls-reports@example.com"
        "v=TLSRPTv1; rua=mailto:tls-reports@example.com"
    TlsrptRuaMissing
        "The record says where reports go; without `rua` it says nothing. `ruf` belongs to DMARC."
        "v=TLSRPTv1; ruf=mailto:tls-reports@example.com"
        "v=TLSRPTv1; rua=mailto:tls-reports@example.com"
    TlsrptRuaInvalid
        "An address is a whole URI: `mailto:` belongs to it. Size limits such as `!10m` belong to DMARC."
        "v=TLSRPTv1; rua=tls-reports@example.com"
        "v=TLSRPTv1; rua=mailto:tls-reports@example.com"
    TlsrptFieldMalformed
        "Everything between semicolons must be a name, an equals sign and a value. Addresses are separated by commas."
        "v=TLSRPTv1; rua=mailto:a@example.com; mailto:b@example.com"
        "v=TLSRPTv1; rua=mailto:a@example.com,mailto:b@example.com"
    TlsrptFieldEmpty
        "The grammar has one semicolon between fields and at most one at the end."
        "v=TLSRPTv1;; rua=mailto:tls-reports@example.com"
        "v=TLSRPTv1; rua=mailto:tls-reports@example.com"
    TlsrptNonAscii
        "Text copied from a web page or a word processor brings characters that look like spaces and are none."
        "v=TLSRPTv1;\u{a0}rua=mailto:tls-reports@example.com; \u{a0}a=b"
        "v=TLSRPTv1; rua=mailto:tls-reports@example.com"
    TlsrptEscapedSemicolon
        "In zone files a semicolon is escaped. A DNS panel makes the backslash part of the record."
        "v=TLSRPTv1\\; rua=mailto:tls-reports@example.com"
        "v=TLSRPTv1; rua=mailto:tls-reports@example.com"
    TlsrptQuoted
        "Zone files put strings in quotation marks. A DNS panel that takes the text as it is makes the marks part of the record."
        "\"v=TLSRPTv1; rua=mailto:tls-reports@example.com\""
        "v=TLSRPTv1; rua=mailto:tls-reports@example.com"
    TlsrptDelimiter
        "Fields are separated by semicolons; with anything else the version does not end where it should."
        "v=TLSRPTv1, rua=mailto:tls-reports@example.com"
        "v=TLSRPTv1; rua=mailto:tls-reports@example.com"
    TlsrptIsSts
        "The two records were swapped, or both were entered at one name."
        "v=STSv1; id=20260101T000000Z;"
        "v=TLSRPTv1; rua=mailto:tls-reports@example.com"
    TlsrptSpaceBeforeSemicolon
        "The grammar allows the space, but the rule by which other TXT records are discarded wants `v=TLSRPTv1;` without it."
        "v=TLSRPTv1 ; rua=mailto:tls-reports@example.com"
        "v=TLSRPTv1; rua=mailto:tls-reports@example.com"
    TlsrptUnrelated
        "A wildcard TXT record of the zone, or a verification text at the wrong name, shows up here too."
        "v=TLSRPTv1; rua=mailto:tls-reports@example.com\nv=spf1 -all"
        "v=TLSRPTv1; rua=mailto:tls-reports@example.com"
    TlsrptCname
        "A provider can hold the record for its customers; then reports go where the provider says."
        "_smtp._tls.example.com. CNAME _smtp._tls.provider.example."
        "_smtp._tls.example.com. TXT \"v=TLSRPTv1; rua=mailto:tls-reports@example.com\""
    TlsrptTooManyFindings
        "A text with so many faults is seldom a record."
        "(a long text in which every field is wrong)"
        "v=TLSRPTv1; rua=mailto:tls-reports@example.com"
};
