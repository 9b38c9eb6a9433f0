//! Written in Go: `TrimSpace`, `Scanner`, `Atoi` and `x/net/idna` decide.

use super::common::{AS_IS, HOST, LINES, MATCH, MAX_AGE, MODES, POSTFIX, RECORD, YEAR};
use crate::senders::rules::{
    Beginning, Case, Controls, Empty, Encoding, Equals, HostSyntax, IdRule, Idna, Lines, Lower,
    Malformed, MaxAge, Modes, Mx, MxReader, MxRequired, MxRules, MxSyntax, NameForm, NameSyntax,
    Names, NonAscii, Number, PolicyReader, PolicyRules, PolicyVersion, RecordReader, RecordRules,
    RecordVersion, Repeated, RootDot, Select, Unknown, Wildcard,
};
use crate::senders::text::{LineEnds, Space};
use crate::senders::{Role, Sender, Source};

const SINGLE: NameForm = NameForm { lower: Lower::Single, ..AS_IS };

/// A label may be longer than 63, but the name must pass IDNA's look-up.
const MOX_HOST: MxSyntax = MxSyntax::Host(HostSyntax {
    longest_label: usize::MAX,
    refuse_address: true,
    check_idna: true,
    ..HOST
});

/// mtasts/parse.go, a hand-written parser of the grammar; dns/dns.go.
pub(super) static MOX: Sender = Sender {
    name: "mox",
    product: "mox",
    role: Role::Sender,
    source: Source::Measured,
    about: "follows the grammar; the first of repeated fields counts, yet every one must be valid; max_age up to 2³¹ − 1",
    record: Some(RecordReader::Fields(
        Select::One(Beginning::VersionBlanksSemicolon),
        RecordRules {
            trim: Space::Blanks,
            keep_last_blanks: true,
            empty: Empty::SkipLast,
            malformed: Malformed::Refuse,
            version: RecordVersion::FirstField { repeated: true },
            id: IdRule::AlphaNumeric(32),
            repeated_id: Repeated::RefuseText,
            unknown: Unknown::Checked { names: NameSyntax::DashFirst, from: 0, ids: false },
            ..RECORD
        },
    )),
    policy: Some(PolicyReader::Fields(PolicyRules {
        encoding: Encoding::Bytes,
        lines: Lines {
            ends: LineEnds::Rust,
            blank: Malformed::Refuse,
            malformed: Malformed::Refuse,
            trim_name: Space::None,
            trim_value: Space::Blanks,
            ..LINES
        },
        names: Names::Checked(NameSyntax::DashFirst, Controls::Ascii),
        repeated: Repeated::First,
        check_each: true,
        version: PolicyVersion::Required,
        modes: MODES,
        max_age: MaxAge { most: 2_147_483_647, ..MAX_AGE },
        mx: Mx {
            syntax: MOX_HOST,
            case: Case::Lower,
            once: false,
            required: MxRequired::UnlessNone,
        },
    })),
    mx: Some(MxReader::Rules(MxRules {
        host: NameForm { root_dot: RootDot::TakeOne, idna: Idna::Lookup, ..SINGLE },
        pattern: NameForm { trim: Space::Blanks, ..SINGLE },
        syntax: MOX_HOST,
        ..MATCH
    })),
    least_max_age: 0,
};

/// internal/sts/sts.go. It has no use for the `id`, and reads at most 10 KiB of a policy.
pub(super) static CHASQUID: Sender = Sender {
    name: "chasquid",
    product: "chasquid",
    role: Role::Sender,
    source: Source::Measured,
    about: "any record that begins with v=STSv1; counts, the id is not read; the last of repeated fields counts; mx is always required, max_age must be 1 or more",
    record: Some(RecordReader::Selected(Select::First(Beginning::VersionSemicolon))),
    policy: Some(PolicyReader::Fields(PolicyRules {
        encoding: Encoding::Bytes,
        lines: Lines { ends: LineEnds::Go, ..LINES },
        names: Names::Ignored,
        repeated: Repeated::Last,
        check_each: false,
        version: PolicyVersion::Required,
        modes: MODES,
        max_age: MaxAge { number: Number::Go, least: 1, ..MAX_AGE },
        mx: Mx {
            syntax: MxSyntax::Any,
            case: Case::AsWritten,
            once: false,
            required: MxRequired::Always,
        },
    })),
    mx: Some(MxReader::Rules(MxRules { host: ROOTLESS_ASCII, pattern: ROOTLESS_ASCII, ..MATCH })),
    least_max_age: 0,
};

