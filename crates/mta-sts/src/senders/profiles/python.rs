//! Written in Python: `splitlines`, `strip`, `int()` and `re` decide.

use super::common::{AS_IS, HOST, LINES, MATCH, MAX_AGE, MODES, POSTFIX, RECORD};
use crate::senders::rules::{
    Beginning, Case, Controls, Empty, Encoding, HostSyntax, IdRule, Lines, Malformed, MaxAge, Mx,
    MxReader, MxRequired, MxRules, MxSyntax, NameSyntax, Names, NonAscii, Number, PolicyReader,
    PolicyRules, PolicyVersion, RecordReader, RecordRules, RecordVersion, Repeated, Select,
    Unknown, Wildcard,
};
use crate::senders::text::{LineEnds, Space};
use crate::senders::{Role, Sender, Source};

/// resolver.py, responder.py and utils.py of Snawoot/postfix-mta-sts-resolver; Postfix's TLS_README for `match=`.
pub(super) static SNAWOOT: Sender = Sender {
    name: "snawoot",
    product: "Postfix with postfix-mta-sts-resolver",
    role: Role::Sender,
    source: Source::Measured,
    about: "a policy with anything but ASCII is refused where its charset is not named; the last of repeated fields counts; mx values are not checked; Postfix lets a wildcard cover several labels",
    record: Some(RecordReader::Fields(
        Select::One(Beginning::Version),
        RecordRules {
            non_ascii: NonAscii::Drop,
            trim: Space::Python,
            malformed: Malformed::EmptyValue,
            version: RecordVersion::Last { ignore_case: false },
            id: IdRule::Any,
            ..RECORD
        },
    )),
    policy: Some(PolicyReader::Fields(PolicyRules {
        encoding: Encoding::Ascii,
        lines: Lines {
            ends: LineEnds::Python,
            malformed: Malformed::EmptyValue,
            trim_name: Space::None,
            trim_value: Space::Python,
            ..LINES
        },
        names: Names::Ignored,
        repeated: Repeated::Last,
        check_each: false,
        version: PolicyVersion::Required,
        modes: MODES,
        max_age: MaxAge { number: Number::Python, ..MAX_AGE },
        mx: Mx {
            syntax: MxSyntax::Any,
            case: Case::AsWritten,
            once: false,
            required: MxRequired::UnlessNone,
        },
    })),
    mx: Some(MxReader::Rules(POSTFIX)),
    least_max_age: 0,
};

/// checkdmarc/mta_sts.py of checkdmarc 6.0; the record by the grammar library pyleri, which skips white space.
pub(super) static CHECKDMARC: Sender = Sender {
    name: "checkdmarc",
    product: "checkdmarc",
    role: Role::Checker,
    source: Source::Measured,
    about: "follows the grammar; blank lines are let through; the first of repeated fields counts",
    record: Some(RecordReader::Fields(
        Select::One(Beginning::VersionBlanksSemicolon),
        RecordRules {
            trim_quotes: true,
            trim: Space::Python,
            empty: Empty::SkipLast,
            malformed: Malformed::Refuse,
            version: RecordVersion::FirstField { repeated: true },
            id: IdRule::AlphaNumeric(32),
            repeated_id: Repeated::First,
            unknown: Unknown::Checked { names: NameSyntax::Rfc, from: 0, ids: true },
            ..RECORD
        },
    )),
    policy: Some(PolicyReader::Fields(PolicyRules {
        encoding: Encoding::Bytes,
        lines: Lines {
            ends: LineEnds::FeedStrict,
            malformed: Malformed::Refuse,
            refuse_name_space: true,
            trim_value: Space::Python,
            ..LINES
        },
        names: Names::Checked(NameSyntax::Rfc, Controls::Ascii),
        repeated: Repeated::First,
        check_each: false,
        version: PolicyVersion::Required,
        modes: MODES,
        max_age: MAX_AGE,
        mx: Mx {
            syntax: MxSyntax::Host(HOST),
            case: Case::AsWritten,
            once: false,
            required: MxRequired::UnlessNone,
        },
    })),
    mx: Some(MxReader::Rules(MxRules { wildcard: Wildcard::OneAsciiLabel, ..MATCH })),
    least_max_age: 0,
};

/// check.py of aykevl/mta-sts.
pub(super) static AYKEVL: Sender = Sender {
    name: "aykevl",
    product: "aykevl's MTA-STS validator",
    role: Role::Checker,
    source: Source::Measured,
    about: "ASCII only; lines that are no fields are passed over, the first of repeated fields counts; mx is always required, max_age must be a day or more",
    record: Some(RecordReader::Fields(
        Select::One(Beginning::VersionSemicolon),
        RecordRules {
            non_ascii: NonAscii::Refuse,
            trim: Space::Blanks,
            version: RecordVersion::FirstField { repeated: true },
            id: IdRule::AlphaNumericLine,
            unknown: Unknown::Checked { names: NameSyntax::Rfc, from: 3, ids: true },
            ..RECORD
        },
    )),
    policy: Some(PolicyReader::Fields(PolicyRules {
        encoding: Encoding::Ascii,
        lines: Lines {
            ends: LineEnds::PythonKept,
            trim_name: Space::None,
            trim_value: Space::Blanks,
            ..LINES
        },
        names: Names::SkipOdd,
        repeated: Repeated::First,
        check_each: false,
        version: PolicyVersion::Required,
        modes: MODES,
        max_age: MaxAge { number: Number::Python, least: 86_400, most: 9_999_999_999, ..MAX_AGE },
        mx: Mx {
            syntax: MxSyntax::Host(HostSyntax { longest_label: usize::MAX, ..HOST }),
            case: Case::AsWritten,
            once: false,
            required: MxRequired::Always,
        },
    })),
    mx: Some(MxReader::Rules(MxRules {
        host: AS_IS,
        pattern: AS_IS,
        wildcard: Wildcard::SkipTwo,
        ..MATCH
    })),
    least_max_age: 0,
};
