//! Runs policy rules over a policy body.

use std::borrow::Cow;

use super::number::Age;
use super::punycode;
use super::rules::{
    Case, Controls, Encoding, HostSyntax, Malformed, MaxAge, Modes, Mx, MxRequired, MxSyntax,
    NameSyntax, Names, PolicyReader, PolicyRules, PolicyVersion, Repeated, Unreadable,
};
use super::search;
use super::text::{LineEnds, Space};
use crate::first_places::FirstPlaces;
use crate::mx::MxPattern;
use crate::policy;

/// A policy as a Sender reads it. The values are in words, for some Senders keep what is no mode and no number.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Read {
    pub mode: String,
    pub max_age: String,
    pub mx: Vec<String>,
}

/// What is read, or why the policy is refused.
pub(super) fn read(reader: &PolicyReader, body: &[u8]) -> Result<Read, &'static str> {
    match reader {
        PolicyReader::Strict => {
            let policy =
                policy::parse(body).value.ok_or("RFC 8461 3.2 does not allow this text")?;
            Ok(Read {
                mode: policy.mode.to_string(),
                max_age: policy.max_age.to_string(),
                mx: policy.mx.iter().map(MxPattern::to_string).collect(),
            })
        }
        PolicyReader::Fields(rules) => rules.read(&rules.encoding.decode(body)?),
        PolicyReader::Search => search::read(&String::from_utf8_lossy(body)),
    }
}

impl Encoding {
    fn decode(self, body: &[u8]) -> Result<Cow<'_, str>, &'static str> {
        match (self, std::str::from_utf8(body)) {
            (Encoding::Ascii, _) if !body.is_ascii() => Err("it is not all ASCII"),
            (_, Ok(text)) => Ok(text.into()),
            (Encoding::Bytes, Err(_)) => Ok(String::from_utf8_lossy(body)),
            (_, Err(_)) => Err("it is not UTF-8"),
        }
    }
}

/// The values that have been read so far.
#[derive(Default)]
struct Found {
    version: Option<String>,
    mode: Option<String>,
    max_age: Option<String>,
    mx: Vec<String>,
    /// Names of other fields.
    others: FirstPlaces<'static>,
}

impl PolicyRules {
    fn read(&self, text: &str) -> Result<Read, &'static str> {
        if text.is_empty() && self.lines.refuse_empty {
            return Err("it is empty");
        }
        let mut found = Found::default();
        if self.lines.ends == LineEnds::AfterColon {
            self.after_colons(text, &mut found)?;
        } else {
            let lines = self.lines.ends.split(text).ok_or("a line of it cannot be read")?;
            for line in lines {
                self.line(line, &mut found)?;
            }
        }
        self.finish(found)
    }

    fn after_colons(&self, text: &str, found: &mut Found) -> Result<(), &'static str> {
        let mut rest = text;
        while let Some((name, tail)) = rest.split_once(':') {
            let (value, next) = tail.split_once('\n').unwrap_or((tail, ""));
            self.pair(self.lines.trim_name.trim(name), self.lines.trim_value.trim(value), found)?;
            rest = next;
        }
        Ok(())
    }

    fn line(&self, line: &str, found: &mut Found) -> Result<(), &'static str> {
        let line = self.lines.trim.trim(line);
        if self.lines.comments && line.starts_with('#') {
            return Ok(());
        }
        let fault = if line.is_empty() { self.lines.blank } else { self.lines.malformed };
        let Some((name, value)) = self.lines.colons.split(line, ':') else {
            return match fault {
                Malformed::Skip => Ok(()),
                Malformed::Refuse if line.is_empty() => Err("there is a blank line"),
                Malformed::Refuse => Err("a line is not name: value"),
                Malformed::EmptyValue => self.pair(self.lines.trim_value.trim_end(line), "", found),
                // Its number is not that of an empty value.
                Malformed::Undefined => self.pair(line, "undefined", found),
            };
        };
        if self.names == Names::SkipOdd && !is_odd_free(name, value) {
            return Ok(());
        }
        if self.lines.refuse_name_space && Space::Python.trim(name) != name {
            return Err("there is white space about a field name");
        }
        self.pair(self.lines.trim_name.trim(name), self.lines.trim_value.trim(value), found)
    }

    fn pair(&self, name: &str, value: &str, found: &mut Found) -> Result<(), &'static str> {
        let name: Cow<'_, str> =
            if self.lines.lower_names { name.to_ascii_lowercase().into() } else { name.into() };
        let check = self.check_each;
        match name.as_ref() {
            "version" => {
                if check {
                    self.version.check(Some(value))?;
                }
                self.put(&mut found.version, value)
            }
            "mode" => {
                if check {
                    self.modes.read(Some(value))?;
                }
                self.put(&mut found.mode, value)
            }
            "max_age" => {
                let unreadable = self.max_age.number.read(value).is_none();
                if unreadable && self.max_age.unreadable == Unreadable::Ignore {
                    return Ok(());
                }
                if check {
                    self.max_age.read(Some(value))?;
                }
                self.put(&mut found.max_age, value)
            }
            "mx" => self.mx.add(value, &mut found.mx),
            _ => {
                let first = found.others.is_new(name.clone().into_owned());
                self.names.check(&name, value, first)
            }
        }
    }

    fn put(&self, slot: &mut Option<String>, value: &str) -> Result<(), &'static str> {
        match (slot.as_mut(), self.repeated) {
            (Some(_), Repeated::First) => {}
            (Some(_), Repeated::Refuse | Repeated::RefuseText) => {
                return Err("a field is there twice");
            }
            (Some(old), Repeated::Joined) if !old.is_empty() => {
                old.push(' ');
                old.push_str(value);
            }
            _ => *slot = Some(value.to_owned()),
        }
        Ok(())
    }

    fn finish(&self, found: Found) -> Result<Read, &'static str> {
        self.version.check(found.version.as_deref())?;
        let mode = self.modes.read(found.mode.as_deref())?;
        let max_age = self.max_age.read(found.max_age.as_deref())?;
        let wanted = match self.mx.required {
            MxRequired::Always => true,
            MxRequired::UnlessNone => mode != "none",
            MxRequired::Never => false,
        };
        if wanted && found.mx.is_empty() {
            return Err("it has no mx");
        }
        let mut mx = if self.repeated == Repeated::Joined { respaced(&found.mx) } else { found.mx };
        if self.mx.once {
            let mut seen = FirstPlaces::default();
            mx.retain(|pattern| seen.is_new(pattern.clone()));
        }
        Ok(Read { mode, max_age, mx })
    }
}

