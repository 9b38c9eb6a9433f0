//! The policy, RFC 8461 3.2. Examples are the text of the policy.

use super::{Row, rows};

pub(super) static ROWS: &[Row] = rows! {
    PolicyEmpty
        "The web server answers with an empty file, often after a failed deployment."
        ""
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyHtml
        "The web server answers with a page: its start page, an error page, or the policy pasted into an editor for pages."
        "<html><body><pre>\nversion: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n</pre></body></html>\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyJson
        "The policy was written in the format of other configuration files."
        "{\"version\": \"STSv1\", \"mode\": \"enforce\", \"mx\": [\"mail.example.com\"], \"max_age\": 604800}\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyYamlList
        "Configuration files in YAML have lists; a policy has an `mx` line for each host."
        "version: STSv1\nmode: enforce\nmx:\n  - mail.example.com\nmax_age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyOneLine
        "Line ends were lost, mostly in a form field or a template."
        "version: STSv1 mode: enforce mx: mail.example.com max_age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyIsRecord
        "The texts of the TXT record and of the policy were mixed up: the record only announces the policy."
        "v=STSv1; id=20260101T000000Z;\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyUtf16
        "An editor or shell on Windows saved the file with two bytes for each character."
        "FF FE 76 00 65 00 72 00 73 00 69 00 6F 00 6E 00 3A 00 …"
        "76 65 72 73 69 6F 6E 3A …"
    PolicyNotUtf8
        "The file was saved in an old 8-bit encoding."
        "mx-note: Stra\\xDFe"
        "mx-note: Straße"
    PolicyBom
        "Some editors begin files with an invisible mark. It becomes part of the first field's name."
        "\u{feff}version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyBlankLine
        "The grammar has a field on every line. Many Senders skip blank lines, a strict one does not."
        "version: STSv1\n\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyComment
        "The grammar has no comments. Many Senders skip the line as an unknown one, a strict one refuses the policy."
        "# our mail servers\nversion: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyLeadingSpace
        "An indented text, such as one pasted from a document or a template, has its spaces in front of the names."
        "  version: STSv1\n  mode: enforce\n  mx: mail.example.com\n  max_age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyCarriageReturn
        "Line ends were converted twice, or come from a program that ends lines with CR alone."
        "version: STSv1\r\r\nmode: enforce\r\r\nmx: mail.example.com\r\r\nmax_age: 604800\r\r\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyEscapedNewline
        "A template, a shell or a cloud function wrote a backslash and an n where a line end was meant."
        "version: STSv1\\nmode: enforce\\nmx: mail.example.com\\nmax_age: 604800\\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyDelimiter
        "The policy is written like a mail header, with colons; the equals sign belongs to the TXT record."
        "version: STSv1\nmode=enforce\nmx: mail.example.com\nmax_age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyLineMalformed
        "A line is a name, a colon and a value; white space before the colon is not in the grammar."
        "version: STSv1\nmode : enforce\nmx: mail.example.com\nmax_age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyValueEmpty
        "A name without a value is no field, not even an unknown one."
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\nnote:\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\nnote: none\n"
    PolicyValueInvalid
        "A tab or another control character inside a value is not in the grammar."
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\nnote: two\twords\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\nnote: two words\n"
    PolicyExtensionNameInvalid
        "Names hold letters, digits, `_`, `-` and `.` only. A strict Sender refuses the policy, a tolerant one skips the line."
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyNameNearMiss
        "Senders ignore fields that they do not know, so a misspelt field is as good as missing."
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax-age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyVersionMissing
        "The version tells Senders how to read the rest."
        "mode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyVersionInvalid
        "The only version is `STSv1`, in this spelling; another one may be read by other rules."
        "version: STSv2\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyModeMissing
        "Without a mode a Sender does not know what to do when validation fails."
        "version: STSv1\nmx: mail.example.com\nmax_age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyModeInvalid
        "Senders compare the mode with three words in lower case."
        "version: STSv1\nmode: Enforce\nmx: mail.example.com\nmax_age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyMaxAgeMissing
        "Without a lifetime no Sender can keep the policy."
        "version: STSv1\nmode: enforce\nmx: mail.example.com\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyMaxAgeInvalid
        "The value is a number of seconds, in digits only."
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 7d\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyMaxAgeTooLarge
        "RFC 8461 sets a maximum of one year. Some Senders refuse the policy, others cap the value."
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 63072000\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 31557600\n"
    PolicyMaxAgeShort
        "The cache is what protects: an attacker who can block one refresh wins when the policy has expired. Large Senders are reported to ignore policies of less than a day."
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 3600\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyMxMissing
        "In modes enforce and testing a policy says which MX hosts are right; without any it allows none."
        "version: STSv1\nmode: enforce\nmax_age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyMxInvalid
        "A pattern is a host name, or `*.` and a domain, and nothing else: one a line, without dot at the end, preference, port or address."
        "version: STSv1\nmode: enforce\nmx: 10 mail.example.com.\nmax_age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyMxAddress
        "Senders compare the names in MX records; an MX record never names an address."
        "version: STSv1\nmode: enforce\nmx: 192.0.2.1\nmax_age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyMxWildcardBroad
        "Anybody can register a name that this wildcard covers, and get a certificate for it."
        "version: STSv1\nmode: enforce\nmx: *.com\nmax_age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 604800\n"
    PolicyMxSingleLabel
        "A name without a dot is a host of a local network."
        "version: STSv1\nmode: enforce\nmx: mail\nmax_age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyMxDuplicate
        "A pattern counts once, however often it is listed."
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\nmx: mail.example.com\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyFieldDuplicate
        "RFC 8461 lets the first one count, but several Senders read the last one."
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\nmode: testing\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyModeNone
        "Mode none is the way out of MTA-STS: Senders forget the policy and go on as without one."
        "version: STSv1\nmode: none\nmx: mail.example.com\nmax_age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyModeTesting
        "Mode testing is meant for the beginning: Senders report failures and deliver all the same, so nothing is protected yet."
        "version: STSv1\nmode: testing\nmx: mail.example.com\nmax_age: 604800\n"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
    PolicyTooManyFindings
        "A text with so many faults is seldom a policy."
        "(a long text in which every line is wrong)"
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
};
