//! Runs matching rules: a pattern of a policy, and an MX host.

use super::policy::passes_idna;
use super::punycode;
use super::rules::{Idna, Lower, MxReader, MxRules, MxSyntax, NameForm, RootDot, Wildcard};
use crate::domain::DomainName;
use crate::mx::MxPattern;

/// The longest name that is looked at, in bytes. No host name is longer than 255.
const LONGEST: usize = 1024;

/// Patterns made ready once for all hosts.
#[derive(Debug)]
pub(super) enum Matcher<'a> {
    Strict(Vec<Option<MxPattern>>),
    Rules(&'a MxRules, Vec<Option<String>>),
}

impl<'a> Matcher<'a> {
    pub(super) fn new(reader: &'a MxReader, patterns: &[String]) -> Matcher<'a> {
        match reader {
            MxReader::Strict => {
                Matcher::Strict(patterns.iter().map(|p| MxPattern::parse(p).ok()).collect())
            }
            MxReader::Rules(rules) => {
                Matcher::Rules(rules, patterns.iter().map(|p| rules.prepare(p)).collect())
            }
        }
    }

    /// The index of the first pattern that covers the host.
    pub(super) fn covering(&self, host: &str) -> Option<usize> {
        match self {
            Matcher::Strict(patterns) => {
                let host = DomainName::parse(host).ok()?;
                patterns.iter().position(|p| p.as_ref().is_some_and(|p| p.matches(&host)))
            }
            Matcher::Rules(rules, patterns) => {
                let name = rules.host.of(host)?;
                let covers =
                    |p: &Option<String>| p.as_ref().is_some_and(|p| rules.covers(p, &name, host));
                patterns.iter().position(covers)
            }
        }
    }
}

impl MxRules {
    fn prepare(&self, pattern: &str) -> Option<String> {
        let pattern = self.pattern.trim.trim(pattern);
        let empty = self.syntax == MxSyntax::NotEmpty && matches!(pattern, "" | "*.");
        self.pattern.of(pattern).filter(|_| !empty && self.syntax.allows(pattern))
    }