/// Values joined by spaces and cut at spaces again: two names on one line become two patterns.
fn respaced(values: &[String]) -> Vec<String> {
    values.iter().flat_map(|value| value.split(' ')).map(str::to_owned).collect()
}

impl Names {
    fn check(self, name: &str, value: &str, first: bool) -> Result<(), &'static str> {
        let (syntax, controls, looked_at) = match self {
            Names::Checked(syntax, controls) => (syntax, controls, true),
            Names::CheckedFirst(syntax, controls) => (syntax, controls, first),
            Names::Ignored | Names::SkipOdd => return Ok(()),
        };
        let control = |c: char| match controls {
            Controls::Ascii => c.is_ascii_control(),
            Controls::Unicode => c.is_control(),
        };
        if !syntax.allows(name) {
            return Err("the name of an extension field is malformed");
        }
        if looked_at && (value.is_empty() || value.contains(control)) {
            return Err("the value of an extension field is malformed");
        }
        Ok(())
    }
}

fn is_odd_free(name: &str, value: &str) -> bool {
    let visible = |c: char| matches!(c, '!'..=':' | '<' | '>'..='~');
    NameSyntax::Rfc.allows(name)
        && Space::Blanks.trim_start(value).chars().next().is_some_and(visible)
}

impl PolicyVersion {
    fn check(self, value: Option<&str>) -> Result<(), &'static str> {
        let same = |value: &str| value.eq_ignore_ascii_case("STSv1");
        match (self, value) {
            (PolicyVersion::Any, _) | (PolicyVersion::OptionalIgnoreCase, None) => Ok(()),
            (_, None) => Err("it has no version"),
            (PolicyVersion::Required, Some("STSv1")) => Ok(()),
            (PolicyVersion::Required, Some(_)) => Err("its version is not STSv1"),
            (_, Some(value)) if same(value) => Ok(()),
            (_, Some(_)) => Err("its version is not STSv1"),
        }
    }
}

