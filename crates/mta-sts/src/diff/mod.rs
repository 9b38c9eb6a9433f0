//! RFC 8461 8.1: what changed between two states of a policy and its `id`, and what that means for Senders' caches.

use crate::code::Code;
use crate::coverage::coverage;
use crate::diagnostic::Diagnostic;
use crate::domain::DomainName;
use crate::extension::Extension;
use crate::first_places::FirstPlaces;
use crate::mx::{MxPattern, not_within};
use crate::policy::{self, Mode, Policy, duration_words};
use crate::sort;

/// What a domain published at one time.
///
/// ```
/// use mta_sts::diff::{Snapshot, diff};
/// let policy = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n".to_owned();
/// let before = Snapshot { policy: policy.clone(), id: "20160831085700Z".to_owned() };
/// let after = Snapshot { policy, id: "20160901085700Z".to_owned() };
/// assert_eq!(diff(&before, &before, &[]), []);
/// assert_eq!(diff(&before, &after, &[])[0].code.slug(), "diff/id-only");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Snapshot {
    /// The policy body, as served.
    pub policy: String,
    /// The `id` of the TXT record.
    pub id: String,
}

/// Compares two snapshots. `hosts` are the MX hosts of today, and may be empty where they are not known.
///
/// Nothing is found when nothing changed. Only changes are judged; for the faults of either text, parse it.
///
/// ```
/// use mta_sts::diff::{Snapshot, diff};
///
/// let policy = "version: STSv1\nmode: testing\nmx: mx.example.com\nmax_age: 604800\n".to_owned();
/// let before = Snapshot { policy: policy.clone(), id: "1".to_owned() };
/// let after = Snapshot { policy: policy.replace("testing", "enforce"), id: "1".to_owned() };
/// let codes: Vec<_> = diff(&before, &after, &[]).iter().map(|d| d.code.slug()).collect();
/// assert_eq!(codes, ["diff/id-unchanged", "diff/mode-enforce"]);
/// ```
pub fn diff(before: &Snapshot, after: &Snapshot, hosts: &[DomainName]) -> Vec<Diagnostic> {
    let read = |snapshot: &Snapshot| {
        let parsed = policy::parse(snapshot.policy.as_bytes());
        parsed.value.or(parsed.salvaged)
    };
    let same_id = before.id == after.id;
    if before.policy == after.policy {
        return if same_id { Vec::new() } else { vec![id_only(&after.id)] };
    }
    let mut found = Vec::new();
    match (read(before), read(after)) {
        (_, None) => found.push(Diagnostic::new(Code::DiffPolicyBroken)),
        (None, Some(_)) => found.push(Diagnostic::new(Code::DiffPolicyMended)),
        (Some(old), Some(new)) => found.extend(compare(&old, &new, hosts)),
    }
    if found.is_empty() {
        found.push(Diagnostic::new(text_only(&before.policy, &after.policy)));
        found.extend((!same_id).then(|| id_only(&after.id)));
    } else if same_id {
        // RFC 8461 3.1: the id "MUST uniquely identify a given instance of a policy".
        // Of a policy that no Sender reads, some may still hold one from before under this id.
        let kept = read(before);
        let kept = kept.map_or_else(|| "its max_age".to_owned(), |old| duration_words(old.max_age));
        let found_id = Diagnostic::new(Code::DiffIdUnchanged).param("id", after.id.as_str());
        found.insert(0, found_id.param("duration", kept));
    }
    found
}

fn id_only(id: &str) -> Diagnostic {
    Diagnostic::new(Code::DiffIdOnly).param("id", id)
}

/// Two texts that say the same: the same lines in another order, or written otherwise.
fn text_only(before: &str, after: &str) -> Code {
    let lines = |text| -> Vec<&str> {
        let trimmed = str::lines(text).map(str::trim);
        trimmed.filter(|line| !line.is_empty()).collect()
    };
    let (mut old, mut new) = (lines(before), lines(after));
    let ordered = old == new;
    sort::by_key(&mut old, |line| *line);
    sort::by_key(&mut new, |line| *line);
    if !ordered && old == new { Code::DiffOrderOnly } else { Code::DiffFormatOnly }
}

/// What changed in the meaning.
fn compare(old: &Policy, new: &Policy, hosts: &[DomainName]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    found.extend(mode(old, new));
    found.extend(max_age(old.max_age, new.max_age));
    patterns(old, new, hosts, &mut found);
    extensions(&old.extensions, &new.extensions, &mut found);
    found
}

