//! The one table of finding codes: slug, severity, rule, message, help.
//!
//! Slugs are stable: they are never renamed and never reused. `{name}` in a text is a parameter of the diagnostic.

use crate::diagnostic::Severity;

/// What the table says of a [`Code`].
#[derive(Debug, PartialEq, Eq)]
pub struct CodeInfo {
    /// Stable name, `area/fault`.
    pub slug: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The rule it stands on.
    pub rfc: &'static str,
    /// One sentence without a full stop.
    pub message: &'static str,
    /// What to do.
    pub help: &'static str,
}

macro_rules! codes {
    ($( $name:ident $slug:literal $severity:ident $rfc:literal $message:literal $help:literal )+) => {
        /// A kind of finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $( #[doc = concat!("`", $slug, "`: ", $message)] $name, )+
        }

        impl Code {
            /// Every code, in the table's order.
            pub const ALL: &'static [Code] = &[ $( Code::$name, )+ ];

            /// The table's row.
            pub fn info(self) -> &'static CodeInfo {
                match self {
                    $( Code::$name => &CodeInfo {
                        slug: $slug,
                        severity: Severity::$severity,
                        rfc: $rfc,
                        message: $message,
                        help: $help,
                    }, )+
                }
            }
        }
    };
}

impl Code {
    /// The stable name.
    ///
    /// ```
    /// assert_eq!(mta_sts::Code::PolicyMaxAgeMissing.slug(), "policy/max-age-missing");
    /// ```
    pub fn slug(self) -> &'static str {
        self.info().slug
    }

    /// The code of that slug.
    pub fn from_slug(slug: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|c| c.slug() == slug)
    }
}