const ROOTLESS_ASCII: NameForm =
    NameForm { root_dot: RootDot::TakeOne, idna: Idna::ToAscii, ..SINGLE };

/// mtasts.go and dns.go of foxcpp/go-mtasts.
pub(super) static MADDY: Sender = Sender {
    name: "go-mtasts",
    product: "maddy (go-mtasts)",
    role: Role::Sender,
    source: Source::Measured,
    about: "an unrelated TXT record, a blank line, a second colon in a line: each refuses all; the last of repeated fields counts; max_age is any integer, also negative",
    record: Some(RecordReader::Fields(
        Select::Only,
        RecordRules {
            equals: Equals::One,
            malformed: Malformed::Refuse,
            refuse_inner_blanks: true,
            version: RecordVersion::Each { ignore_case: false },
            ..RECORD
        },
    )),
    policy: Some(PolicyReader::Fields(PolicyRules {
        encoding: Encoding::Bytes,
        lines: Lines {
            ends: LineEnds::Go,
            blank: Malformed::Refuse,
            colons: Equals::One,
            malformed: Malformed::Refuse,
            trim_name: Space::None,
            ..LINES
        },
        names: Names::Ignored,
        repeated: Repeated::Last,
        check_each: true,
        version: PolicyVersion::Required,
        modes: MODES,
        max_age: MaxAge { number: Number::Go, least: i64::MIN, most: i64::MAX, ..MAX_AGE },
        mx: Mx {
            syntax: MxSyntax::Any,
            case: Case::AsWritten,
            once: false,
            required: MxRequired::UnlessNone,
        },
    })),
    mx: Some(MxReader::Rules(MxRules {
        host: NameForm { root_dot: RootDot::TakeOne, idna: Idna::ToUnicode, ..SINGLE },
        pattern: NameForm { root_dot: RootDot::TakeOne, idna: Idna::ToUnicode, ..SINGLE },
        wildcard: Wildcard::OneGivenLabel,
        ..MATCH
    })),
    least_max_age: 0,
};

/// internal/mta-sts.go and utils/valid/valid.go of Zuplu/postfix-tlspol; Postfix's TLS_README for `match=`.
pub(super) static TLSPOL: Sender = Sender {
    name: "tlspol",
    product: "Postfix with postfix-tlspol",
    role: Role::Sender,
    source: Source::Measured,
    about: "follows the grammar, the first of repeated fields counts; max_age above a year is read as a year; Postfix lets a wildcard cover several labels",
    record: Some(RecordReader::Fields(
        Select::One(Beginning::VersionBlanksSemicolon),
        RecordRules {
            non_ascii: NonAscii::RefuseSelected,
            trim: Space::Blanks,
            keep_last_blanks: true,
            empty: Empty::SkipLast,
            malformed: Malformed::Refuse,
            version: RecordVersion::FirstField { repeated: true },
            id: IdRule::AlphaNumeric(32),
            repeated_id: Repeated::First,
            unknown: Unknown::Checked { names: NameSyntax::Rfc, from: 0, ids: false },
            keeps_id: false,
            ..RECORD
        },
    )),
    policy: Some(PolicyReader::Fields(PolicyRules {
        encoding: Encoding::Utf8,
        lines: Lines {
            ends: LineEnds::Go,
            blank: Malformed::Refuse,
            malformed: Malformed::Refuse,
            trim_name: Space::None,
            trim_value: Space::Blanks,
            ..LINES
        },
        names: Names::CheckedFirst(NameSyntax::Rfc, Controls::Unicode),
        repeated: Repeated::First,
        check_each: false,
        version: PolicyVersion::Required,
        modes: MODES,
        max_age: MaxAge { most: i64::MAX, cap: Some(YEAR), ..MAX_AGE },
        mx: Mx {
            syntax: MxSyntax::Host(HostSyntax {
                longest_name: 253,
                root_dot: true,
                refuse_address: true,
                ..HOST
            }),
            case: Case::Postfix,
            once: false,
            required: MxRequired::UnlessNone,
        },
    })),
    mx: Some(MxReader::Rules(POSTFIX)),
    least_max_age: 0,
};

