//! Written in JavaScript: `trim`, `split`, `Number()` and regular expressions decide.

use super::common::{LINES, LOWER, MATCH, MAX_AGE, MODES, RECORD};
use crate::senders::rules::{
    Beginning, Case, Encoding, Equals, IdRule, Idna, Lines, Malformed, MaxAge, Modes, Mx, MxReader,
    MxRequired, MxRules, MxSyntax, NameForm, Names, Number, PolicyReader, PolicyRules,
    PolicyVersion, RecordReader, RecordRules, RecordVersion, Repeated, RootDot, Select, Unknown,
    Unreadable, Wildcard,
};
use crate::senders::text::{LineEnds, Space};
use crate::senders::{Role, Sender, Source};

/// lib/mta-sts.js and lib/parse-dkim-headers.js of postalsys/mailauth.
pub(super) static MAILAUTH: Sender = Sender {
    name: "mailauth",
    product: "users of mailauth (Node.js)",
    role: Role::Sender,
    source: Source::Measured,
    about: "the record is read as a mail header in any case; names and modes in any case, a missing mode is none, an empty max_age 0; the last of repeated fields counts; a wildcard covers several labels",
    record: Some(RecordReader::HeaderValue(Select::One(Beginning::VersionWord))),
    policy: Some(PolicyReader::Fields(PolicyRules {
        encoding: Encoding::Bytes,
        lines: Lines {
            ends: LineEnds::JavaScript,
            trim_name: Space::JavaScript,
            trim_value: Space::JavaScript,
            lower_names: true,
            ..LINES
        },
        names: Names::Ignored,
        repeated: Repeated::Last,
        check_each: false,
        version: PolicyVersion::Required,
        modes: Modes { ignore_case: true, missing: Some("none"), ..MODES },
        max_age: MaxAge { number: Number::JavaScript, ..MAX_AGE },
        mx: Mx {
            syntax: MxSyntax::Any,
            case: Case::Lower,
            once: true,
            required: MxRequired::UnlessNone,
        },
    })),
    mx: Some(MxReader::Rules(MxRules {
        host: NameForm { trim: Space::JavaScript, idna: Idna::LatinToAscii, ..LOWER },
        pattern: NameForm { trim: Space::JavaScript, ..LOWER },
        wildcard: Wildcard::Suffix,
        ..MATCH
    })),
    least_max_age: 0,
};

/// src/mtasts/policy.ts and src/utils of gaurav6386/mtasts-solution. It does not match MX hosts.
pub(super) static MTASTS_SOLUTION: Sender = Sender {
    name: "mtasts-solution",
    product: "mtasts-solution",
    role: Role::Checker,
    source: Source::Measured,
    about: "the version is not looked at, nothing is required and any max_age will do; a value ends at a second colon; an unknown field refuses the record",
    record: Some(RecordReader::Fields(
        Select::First(Beginning::Prefix),
        RecordRules {
            trim: Space::JavaScript,
            equals: Equals::SecondPart,
            malformed: Malformed::EmptyValue,
            trim_parts: Space::JavaScript,
            version: RecordVersion::FirstName,
            id: IdRule::Optional,
            unknown: Unknown::Refuse,
            ..RECORD
        },
    )),
    policy: Some(PolicyReader::Fields(PolicyRules {
        encoding: Encoding::Bytes,
        lines: Lines {
            refuse_empty: true,
            trim: Space::JavaScript,
            colons: Equals::SecondPart,
            malformed: Malformed::Undefined,
            trim_name: Space::JavaScript,
            trim_value: Space::JavaScript,
            ..LINES
        },
        names: Names::Ignored,
        repeated: Repeated::Last,
        check_each: true,
        version: PolicyVersion::Any,
        modes: Modes { missing: Some(""), ..MODES },
        max_age: MaxAge {
            number: Number::JavaScript,
            least: i64::MIN,
            most: i64::MAX,
            missing: Some("0"),
            unreadable: Unreadable::NotANumber,
            ..MAX_AGE
        },
        mx: Mx {
            syntax: MxSyntax::Any,
            case: Case::AsWritten,
            once: false,
            required: MxRequired::Never,
        },
    })),
    mx: None,
    least_max_age: 0,
};

/// packages/dns-checks/src/checks/mta-sts-analysis.ts of MadaBurns/bv-mcp; findings of severity high refuse.
pub(super) static BV_MCP: Sender = Sender {
    name: "bv-mcp",
    product: "bv-mcp",
    role: Role::Checker,
    source: Source::Measured,
    about: "words are searched in the whole text in any case, also within other names and values; a wildcard covers several labels and the bare domain",
    record: Some(RecordReader::Contains(Select::One(Beginning::VersionAndBreak), "id=")),
    policy: Some(PolicyReader::Search),
    mx: Some(MxReader::Rules(MxRules {
        host: NameForm { root_dot: RootDot::TakeOne, ..LOWER },
        wildcard: Wildcard::SuffixOrBare,
        ..MATCH
    })),
    least_max_age: 0,
};
