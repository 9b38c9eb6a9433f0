//! From one policy to another: MX hosts, mode, `max_age`, patterns, Policy Host.

use crate::code::Code;
use crate::coverage::{coverage, not_covered};
use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::DomainName;
use crate::first_places::FirstPlaces;
use crate::mx::{MxMatcher, MxPattern, each_once, not_within};
use crate::policy::{self, MAX_MAX_AGE, Mode, Policy};

use super::caches::{after, misses};
use super::itinerary::Itinerary;
use super::words;
use super::{Action, PlanInput, Target};

/// `max_age` of a first policy where none is asked for: RFC 8461 3.2 expects weeks or greater.
const FIRST_MAX_AGE: u32 = 604_800;

/// How long reports are read before the first enforce.
const REPORT_SECONDS: u32 = 604_800;

pub(super) fn change(
    input: &PlanInput,
    target: &Target,
    route: &mut Itinerary<'_>,
) -> Vec<Diagnostic> {
    let hosts = target.mx_hosts.as_ref().unwrap_or(&input.mx_hosts);
    let wanted = wanted_policy(input, target, hosts);
    let mut found = judge(&wanted, target, hosts);
    if found.iter().any(|d| d.severity() == Severity::Error) {
        return found;
    }
    found.extend(already_refused(input, route));
    policy_host(input, target, route);
    let moves = MxChange::between(&input.mx_hosts, hosts);
    if let Some(moves) = &moves {
        move_mail(input, &wanted, moves, hosts, route);
    }
    publish_wanted(input, &wanted, moves.is_some_and(|m| !m.remove.is_empty()), route);
    route.wait(route.caches_until(|held| held.policy.mode != Mode::None), &words::WAIT_FOR_LAST);
    if route.is_empty() {
        found.push(Diagnostic::new(Code::PlanNothingToDo));
    }
    found
}

/// The policy to end with.
fn wanted_policy(input: &PlanInput, target: &Target, hosts: &[DomainName]) -> Policy {
    let today = input.current.as_ref().map(|current| &current.policy);
    let mode = target.mode.or(today.map(|p| p.mode)).unwrap_or(Mode::Testing);
    let mx = match (&target.mx, mode) {
        (Some(mx), _) => mx.clone(),
        (None, Mode::None) => Vec::new(),
        (None, _) => wanted_patterns(input, today.map_or(&[], |p| p.mx.as_slice()), hosts),
    };
    Policy {
        version: "STSv1",
        mode,
        max_age: target.max_age.or(today.map(|p| p.max_age)).unwrap_or(FIRST_MAX_AGE),
        mx,
        extensions: today.map(|p| p.extensions.clone()).unwrap_or_default(),
    }
}

/// Today's patterns, without those that only covered hosts that go, and with the names of hosts that none covers.
fn wanted_patterns(input: &PlanInput, today: &[MxPattern], hosts: &[DomainName]) -> Vec<MxPattern> {
    let now = coverage(today, &input.mx_hosts);
    let then = coverage(today, hosts);
    let stays = now.patterns.iter().zip(&then.patterns).filter(|(now, then)| {
        // What covers nothing today either was not written for the hosts that go.
        !then.hosts.is_empty() || now.hosts.is_empty()
    });
    let kept = stays.map(|(_, then)| then.pattern.clone());
    let added = then.hosts.iter().filter_map(|host| host.add.clone());
    each_once(kept.chain(added))
}

/// What keeps the wish from being met, and what to know of it.
fn judge(wanted: &Policy, target: &Target, hosts: &[DomainName]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if wanted.max_age > MAX_MAX_AGE {
        found.push(Diagnostic::new(Code::PolicyMaxAgeTooLarge));
    }
    if wanted.mode != Mode::None {
        let matcher = MxMatcher::new(&wanted.mx);
        let missed = hosts.iter().filter(|host| matcher.covering(host).is_none());
        found.extend(missed.map(|host| not_covered(host.as_str(), wanted.mode)));
    }
    // A plan hands out only what a strict Sender reads as it was meant.
    let read = policy::parse(wanted.to_string().as_bytes());
    if found.is_empty() && read.value.as_ref() != Some(wanted) {
        let faults = read.diagnostics.iter().filter(|d| d.severity() == Severity::Error);
        found.extend(faults.cloned().map(Diagnostic::without_places));
        if found.is_empty() {
            found.push(Diagnostic::new(Code::PlanPolicyUnwritable));
        }
    }
    if target.max_age.is_some() && wanted.mode != Mode::None {
        let short = read.diagnostics.into_iter().filter(|d| d.code == Code::PolicyMaxAgeShort);
        found.extend(short.map(Diagnostic::without_places));
    }
    found
}

