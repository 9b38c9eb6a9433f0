//! The strict reading of a policy: one pass, nothing copied, and no word about why a policy is refused.

use std::str::from_utf8;

use memchr::memchr;

use crate::domain::domain_prefix;
use crate::extension;
use crate::wsp::{after_wsp, before_wsp};

use super::{MAX_MAX_AGE, Mode};

/// A policy as an RFC-strict Sender reads it, borrowed from its body.
///
/// There is one exactly when [`parse`](super::parse) gives a `value`, and it holds the same. Reading takes one pass
/// and no memory. Where a policy is refused, [`parse`](super::parse) says why.
///
/// ```
/// use mta_sts::policy::{Mode, StrictPolicy};
/// let policy = StrictPolicy::read(b"version: STSv1\nmode: enforce\nmx: *.example.net\nmax_age: 604800\n").unwrap();
/// assert_eq!((policy.mode(), policy.max_age()), (Mode::Enforce, 604_800));
/// assert!(policy.mx().eq(["*.example.net"]));
/// assert!(StrictPolicy::read(b"version: STSv1\n").is_none());
/// ```
#[derive(Debug, Clone, Copy)]
pub struct StrictPolicy<'a> {
    pub(super) body: &'a [u8],
    mode: Mode,
    written_max_age: u64,
    pub(super) mx_count: usize,
    /// Fields beside those that RFC 8461 names, and repeated ones.
    pub(super) others: usize,
    /// Whether some `mx` pattern is written with capitals.
    pub(super) capitals: bool,
    /// Whether some `mx` pattern has one label only, or ends as an address does.
    pub(super) odd_names: bool,
}

impl<'a> StrictPolicy<'a> {
    /// Reads a policy body; `None` when an RFC-strict Sender must ignore it.
    ///
    /// Linear in the length of `body`. Its size is the caller's concern ([`crate::fetch::MAX_POLICY_BYTES`]).
    ///
    /// ```
    /// use mta_sts::policy::StrictPolicy;
    /// // The last line may do without its end; a blank line is not in the grammar.
    /// assert!(StrictPolicy::read(b"version: STSv1\nmode: none\nmax_age: 86400").is_some());
    /// assert!(StrictPolicy::read(b"version: STSv1\n\nmode: none\nmax_age: 86400\n").is_none());
    /// ```
    pub fn read(body: &'a [u8]) -> Option<StrictPolicy<'a>> {
        let mut fields = Fields::default();
        let mut rest = body;
        // RFC 8461 3.2: fields, each ended by LF or CRLF; the last one may do without.
        while !rest.is_empty() {
            rest = fields.line(rest)?;
        }
        // RFC 8461 3.2: version, mode and max_age are required once; mx at least once unless mode is none.
        let mode = fields.mode?;
        let complete = fields.version && (fields.mx > 0 || mode == Mode::None);
        let written_max_age = fields.max_age.filter(|_| complete)?;
        Some(StrictPolicy {
            body,
            mode,
            written_max_age,
            mx_count: fields.mx,
            others: fields.others,
            capitals: fields.capitals,
            odd_names: fields.odd_names,
        })
    }

    /// What a Sender does when validation fails (RFC 8461 5).
    ///
    /// ```
    /// use mta_sts::policy::{Mode, StrictPolicy};
    /// // Of a repeated field the first counts (RFC 8461 3.2).
    /// let body = b"version: STSv1\nmode: none\nmode: enforce\nmax_age: 86400\n";
    /// assert_eq!(StrictPolicy::read(body).map(|policy| policy.mode()), Some(Mode::None));
    /// ```
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Lifetime in seconds from the last fetch (RFC 8461 3.2). One above [`MAX_MAX_AGE`] counts as [`MAX_MAX_AGE`].
    ///
    /// ```
    /// use mta_sts::policy::{MAX_MAX_AGE, StrictPolicy};
    /// let max_age = |body: &'static [u8]| StrictPolicy::read(body).map(|policy| policy.max_age());
    /// assert_eq!(max_age(b"version: STSv1\nmode: none\nmax_age: 0\n"), Some(0));
    /// assert_eq!(max_age(b"version: STSv1\nmode: none\nmax_age: 40000000\n"), Some(MAX_MAX_AGE));
    /// ```
    pub fn max_age(&self) -> u32 {
        u32::try_from(self.written_max_age).unwrap_or(u32::MAX).min(MAX_MAX_AGE)
    }

    /// Names and values of the fields beside those that RFC 8461 names, and of repeated ones.
    pub(super) fn others(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let fields = lines(self.body).filter(|(_, line)| !line.starts_with(b"mx:"));
        fields.take(if self.others > 0 { usize::MAX } else { 0 }).filter_map(|(_, line)| {
            let (name, value) = from_utf8(line).ok()?.split_once(':')?;
            Some((name, value.trim_matches([' ', '\t', '\r'])))
        })
    }

    /// Where the `mx` patterns start and end in the body.
    pub(super) fn mx_places(&self) -> impl Iterator<Item = (usize, usize)> + use<'a> {
        let places = lines(self.body).filter_map(|(start, line)| {
            let value = after_wsp(line.strip_prefix(b"mx:")?);
            let start = start.wrapping_add(line.len()).wrapping_sub(value.len());
            Some((start, start.wrapping_add(value.trim_ascii_end().len())))
        });
        places.take(self.mx_count)
    }

