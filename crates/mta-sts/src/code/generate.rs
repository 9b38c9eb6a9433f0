//! Values that something is generated from.

use super::codes;

codes! {
    GenerateDomainInvalid "generate/domain-invalid" Error "RFC 8461 3.1"
        "`{text}` is not a Policy Domain: {reason}"
        "Write the part of the mail addresses behind the @, such as example.com, in its A-label form."
    GenerateMxInvalid "generate/mx-invalid" Error "RFC 8461 3.2"
        "`{text}` is not an MX host or pattern: {reason}"
        "{remedy}"
    GenerateRuaInvalid "generate/rua-invalid" Error "RFC 8460 3"
        "`{text}` is not a report address: {reason}"
        "Write a mail address, or an `https:` URL."
    GeneratePolicyHostInvalid "generate/policy-host-invalid" Error "RFC 8461 8.2"
        "the Policy Host cannot point to `{text}`: {reason}"
        "Write one host name for a CNAME, or one or more IP addresses."
}