/// policy.go and resolver.go of rest-mail/go-mtasts.
pub(super) static RESTMAIL: Sender = Sender {
    name: "restmail",
    product: "rest-mail (go-mtasts)",
    role: Role::Library,
    source: Source::Measured,
    about: "the first of repeated policy fields counts, a repeated id refuses the record; odd lines and fields are passed over; max_age must be 1 or more",
    record: Some(RecordReader::Fields(
        Select::OneGood,
        RecordRules {
            version: RecordVersion::FirstField { repeated: false },
            id: IdRule::AlphaNumeric(32),
            repeated_id: Repeated::Refuse,
            ..RECORD
        },
    )),
    policy: Some(PolicyReader::Fields(PolicyRules {
        encoding: Encoding::Bytes,
        lines: Lines { trim: Space::Unicode, ..LINES },
        names: Names::Ignored,
        repeated: Repeated::First,
        check_each: false,
        version: PolicyVersion::Required,
        modes: MODES,
        max_age: MaxAge { number: Number::Digits, least: 1, ..MAX_AGE },
        mx: Mx {
            syntax: MxSyntax::NotEmpty,
            case: Case::AsWritten,
            once: false,
            required: MxRequired::UnlessNone,
        },
    })),
    mx: Some(MxReader::Rules(MxRules {
        host: NameForm { trim: Space::Unicode, root_dot: RootDot::TakeOne, ..SINGLE },
        pattern: NameForm { trim: Space::Unicode, root_dot: RootDot::TakeOne, ..SINGLE },
        wildcard: Wildcard::StarLabel,
        ..MATCH
    })),
    least_max_age: 0,
};

/// checker/mta_sts.go and checker/hostname.go of EFForg/starttls-backend.
pub(super) static EFF: Sender = Sender {
    name: "eff",
    product: "EFF's STARTTLS Everywhere checker",
    role: Role::Checker,
    source: Source::Measured,
    about: "repeated fields are joined by a space, so that a second mode or max_age is a fault; mode none is one, a missing mx is not",
    record: Some(RecordReader::Fields(
        Select::One(Beginning::Version),
        RecordRules {
            equals: Equals::One,
            trim_parts: Space::Unicode,
            id: IdRule::AlphaNumeric(usize::MAX),
            repeated_id: Repeated::Joined,
            keeps_id: false,
            ..RECORD
        },
    )),
    policy: Some(PolicyReader::Fields(PolicyRules {
        encoding: Encoding::Bytes,
        lines: Lines { trim: Space::Unicode, colons: Equals::One, ..LINES },
        names: Names::Ignored,
        repeated: Repeated::Joined,
        check_each: false,
        version: PolicyVersion::Required,
        modes: Modes { refuse_none: true, ..MODES },
        max_age: MaxAge { number: Number::GoText, least: 1, ..MAX_AGE },
        mx: Mx {
            syntax: MxSyntax::Any,
            case: Case::AsWritten,
            once: false,
            required: MxRequired::Never,
        },
    })),
    mx: Some(MxReader::Rules(MxRules {
        host: NameForm { root_dot: RootDot::TakeOneAndPort, ..SINGLE },
        pattern: SINGLE,
        wildcard: Wildcard::OneLabelOrDot,
        ..MATCH
    })),
    least_max_age: 0,
};
