//! Runs record rules over the TXT records at `_mta-sts`.

use std::borrow::Cow;

use super::header_value;
use super::rules::{
    Beginning, Empty, Equals, IdRule, Malformed, NameSyntax, NonAscii, RecordReader, RecordRules,
    RecordVersion, Repeated, Select, Unknown,
};
use super::tags;
use super::text::Space;
use crate::record;

/// What is said of a record whose `id` the Sender does not keep.
pub(super) type Id = Option<String>;

/// The `id` that is read, or why the domain counts as having no MTA-STS.
pub(super) fn read(reader: &RecordReader, records: &[&[u8]]) -> Result<Id, &'static str> {
    let texts: Vec<Cow<'_, str>> = records.iter().map(|r| String::from_utf8_lossy(r)).collect();
    let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    match reader {
        RecordReader::Strict => match record::parse_set(records).value {
            Some(record) => Ok(Some(record.id)),
            None => Err("RFC 8461 3.1 does not allow this record, or there is none, or several"),
        },
        RecordReader::Selected(select) => selected(*select, &texts).map(|_| None),
        RecordReader::Contains(select, part) => {
            let record = selected(*select, &texts)?;
            if record.contains(part) { Ok(None) } else { Err("the record has no id") }
        }
        RecordReader::Fields(select, rules) => fields(*select, rules, &texts),
        RecordReader::Tags => texts
            .iter()
            .find_map(|text| tags::id(text))
            .map(Some)
            .ok_or("there is no record with v=STSv1 and an id"),
        RecordReader::HeaderValue(select) => {
            let record = selected(*select, &texts)?;
            let id = header_value::id(Space::JavaScript.trim(&record));
            id.map(Some).ok_or("the record has no v=STSv1, or no id")
        }
    }
}

fn fields(select: Select, rules: &RecordRules, texts: &[&str]) -> Result<Id, &'static str> {
    if rules.non_ascii == NonAscii::Refuse && !texts.iter().all(|text| text.is_ascii()) {
        return Err("a TXT record is not all ASCII");
    }
    let kept = |text: &&str| rules.non_ascii != NonAscii::Drop || text.is_ascii();
    let texts: Vec<&str> = texts.iter().copied().filter(kept).collect();
    if matches!(select, Select::OneGood) {
        let mut good = texts.iter().filter_map(|text| rules.read(text).ok());
        return match (good.next(), good.next()) {
            (Some(id), None) => Ok(id),
            (None, _) => Err("there is no record that it can read"),
            (Some(_), Some(_)) => Err("there is more than one record"),
        };
    }
    rules.read(&selected(select, &texts)?)
}

/// The one record that is read.
fn selected<'a>(select: Select, texts: &[&'a str]) -> Result<Cow<'a, str>, &'static str> {
    let begun = |beginning: Beginning| {
        let mut begun = texts.iter().copied().filter(move |text| beginning.begins(text));
        (begun.next(), begun.next())
    };
    let (first, second) = match select {
        Select::Joined => return Ok(texts.concat().into()),
        Select::Only | Select::OneGood => (texts.first().copied(), texts.get(1).copied()),
        Select::One(beginning) => begun(beginning),
        Select::First(beginning) => (begun(beginning).0, None),
    };
    match (first, second) {
        (Some(record), None) => Ok(record.into()),
        (None, _) => Err("there is no record that begins with v=STSv1 as it wants it"),
        (Some(_), Some(_)) => Err("there is more than one record"),
    }
}

