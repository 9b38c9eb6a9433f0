//! The rules by which a Sender reads, as data. One interpreter for each kind of text runs them.

use super::text::{LineEnds, Space};

/// How a Sender reads the set of TXT records at `_mta-sts`.
#[derive(Debug)]
pub(super) enum RecordReader {
    /// As RFC 8461 3.1 has it, by this crate's own parser.
    Strict,
    /// A record that is selected counts; its fields are not read (chasquid has no use for the `id`).
    Selected(Select),
    /// A record that is selected counts when it has this text anywhere.
    Contains(Select, &'static str),
    /// Split at semicolons into `name=value`.
    Fields(Select, RecordRules),
    /// Byte by byte, white space left out, names of at most eight letters (the mail-auth crate).
    Tags,
    /// As a mail header with comments and quotes (mailauth reads it with its DKIM header parser).
    HeaderValue(Select),
}

/// Which records of the set are read, and how many may be left.
#[derive(Debug, Clone, Copy)]
pub(super) enum Select {
    /// The set must be a single record, whatever it says.
    Only,
    /// All records are run together into one.
    Joined,
    /// Of those that begin as an MTA-STS record there must be exactly one.
    One(Beginning),
    /// The first that begins as one, however many there are.
    First(Beginning),
    /// Each is parsed; exactly one must be good.
    OneGood,
}

/// What a record must begin with to be one.
#[derive(Debug, Clone, Copy)]
pub(super) enum Beginning {
    /// `v=STSv1;`, the words of RFC 8461 3.1.
    VersionSemicolon,
    /// `v=STSv1`, blanks, `;`: the grammar of RFC 8461 3.1.
    VersionBlanksSemicolon,
    /// `v=STSv1`.
    Version,
    /// `v=STS`, after white space.
    Prefix,
    /// `v=STSv1` in any case, after white space, at the end of a word.
    VersionWord,
    /// `v=STSv1` in any case and then `;` or white space.
    VersionAndBreak,
}

/// How the fields of a record are read.
#[derive(Debug)]
pub(super) struct RecordRules {
    pub non_ascii: NonAscii,
    /// Quotation marks at the ends of the record are taken off.
    pub trim_quotes: bool,
    /// What stands between fields.
    pub separators: &'static [char],
    /// Taken off both ends of a field.
    pub trim: Space,
    /// Blanks at the very end of the record stay on the last field.
    pub keep_last_blanks: bool,
    pub empty: Empty,
    pub equals: Equals,
    /// A field without (exactly one) `=`.
    pub malformed: Malformed,
    /// Taken off names and values, beside the `=`.
    pub trim_parts: Space,
    /// A blank within a name or value is a fault.
    pub refuse_inner_blanks: bool,
    pub lower_names: bool,
    pub version: RecordVersion,
    pub id: IdRule,
    pub repeated_id: Repeated,
    /// Another field than `v` and `id`.
    pub unknown: Unknown,
    /// Whether the `id` is kept at all.
    pub keeps_id: bool,
}

/// What becomes of a record that is not all ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NonAscii {
    Read,
    /// As though it were not there.
    Drop,
    /// No record of the set is read.
    Refuse,
    /// The one that is read must be all visible ASCII and blanks; what else is in the set does not matter.
    RefuseSelected,
}

/// A field without text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Empty {
    Skip,
    /// Only behind the last semicolon.
    SkipLast,
    /// Only when there is not even white space in it; else it is malformed.
    SkipZeroLength,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Equals {
    /// The value is all behind the first `=`.
    First,
    /// There must be exactly one.
    One,
    /// The value is what stands between the first and the second.
    SecondPart,
}