codes! {
    // The TXT record at _mta-sts, RFC 8461 3.1.
    RecordMissing "record/missing" Error "RFC 8461 3.1"
        "there is no MTA-STS record"
        "Publish one TXT record at _mta-sts under the domain, such as: v=STSv1; id=20260101T000000Z;"
    RecordMultiple "record/multiple" Error "RFC 8461 3.1"
        "{count} records begin with `v=STSv1;`, so Senders must assume that there is no policy"
        "Keep exactly one of them and delete the others, even where they say the same."
    RecordVersionInvalid "record/version-invalid" Error "RFC 8461 3.1"
        "the record does not begin with `v=STSv1`"
        "The record must begin with exactly `v=STSv1;`, in this spelling and case."
    RecordIdMissing "record/id-missing" Error "RFC 8461 3.1"
        "the record has no `id`"
        "Add `id=` with 1 to 32 letters and digits, and change it with every change of the policy."
    RecordIdInvalid "record/id-invalid" Error "RFC 8461 3.1"
        "the `id` is not 1 to 32 letters and digits"
        "Use only A-Z, a-z and 0-9, at most 32 of them; a date and time such as 20260101T000000Z is usual."
    RecordFieldMalformed "record/field-malformed" Error "RFC 8461 3.1"
        "this is not a `name=value` field"
        "Write fields as name=value without spaces around `=`, separated by semicolons; values hold no space, `=` or `;`."
    RecordFieldEmpty "record/field-empty" Error "RFC 8461 3.1"
        "there is an empty field between two semicolons"
        "Remove the extra semicolon."
    RecordNonAscii "record/non-ascii" Error "RFC 8461 3.1"
        "the record holds a character that is not printable ASCII"
        "Retype the record in plain ASCII; such characters come from word processors and web pages."
    RecordEscapedSemicolon "record/escaped-semicolon" Error "RFC 8461 3.1"
        "the semicolon is escaped with a backslash that became part of the record"
        "Remove the backslash: `\\;` is for zone files, not for DNS control panels."
    RecordFieldDuplicate "record/field-duplicate" Warning "RFC 8461 3.2"
        "the field `{name}` appears again; only the first one counts"
        "Remove the later one: several Senders wrongly read the last one."
    RecordSpaceBeforeSemicolon "record/space-before-semicolon" Warning "RFC 8461 3.1"
        "a space stands between `v=STSv1` and the semicolon"
        "Remove the space: the grammar allows it, but Senders that find any other TXT record beside this one discard it."
    RecordUnrelated "record/unrelated" Note "RFC 8461 3.1"
        "{count} other TXT record(s) at this name are ignored"
        "Senders discard TXT records that do not begin with `v=STSv1;`. Remove them if they are not meant to be here."
    RecordCname "record/cname" Note "RFC 8461 8.2"
        "the record is delegated by CNAME: {chain}"
        "Senders follow the CNAME; whoever runs the target controls the `id`."

    // The policy body, RFC 8461 3.2.
    PolicyEmpty "policy/empty" Error "RFC 8461 3.2"
        "the policy is empty"
        "Serve a policy with the fields version, mode, mx and max_age, each on its own line."
    PolicyHtml "policy/html" Error "RFC 8461 3.2"
        "this is an HTML page, not a policy"
        "Make the web server answer this path with the policy as plain text; this looks like an error or start page."
    PolicyNotUtf8 "policy/not-utf8" Error "RFC 8461 3.2"
        "the policy holds bytes that are not UTF-8"
        "Save the file as plain ASCII or UTF-8."
    PolicyBom "policy/bom" Error "RFC 8461 3.2"
        "the policy begins with a byte order mark, so the first field is not recognised"
        "Save the file as UTF-8 without BOM."
    PolicyBlankLine "policy/blank-line" Error "RFC 8461 3.2"
        "a blank line is not in the grammar of a policy"
        "Remove it; many Senders tolerate it, a strict one ignores the whole policy."
    PolicyComment "policy/comment" Error "RFC 8461 3.2"
        "a policy has no comments"
        "Remove the line; many Senders tolerate it, a strict one ignores the whole policy."
    PolicyLeadingSpace "policy/leading-space" Error "RFC 8461 3.2"
        "the line begins with white space"
        "Remove the white space before the field's name."
    PolicyCarriageReturn "policy/carriage-return" Error "RFC 8461 3.2"
        "a carriage return without a line feed does not end a line"
        "End each line with CRLF or LF; a doubled CR comes from converting line ends twice."
    PolicyEscapedNewline "policy/escaped-newline" Error "RFC 8461 3.2"
        "the text `\\n` stands where a line end should be"
        "Serve real line ends: a template or script wrote a backslash and an n instead."
    PolicyDelimiter "policy/delimiter" Error "RFC 8461 3.2"
        "the field's name and value are separated by `=`"
        "Use a colon: `{name}: {value}`."
    PolicyLineMalformed "policy/line-malformed" Error "RFC 8461 3.2"
        "this line is not a `name: value` field"
        "Write each field as name, colon, value on a line of its own, with no space before the colon."
    PolicyValueEmpty "policy/value-empty" Error "RFC 8461 3.2"
        "the field `{name}` has no value"
        "Give it a value or remove the line."
    PolicyValueInvalid "policy/value-invalid" Error "RFC 8461 3.2"
        "the value of `{name}` holds a control character"
        "Remove it; between words only single spaces are allowed, no tabs or other control characters."
    PolicyExtensionNameInvalid "policy/extension-name-invalid" Error "RFC 8461 3.2"
        "`{name}` is not a valid field name"
        "Names are 1 to 32 letters, digits, `_`, `-` and `.`, beginning with a letter or digit."
    PolicyNameNearMiss "policy/name-near-miss" Warning "RFC 8461 3.2"
        "`{name}` is not a field that Senders know; `{meant}` was probably meant"
        "Write `{meant}`, in lower case: Senders ignore fields they do not know."
    PolicyVersionMissing "policy/version-missing" Error "RFC 8461 3.2"
        "the policy has no `version`"
        "Add the line `version: STSv1`."
    PolicyVersionInvalid "policy/version-invalid" Error "RFC 8461 3.2"
        "the version is not `STSv1`"
        "Write exactly `version: STSv1`."
    PolicyModeMissing "policy/mode-missing" Error "RFC 8461 3.2"
        "the policy has no `mode`"
        "Add `mode: testing` to begin with, `mode: enforce` once TLS reports are clean."
    PolicyModeInvalid "policy/mode-invalid" Error "RFC 8461 3.2"
        "the mode is none of `enforce`, `testing` and `none`"
        "Write one of the three, in lower case."
    PolicyMaxAgeMissing "policy/max-age-missing" Error "RFC 8461 3.2"
        "the policy has no `max_age`"
        "Add `max_age: 604800` (seconds; one week) or more."
    PolicyMaxAgeInvalid "policy/max-age-invalid" Error "RFC 8461 3.2"
        "max_age is not a number of 1 to 10 digits"
        "Write the number of seconds in plain digits, without unit or separator, such as 604800 for a week."
    PolicyMaxAgeTooLarge "policy/max-age-too-large" Error "RFC 8461 3.2"
        "max_age is above the maximum of 31557600 seconds (one year)"
        "Write 31557600 or less. Some Senders refuse the policy, others cap the value."
    PolicyMaxAgeShort "policy/max-age-short" Warning "RFC 8461 3.2"
        "a max_age of {seconds} seconds is shorter than a day"
        "Use weeks (604800 or more): an attacker only needs to block one refresh, and large Senders are reported to ignore policies below 86400."
    PolicyMxMissing "policy/mx-missing" Error "RFC 8461 3.2"
        "the policy has no usable `mx`, which mode {mode} needs"
        "Add an `mx:` line for each MX host of the domain."
    PolicyMxInvalid "policy/mx-invalid" Error "RFC 8461 3.2"
        "this is not an `mx` pattern: {reason}"
        "{remedy}"
    PolicyMxAddress "policy/mx-address" Warning "RFC 8461 3.4"
        "`{pattern}` looks like an IP address and can never name an MX host"
        "Write the host name that the MX record points to."
    PolicyMxWildcardBroad "policy/mx-wildcard-broad" Warning "RFC 8461 3.2"
        "`{pattern}` allows every host right below a name under which anybody can register a domain"
        "Name your MX hosts, or a wildcard below a domain of your own."
    PolicyMxSingleLabel "policy/mx-single-label" Warning "RFC 8461 3.2"
        "`{pattern}` is a single label, which no public MX host is"
        "Write the host's full name."
    PolicyMxDuplicate "policy/mx-duplicate" Note "RFC 8461 3.2"
        "the pattern `{pattern}` is listed before"
        "Remove the repetition; it does no harm."
    PolicyFieldDuplicate "policy/field-duplicate" Warning "RFC 8461 3.2"
        "the field `{name}` appears again; only the first one counts"
        "Remove the later one: several Senders wrongly read the last one."
    PolicyModeNone "policy/mode-none" Note "RFC 8461 8.3"
        "mode none: Senders treat the domain as having no policy"
        "This is the right way to remove MTA-STS; otherwise set testing or enforce."
    PolicyModeTesting "policy/mode-testing" Note "RFC 8461 5"
        "mode testing: failures are reported, mail is still delivered without protection"
        "Read the TLS reports for a while, then set enforce."
    PolicyTooManyFindings "policy/too-many-findings" Note "RFC 8461 3.2"
        "{count} more findings are not listed"
        "Mend the first ones and check again."

    // Fetching it, RFC 8461 3.3.
    FetchHostMissing "fetch/host-missing" Error "RFC 8461 3.3"
        "the Policy Host {host} has no address"
        "Publish an A or AAAA record (or CNAME) for it, pointing to the web server with the policy."
    FetchStatus "fetch/status" Error "RFC 8461 3.3"
        "the Policy Host answered with status {status}; only 200 carries a policy"
        "Serve the policy at https://{host}/.well-known/mta-sts.txt with status 200."
    FetchRedirect "fetch/redirect" Error "RFC 8461 3.3"
        "the Policy Host redirects (status {status}) to {location}, which Senders must not follow"
        "Serve the policy at its own address, without a redirect; exempt /.well-known/mta-sts.txt from the server's rule."
    FetchMediaType "fetch/media-type" Warning "RFC 8461 3.2"
        "the media type is {type}, not text/plain; Senders are split on such a policy"
        "Serve the file with `Content-Type: text/plain`. About half of the known Senders refuse other types."
    FetchTooLarge "fetch/too-large" Error "RFC 8461 3.3"
        "the answer is larger than 64 KiB, the limit that Senders are advised to set"
        "Serve only the policy; a handful of lines is enough."
    FetchTimeout "fetch/timeout" Error "RFC 8461 3.3"
        "no complete answer came within {seconds} seconds"
        "Senders give up after 2 to 60 seconds: make the Policy Host answer at once, from a static file."
    FetchGaveUp "fetch/gave-up" Note "RFC 8461 3.3"
        "no complete answer came within {seconds} seconds, where this check gave up"
        "Senders give up after 2 to 60 seconds. Check again with a limit of 60 seconds to be sure, and make the Policy Host answer at once."
    FetchConnectionFailed "fetch/connection-failed" Error "RFC 8461 3.3"
        "the Policy Host does not accept connections: {detail}"
        "Run the web server on port 443 of every address of the Policy Host."
    FetchTlsFailed "fetch/tls-failed" Error "RFC 8461 3.3"
        "the TLS handshake with the Policy Host failed: {detail}"
        "Offer TLS 1.2 or 1.3 with a certificate for {host}."
    FetchCertificateExpired "fetch/certificate-expired" Error "RFC 8461 3.3"
        "the certificate of the Policy Host has expired"
        "Renew it and see to its automatic renewal; no Sender can fetch the policy until then."
    FetchCertificateNotYetValid "fetch/certificate-not-yet-valid" Error "RFC 8461 3.3"
        "the certificate of the Policy Host is not valid yet"
        "Install a certificate that is valid now, and check the clock of the machine that made it."
    FetchCertificateUntrusted "fetch/certificate-untrusted" Error "RFC 8461 3.3"
        "the certificate of the Policy Host does not chain to a trusted root"
        "Use a certificate of a public CA and serve its intermediate certificates with it."
    FetchCertificateSelfSigned "fetch/certificate-self-signed" Error "RFC 8461 3.3"
        "the certificate of the Policy Host is self-signed"
        "Use a certificate of a public CA."
    FetchCertificateNameMismatch "fetch/certificate-name-mismatch" Error "RFC 8461 3.3"
        "the certificate is not valid for {host}"
        "Its subjectAltName must have the DNS name {host}; the common name does not count."
    FetchCertificateInvalid "fetch/certificate-invalid" Error "RFC 8461 3.3"
        "the certificate of the Policy Host was refused: {detail}"
        "Use a certificate of a public CA for {host}."
    FetchChallenge "fetch/challenge" Note "RFC 8461 3.3"
        "the Policy Host answered this check with a bot challenge (status {status})"
        "Senders may or may not be challenged too. Exempt /.well-known/mta-sts.txt from bot protection, then check again."
    FetchUnreadable "fetch/unreadable" Note "RFC 8461 3.3"
        "the browser may not read the policy: {proved}"
        "Run `curl -sS https://{host}/.well-known/mta-sts.txt` and paste the result, or use a relay. Serving `Access-Control-Allow-Origin: *` lets browsers read it."
    FetchUnavailable "fetch/unavailable" Note "RFC 8461 3.3"
        "the policy could not be fetched from here: {detail}"
        "This says nothing about the domain. Try again, or from another place."

    // MX records and the policy's patterns, RFC 8461 4.1.
    MxMissing "mx/missing" Error "RFC 5321 5.1"
        "the domain has neither MX records nor an address, so it takes no mail"
        "Publish MX records, or check the domain's spelling."
    MxImplicit "mx/implicit" Note "RFC 5321 5.1"
        "the domain has no MX record; mail goes to the domain's own address (implicit MX)"
        "The policy must list the domain itself as `mx`. An explicit MX record is clearer."
    MxNull "mx/null" Note "RFC 7505 3"
        "the domain declares by a null MX that it takes no mail"
        "There is nothing for MTA-STS to protect."
    MxHostInvalid "mx/host-invalid" Error "RFC 5321 2.3.5"
        "the MX record names `{host}`, which is not a host name"
        "Point the MX record to a host name with letters, digits and hyphens."
    MxHostUnresolvable "mx/host-unresolvable" Error "RFC 5321 5.1"
        "the MX host {host} has no address"
        "Publish its A or AAAA record, or remove the MX record."
    MxCname "mx/cname" Note "RFC 5321 5.1"
        "the MX host {host} is an alias (CNAME) of {target}"
        "MTA-STS matches and checks the name in the MX record, not the alias's target; an MX record should name a host directly."
    MxTooMany "mx/too-many" Note "RFC 5321 5.1"
        "{count} MX hosts beyond the first {limit} were not looked at"
        "This limit keeps the check bounded."
    MxNotCovered "mx/not-covered" Error "RFC 8461 4.1"
        "no `mx` pattern covers the MX host {host}; Senders will not deliver to it"
        "Add `mx: {host}` to the policy, change the `id`, and only then use the host."
    MxNotCoveredTesting "mx/not-covered-testing" Warning "RFC 8461 4.1"
        "no `mx` pattern covers the MX host {host}; in mode enforce, Senders would not deliver to it"
        "Add `mx: {host}` to the policy before you set enforce."
    MxPatternUnused "mx/pattern-unused" Note "RFC 8461 4.1"
        "the pattern `{pattern}` covers no MX host of today"
        "Keep it if a host is about to come or caches still need it; else remove it."

    CoverageWildcardDepth "coverage/wildcard-depth" Warning "RFC 8461 4.1"
        "`{pattern}` does not cover {host}: a wildcard stands for exactly one label"
        "Add {instead}."
    CoverageSharedProvider "coverage/shared-provider" Note "RFC 8461 10.4"
        "`{pattern}` also allows the hosts of other customers of {provider}"
        "This is usually what {provider} asks its customers to write. Where your MX hosts have names of their own, naming them allows less."

    // Changes between two policies, RFC 8461 8.1.
    DiffIdUnchanged "diff/id-unchanged" Error "RFC 8461 3.1"
        "the policy changed, but the `id` is still {id}"
        "Change the `id` once the new policy is served everywhere. Senders that hold the old policy compare the `id` only, and may keep it for {duration}."
    DiffIdOnly "diff/id-only" Warning "RFC 8461 8.1"
        "the `id` changed to {id}, but the policy did not change"
        "Harmless where no change was meant. Otherwise serve the new policy and change the `id` again: Senders that fetched in between keep the old policy under this one."
    DiffFormatOnly "diff/format-only" Note "RFC 8461 3.2"
        "the policy is written differently and says the same"
        "Nothing to do, and no new `id` is needed."
    DiffOrderOnly "diff/order-only" Note "RFC 8461 3.2"
        "the lines of the policy changed places; it says the same"
        "Nothing to do: the order of fields has no meaning, and MX preference is in DNS."
    DiffPolicyBroken "diff/policy-broken" Error "RFC 8461 3.2"
        "the new policy is not valid, so Senders do not use it"
        "Serve the old policy again, then mend the new one. Senders that hold the old policy keep it until its max_age has passed."
    DiffPolicyMended "diff/policy-mended" Note "RFC 8461 3.2"
        "the policy was not valid before, and is now"
        "Change the `id` with it. Senders that could not fetch a policy try again after some minutes."
    DiffModeEnforce "diff/mode-enforce" Note "RFC 8461 5"
        "the mode went from {from} to enforce: Senders no longer deliver where validation fails"
        "Read the TLS reports. Senders that have not fetched the new policy go on with mode {from}."
    DiffModeRelaxed "diff/mode-relaxed" Warning "RFC 8461 5"
        "the mode went from enforce to testing: mail is delivered without protection again, failures are only reported"
        "Caches may enforce for another {duration}: keep the MX hosts valid for the old policy. Set enforce again when the cause is mended."
    DiffModeTesting "diff/mode-testing" Note "RFC 8461 5"
        "the mode went from {from} to testing: Senders report failures and deliver all the same"
        "Publish a TLSRPT record to get the reports, and set enforce when they are clean."
    DiffModeNone "diff/mode-none" Warning "RFC 8461 8.3"
        "the mode went from {from} to none: the domain leaves MTA-STS"
        "Keep policy and record until every policy ever served has expired; caches may hold the last one for {duration}."
    DiffMaxAgeLowered "diff/max-age-lowered" Note "RFC 8461 8.1"
        "max_age went down from {old} to {new} seconds"
        "Caches keep the old policy for up to {duration} after it was last served: count waits by the old value until then."
    DiffMaxAgeRaised "diff/max-age-raised" Note "RFC 8461 3.2"
        "max_age went up from {old} to {new} seconds"
        "From now on a change takes up to the new value to reach every Sender."
    DiffMxRemoved "diff/mx-removed" Warning "RFC 8461 8.1"
        "the pattern `{pattern}` was removed"
        "Its hosts must be out of the MX records, and their TTL passed. Caches may hold the old policy for {duration}."
    DiffMxReplaced "diff/mx-replaced" Warning "RFC 8461 8.1"
        "no MX host is allowed by both the old and the new policy"
        "Senders that hold the old policy deliver only to its hosts, for up to {duration}. First serve both lists, then change the MX records, then remove the old list."
    DiffMxStillUsed "diff/mx-still-used" Error "RFC 8461 4.1"
        "the pattern `{pattern}` was removed, and no other covers the MX host {host}; Senders will not deliver to it"
        "Put the pattern back until the MX record is gone and its TTL has passed."
    DiffMxStillUsedTesting "diff/mx-still-used-testing" Warning "RFC 8461 4.1"
        "the pattern `{pattern}` was removed, and no other covers the MX host {host}; in mode enforce, Senders would not deliver to it"
        "Put the pattern back until the MX record is gone and its TTL has passed."
    DiffMxAdded "diff/mx-added" Note "RFC 8461 8.1"
        "the pattern `{pattern}` was added"
        "Change the `id`, wait for the TXT record's TTL, then let mail go to its hosts. Senders that miss the change may refuse them for up to {duration}."
    DiffExtensionChanged "diff/extension-changed" Note "RFC 8461 3.2"
        "the extension field `{name}` was {change}"
        "Senders ignore fields they do not know."

    // STARTTLS and the MX host's certificate, RFC 8461 4.2.
    StarttlsNotOffered "starttls/not-offered" Error "RFC 8461 4"
        "{host} ({address}) does not offer STARTTLS"
        "Turn on STARTTLS; Senders that honour the policy do not deliver to this host (result type starttls-not-supported)."
    StarttlsRefused "starttls/refused" Error "RFC 8461 4"
        "{host} ({address}) offers STARTTLS and then refuses it: {reply}"
        "Look at the server's TLS configuration and log (result type starttls-not-supported)."
    StarttlsTlsFailed "starttls/tls-failed" Error "RFC 8461 4.2"
        "the TLS handshake with {host} ({address}) failed: {detail}"
        "Offer TLS 1.2 or 1.3 with usual cipher suites (result type validation-failure)."
    StarttlsCertificateExpired "starttls/certificate-expired" Error "RFC 8461 4.2"
        "the certificate of {host} ({address}) expired on {date}"
        "Renew it and reload the mail server (result type certificate-expired)."
    StarttlsCertificateNotYetValid "starttls/certificate-not-yet-valid" Error "RFC 8461 4.2"
        "the certificate of {host} ({address}) is not valid before {date}"
        "Install a certificate that is valid now (result type certificate-not-trusted)."
    StarttlsCertificateUntrusted "starttls/certificate-untrusted" Error "RFC 8461 4.2"
        "the certificate of {host} ({address}) does not chain to a trusted root: {detail}"
        "Use a certificate of a public CA and send its intermediate certificates (result type certificate-not-trusted)."
    StarttlsCertificateSelfSigned "starttls/certificate-self-signed" Error "RFC 8461 4.2"
        "the certificate of {host} ({address}) is self-signed"
        "Use a certificate of a public CA (result type certificate-not-trusted)."
    StarttlsCertificateNameMismatch "starttls/certificate-name-mismatch" Error "RFC 8461 4.2"
        "the certificate of {host} ({address}) is for {names}, not for {host}"
        "Its subjectAltName must have the MX record's name {host}; the common name does not count (result type certificate-host-mismatch)."
    StarttlsCertificateExpiring "starttls/certificate-expiring" Warning "RFC 8461 4.2"
        "the certificate of {host} ({address}) expires in {days} day(s), on {date}"
        "Renew it now and see to its automatic renewal."
    StarttlsUnreachable "starttls/unreachable" Note "RFC 8461 4.2"
        "{host} ({address}) could not be tested: {detail}"
        "Port 25 is often blocked on the way; try from a mail server."
    StarttlsTemporary "starttls/temporary" Note "RFC 8461 4.2"
        "{host} ({address}) asked to come back later: {reply}"
        "This says nothing about its TLS. Check again in some minutes."

    // The TLSRPT record, RFC 8460 3.
    TlsrptMissing "tlsrpt/missing" Warning "RFC 8460 3"
        "there is no TLSRPT record, so nobody tells you when Senders fail"
        "Publish a TXT record at _smtp._tls under the domain, such as: v=TLSRPTv1; rua=mailto:tls-reports@{domain}"
    TlsrptMultiple "tlsrpt/multiple" Error "RFC 8460 3"
        "{count} records begin with `v=TLSRPTv1;`, so Senders must assume that there is none"
        "Keep exactly one; it may hold several addresses, separated by commas."
    TlsrptVersionInvalid "tlsrpt/version-invalid" Error "RFC 8460 3"
        "the record does not begin with `v=TLSRPTv1`"
        "The record must begin with exactly `v=TLSRPTv1;`, in this spelling and case."
    TlsrptRuaMissing "tlsrpt/rua-missing" Error "RFC 8460 3"
        "the record has no `rua`"
        "Add `rua=mailto:` with an address, or `rua=https://` with an endpoint."
    TlsrptRuaInvalid "tlsrpt/rua-invalid" Error "RFC 8460 3"
        "this is not a usable report address: {reason}"
        "Write `mailto:` with an address or an `https:` URL; `,`, `!` and `;` inside must be percent-encoded."
    TlsrptFieldMalformed "tlsrpt/field-malformed" Error "RFC 8460 3"
        "this is not a `name=value` field"
        "Write fields as name=value without spaces around `=`, separated by semicolons."
    TlsrptFieldEmpty "tlsrpt/field-empty" Error "RFC 8460 3"
        "there is an empty field between two semicolons"
        "Remove the extra semicolon."
    TlsrptNonAscii "tlsrpt/non-ascii" Error "RFC 8460 3"
        "the record holds a character that is not printable ASCII"
        "Retype the record in plain ASCII."
    TlsrptEscapedSemicolon "tlsrpt/escaped-semicolon" Error "RFC 8460 3"
        "the semicolon is escaped with a backslash that became part of the record"
        "Remove the backslash: `\\;` is for zone files, not for DNS control panels."
    TlsrptSpaceBeforeSemicolon "tlsrpt/space-before-semicolon" Warning "RFC 8460 3"
        "a space stands between `v=TLSRPTv1` and the semicolon"
        "Remove the space: Senders that find any other TXT record beside this one discard it."
    TlsrptUnrelated "tlsrpt/unrelated" Note "RFC 8460 3"
        "{count} other TXT record(s) at this name are ignored"
        "Remove them if they are not meant to be here."
    TlsrptCname "tlsrpt/cname" Note "RFC 8460 3"
        "the record is delegated by CNAME: {chain}"
        "Senders follow the CNAME."

    // DNS itself.
    DnsLookupFailed "dns/lookup-failed" Note "RFC 1035 4"
        "the look-up of {type} {name} failed: {detail}"
        "This was not tested. Try again, or with another resolver."
    DnsCnameLoop "dns/cname-loop" Error "RFC 1034 3.6.2"
        "the CNAME chain of {name} is a loop or too long"
        "Let the CNAME point to a name that holds the record."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_unique_and_well_formed() {
        let mut seen = std::collections::HashSet::new();
        for code in Code::ALL {
            let slug = code.slug();
            assert!(seen.insert(slug), "{slug} stands twice");
            assert!(
                slug.bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"/-".contains(&b))
            );
            assert_eq!(Code::from_slug(slug), Some(*code));
            assert!(
                !code.info().message.ends_with('.')
                    && code.info().help.ends_with(|c| ".:;)".contains(c) || c != ' ')
            );
        }
    }
}
