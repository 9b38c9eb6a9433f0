//! RFC 8461 8.3: leaving MTA-STS.

use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::policy::{Mode, Policy};

use super::caches::Clock;
use super::itinerary::Itinerary;
use super::words;
use super::{Action, PlanInput};

/// RFC 8461 8.3 step 1: "a small max_age (e.g., one day)".
const REMOVAL_MAX_AGE: u32 = 86_400;

pub(super) fn remove(input: &PlanInput, route: &mut Itinerary<'_>) -> Vec<Diagnostic> {
    // RFC 8461 5: with mode none in its cache a Sender does as though there were no policy.
    let in_use = route.held.iter().any(|held| held.policy.mode != Mode::None);
    if input.current.is_none() && !in_use {
        // Where nothing is known, a policy may be served, or in caches, for all that.
        let known = !input.earlier.is_empty();
        let code = if known { Code::PlanNothingToDo } else { Code::PlanCurrentUnknown };
        return vec![Diagnostic::new(code)];
    }
    let mut found = Vec::new();
    let host = input.domain.policy_host();
    if input.current.is_none() {
        // The record went too early; caches learn of mode none only when there is one again.
        let until = route.caches_until(|_| true).certain;
        found.push(Diagnostic::new(Code::PlanRemovedEarly).param("until", until.to_string()));
        let action = Action::PreparePolicyHost { host: host.clone(), target: None };
        route.step(action, &words::PREPARE_HOST, &[("host", host.clone())]);
    }
    // RFC 8461 8.3 steps 1 and 2: mode none, announced by a new id.
    let current = input.current.as_ref().map(|current| &current.policy);
    let leaving = current.filter(|policy| policy.mode == Mode::None);
    if leaving.is_some() && input.earlier.is_empty() {
        found.push(Diagnostic::new(Code::PlanEarlierUnknown));
    }
    if route.id_is_reused() {
        found.push(Diagnostic::new(Code::PlanIdReused));
    }
    route.publish(&leaving.cloned().unwrap_or_else(none), &words::PUBLISH_NONE);
    // RFC 8461 8.3 step 3: "all previously served policies", not only the last one. There is no shorter usual time.
    let all = route.caches_until(|_| true).certain;
    route.wait(Clock::at(all), &words::WAIT_FOR_ALL);
    let name = input.domain.record_name();
    let params = [("name", name.clone())];
    route.step(Action::RemoveRecord { name }, &words::REMOVE_RECORD, &params);
    route.wait(route.clock.plus(input.ttls.record), &words::WAIT_FOR_RECORD);
    let params = [("host", host.clone())];
    route.step(Action::RemovePolicyHost { host }, &words::REMOVE_HOST, &params);
    found
}

fn none() -> Policy {
    Policy {
        version: "STSv1",
        mode: Mode::None,
        max_age: REMOVAL_MAX_AGE,
        mx: Vec::new(),
        extensions: Vec::new(),
    }
}
