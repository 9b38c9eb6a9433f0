//! The standard itself, and operators whose Senders nobody outside can read the source of.

use super::common::{AS_IS, MATCH};
use crate::policy::SHORT_MAX_AGE;
use crate::senders::rules::{MxReader, MxRules, PolicyReader, RecordReader, Wildcard};
use crate::senders::{Role, Sender, Source};

pub(super) static STRICT: Sender = Sender {
    name: "rfc",
    product: "RFC 8461 to the letter",
    role: Role::Sender,
    source: Source::Standard,
    about: "reads exactly what RFC 8461 and its errata allow",
    record: Some(RecordReader::Strict),
    policy: Some(PolicyReader::Strict),
    mx: Some(MxReader::Strict),
    least_max_age: 0,
};

/// mimecast/mta-sts, StsPolicy.matchMx: a regular expression. How the rest is read is not modelled.
pub(super) static MIMECAST: Sender = Sender {
    name: "mimecast",
    product: "Mimecast (its open-source library)",
    role: Role::Sender,
    source: Source::Measured,
    about: "patterns are regular expressions: a wildcard covers several labels, a dot any character, and case counts",
    record: None,
    policy: None,
    mx: Some(MxReader::Rules(MxRules {
        host: AS_IS,
        pattern: AS_IS,
        wildcard: Wildcard::Regex,
        ..MATCH
    })),
    least_max_age: 0,
};

pub(super) static GOOGLE: Sender = Sender {
    name: "google",
    product: "Google (Gmail)",
    role: Role::Sender,
    source: Source::Reported,
    about: "reported to ignore policies with a max_age of less than a day (hardenize-public issue 73); else RFC 8461 is assumed",
    record: None,
    policy: None,
    mx: None,
    least_max_age: SHORT_MAX_AGE,
};

pub(super) static MICROSOFT: Sender = Sender {
    name: "microsoft",
    product: "Microsoft Exchange Online",
    role: Role::Sender,
    source: Source::Documented,
    about: "documented to validate all outbound mail and to return it with 5.4.8 where MX hosts fail an enforced policy (Enhancing mail flow with MTA-STS); how text is read is not said, RFC 8461 is assumed",
    record: None,
    policy: None,
    mx: None,
    least_max_age: 0,
};