impl Beginning {
    fn begins(self, record: &str) -> bool {
        const VERSION: &str = "v=STSv1";
        let after = |text: &'_ str| {
            let head = text.get(..VERSION.len());
            let same = head.is_some_and(|head| head.eq_ignore_ascii_case(VERSION));
            text.get(VERSION.len()..).filter(|_| same).and_then(|rest| rest.chars().next())
        };
        match self {
            Beginning::Version => record.starts_with(VERSION),
            Beginning::VersionSemicolon => record.starts_with("v=STSv1;"),
            Beginning::VersionBlanksSemicolon => record
                .strip_prefix(VERSION)
                .is_some_and(|rest| Space::Blanks.trim_start(rest).starts_with(';')),
            Beginning::Prefix => Space::JavaScript.trim(record).starts_with("v=STS"),
            Beginning::VersionWord => {
                let text = Space::JavaScript.trim(record);
                let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
                text.eq_ignore_ascii_case(VERSION) || after(text).is_some_and(|c| !word(c))
            }
            Beginning::VersionAndBreak => {
                after(record).is_some_and(|c| c == ';' || Space::JavaScript.has(c))
            }
        }
    }
}

/// What has been read of one record so far.
#[derive(Default)]
struct Found {
    version: bool,
    id: Option<String>,
}

impl RecordRules {
    fn read(&self, record: &str) -> Result<Id, &'static str> {
        let visible = |b: u8| matches!(b, b'\t' | b' '..=b'~');
        if self.non_ascii == NonAscii::RefuseSelected && !record.bytes().all(visible) {
            return Err("the record is not all visible ASCII");
        }
        let record = if self.trim_quotes { record.trim_matches('"') } else { record };
        let mut found = Found::default();
        let mut fields = record.split(self.separators).enumerate().peekable();
        while let Some((index, field)) = fields.next() {
            self.field(&mut found, index, field, fields.peek().is_none())?;
        }
        match self.version {
            RecordVersion::Each { .. } | RecordVersion::Last { .. } | RecordVersion::FirstName
                if !found.version =>
            {
                return Err("the record has no v=STSv1");
            }
            _ => {}
        }
        match found.id {
            None if self.id != IdRule::Optional => Err("the record has no id"),
            // Joined values are looked at together.
            Some(id) if !self.id.allows(&id) => Err("the record's id is not one it takes"),
            id => Ok(id.filter(|_| self.keeps_id)),
        }
    }

    fn field(
        &self,
        found: &mut Found,
        index: usize,
        field: &str,
        last: bool,
    ) -> Result<(), &'static str> {
        let text = if last && self.keep_last_blanks {
            self.trim.trim_start(field)
        } else {
            self.trim.trim(field)
        };
        if index == 0
            && let RecordVersion::FirstField { .. } = self.version
        {
            return if self.trim.trim(field) == "v=STSv1" { Ok(()) } else { Err(VERSION) };
        }
        if text.is_empty() {
            return match self.empty {
                Empty::Skip => Ok(()),
                Empty::SkipLast if last => Ok(()),
                Empty::SkipZeroLength if field.is_empty() => Ok(()),
                _ => Err("there is an empty field"),
            };
        }
        let Some((name, value)) = self.equals.split(text, '=') else {
            return match self.malformed {
                Malformed::Skip => self.unread(index, text),
                Malformed::Refuse => Err("a field is not name=value"),
                Malformed::EmptyValue | Malformed::Undefined => {
                    self.pair(found, index, (text, ""), text)
                }
            };
        };
        self.pair(found, index, (name, value), text)
    }

    fn pair(
        &self,
        found: &mut Found,
        index: usize,
        (name, value): (&str, &str),
        field: &str,
    ) -> Result<(), &'static str> {
        let name = self.trim_parts.trim(name);
        let value = self.trim_parts.trim(value);
        if self.refuse_inner_blanks && field.contains([' ', '\t']) {
            return Err("there is a blank within a field");
        }
        let lower = if self.lower_names { name.to_ascii_lowercase() } else { name.to_owned() };
        if index == 0 && self.version == RecordVersion::FirstName && lower != "v" {
            return Err(VERSION);
        }
        match (lower.as_str(), self.version) {
            ("v", RecordVersion::FirstField { repeated: false }) => {
                Err("the version is there twice")
            }
            ("v", RecordVersion::Each { ignore_case }) => {
                found.version = is_version(value, ignore_case);
                if found.version { Ok(()) } else { Err(VERSION) }
            }
            ("v", RecordVersion::FirstName) => {
                found.version = is_version(value, false);
                if found.version { Ok(()) } else { Err(VERSION) }
            }
            ("v", RecordVersion::Last { ignore_case }) => {
                found.version = is_version(value, ignore_case);
                Ok(())
            }
            ("id", _) => {
                if let Unknown::Checked { ids: true, .. } = self.unknown {
                    self.unread(index, field)?;
                }
                self.id(found, value)
            }
            _ if self.unknown == Unknown::Refuse => Err("it refuses fields that it does not know"),
            _ => self.unread(index, field),
        }
    }

    /// Asks of a field what the rules ask of extensions.
    fn unread(&self, index: usize, field: &str) -> Result<(), &'static str> {
        let Unknown::Checked { names, from, .. } = self.unknown else {
            return Ok(());
        };
        // What Python's `$` lets through behind an `id` it lets through here.
        let lined = self.id == IdRule::AlphaNumericLine;
        let field = field.strip_suffix('\n').filter(|_| lined).unwrap_or(field);
        let good = field.split_once('=').is_some_and(|(name, value)| {
            let visible = |b: u8| matches!(b, 0x21..=0x3a | 0x3c | 0x3e..=0x7e);
            names.allows(name) && !value.is_empty() && value.bytes().all(visible)
        });
        if good || index < from { Ok(()) } else { Err("an extension field is malformed") }
    }

    fn id(&self, found: &mut Found, value: &str) -> Result<(), &'static str> {
        match (&mut found.id, self.repeated_id) {
            (Some(_), Repeated::First) => return Ok(()),
            (Some(_), Repeated::RefuseText) if value.is_empty() => return Ok(()),
            (Some(_), Repeated::Refuse | Repeated::RefuseText) => {
                return Err("the id is there twice");
            }
            (Some(old), Repeated::Joined) if !old.is_empty() => {
                old.push(' ');
                old.push_str(value);
                return Ok(());
            }
            _ => {}
        }
        // Where the last id counts, those before it are checked too only by those who check at once.
        let checked = matches!(self.id, IdRule::Short | IdRule::Optional);
        if checked && !self.id.allows(value) {
            return Err("the record's id is not one it takes");
        }
        found.id = Some(value.to_owned());
        Ok(())
    }
}

