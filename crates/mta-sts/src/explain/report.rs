//! TLS reports, RFC 8460 4 and 5. Examples are parts of reports.

use super::{Row, rows};

pub(super) static ROWS: &[Row] = rows! {
    ReportEmpty
        "The file or message part has no content."
        "(nothing)"
        "{\"organization-name\": \"Sender\", …}"
    ReportNotUtf8
        "The Sender writes names or messages in an 8-bit encoding."
        "\"failure-reason-code\": \"caf\\xE9\""
        "\"failure-reason-code\": \"café\""
    ReportBom
        "The Sender's program begins files with a byte order mark."
        "EF BB BF 7B"
        "7B"
    ReportJsonInvalid
        "The file is damaged, or is not a report at all."
        "{\"organization-name\": Sender}"
        "{\"organization-name\": \"Sender\"}"
    ReportCutOff
        "A transfer or an upload ended early."
        "{\"organization-name\": \"Sen"
        "{\"organization-name\": \"Sender\", …}"
    ReportTrailingData
        "Something was appended, such as a mail footer."
        "{…}\n-- \nSent by a list"
        "{…}"
    ReportSeveral
        "Reports were put into one file, one after the other or as an array."
        "[{…}, {…}]"
        "{…}"
    ReportNotObject
        "The file is JSON, but no report."
        "\"report\""
        "{\"organization-name\": \"Sender\", …}"
    ReportMemberDuplicate
        "The Sender's program writes a member twice; readers differ on which one they take."
        "\"report-id\": \"1\", \"report-id\": \"2\""
        "\"report-id\": \"2\""
    ReportMemberUnknown
        "The Sender adds information of its own."
        "\"x-note\": \"a\""
        "(only the members of RFC 8460)"
    ReportMemberSpelling
        "The Sender writes a name in another case or with underscores."
        "\"organization_name\": \"Sender\""
        "\"organization-name\": \"Sender\""
    ReportMemberMissing
        "The Sender leaves out what it does not know."
        "\"date-range\": {\"start-datetime\": \"2026-01-01T00:00:00Z\"}"
        "\"date-range\": {\"start-datetime\": \"2026-01-01T00:00:00Z\", \"end-datetime\": \"2026-01-01T23:59:59Z\"}"
    ReportIdentityMissing
        "By organization and report-id readers see that a report came twice."
        "{\"organization-name\": \"Sender\"}"
        "{\"organization-name\": \"Sender\", \"report-id\": \"2026-01-01-example.com\"}"
    ReportPoliciesMissing
        "Everything that is counted stands in `policies`."
        "{\"organization-name\": \"Sender\"}"
        "{\"organization-name\": \"Sender\", \"policies\": […]}"
    ReportPoliciesNotArray
        "RFC 8460 wants an array, even for one policy."
        "\"policies\": {…}"
        "\"policies\": [{…}]"
    ReportArrayExpected
        "The example in appendix B of RFC 8460 itself has a string here."
        "\"mx-host\": \"*.example.com\""
        "\"mx-host\": [\"*.example.com\"]"
    ReportTextExpected
        "The Sender writes an identifier as a number."
        "\"report-id\": 17"
        "\"report-id\": \"17\""
    ReportValueType
        "A member has a value of another type than RFC 8460 gives it."
        "\"date-range\": \"2026-01-01\""
        "\"date-range\": {\"start-datetime\": …, \"end-datetime\": …}"
    ReportValueEmpty
        "The Sender writes an empty text where it knows none."
        "\"sending-mta-ip\": \"\""
        "(the member left out)"
    ReportDateNoZone
        "RFC 3339 wants a time zone. Reports of Microsoft are known to have none."
        "\"2026-01-01T00:00:00\""
        "\"2026-01-01T00:00:00Z\""
    ReportDateForm
        "The Sender writes dates in another form."
        "\"2026-01-01 00:00:00Z\""
        "\"2026-01-01T00:00:00Z\""
    ReportDateInvalid
        "The text is no date, or one that does not exist."
        "\"2026-02-30T00:00:00Z\""
        "\"2026-02-28T00:00:00Z\""
    ReportDateRangeReversed
        "Start and end were swapped."
        "\"start-datetime\": \"2026-01-02T00:00:00Z\", \"end-datetime\": \"2026-01-01T00:00:00Z\""
        "\"start-datetime\": \"2026-01-01T00:00:00Z\", \"end-datetime\": \"2026-01-02T00:00:00Z\""
    ReportCountString
        "Counts are JSON numbers; a text may hold anything."
        "\"total-failure-session-count\": \"3\""
        "\"total-failure-session-count\": 3"
    ReportCountInvalid
        "Nobody has a negative or broken number of sessions."
        "\"total-failure-session-count\": -1"
        "\"total-failure-session-count\": 0"
    ReportCountForm
        "The Sender's program writes integers as decimals."
        "\"total-failure-session-count\": 3.0"
        "\"total-failure-session-count\": 3"
    ReportContactInvalid
        "The contact has a name or a scheme around the address."
        "\"contact-info\": \"Postmaster <a@sender.example>\""
        "\"contact-info\": \"a@sender.example\""
    ReportPolicyTypeUnknown
        "RFC 8460 has three policy types."
        "\"policy-type\": \"dane\""
        "\"policy-type\": \"tlsa\""
    ReportResultTypeUnknown
        "The Sender uses a result type of its own, or one of a later standard."
        "\"result-type\": \"handshake-failed\""
        "\"result-type\": \"validation-failure\""
    ReportWordSpelling
        "The Sender writes a word in another case."
        "\"policy-type\": \"STS\""
        "\"policy-type\": \"sts\""
    ReportAddressInvalid
        "The address has brackets, a port or another text around it."
        "\"receiving-ip\": \"[192.0.2.25]\""
        "\"receiving-ip\": \"192.0.2.25\""
    ReportDomainInvalid
        "The name is a U-label or no name."
        "\"policy-domain\": \"bücher.example\""
        "\"policy-domain\": \"xn--bcher-kva.example\""
    ReportMxHostMissing
        "Reports of fetch errors have no policy to quote."
        "\"policy-type\": \"sts\""
        "\"policy-type\": \"sts\", \"mx-host\": [\"mail.example.com\"]"
    ReportDetailsMissing
        "The Sender counts failures and does not say of which kind."
        "\"total-failure-session-count\": 3"
        "\"total-failure-session-count\": 3, \"failure-details\": [{…}]"
    ReportTooManyFindings
        "A report with so many faults comes from a program that does not follow RFC 8460."
        "(a report in which nearly every member is off)"
        "(a report as RFC 8460 has it)"
    ReportGzipInvalid
        "A transfer changed or cut off the file."
        "1F 8B … (cut off)"
        "1F 8B … (whole)"
    ReportTooLarge
        "A small file can unpack to an enormous one, so there is a limit."
        "(2 MB that unpack to 2 GB)"
        "(2 KB that unpack to 20 KB)"
    ReportZip
        "RFC 8460 uses gzip. DMARC reports often come as zip."
        "report.zip"
        "report.json.gz"
    ReportMailWithout
        "The message is not one that brings a report, or the report was stripped on the way."
        "Content-Type: text/plain"
        "Content-Type: application/tlsrpt+gzip"
};
