//! A plan in the making: the steps so far, the time they have taken, what is served and what caches hold.

use crate::diagnostic::fill;
use crate::domain::DomainName;
use crate::policy::{Mode, Policy};
use crate::record::{id_at, text};
use crate::timestamp::Timestamp;

use super::caches::{Clock, Held, after};
use super::words::{self, Words};
use super::{Action, PlanInput, Published, Step, When};

pub(super) struct Itinerary<'a> {
    input: &'a PlanInput,
    steps: Vec<Step>,
    pub clock: Clock,
    /// What is served now.
    pub served: Option<Published>,
    pub held: Vec<Held>,
    ids: Vec<String>,
}

impl<'a> Itinerary<'a> {
    pub(super) fn new(input: &'a PlanInput) -> Itinerary<'a> {
        let current = input.current.as_ref();
        let reused = |id: &Option<String>| id.is_some() && id.as_ref() == current.map(|c| &c.id);
        let held = input.earlier.iter().map(|earlier| {
            let certain = after(earlier.last_served, earlier.policy.max_age);
            // Under the id that stands, a Sender has no cause to fetch again.
            let seen = if reused(&earlier.id) || current.is_none() {
                certain
            } else {
                after(earlier.last_served, input.ttls.record).min(certain)
            };
            Held { policy: earlier.policy.clone(), until: Clock { usual: seen, certain } }
        });
        let ids = input.earlier.iter().filter_map(|e| e.id.clone());
        Itinerary {
            input,
            steps: Vec::new(),
            clock: Clock::at(input.now),
            served: current.cloned(),
            held: held.filter(|held| held.until.certain > input.now).collect(),
            ids: ids.chain(current.map(|c| c.id.clone())).collect(),
        }
    }

    /// Whether an earlier policy, another one, was announced by the `id` that stands, and may still be in caches.
    pub(super) fn id_is_reused(&self) -> bool {
        let Some(current) = &self.input.current else { return false };
        let same_id = |id: &Option<String>| id.as_deref() == Some(current.id.as_str());
        let mut earlier = self.input.earlier.iter();
        earlier.any(|e| {
            let in_caches = after(e.last_served, e.policy.max_age) > self.input.now;
            in_caches && same_id(&e.id) && e.policy != current.policy
        })
    }

    /// Adds a step at the present time.
    pub(super) fn step(
        &mut self,
        action: Action,
        words: &Words,
        params: &[(&'static str, String)],
    ) {
        let above = self.steps.last().map(|step| &step.action);
        let if_swapped = above.and_then(|above| words.swapped_with(above));
        self.steps.push(Step {
            action,
            when: self.when(self.clock),
            what: fill(words.what, params),
            why: words.why,
            if_swapped,
            rfc: words.rfc,
        });
    }

    /// Adds a wait, unless its end has come already.
    pub(super) fn wait(&mut self, until: Clock, words: &Words) {
        let until = self.clock.max(until);
        if until == self.clock {
            return;
        }
        let action = if std::ptr::eq(words, &words::READ_REPORTS) {
            Action::ReadReports { until: self.when(until) }
        } else {
            Action::Wait { until: self.when(until) }
        };
        self.step(action, words, &[]);
        self.clock = until;
    }

    /// Serves `policy` and announces it by a new `id`, unless it is served under an `id` of its own already.
    ///
    /// RFC 8461 8.1: the HTTPS policy body is updated before the TXT record.
    pub(super) fn publish(&mut self, policy: &Policy, words: &Words) {
        let same_body = self.served.as_ref().is_some_and(|served| served.policy == *policy);
        let fresh_id = !self.id_is_reused() || self.served != self.input.current;
        if same_body && fresh_id {
            return;
        }
        if !same_body {
            let (url, body) = (self.input.domain.policy_url(), policy.to_string());
            let params = [("url", url.clone())];
            self.step(Action::PublishPolicy { url, policy: body }, words, &params);
        }
        let id = self.new_id();
        let record = text(&id);
        let name = self.input.domain.record_name();
        let params = [("name", name.clone()), ("record", record.clone())];
        let first = self.served.is_none();
        let words = if first { &words::PUBLISH_FIRST_RECORD } else { &words::PUBLISH_RECORD };
        self.step(Action::PublishRecord { name, record, id: id.clone() }, words, &params);
        let replaced = self.served.replace(Published { policy: policy.clone(), id });
        if let Some(old) = replaced.filter(|_| !same_body) {
            let until = self.clock.plus(old.policy.max_age);
            self.held.push(Held { policy: old.policy, until });
        }
        // The new id is there for every Sender that can look, whichever policy it holds.
        let seen = after(self.clock.usual, self.input.ttls.record);
        for held in &mut self.held {
            held.until.usual = held.until.usual.min(seen);
        }
    }

    /// When no Sender applies an older policy any more that `counts`.
    pub(super) fn caches_until(&self, counts: impl Fn(&Held) -> bool) -> Clock {
        let held = self.held.iter().filter(|held| counts(held));
        held.fold(self.clock, |until, held| until.max(held.until))
    }

    /// When mail may go to the hosts of `added` too, and then to those of `then` only: no Sender refuses a new one or
    /// depends on one that goes, and none that can look reports a new one.
    pub(super) fn open_for(&self, added: &[DomainName], then: &[DomainName]) -> Clock {
        // Testing refuses nothing; to wait for the TTL spares the reports, to wait for max_age would gain nothing.
        let tested = |h: &Held| h.policy.mode == Mode::Testing && h.misses(added);
        let usual = self.caches_until(tested).usual;
        let seconds = usual.0.saturating_sub(self.clock.usual.0);
        let certain = Timestamp(self.clock.certain.0.saturating_add(seconds));
        self.unrefused(added, then).max(Clock { usual, certain })
    }

    /// When no Sender refuses a host of `added`, or depends on one that is not in `then`.
    pub(super) fn unrefused(&self, added: &[DomainName], then: &[DomainName]) -> Clock {
        let today = &self.input.mx_hosts;
        self.caches_until(|h| {
            h.policy.mode == Mode::Enforce && h.misses(added) || h.strands(today, then)
        })
    }

    /// An `id` from the time, other than every one that was used.
    fn new_id(&mut self) -> String {
        let base = id_at(self.clock.usual);
        let mut id = base.clone();
        let mut count = 1_u32;
        while self.ids.contains(&id) {
            count = count.saturating_add(1);
            id = format!("{base}{count}");
        }
        self.ids.push(id.clone());
        id
    }

    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    pub(super) fn finish(self) -> (Vec<Step>, When) {
        let done = self.when(self.clock);
        (self.steps, done)
    }

    fn when(&self, clock: Clock) -> When {
        let since = |time: Timestamp| time.0.saturating_sub(self.input.now.0);
        When {
            usual: clock.usual,
            certain: clock.certain,
            usual_after: since(clock.usual),
            certain_after: since(clock.certain),
        }
    }
}