/// What becomes of a field or line that is not name and value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Malformed {
    Skip,
    Refuse,
    /// All of it is the name; the value is empty.
    EmptyValue,
    /// The same, the value being JavaScript's `undefined`.
    Undefined,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RecordVersion {
    /// Not looked at again.
    Selected,
    /// The first field must be `v=STSv1`; `repeated` says whether another `v` may follow.
    FirstField { repeated: bool },
    /// Every `v` must be it, and there must be one, anywhere.
    Each { ignore_case: bool },
    /// The last `v` must be it.
    Last { ignore_case: bool },
    /// The first field must be named `v`, and every `v` be it.
    FirstName,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IdRule {
    /// Any text, also none.
    Any,
    NotEmpty,
    /// It may be missing, but not be empty.
    Optional,
    /// At most 32 bytes of anything.
    Short,
    /// Letters and digits, at most so many.
    AlphaNumeric(usize),
    /// 1 to 32 letters and digits, and a line feed may follow: Python's `$`.
    AlphaNumericLine,
}

/// Which of several fields of one name counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeated {
    First,
    Last,
    Refuse,
    /// As `Refuse`, but one without text is let through.
    RefuseText,
    /// Their values, joined by a space.
    Joined,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unknown {
    Accept,
    Refuse,
    /// Must be an extension as RFC 8461 3.1 has it, from this field on (counted from 0), also the `id` if so said.
    Checked {
        names: NameSyntax,
        from: usize,
        ids: bool,
    },
}

/// How names of extension fields must look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameSyntax {
    Any,
    /// RFC 8461: a letter or digit, then letters, digits, `_`, `-`, `.`; at most 32.
    Rfc,
    /// The same, but `-` and `.` may also come first.
    DashFirst,
}

/// How a Sender reads a policy body.
#[derive(Debug)]
pub(super) enum PolicyReader {
    /// As RFC 8461 3.2 has it, by this crate's own parser.
    Strict,
    Fields(PolicyRules),
    /// Words are searched in the whole text, wherever they stand (bv-mcp).
    Search,
}

/// Which bytes a Sender takes for text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Anything but ASCII is refused (what Python makes of `text/plain` without a charset).
    Ascii,
    Utf8,
    /// Any bytes.
    Bytes,
}

#[derive(Debug)]
pub(super) struct PolicyRules {
    pub encoding: Encoding,
    pub lines: Lines,
    pub names: Names,
    pub repeated: Repeated,
    /// Values of repeated fields are checked also where they do not count.
    pub check_each: bool,
    pub version: PolicyVersion,
    pub modes: Modes,
    pub max_age: MaxAge,
    pub mx: Mx,
}

/// How text is cut into names and values.
#[derive(Debug)]
pub(super) struct Lines {
    pub ends: LineEnds,
    /// A text without anything in it is a fault of its own.
    pub refuse_empty: bool,
    /// Taken off a line before anything else.
    pub trim: Space,
    pub blank: Malformed,
    /// Lines that begin with `#` are left out.
    pub comments: bool,
    pub colons: Equals,
    pub malformed: Malformed,
    pub trim_name: Space,
    pub trim_value: Space,
    /// White space about a name is a fault.
    pub refuse_name_space: bool,
    pub lower_names: bool,
}

/// What is asked of fields that are not `version`, `mode`, `mx` or `max_age`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    Ignored,
    /// The name must look so, and the value be text without control characters; else the policy is refused.
    Checked(NameSyntax, Controls),
    /// As `Checked`, but of a name that was there before the value is not looked at.
    CheckedFirst(NameSyntax, Controls),
    /// Any line whose name is not RFC 8461's, or whose value begins with nothing visible, is left out.
    SkipOdd,
}

/// Which characters are control characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Controls {
    /// Those of ASCII.
    Ascii,
    /// Also U+0080 to U+009F.
    Unicode,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PolicyVersion {
    Required,
    RequiredIgnoreCase,
    /// It may be missing; if there, it must be STSv1 in any case.
    OptionalIgnoreCase,
    /// Not looked at.
    Any,
}

#[derive(Debug)]
pub(super) struct Modes {
    pub ignore_case: bool,
    /// The mode of a policy that names none.
    pub missing: Option<&'static str>,
    /// A policy of mode `none` is a fault.
    pub refuse_none: bool,
}

/// How digits are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    /// One to ten digits.
    TenDigits,
    /// Digits of any count, up to 2⁶³.
    Digits,
    /// Go's `strconv.Atoi`: a sign may precede; below 2⁶³.
    Go,
    /// As `Go`, and kept as it was written.
    GoText,
    /// Rust's `u64`: a plus sign may precede; below 2⁶⁴.
    Rust,
    /// Python's `int()`: sign, single underscores, white space around.
    Python,
    /// JavaScript's `Number()`: nothing is 0; fractions, exponents, `0x`, `0o`, `0b`.
    JavaScript,
}