    /// Whether the policy writes a `max_age` above [`MAX_MAX_AGE`].
    pub(super) fn exceeds_max_age(&self) -> bool {
        self.written_max_age > u64::from(MAX_MAX_AGE)
    }

    /// The `mx` patterns (RFC 8461 3.2) as written, in the order of the file; empty only under mode none.
    ///
    /// ```
    /// use mta_sts::policy::StrictPolicy;
    /// let body = b"version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.example.net\nmax_age: 604800\n";
    /// let policy = StrictPolicy::read(body).unwrap();
    /// assert!(policy.mx().eq(["mail.example.com", "*.example.net"]));
    /// ```
    pub fn mx(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let body = self.body;
        self.mx_places().filter_map(move |(start, end)| from_utf8(body.get(start..end)?).ok())
    }
}

/// The lines of a policy, each with its CR, and where they start.
fn lines(body: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut rest = body;
    std::iter::from_fn(move || {
        let start = body.len().wrapping_sub(rest.len());
        let (line, next) = split_line(rest);
        rest = next.unwrap_or(&[]);
        (!line.is_empty()).then_some((start, line))
    })
}

/// What stands before the next LF, and what behind it, if there is one.
fn split_line(text: &[u8]) -> (&[u8], Option<&[u8]>) {
    match memchr(b'\n', text).and_then(|at| text.split_at_checked(at)) {
        Some((line, [_, rest @ ..])) => (line, Some(rest)),
        _ => (text, None),
    }
}

/// What has been read so far.
#[derive(Default)]
struct Fields {
    version: bool,
    mode: Option<Mode>,
    max_age: Option<u64>,
    mx: usize,
    others: usize,
    capitals: bool,
    odd_names: bool,
}

impl Fields {
    /// Reads one line and gives back what follows it; `None` where the grammar refuses the line.
    fn line<'a>(&mut self, line: &'a [u8]) -> Option<&'a [u8]> {
        if let Some(value) = line.strip_prefix(b"mx:") {
            self.mx = self.mx.wrapping_add(1);
            return self.mx(after_wsp(value)).and_then(end_of_line);
        }
        // RFC 8461 3.2: a later version, mode or max_age is ignored, but must be a field all the same.
        if let (false, Some(value)) = (self.version, line.strip_prefix(b"version:")) {
            self.version = true;
            return after_wsp(value).strip_prefix(b"STSv1").and_then(end_of_line);
        }
        if let (None, Some(value)) = (self.mode, line.strip_prefix(b"mode:")) {
            let (mode, rest) = mode(after_wsp(value))?;
            self.mode = Some(mode);
            return end_of_line(rest);
        }
        if let (None, Some(value)) = (self.max_age, line.strip_prefix(b"max_age:")) {
            let (seconds, rest) = max_age(after_wsp(value))?;
            self.max_age = Some(seconds);
            return end_of_line(rest);
        }
        self.others = self.others.wrapping_add(1);
        other(line)
    }

    /// RFC 8461 3.2: `["*."] Domain`.
    fn mx<'a>(&mut self, value: &'a [u8]) -> Option<&'a [u8]> {
        let value = value.strip_prefix(b"*.").unwrap_or(value);
        let scanned = domain_prefix(value)?;
        let (name, rest) = value.split_at_checked(scanned.length)?;
        self.capitals |= scanned.capitals;
        self.odd_names |= !scanned.several_labels | name.last().is_some_and(u8::is_ascii_digit);
        Some(rest)
    }
}

/// RFC 8461 3.2: `%s"testing" / %s"enforce" / %s"none"`.
fn mode(value: &[u8]) -> Option<(Mode, &[u8])> {
    [Mode::Enforce, Mode::Testing, Mode::None]
        .into_iter()
        .find_map(|mode| Some((mode, value.strip_prefix(mode.as_str().as_bytes())?)))
}

/// RFC 8461 3.2: `1*10(DIGIT)`.
pub(super) fn max_age(value: &[u8]) -> Option<(u64, &[u8])> {
    let mut seconds = 0_u64;
    let mut rest = value;
    while let [digit @ b'0'..=b'9', next @ ..] = rest {
        seconds = seconds.wrapping_mul(10).wrapping_add(u64::from(digit & 0x0f));
        rest = next;
        if value.len().wrapping_sub(rest.len()) == 10 {
            break;
        }
    }
    (rest.len() < value.len()).then_some((seconds, rest))
}

/// RFC 8461 3.2: `sts-policy-ext-name sts-policy-field-delim sts-policy-ext-value`.
fn other(line: &[u8]) -> Option<&[u8]> {
    let after_name = line.get(extension::name_prefix(line)?..)?;
    let (value, rest) = split_line(after_name.strip_prefix(b":")?);
    // A CR belongs to the LF behind it; without one it is a control character in the value.
    let value = value.strip_suffix(b"\r").filter(|_| rest.is_some()).unwrap_or(value);
    let value = before_wsp(after_wsp(value));
    let text = !value.iter().any(u8::is_ascii_control) && from_utf8(value).is_ok();
    (text && !value.is_empty()).then_some(rest.unwrap_or(&[]))
}

/// RFC 8461 3.2: `*WSP sts-policy-term`, or the end.
fn end_of_line(text: &[u8]) -> Option<&[u8]> {
    match after_wsp(text) {
        [b'\n', rest @ ..] | [b'\r', b'\n', rest @ ..] => Some(rest),
        [] => Some(&[]),
        _ => None,
    }
}
