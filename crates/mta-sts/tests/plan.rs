//! Plans: vectors as data, and simulated Senders that are refused nothing while a plan runs.
#![cfg(feature = "deserialize")]

use mta_sts::plan::{Action, Plan, PlanInput, Published, Served, Target, Ttls, Wanted, When, plan};
use mta_sts::policy::{self, Mode, Policy};
use mta_sts::{DomainName, MxPattern, Timestamp};
use proptest::prelude::*;
use serde_json::Value;

const NOW: i64 = 1_700_000_000;

/// `kind usual/certain`, in seconds after the beginning.
fn outline(plan: &Plan) -> Vec<String> {
    let line = |step: &mta_sts::plan::Step| {
        let action = serde_json::to_value(&step.action).unwrap();
        let kind = action["kind"].as_str().unwrap();
        format!("{kind} {}/{}", step.when.usual_after, step.when.certain_after)
    };
    plan.steps.iter().map(line).collect()
}

/// `mode max_age mx,mx` of each policy that a plan publishes.
fn policies(plan: &Plan) -> Vec<Policy> {
    let bodies = plan.steps.iter().filter_map(|step| match &step.action {
        Action::PublishPolicy { policy, .. } => Some(policy),
        _ => None,
    });
    bodies.map(|body| policy::parse(body.as_bytes()).value.expect("a valid policy")).collect()
}

fn short(policy: &Policy) -> String {
    let mx: Vec<&str> = policy.mx.iter().map(MxPattern::as_str).collect();
    format!("{} {} {}", policy.mode, policy.max_age, mx.join(",")).trim_end().to_owned()
}

/// The numbers of the steps that break something when they change places with the one above.
fn swapped(plan: &Plan) -> Vec<usize> {
    let numbered = plan.steps.iter().zip(1..);
    numbered.filter(|(step, _)| step.if_swapped.is_some()).map(|(_, number)| number).collect()
}

fn all_vectors() -> Vec<Value> {
    let text = include_str!("../../../tests/conformance/plan/plan.json");
    serde_json::from_str(text).unwrap()
}

fn plan_of(vector: &Value) -> Plan {
    let input: PlanInput = serde_json::from_value(vector["input"].clone()).unwrap();
    plan(&input)
}

