//! Rules that many readers share; each profile says where it differs.

use crate::senders::rules::{
    Empty, Equals, HostSyntax, IdRule, Idna, Lines, Lower, Malformed, MaxAge, Modes, MxRules,
    MxSyntax, NameForm, NonAscii, Number, RecordRules, RecordVersion, Repeated, RootDot, Unknown,
    Unreadable, Wildcard,
};
use crate::senders::text::{LineEnds, Space};

pub(super) const YEAR: i64 = 31_557_600;

/// Split at semicolons and at the first `=`; what cannot be read is passed over, the last `id` counts.
pub(super) const RECORD: RecordRules = RecordRules {
    non_ascii: NonAscii::Read,
    trim_quotes: false,
    separators: &[';'],
    trim: Space::Unicode,
    keep_last_blanks: false,
    empty: Empty::Skip,
    equals: Equals::First,
    malformed: Malformed::Skip,
    trim_parts: Space::None,
    refuse_inner_blanks: false,
    lower_names: false,
    version: RecordVersion::Selected,
    id: IdRule::NotEmpty,
    repeated_id: Repeated::Last,
    unknown: Unknown::Accept,
    keeps_id: true,
};

/// Names and values trimmed; blank lines and lines without a colon are passed over.
pub(super) const LINES: Lines = Lines {
    ends: LineEnds::Feed,
    refuse_empty: false,
    trim: Space::None,
    blank: Malformed::Skip,
    comments: false,
    colons: Equals::First,
    malformed: Malformed::Skip,
    trim_name: Space::Unicode,
    trim_value: Space::Unicode,
    refuse_name_space: false,
    lower_names: false,
};

/// `enforce`, `testing`, `none`, in lower case; there must be one.
pub(super) const MODES: Modes = Modes { ignore_case: false, missing: None, refuse_none: false };

/// There must be one, of 0 to a year of 365.25 days.
pub(super) const MAX_AGE: MaxAge = MaxAge {
    number: Number::TenDigits,
    least: 0,
    most: YEAR,
    cap: None,
    missing: None,
    unreadable: Unreadable::Refuse,
};

pub(super) const HOST: HostSyntax = HostSyntax {
    longest_label: 63,
    longest_name: usize::MAX,
    root_dot: false,
    refuse_address: false,
    check_idna: false,
};

pub(super) const AS_IS: NameForm =
    NameForm { trim: Space::None, root_dot: RootDot::Keep, lower: Lower::No, idna: Idna::None };

pub(super) const LOWER: NameForm = NameForm { lower: Lower::Unicode, ..AS_IS };

pub(super) const MATCH: MxRules =
    MxRules { host: LOWER, pattern: LOWER, syntax: MxSyntax::Any, wildcard: Wildcard::OneLabel };

/// How Postfix holds the names of a certificate against `secure match=`; that of an MX host is taken for them.
pub(super) const POSTFIX: MxRules = MxRules { wildcard: Wildcard::Postfix, ..MATCH };