/// MX hosts of today that a policy in caches does not allow: a state that no step can mend at once.
fn already_refused(input: &PlanInput, route: &Itinerary<'_>) -> Vec<Diagnostic> {
    let held = route.held.iter().map(|held| (&held.policy, held.until.certain));
    // Caches that hold today's policy learn of the wanted one as of any change.
    let current = input.current.iter().map(|current| {
        let policy = &current.policy;
        (policy, after(input.now, policy.max_age))
    });
    let enforced = held.chain(current).filter(|(policy, _)| policy.mode == Mode::Enforce);
    let caches: Vec<_> =
        enforced.map(|(policy, until)| (MxMatcher::new(&policy.mx), until)).collect();
    let mut told = FirstPlaces::default();
    let hosts = input.mx_hosts.iter().filter(|host| told.is_new(host.as_str()));
    let mut found = Vec::new();
    for host in hosts {
        let refusing = caches.iter().filter(|(allowed, _)| allowed.covering(host).is_none());
        if let Some(until) = refusing.map(|(_, until)| *until).max() {
            let refused = Diagnostic::new(Code::PlanHostRefused).param("host", host.as_str());
            found.push(refused.param("until", until.to_string()));
        }
    }
    if route.id_is_reused() {
        found.push(Diagnostic::new(Code::PlanIdReused));
    }
    found
}

/// RFC 8461 8.2: the Policy Host first, while the policy stays as it is.
fn policy_host(input: &PlanInput, target: &Target, route: &mut Itinerary<'_>) {
    let host = input.domain.policy_host();
    let named = [("host", host.clone())];
    if input.current.is_none() {
        let target = target.policy_host.clone();
        let action = Action::PreparePolicyHost { host, target };
        return route.step(action, &words::PREPARE_HOST, &named);
    }
    let Some(target) = &target.policy_host else { return };
    let params = [("host", host.clone()), ("target", target.to_string())];
    let prepare = Action::PreparePolicyHost { host: host.clone(), target: Some(target.clone()) };
    route.step(prepare, &words::PREPARE_TARGET, &params);
    let action = Action::MovePolicyHost { host: host.clone(), target: target.clone() };
    route.step(action, &words::MOVE_HOST, &params);
    route.wait(route.clock.plus(input.ttls.policy_host), &words::WAIT_FOR_HOST);
    route.step(Action::RetirePolicyHost { host }, &words::RETIRE_HOST, &named);
}

/// `before` and the names, in the words of a sentence; nothing where there are none.
fn listed(before: &str, hosts: &[DomainName]) -> String {
    let names: Vec<&str> = hosts.iter().map(DomainName::as_str).collect();
    if names.is_empty() { String::new() } else { format!("{before}{}", names.join(", ")) }
}

/// What happens to the MX records.
struct MxChange {
    add: Vec<DomainName>,
    remove: Vec<DomainName>,
}

impl MxChange {
    fn between(now: &[DomainName], then: &[DomainName]) -> Option<MxChange> {
        let beyond = |list: &[DomainName], other: &[DomainName]| -> Vec<DomainName> {
            let mut known = FirstPlaces::default();
            for host in other {
                known.is_new(host.as_str());
            }
            list.iter().filter(|host| known.is_new(host.as_str())).cloned().collect()
        };
        let (add, remove) = (beyond(then, now), beyond(now, then));
        (!add.is_empty() || !remove.is_empty()).then_some(MxChange { add, remove })
    }
}