    fn covers(&self, pattern: &str, name: &str, given: &str) -> bool {
        let behind_label = name.split_once('.');
        let domain = pattern.strip_prefix("*.");
        match (self.wildcard, domain) {
            (Wildcard::OneLabel, Some(domain)) => {
                pattern == name || behind_label.is_some_and(|(_, rest)| rest == domain)
            }
            (Wildcard::OneFullLabel, Some(domain)) => {
                behind_label.is_some_and(|(label, rest)| !label.is_empty() && rest == domain)
            }
            (Wildcard::OneAsciiLabel, Some(domain)) => behind_label.is_some_and(|(label, rest)| {
                let ldh = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
                !label.is_empty() && label.bytes().all(ldh) && rest == domain
            }),
            (Wildcard::OneGivenLabel, Some(domain)) => given
                .find('.')
                .and_then(|dot| name.get(dot..)?.strip_prefix('.'))
                .is_some_and(|rest| rest == domain),
            (Wildcard::StarLabel, _) => star_label(pattern, name),
            (Wildcard::OneLabelOrDot, _) => {
                let domain = domain.or(pattern.strip_prefix('.'));
                pattern == name
                    || domain.is_some_and(|d| behind_label.is_some_and(|(_, rest)| rest == d))
            }
            (Wildcard::SkipTwo, _) => {
                let mut rest = pattern.chars();
                let starred = rest.next() == Some('*');
                rest.next();
                let domain = rest.as_str();
                pattern == name || starred && behind_label.is_some_and(|(_, rest)| rest == domain)
            }
            (Wildcard::Suffix | Wildcard::SuffixOrBare, Some(domain)) => {
                let bare = self.wildcard == Wildcard::SuffixOrBare && name == domain;
                bare || name.strip_suffix(domain).is_some_and(|head| head.ends_with('.'))
            }
            (Wildcard::Postfix, _) => pattern.split(':').any(|part| postfix(part, name)),
            (Wildcard::Regex, _) => regex(pattern, name),
            (_, None) => pattern == name,
        }
    }
}

/// Label by label: a leading `*` covers one that is not empty.
fn star_label(pattern: &str, name: &str) -> bool {
    let Some(rest) = pattern.strip_prefix('*').filter(|r| r.is_empty() || r.starts_with('.'))
    else {
        return !name.is_empty() && pattern == name;
    };
    let (label, behind) =
        name.split_at_checked(name.find('.').unwrap_or(name.len())).unwrap_or((name, ""));
    !label.is_empty() && rest == behind
}

/// Both policy daemons hand `*.` patterns to Postfix without the asterisk.
fn postfix(pattern: &str, name: &str) -> bool {
    let pattern = pattern.trim_start_matches('*');
    match pattern.strip_prefix('.') {
        Some(domain) if !domain.is_empty() => name
            .strip_suffix(domain)
            .and_then(|head| head.strip_suffix('.'))
            .is_some_and(|head| !head.is_empty()),
        Some(_) => false,
        None => !pattern.is_empty() && pattern == name,
    }
}

/// `*` is any text and `.` any character; what else is special in regular expressions, an address in brackets say,
/// matches no host name, if it can be compiled at all. Each step back goes to the last `*` only, which is enough.
fn regex(pattern: &str, name: &str) -> bool {
    if pattern.contains(['[', '(', '{', '+', '?', '^', '$', '|', '\\']) {
        return false;
    }
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    let line_end = |c: char| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let (mut p, mut n) = (0usize, 0usize);
    let mut back: Option<(usize, usize)> = None;
    while let Some(c) = name.get(n) {
        match pattern.get(p) {
            Some('*') => {
                back = Some((p.saturating_add(1), n));
                p = p.saturating_add(1);
            }
            Some(want) if want == c || *want == '.' && !line_end(*c) => {
                p = p.saturating_add(1);
                n = n.saturating_add(1);
            }
            _ => {
                let Some((after, from)) = back else {
                    return false;
                };
                if name.get(from).is_none_or(|c| line_end(*c)) {
                    return false;
                }
                let next = from.saturating_add(1);
                back = Some((after, next));
                (p, n) = (after, next);
            }
        }
    }
    pattern.get(p..).is_some_and(|rest| rest.iter().all(|c| *c == '*'))
}

impl NameForm {
    /// The name as it is compared, or `None` where it matches nothing.
    fn of(&self, name: &str) -> Option<String> {
        if name.len() > LONGEST {
            return None;
        }
        let name = self.trim.trim(name);
        let without_root = |name: &'_ str| match self.root_dot {
            RootDot::Keep => name.len(),
            RootDot::TakeOne => name.strip_suffix('.').map_or(name.len(), str::len),
            RootDot::TakeOneAndPort => {
                let rootless = name.strip_suffix('.').unwrap_or(name);
                rootless.rfind(':').unwrap_or(rootless.len())
            }
            RootDot::TakeAll => name.trim_end_matches('.').len(),
        };
        // Go's ToUnicode comes before the lower case, all others after it.
        let name = if self.idna == Idna::ToUnicode {
            punycode::to_unicode(name)?
        } else {
            name.to_owned()
        };
        let name = name.get(..without_root(&name))?;
        let name = match self.lower {
            Lower::No => name.to_owned(),
            Lower::Ascii => name.to_ascii_lowercase(),
            Lower::Unicode => name.to_lowercase(),
            Lower::Single => name.chars().filter_map(|c| c.to_lowercase().next()).collect(),
        };
        match self.idna {
            Idna::None | Idna::ToUnicode => Some(name),
            Idna::ToAscii => punycode::to_ascii(&name),
            Idna::ULabels if name.is_ascii() => Some(name),
            Idna::ULabels => Some(punycode::mapped_to_ascii(&name).unwrap_or(name)),
            Idna::LatinToAscii => {
                let latin = name.contains(|c: char| matches!(c, '\u{7e}'..='\u{ff}'));
                Some(if latin { punycode::encoded(&name).unwrap_or(name) } else { name })
            }
            Idna::Lookup => lookup(&name),
        }
    }
}

fn lookup(name: &str) -> Option<String> {
    let ascii = punycode::to_ascii(&punycode::mapped(name)?)?;
    // An underscore is let through in names that have nothing international.
    let underscores = name.is_ascii() && !ascii.split('.').any(|l| l.starts_with(punycode::ACE));
    let good = |label: &str| {
        let ldh = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || underscores && b == b'_';
        label.bytes().all(ldh) && passes_idna(label)
    };
    let address = name.parse::<std::net::IpAddr>().is_ok();
    (!address && ascii.split('.').all(good)).then_some(ascii)
}
