//! The MTA-STS TXT record, RFC 8461 3.1. Examples are the TXT records at `_mta-sts`, one a line.

use super::{Row, rows};

pub(super) static ROWS: &[Row] = rows! {
    RecordMissing
        "A Sender looks for the policy only when this record announces it. Without the record most Senders do not even fetch the policy."
        ""
        "v=STSv1; id=20260101T000000Z;"
    RecordMultiple
        "With two records a Sender cannot know which `id` counts, so it must act as though there were none. Often an old record was left behind, or two services each added one."
        "v=STSv1; id=20260101T000000Z;\nv=STSv1; id=20250101T000000Z;"
        "v=STSv1; id=20260101T000000Z;"
    RecordVersionInvalid
        "Senders compare the beginning of the record byte by byte, in this case."
        "v=stsv1; id=20260101T000000Z;"
        "v=STSv1; id=20260101T000000Z;"
    RecordIdMissing
        "By the `id` Senders see that the policy has changed. Names are compared exactly, so `ID` is another field."
        "v=STSv1; ID=20260101T000000Z;"
        "v=STSv1; id=20260101T000000Z;"
    RecordIdInvalid
        "The `id` holds letters and digits only; dates with hyphens and colons are the usual slip."
        "v=STSv1; id=2026-01-01T00:00:00Z;"
        "v=STSv1; id=20260101T000000Z;"
    RecordFieldMalformed
        "Everything between semicolons must be a name, an equals sign and a value, without spaces."
        "v=STSv1; id = 20260101T000000Z;"
        "v=STSv1; id=20260101T000000Z;"
    RecordFieldEmpty
        "The grammar has one semicolon between fields and at most one at the end."
        "v=STSv1;; id=20260101T000000Z;"
        "v=STSv1; id=20260101T000000Z;"
    RecordNonAscii
        "Text copied from a web page or a word processor brings characters that look like spaces or quotation marks and are none."
        "v=STSv1;\u{a0}id=20260101T000000Z;"
        "v=STSv1; id=20260101T000000Z;"
    RecordEscapedSemicolon
        "In zone files a semicolon begins a comment, so it is escaped there. A DNS panel takes the text as it is, and the backslash becomes part of the record."
        "v=STSv1\\; id=20260101T000000Z\\;"
        "v=STSv1; id=20260101T000000Z;"
    RecordQuoted
        "Zone files put strings in quotation marks. A DNS panel that takes the text as it is makes the marks part of the record."
        "\"v=STSv1; id=20260101T000000Z;\""
        "v=STSv1; id=20260101T000000Z;"
    RecordDelimiter
        "Fields are separated by semicolons; with anything else the version does not end where it should."
        "v=STSv1, id=20260101T000000Z"
        "v=STSv1; id=20260101T000000Z;"
    RecordIsTlsrpt
        "The two records were swapped, or both were entered at one name."
        "v=TLSRPTv1; rua=mailto:tls-reports@example.com"
        "v=STSv1; id=20260101T000000Z;"
    RecordMisplaced
        "DNS panels differ in whether they append the domain to the name that is entered, so records land one level off."
        "example.com. TXT \"v=STSv1; id=20260101T000000Z;\""
        "_mta-sts.example.com. TXT \"v=STSv1; id=20260101T000000Z;\""
    RecordFieldDuplicate
        "RFC 8461 lets the first one count, but several Senders read the last one."
        "v=STSv1; id=20260101T000000Z; id=20250101T000000Z;"
        "v=STSv1; id=20260101T000000Z;"
    RecordSpaceBeforeSemicolon
        "The grammar allows the space, but the rule by which other TXT records are discarded wants `v=STSv1;` without it."
        "v=STSv1 ; id=20260101T000000Z;"
        "v=STSv1; id=20260101T000000Z;"
    RecordUnrelated
        "A wildcard TXT record of the zone, or a verification text at the wrong name, shows up here too."
        "v=STSv1; id=20260101T000000Z;\nv=spf1 -all"
        "v=STSv1; id=20260101T000000Z;"
    RecordCname
        "A provider can hold the record for its customers (RFC 8461 8.2). Then only the provider can change the `id`."
        "_mta-sts.example.com. CNAME _mta-sts.provider.example."
        "_mta-sts.example.com. TXT \"v=STSv1; id=20260101T000000Z;\""
    RecordTooManyFindings
        "A text with so many faults is seldom a record."
        "(a long text in which every field is wrong)"
        "v=STSv1; id=20260101T000000Z;"
};
