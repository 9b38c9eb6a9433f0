//! Written in Rust: `str::lines`, `trim` and `u64::from_str` decide.

use super::common::{AS_IS, LINES, LOWER, MATCH, MAX_AGE, MODES, RECORD};
use crate::senders::rules::{
    Case, Empty, Encoding, IdRule, Idna, Lines, Lower, Malformed, MaxAge, Modes, Mx, MxReader,
    MxRequired, MxRules, MxSyntax, NameForm, Names, Number, PolicyReader, PolicyRules,
    PolicyVersion, RecordReader, RecordRules, RecordVersion, Repeated, RootDot, Select, Unreadable,
    Wildcard,
};
use crate::senders::text::{LineEnds, Space};
use crate::senders::{Role, Sender, Source};

const U64: MaxAge = MaxAge { number: Number::Rust, most: i64::MAX, ..MAX_AGE };

/// crates/smtp/src/outbound/mta_sts of stalwartlabs/stalwart; the record by the mail-auth crate.
pub(super) static STALWART: Sender = Sender {
    name: "stalwart",
    product: "Stalwart",
    role: Role::Sender,
    source: Source::Measured,
    about: "version, mode and max_age may be missing (mode none, a day); what has no colon belongs to the next name; a max_age it cannot read is passed over; the last of repeated fields counts; MX host names are compared as they are given",
    record: Some(RecordReader::Tags),
    policy: Some(PolicyReader::Fields(PolicyRules {
        encoding: Encoding::Utf8,
        lines: Lines { ends: LineEnds::AfterColon, ..LINES },
        names: Names::Ignored,
        repeated: Repeated::Last,
        check_each: true,
        version: PolicyVersion::OptionalIgnoreCase,
        modes: Modes { missing: Some("none"), ..MODES },
        max_age: MaxAge { missing: Some("86400"), unreadable: Unreadable::Ignore, ..U64 },
        mx: Mx {
            syntax: MxSyntax::NotEmpty,
            case: Case::ALabels,
            once: false,
            required: MxRequired::Always,
        },
    })),
    mx: Some(MxReader::Rules(MxRules {
        host: AS_IS,
        pattern: NameForm { trim: Space::Unicode, idna: Idna::ULabels, ..LOWER },
        syntax: MxSyntax::NotEmpty,
        ..MATCH
    })),
    least_max_age: 0,
};

/// crates/mta-sts of KumoCorp/kumomta.
pub(super) static KUMO: Sender = Sender {
    name: "kumo",
    product: "KumoMTA",
    role: Role::Sender,
    source: Source::Measured,
    about: "all TXT records are run together, so that an unrelated one may change the id; a repeated version, mode or max_age refuses the policy, and so does a line without colon",
    record: Some(RecordReader::Fields(
        Select::Joined,
        RecordRules {
            trim: Space::None,
            empty: Empty::SkipZeroLength,
            malformed: Malformed::Refuse,
            trim_parts: Space::Unicode,
            version: RecordVersion::Last { ignore_case: false },
            id: IdRule::Any,
            ..RECORD
        },
    )),
    policy: Some(PolicyReader::Fields(PolicyRules {
        encoding: Encoding::Bytes,
        lines: Lines { ends: LineEnds::Rust, malformed: Malformed::Refuse, ..LINES },
        names: Names::Ignored,
        repeated: Repeated::Refuse,
        check_each: false,
        version: PolicyVersion::Required,
        modes: MODES,
        max_age: U64,
        mx: Mx {
            syntax: MxSyntax::Any,
            case: Case::Lower,
            once: false,
            required: MxRequired::UnlessNone,
        },
    })),
    mx: Some(MxReader::Rules(MxRules {
        host: NameForm { root_dot: RootDot::TakeAll, ..LOWER },
        pattern: NameForm { trim: Space::Unicode, ..LOWER },
        ..MATCH
    })),
    least_max_age: 0,
};

/// The crate mailrs-mta-sts 2.0.
pub(super) static MAILRS: Sender = Sender {
    name: "mailrs",
    product: "mailrs-mta-sts",
    role: Role::Library,
    source: Source::Measured,
    about: "names and values in any case; # comments; the last of repeated fields counts, yet every one must be valid; mx is always required",
    record: Some(RecordReader::Fields(
        Select::OneGood,
        RecordRules {
            trim_parts: Space::Unicode,
            lower_names: true,
            version: RecordVersion::Each { ignore_case: true },
            id: IdRule::Short,
            ..RECORD
        },
    )),
    policy: Some(PolicyReader::Fields(PolicyRules {
        encoding: Encoding::Utf8,
        lines: Lines {
            ends: LineEnds::Rust,
            trim: Space::Unicode,
            comments: true,
            lower_names: true,
            ..LINES
        },
        names: Names::Ignored,
        repeated: Repeated::Last,
        check_each: true,
        version: PolicyVersion::RequiredIgnoreCase,
        modes: Modes { ignore_case: true, ..MODES },
        max_age: U64,
        mx: Mx {
            syntax: MxSyntax::NotEmpty,
            case: Case::AsciiLower,
            once: false,
            required: MxRequired::Always,
        },
    })),
    mx: Some(MxReader::Rules(MxRules {
        host: MAILRS_NAME,
        pattern: MAILRS_NAME,
        wildcard: Wildcard::OneFullLabel,
        ..MATCH
    })),
    least_max_age: 0,
};

const MAILRS_NAME: NameForm = NameForm {
    trim: Space::Unicode,
    root_dot: RootDot::TakeAll,
    lower: Lower::Ascii,
    idna: Idna::None,
};

/// src/mta_sts/parse.rs and src/common of stalwartlabs/mail-auth: the record only.
pub(super) static MAIL_AUTH: Sender = Sender {
    name: "mail-auth",
    product: "mail-auth crate",
    role: Role::Library,
    source: Source::Measured,
    about: "white space is left out wherever it stands, v may come last; the first record that can be read counts, however many there are",
    record: Some(RecordReader::Tags),
    policy: None,
    mx: None,
    least_max_age: 0,
};