#[derive(Debug)]
pub(super) struct MaxAge {
    pub number: Number,
    pub least: i64,
    pub most: i64,
    /// Larger values are read as this.
    pub cap: Option<i64>,
    /// The value of a policy that has none, in words.
    pub missing: Option<&'static str>,
    pub unreadable: Unreadable,
}

/// What becomes of a `max_age` that is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreadable {
    Refuse,
    /// As though the line were not there.
    Ignore,
    /// It is kept as JavaScript's NaN.
    NotANumber,
}

#[derive(Debug)]
pub(super) struct Mx {
    pub syntax: MxSyntax,
    pub case: Case,
    /// A pattern that was there is not kept again.
    pub once: bool,
    pub required: MxRequired,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MxSyntax {
    Any,
    /// Empty values are left out.
    NotEmpty,
    /// A host name, perhaps after `*.`; anything else refuses the policy.
    Host(HostSyntax),
}

/// What is asked of a host name, beside letters, digits and inner hyphens in each label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HostSyntax {
    pub longest_label: usize,
    pub longest_name: usize,
    pub root_dot: bool,
    pub refuse_address: bool,
    /// A-labels must be Punycode, and no other label may have `--` as third and fourth character.
    pub check_idna: bool,
}

/// How patterns are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    AsWritten,
    /// Lower case, of ASCII only.
    AsciiLower,
    Lower,
    /// Lower case, U-labels as A-labels; nothing is kept of `*.` alone.
    ALabels,
    /// Lower case, and `*.` becomes `.`, which Postfix takes for all subdomains.
    Postfix,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MxRequired {
    /// Also with mode `none`.
    Always,
    UnlessNone,
    Never,
}

/// How a Sender holds an MX host against patterns.
#[derive(Debug)]
pub(super) enum MxReader {
    /// As RFC 8461 4.1 has it, by this crate's own matcher.
    Strict,
    Rules(MxRules),
}

#[derive(Debug)]
pub(super) struct MxRules {
    pub host: NameForm,
    pub pattern: NameForm,
    /// The pattern must be a host name, perhaps after `*.`.
    pub syntax: MxSyntax,
    pub wildcard: Wildcard,
}

/// What is done to a name before it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NameForm {
    pub trim: Space,
    pub root_dot: RootDot,
    pub lower: Lower,
    pub idna: Idna,
}

/// Which capitals become small letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lower {
    No,
    Ascii,
    Unicode,
    /// As `Unicode`, but each character by itself, to a single one (Go's `strings.ToLower`).
    Single,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RootDot {
    Keep,
    /// One at the end is taken off.
    TakeOne,
    /// One at the end is taken off, and then what follows the last colon: a port.
    TakeOneAndPort,
    /// All at the end are taken off.
    TakeAll,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Idna {
    None,
    /// U-labels become A-labels; a broken A-label matches nothing.
    ToAscii,
    /// U-labels become A-labels; what cannot stays as it is.
    ULabels,
    /// A-labels become U-labels; a broken one matches nothing.
    ToUnicode,
    /// To A-labels, none looked into, but only names with a character of U+007E to U+00FF.
    LatinToAscii,
    /// To A-labels after UTS 46's mapping, and the name must pass IDNA's look-up rules (underscores let through in
    /// ASCII).
    Lookup,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wildcard {
    /// `*.` covers one label, which may even be empty.
    OneLabel,
    /// `*.` covers one label of at least one character.
    OneFullLabel,
    /// The first label `*` covers one label, also when it is the whole pattern.
    StarLabel,
    /// `*.` covers one label of letters, digits and hyphens.
    OneAsciiLabel,
    /// As `OneLabel`, the label's end searched in the name as it was given.
    OneGivenLabel,
    /// `*.` and a bare leading dot cover one label.
    OneLabelOrDot,
    /// A leading `*` and the character behind it are one label.
    SkipTwo,
    /// `*.` covers any number of labels, at least the dot.
    Suffix,
    /// As `Suffix`, and the domain without a label too.
    SuffixOrBare,
    /// A leading dot covers any number of labels, of at least one character (Postfix).
    Postfix,
    /// A regular expression in which `*` is `.*`: every dot matches any character.
    Regex,
}