#[test]
fn vectors() {
    let vectors = all_vectors();
    let mut wrong = Vec::new();
    for vector in &vectors {
        let plan = plan_of(vector);
        let got = serde_json::json!({
            "steps": outline(&plan),
            "policies": policies(&plan).iter().map(short).collect::<Vec<_>>(),
            "codes": plan.findings.iter().map(|f| f.code).collect::<Vec<_>>(),
            "swapped": swapped(&plan),
        });
        for part in ["steps", "policies", "codes", "swapped"] {
            // Not every vector tells which steps break something when they change places with the one above.
            if vector[part] != got[part] && (part != "swapped" || !vector[part].is_null()) {
                wrong.push(format!("{} {part}: got {}", vector["id"], got[part]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(vectors.len() >= 20, "only {} vectors were found", vectors.len());
}

#[test]
fn words_of_the_steps() {
    let mut words = String::new();
    for vector in &all_vectors() {
        words +=
            &format!("{}: {}\n", vector["id"].as_str().unwrap(), vector["note"].as_str().unwrap());
        for step in &plan_of(vector).steps {
            words += &format!("  {}\n", step.what);
            if let Some(swapped) = step.if_swapped {
                words += &format!("    before the step above: {swapped}\n");
            }
        }
    }
    insta::assert_snapshot!(words);
}

#[test]
fn a_plan_goes_out_as_json() {
    let wanted = Wanted::Policy(Target { mode: Some(Mode::Enforce), ..Target::default() });
    let mut input = PlanInput::new(name("a.example"), Timestamp(NOW), wanted);
    input.mx_hosts = vec![name("mx.a.example")];
    let json = serde_json::to_value(plan(&input)).unwrap();
    assert_eq!(json["steps"][2]["action"]["name"], "_mta-sts.a.example");
    assert_eq!(json["steps"][2]["action"]["id"], "20231114T221320Z");
    assert!(json["steps"][0]["ifSwapped"].is_null() && json["steps"][2]["ifSwapped"].is_string());
    let back = serde_json::to_value(&input).unwrap();
    assert_eq!(serde_json::from_value::<PlanInput>(back).unwrap(), input);
}

#[test]
fn no_number_breaks_a_plan() {
    let ends = [i64::MIN, 0, i64::MAX];
    for (now, last_served) in ends.iter().flat_map(|now| ends.map(|served| (*now, served))) {
        for seconds in [0, u32::MAX] {
            let target = Target {
                mode: Some(Mode::Enforce),
                mx_hosts: Some(vec![name("new.a.example")]),
                ..Target::default()
            };
            let old =
                policy(Mode::Enforce, seconds, vec![MxPattern::parse("mx.a.example").unwrap()]);
            let mut input =
                PlanInput::new(name("a.example"), Timestamp(now), Wanted::Policy(target));
            input.mx_hosts = vec![name("mx.a.example")];
            input.ttls = Ttls { record: seconds, mx: seconds, policy_host: seconds };
            let served = Served { policy: old, last_served: Timestamp(last_served), id: None };
            input.earlier = vec![served];
            assert!(plan(&input).steps.len() > 4);
            input.wanted = Wanted::Removed;
            let found = plan(&input);
            in_order(&found).unwrap();
        }
    }
}

fn name(text: &str) -> DomainName {
    DomainName::parse(text).unwrap()
}

fn policy(mode: Mode, max_age: u32, mx: Vec<MxPattern>) -> Policy {
    Policy { version: "STSv1", mode, max_age, mx, extensions: Vec::new() }
}

/// What the domain published from a time on.
#[derive(Debug, Clone)]
enum Event {
    /// `None`: neither policy nor record.
    Body(Option<Policy>),
    Id(Option<String>),
    Mx(Vec<DomainName>),
}

type History = Vec<(i64, Event)>;

/// The last value of a kind at `time`; events of the same second have all happened.
fn at<'a, T>(history: &'a History, time: i64, pick: impl Fn(&'a Event) -> Option<T>) -> Option<T> {
    history.iter().take_while(|(when, _)| *when <= time).filter_map(|(_, e)| pick(e)).last()
}

fn body(event: &Event) -> Option<&Option<Policy>> {
    if let Event::Body(policy) = event { Some(policy) } else { None }
}

fn id(event: &Event) -> Option<&Option<String>> {
    if let Event::Id(id) = event { Some(id) } else { None }
}

fn mx(event: &Event) -> Option<&Vec<DomainName>> {
    if let Event::Mx(hosts) = event { Some(hosts) } else { None }
}

/// What happened before the plan, and what a plan that is followed at `times` makes happen.
fn history(input: &PlanInput, plan: &Plan, times: impl Fn(&When) -> Timestamp) -> History {
    let mut served: Vec<(Policy, String, i64)> = Vec::new();
    let mut from = NOW - 400 * 86_400;
    for earlier in &input.earlier {
        served.push((earlier.policy.clone(), earlier.id.clone().unwrap(), from));
        from = earlier.last_served.0;
    }
    if let Some(current) = &input.current {
        served.push((current.policy.clone(), current.id.clone(), from));
    }
    let mut events = vec![(NOW - 500 * 86_400, Event::Mx(input.mx_hosts.clone()))];
    for (policy, id, from) in served {
        events.extend([(from, Event::Body(Some(policy))), (from, Event::Id(Some(id)))]);
    }
    if input.current.is_none() {
        events.extend([(from, Event::Body(None)), (from, Event::Id(None))]);
    }
    let mut hosts = input.mx_hosts.clone();
    for step in &plan.steps {
        let time = times(&step.when).0;
        match &step.action {
            Action::PublishPolicy { policy, .. } => {
                let policy = policy::parse(policy.as_bytes()).value.unwrap();
                events.push((time, Event::Body(Some(policy))));
            }
            Action::PublishRecord { id, .. } => events.push((time, Event::Id(Some(id.clone())))),
            Action::ChangeMx { add, remove } => {
                hosts.retain(|host| !remove.contains(host));
                hosts.extend(add.iter().cloned());
                events.push((time, Event::Mx(hosts.clone())));
            }
            _ => {}
        }
    }
    events
}

fn refused(policy: &Policy, hosts: &[DomainName]) -> Option<String> {
    let missed = hosts.iter().find(|host| !policy.mx.iter().any(|p| p.matches(host)))?;
    (policy.mode == Mode::Enforce).then(|| format!("{missed} refused by {}", short(policy)))
}

/// What a Sender that holds `policy` has against the MX hosts that the plan brings, or leaves it, where it had a host.
fn worsened(policy: &Policy, hosts: &[DomainName], today: &[DomainName]) -> Option<String> {
    let new: Vec<DomainName> = hosts.iter().filter(|h| !today.contains(h)).cloned().collect();
    let some = |hosts: &[DomainName]| {
        hosts.iter().any(|host| policy.mx.iter().any(|pattern| pattern.matches(host)))
    };
    let stranded = policy.mode == Mode::Enforce && some(today) && !some(hosts);
    refused(policy, &new).or(stranded.then(|| format!("{} has no host left", short(policy))))
}

/// Every policy that a cache may hold against every MX set that a resolver may hold at the same time.
fn any_cache(
    history: &History,
    mx_ttl: u32,
    refused: impl Fn(&Policy, &[DomainName]) -> Option<String>,
) -> Option<String> {
    let spans = |times: Vec<i64>| -> Vec<(i64, i64)> {
        let ends = times.iter().skip(1).copied().chain([i64::MAX / 2]);
        times.iter().copied().zip(ends.collect::<Vec<_>>()).collect()
    };
    let of_kind = |is: fn(&Event) -> bool| -> Vec<(i64, &Event)> {
        history.iter().filter(|(_, e)| is(e)).map(|(t, e)| (*t, e)).collect()
    };
    let bodies = of_kind(|e| body(e).is_some());
    let sets = of_kind(|e| mx(e).is_some());
    let body_spans = spans(bodies.iter().map(|(t, _)| *t).collect());
    let set_spans = spans(sets.iter().map(|(t, _)| *t).collect());
    for ((_, policy), (from, until)) in bodies.iter().zip(&body_spans) {
        let Some(policy) = body(policy).unwrap() else { continue };
        // Served in the same second as the next one: never fetched.
        if from == until {
            continue;
        }
        let held_until = until + i64::from(policy.max_age);
        for ((_, hosts), (seen_from, seen_until)) in sets.iter().zip(&set_spans) {
            let seen_until = seen_until + i64::from(mx_ttl);
            if *from < seen_until
                && *seen_from < held_until
                && let Some(why) = refused(policy, mx(hosts).unwrap())
            {
                return Some(format!(
                    "{why}: held {from}..{held_until}, seen {seen_from}..{seen_until}"
                ));
            }
        }
    }
    None
}

/// A Sender as RFC 8461 5.1 describes it, behind a resolver that keeps records for their TTL.
fn well_behaved(
    history: &History,
    ttls: &Ttls,
    deliveries: &[i64],
    refused: impl Fn(&Policy, &[DomainName]) -> Option<String>,
) -> Option<String> {
    let mut seen_id: Option<(i64, String)> = None;
    let mut seen_mx: Option<(i64, Vec<DomainName>)> = None;
    let mut cache: Option<(i64, String, Policy)> = None;
    for &now in deliveries {
        if seen_id.as_ref().is_none_or(|(when, _)| now >= when + i64::from(ttls.record)) {
            seen_id = at(history, now, id).cloned().flatten().map(|id| (now, id));
        }
        if seen_mx.as_ref().is_none_or(|(when, _)| now >= when + i64::from(ttls.mx)) {
            seen_mx = at(history, now, mx).map(|hosts| (now, hosts.clone()));
        }
        let known = seen_id.as_ref().map(|(_, id)| id.as_str());
        cache = cache.filter(|(fetched, _, policy)| now < fetched + i64::from(policy.max_age));
        let kept = cache.as_ref().map(|(_, id, _)| id.as_str());
        if let Some(id) = known.filter(|known| kept != Some(known)) {
            let served = at(history, now, body).cloned().flatten();
            cache = served.map(|policy| (now, id.to_owned(), policy)).or(cache);
        }
        if let (Some((_, _, policy)), Some((_, hosts))) = (&cache, &seen_mx)
            && let Some(why) = refused(policy, hosts)
        {
            return Some(format!("at {now}: {why}"));
        }
    }
    None
}

const HOSTS: [&str; 4] = ["a.mx.example", "b.mx.example", "c.mx.example", "d.other.example"];

fn hosts(bits: u8) -> Vec<DomainName> {
    let chosen = HOSTS.iter().enumerate().filter(|(n, _)| bits & (1 << n) != 0);
    chosen.map(|(_, host)| name(host)).collect()
}

fn modes() -> impl Strategy<Value = Mode> + Clone {
    prop::sample::select(vec![Mode::Enforce, Mode::Enforce, Mode::Testing, Mode::None])
}

fn seconds() -> impl Strategy<Value = u32> {
    prop::sample::select(vec![0, 300, 3_600, 86_400])
}

/// A policy that allows `now`, as every policy should that was served while these hosts took mail.
fn served_policy(now: u8) -> impl Strategy<Value = Policy> + Clone {
    let max_age = prop::sample::select(vec![0, 3_600, 86_400, 604_800, 2_592_000]);
    (modes(), max_age, 0..16_u8, prop::bool::weighted(0.3)).prop_map(
        move |(mode, max_age, more, wide)| {
            let mut mx: Vec<MxPattern> =
                hosts(now | more).into_iter().map(MxPattern::from).collect();
            if wide {
                mx = vec![
                    MxPattern::parse("*.mx.example").unwrap(),
                    MxPattern::parse("*.other.example").unwrap(),
                ];
            }
            policy(mode, max_age, mx)
        },
    )
}

/// A state that was kept well: each policy allowed every MX host of today.
fn situations(wanted: impl Strategy<Value = Wanted> + Clone) -> impl Strategy<Value = PlanInput> {
    situations_from(|now| now, wanted)
}

/// Any state: policies may allow some of the MX hosts of today, all, or none.
fn neglected(wanted: impl Strategy<Value = Wanted> + Clone) -> impl Strategy<Value = PlanInput> {
    situations_from(|_| 0, wanted)
}

fn situations_from(
    allowed: fn(u8) -> u8,
    wanted: impl Strategy<Value = Wanted> + Clone,
) -> impl Strategy<Value = PlanInput> {
    (1..16_u8).prop_flat_map(move |now| {
        let policy = served_policy(allowed(now));
        let current = prop::option::weighted(0.9, policy.clone());
        // Of an id that comes back Senders see no change.
        let reused = prop::bool::weighted(0.2);
        let earlier = prop::collection::vec((policy, 0..5_000_000_i64, reused), 0..3);
        (current, earlier, seconds(), seconds(), wanted.clone()).prop_map(
            move |(current, mut earlier, record, mx, wanted)| {
                earlier.sort_by_key(|(_, ago, _)| -ago);
                let served =
                    earlier.into_iter().enumerate().map(|(n, (policy, ago, reused))| Served {
                        policy,
                        last_served: Timestamp(NOW - ago),
                        id: Some(if reused { "current".to_owned() } else { format!("old{n}") }),
                    });
                let mut input = PlanInput::new(name("example.com"), Timestamp(NOW), wanted);
                input.earlier = served.collect();
                input.current =
                    current.map(|policy| Published { policy, id: "current".to_owned() });
                input.mx_hosts = hosts(now);
                input.ttls = Ttls { record, mx, policy_host: 60 };
                input
            },
        )
    })
}

fn targets() -> impl Strategy<Value = Wanted> + Clone {
    let max_age = prop::sample::select(vec![0, 3_600, 86_400, 604_800, 2_592_000]);
    (prop::option::of(modes()), prop::option::of(max_age), prop::option::of(1..16_u8))
        .prop_map(|(mode, max_age, then)| {
            let mx_hosts = then.map(hosts);
            Wanted::Policy(Target { mode, max_age, mx_hosts, ..Target::default() })
        })
        .boxed()
}

fn in_order(plan: &Plan) -> Result<(), TestCaseError> {
    for pair in plan.steps.windows(2) {
        prop_assert!(pair[0].when.usual <= pair[1].when.usual);
        prop_assert!(pair[0].when.certain <= pair[1].when.certain);
    }
    for step in &plan.steps {
        prop_assert!(step.when.usual <= step.when.certain);
        prop_assert!(step.when.certain <= plan.done.certain);
        let unfilled = step.what.contains(['{', '}']);
        prop_assert!(!unfilled, "{}", step.what);
    }
    Ok(())
}

/// Deliveries around every event, and where `extra` says.
fn deliveries(history: &History, ttls: &Ttls, extra: &[i64]) -> Vec<i64> {
    let mut times: Vec<i64> = extra.iter().map(|ago| NOW - 6_000_000 + ago).collect();
    for (time, _) in history {
        for near in [-1, 0, 1] {
            times.extend([time + near, time + near + i64::from(ttls.record)]);
            times.push(time + near + i64::from(ttls.mx));
        }
    }
    times.sort_unstable();
    times
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn no_cache_refuses_a_host_at_the_certain_times(input in situations(targets())) {
        let plan = plan(&input);
        in_order(&plan)?;
        let history = history(&input, &plan, |when| when.certain);
        prop_assert_eq!(any_cache(&history, input.ttls.mx, refused), None, "{:#?}", plan);
    }

    #[test]
    fn no_well_behaved_sender_is_refused_at_the_usual_times(
        input in situations(targets()),
        extra in prop::collection::vec(0..12_000_000_i64, 0..20),
        skip in prop::collection::vec(any::<bool>(), 64),
    ) {
        let plan = plan(&input);
        let history = history(&input, &plan, |when| when.usual);
        let mut times = deliveries(&history, &input.ttls, &extra);
        // A Sender that writes seldom holds what it fetched long ago.
        let mut skip = skip.iter().cycle();
        times.retain(|_| !skip.next().unwrap());
        prop_assert_eq!(well_behaved(&history, &input.ttls, &times, refused), None, "{:#?}", plan);
    }

    #[test]
    fn no_sender_loses_its_last_host(
        input in neglected(targets()),
        extra in prop::collection::vec(0..12_000_000_i64, 0..20),
    ) {
        let plan = plan(&input);
        in_order(&plan)?;
        let worse = |policy: &Policy, hosts: &[DomainName]| worsened(policy, hosts, &input.mx_hosts);
        let certain = history(&input, &plan, |when| when.certain);
        prop_assert_eq!(any_cache(&certain, input.ttls.mx, worse), None, "{:#?}", plan);
        let usual = history(&input, &plan, |when| when.usual);
        let times = deliveries(&usual, &input.ttls, &extra);
        prop_assert_eq!(well_behaved(&usual, &input.ttls, &times, worse), None, "{:#?}", plan);
    }

    #[test]
    fn a_cache_refuses_a_host_where_mx_records_change_before_the_wait(input in neglected(targets())) {
        let plan = plan(&input);
        let mut early = plan.clone();
        let place = early.steps.iter().position(|s| matches!(s.action, Action::ChangeMx { .. }));
        let waits = |place: &usize| early.steps[*place].if_swapped.is_some_and(|w| w.contains("mail waits"));
        let Some(place) = place.filter(waits) else { return Ok(()) };
        let when = early.steps[place - 1].when;
        early.steps[place].when = when;
        let history = history(&input, &early, |when| when.certain);
        let worse = |policy: &Policy, hosts: &[DomainName]| worsened(policy, hosts, &input.mx_hosts);
        prop_assert!(any_cache(&history, input.ttls.mx, worse).is_some(), "{:#?}", plan);
    }

    #[test]
    fn no_cached_policy_outlives_a_removal(input in situations(Just(Wanted::Removed))) {
        let plan = plan(&input);
        in_order(&plan)?;
        let gone = plan.steps.iter().find(|s| matches!(s.action, Action::RemoveRecord { .. }));
        let Some(gone) = gone else {
            prop_assert!(input.current.is_none());
            return Ok(());
        };
        let mut ends: Vec<i64> = input.earlier.iter()
            .map(|e| e.last_served.0 + i64::from(e.policy.max_age))
            .collect();
        let current = input.current.iter().filter(|c| c.policy.mode != Mode::None);
        ends.extend(current.map(|c| NOW + i64::from(c.policy.max_age)));
        let latest = ends.into_iter().max().unwrap_or(NOW).max(NOW);
        prop_assert_eq!(gone.when.usual.0, latest);
        prop_assert_eq!(gone.when.certain.0, latest);
    }
}