impl Modes {
    fn read(&self, value: Option<&str>) -> Result<String, &'static str> {
        let Some(value) = value else {
            return self.missing.map(str::to_owned).ok_or("it has no mode");
        };
        let lower = value.to_ascii_lowercase();
        let mode = if self.ignore_case { lower.as_str() } else { value };
        match mode {
            "none" if self.refuse_none => Err("its mode is none"),
            "enforce" | "testing" | "none" => Ok(mode.to_owned()),
            _ => Err("its mode is none of enforce, testing and none"),
        }
    }
}

impl MaxAge {
    fn read(&self, value: Option<&str>) -> Result<String, &'static str> {
        let Some(value) = value else {
            return self.missing.map(str::to_owned).ok_or("it has no max_age");
        };
        let Some(age) = self.number.read(value) else {
            return match self.unreadable {
                Unreadable::NotANumber => Ok("NaN".to_owned()),
                _ => Err("its max_age is not a number that it can read"),
            };
        };
        if let Some(cap) = self.cap.filter(|cap| age.floor > *cap) {
            return Ok(cap.to_string());
        }
        if self.allows(&age) { Ok(age.text) } else { Err("its max_age is too small or too large") }
    }

    fn allows(&self, age: &Age) -> bool {
        let above = age.floor > self.most || age.floor == self.most && age.fraction;
        age.floor >= self.least && (self.most == i64::MAX || !above)
    }
}

impl Mx {
    fn add(&self, value: &str, kept: &mut Vec<String>) -> Result<(), &'static str> {
        if value.is_empty() && self.syntax == MxSyntax::NotEmpty {
            return Ok(());
        }
        if !self.syntax.allows(value) {
            return Err("an mx value is not a host name");
        }
        let Some(pattern) = self.case.of(value) else {
            return Ok(());
        };
        kept.push(pattern);
        Ok(())
    }
}

impl Case {
    /// The pattern as it is kept, or `None` where nothing is.
    fn of(self, value: &str) -> Option<String> {
        match self {
            Case::AsWritten => Some(value.to_owned()),
            Case::AsciiLower => Some(value.to_ascii_lowercase()),
            Case::Lower => Some(value.to_lowercase()),
            Case::Postfix => {
                let lower = value.to_lowercase();
                Some(lower.strip_prefix('*').unwrap_or(&lower).to_owned())
            }
            Case::ALabels => {
                let (star, name) = value.strip_prefix("*.").map_or(("", value), |n| ("*.", n));
                let lower: String = name.chars().flat_map(char::to_lowercase).collect();
                let ascii = if lower.is_ascii() { None } else { punycode::mapped_to_ascii(&lower) };
                (!name.is_empty()).then(|| format!("{star}{}", ascii.unwrap_or(lower)))
            }
        }
    }
}

impl MxSyntax {
    pub(super) fn allows(self, value: &str) -> bool {
        let MxSyntax::Host(host) = self else {
            return true;
        };
        host.allows(value.strip_prefix("*.").unwrap_or(value))
    }
}

impl HostSyntax {
    fn allows(&self, name: &str) -> bool {
        let name = if self.root_dot { name.strip_suffix('.').unwrap_or(name) } else { name };
        let address = self.refuse_address && name.parse::<std::net::Ipv4Addr>().is_ok();
        !address && name.len() <= self.longest_name && name.split('.').all(|l| self.label(l))
    }

    fn label(&self, label: &str) -> bool {
        let ldh = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        (1..=self.longest_label).contains(&label.len())
            && label.bytes().all(ldh)
            && !label.starts_with('-')
            && (self.check_idna || !label.ends_with('-'))
            && (!self.check_idna || passes_idna(&label.to_ascii_lowercase()))
    }
}

/// What no U-label holds, as far as it can be told without IDNA's tables: capitals, controls, white space, and what
/// Latin-1 has beside letters.
fn unassignable(c: char) -> bool {
    let latin = matches!(c, '\u{80}'..='\u{b6}' | '\u{b8}'..='\u{de}' | '\u{f7}');
    latin || c.is_uppercase() || c.is_control() || c.is_whitespace()
}

/// IDNA's look-up rules for a label of letters, digits and hyphens.
pub(super) fn passes_idna(label: &str) -> bool {
    // Go looks at bytes, and at the U-label where there is one.
    let hyphens = |label: &str| {
        label.starts_with('-') || label.ends_with('-') || label.get(2..4) == Some("--")
    };
    match label.strip_prefix(punycode::ACE) {
        Some(_) => punycode::to_unicode(label)
            .is_some_and(|label| !hyphens(&label) && !label.contains(unassignable)),
        None => !hyphens(label),
    }
}