const VERSION: &str = "the version is not STSv1 as it wants it";

fn is_version(value: &str, ignore_case: bool) -> bool {
    value == "STSv1" || ignore_case && value.eq_ignore_ascii_case("STSv1")
}

impl Equals {
    /// Name and value, or `None` where the text is not such a pair.
    pub(super) fn split(self, text: &str, at: char) -> Option<(&str, &str)> {
        let (name, rest) = text.split_once(at)?;
        match self {
            Equals::First => Some((name, rest)),
            Equals::One => (!rest.contains(at)).then_some((name, rest)),
            Equals::SecondPart => Some((name, rest.split(at).next().unwrap_or(rest))),
        }
    }
}

impl IdRule {
    fn allows(self, id: &str) -> bool {
        let alphanumeric = |id: &str| id.bytes().all(|b| b.is_ascii_alphanumeric());
        match self {
            IdRule::Any => true,
            IdRule::NotEmpty | IdRule::Optional => !id.is_empty(),
            IdRule::Short => id.len() <= 32,
            IdRule::AlphaNumeric(most) => (1..=most).contains(&id.len()) && alphanumeric(id),
            IdRule::AlphaNumericLine => {
                IdRule::AlphaNumeric(32).allows(id.strip_suffix('\n').unwrap_or(id))
            }
        }
    }
}

impl NameSyntax {
    pub(super) fn allows(self, name: &str) -> bool {
        let first = |b: u8| match self {
            NameSyntax::DashFirst => b.is_ascii_alphanumeric() || b == b'-' || b == b'.',
            _ => b.is_ascii_alphanumeric(),
        };
        let inner = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
        self == NameSyntax::Any
            || (1..=32).contains(&name.len())
                && name.bytes().next().is_some_and(first)
                && name.bytes().all(inner)
    }
}