/// Hosts are allowed before mail depends on them; old ones stay allowed until mail no longer goes there.
fn move_mail(
    input: &PlanInput,
    wanted: &Policy,
    moves: &MxChange,
    then: &[DomainName],
    route: &mut Itinerary<'_>,
) {
    let served = route.served.as_ref().map(|served| &served.policy);
    let unlisted = served.is_some_and(|policy| match policy.mode {
        Mode::Enforce => misses(policy, then),
        Mode::Testing => misses(policy, &moves.add),
        Mode::None => false,
    });
    let adds = !moves.add.is_empty();
    let mut words = if adds { words::CHANGE_MX } else { words::REMOVE_MX };
    if unlisted || route.open_for(&moves.add, then) != route.clock {
        let open = open_policy(input, served, wanted);
        let lists_both = open.mode != Mode::None;
        route.publish(&open, if lists_both { &words::PUBLISH_OPEN } else { &words::PUBLISH });
        if route.unrefused(&moves.add, then) == route.clock {
            words.if_swapped = words::CHANGE_MX_REPORTED;
        }
        let wait = if adds { &words::WAIT_FOR_CACHES } else { &words::WAIT_FOR_STAYING };
        route.wait(route.open_for(&moves.add, then), wait);
    }
    if adds && wanted.mode != Mode::None {
        words.what = words::CHANGE_MX_PREPARED;
    }
    let joint = if adds { "; remove " } else { " remove " };
    let kept = if moves.remove.is_empty() { "" } else { " Keep the old MX hosts running." };
    let params = [
        ("add", listed(" add ", &moves.add)),
        ("remove", listed(joint, &moves.remove)),
        ("keep", kept.to_owned()),
    ];
    let action = Action::ChangeMx { add: moves.add.clone(), remove: moves.remove.clone() };
    route.step(action, &words, &params);
    if !moves.remove.is_empty() {
        route.wait(route.clock.plus(input.ttls.mx), &words::WAIT_FOR_MX);
        let hosts = moves.remove.clone();
        let params = [("hosts", listed("", &hosts))];
        route.step(Action::RetireMx { hosts }, &words::RETIRE_MX, &params);
    }
}

/// A policy that promises no more than today's and the wanted one both do: it allows the hosts of either, in the
/// milder mode, for the shorter time.
fn open_policy(input: &PlanInput, served: Option<&Policy>, wanted: &Policy) -> Policy {
    // RFC 8461 5: mode none asks nothing of MX hosts, so that it need not change for them.
    let none = |policy: &&Policy| policy.mode == Mode::None;
    if let Some(policy) = served.into_iter().chain([wanted]).find(none) {
        return policy.clone();
    }
    let Some(today) = served else {
        let names = input.mx_hosts.iter().cloned().map(MxPattern::from).collect::<Vec<_>>();
        return Policy { mode: Mode::Testing, mx: union(&wanted.mx, &names), ..wanted.clone() };
    };
    let both_enforce = today.mode == Mode::Enforce && wanted.mode == Mode::Enforce;
    let mode = if both_enforce { Mode::Enforce } else { Mode::Testing };
    let max_age = today.max_age.min(wanted.max_age);
    Policy { mode, max_age, mx: union(&today.mx, &wanted.mx), ..wanted.clone() }
}

/// The patterns of both lists, without those that a wildcard of the other list makes needless.
fn union(first: &[MxPattern], second: &[MxPattern]) -> Vec<MxPattern> {
    let only_first = not_within(first, second).into_iter().cloned();
    only_first.chain(second.iter().cloned()).collect()
}

/// The last policy. The first enforce of a domain is preceded by testing (RFC 8461 2: "soft deployments").
fn publish_wanted(input: &PlanInput, wanted: &Policy, mx_left: bool, route: &mut Itinerary<'_>) {
    let before = input.current.as_ref().map(|current| current.policy.mode);
    let enforces = wanted.mode == Mode::Enforce;
    if enforces && matches!(before, None | Some(Mode::None)) {
        let testing = Policy { mode: Mode::Testing, ..wanted.clone() };
        route.publish(&testing, &words::PUBLISH_TESTING);
        route.wait(route.clock.plus(REPORT_SECONDS), &words::READ_REPORTS);
    }
    let strengthened = enforces && before != Some(Mode::Enforce);
    let first = route.served.is_none();
    let words = match (strengthened, mx_left, first) {
        (true, ..) => &words::PUBLISH_ENFORCE,
        (false, true, _) => &words::PUBLISH_AFTER_MX,
        (false, false, true) => &words::PUBLISH_FIRST,
        (false, false, false) => &words::PUBLISH,
    };
    route.publish(wanted, words);
}