/// RFC 8461 5 and 8.3: what the new mode means to Senders.
fn mode(old: &Policy, new: &Policy) -> Option<Diagnostic> {
    let code = match (old.mode, new.mode) {
        (from, to) if from == to => return None,
        (_, Mode::Enforce) => Code::DiffModeEnforce,
        (_, Mode::None) => Code::DiffModeNone,
        (Mode::Enforce, Mode::Testing) => Code::DiffModeRelaxed,
        (_, Mode::Testing) => Code::DiffModeTesting,
    };
    let found = Diagnostic::new(code).param("from", old.mode.as_str());
    Some(found.param("duration", duration_words(old.max_age)))
}

fn max_age(old: u32, new: u32) -> Option<Diagnostic> {
    let code = match old.cmp(&new) {
        std::cmp::Ordering::Equal => return None,
        std::cmp::Ordering::Greater => Code::DiffMaxAgeLowered,
        std::cmp::Ordering::Less => Code::DiffMaxAgeRaised,
    };
    let found = Diagnostic::new(code).param("old", old.to_string());
    Some(found.param("new", new.to_string()).param("duration", duration_words(old)))
}

fn patterns(old: &Policy, new: &Policy, hosts: &[DomainName], found: &mut Vec<Diagnostic>) {
    let duration = duration_words(old.max_age);
    let about = |code, pattern: &MxPattern| {
        let found = Diagnostic::new(code).param("pattern", pattern.as_str());
        found.param("duration", duration.as_str())
    };
    // Mode none needs no pattern, so that it lists none is no removal.
    if new.mode != Mode::None {
        let removed = not_within(&old.mx, &new.mx);
        found.extend(removed.iter().map(|p| about(Code::DiffMxRemoved, p)));
        // Nothing of the old list is in the new one, and nothing of the new list in the old one.
        let apart =
            removed.len() == old.mx.len() && not_within(&new.mx, &old.mx).len() == new.mx.len();
        if let (true, Mode::Enforce, Some(first)) = (apart, old.mode, old.mx.first()) {
            found.push(about(Code::DiffMxReplaced, first));
        }
        still_used(old, new, hosts, found);
    }
    found.extend(not_within(&new.mx, &old.mx).into_iter().map(|p| about(Code::DiffMxAdded, p)));
}

/// Hosts that only a pattern covered which is gone.
fn still_used(old: &Policy, new: &Policy, hosts: &[DomainName], found: &mut Vec<Diagnostic>) {
    let code = match new.mode {
        Mode::Enforce => Code::DiffMxStillUsed,
        Mode::Testing | Mode::None => Code::DiffMxStillUsedTesting,
    };
    let covered = |policy: &Policy| coverage(&policy.mx, hosts).hosts;
    for (was, is) in covered(old).into_iter().zip(covered(new)) {
        if let (Some(pattern), None) = (was.covered_by, is.covered_by) {
            let found_host = Diagnostic::new(code).param("pattern", pattern.as_str());
            found.push(found_host.param("host", is.host.as_str()));
        }
    }
}

/// Of fields of one name the first counts (RFC 8461 3.2).
fn extensions(old: &[Extension], new: &[Extension], found: &mut Vec<Diagnostic>) {
    fn first<'a>(list: &'a [Extension]) -> FirstPlaces<'a> {
        let mut places = FirstPlaces::default();
        for (index, extension) in list.iter().enumerate() {
            places.note(extension.name.as_str(), index);
        }
        places
    }
    let (before, after) = (first(old), first(new));
    let mut note = |name: &str, change: &'static str| {
        let changed = Diagnostic::new(Code::DiffExtensionChanged);
        found.push(changed.param("name", name).param("change", change));
    };
    for (index, Extension { name, value }) in old.iter().enumerate() {
        if before.get(name) != Some(index) {
            continue;
        }
        match after.get(name).and_then(|index| new.get(index)) {
            None => note(name, "removed"),
            Some(other) if other.value != *value => note(name, "changed"),
            Some(_) => {}
        }
    }
    for (index, Extension { name, .. }) in new.iter().enumerate() {
        if after.get(name) == Some(index) && before.get(name).is_none() {
            note(name, "added");
        }
    }
}

#[cfg(test)]
mod tests;
