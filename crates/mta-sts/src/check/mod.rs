//! The check of one domain as a state machine: it says what it needs, is told what came back, and ends with a [`Report`].
//!
//! A host loops over [`Check::poll_request`], does what is asked in any order and as parallel as it likes, and
//! hands each outcome to [`Check::handle_response`]. [`Check::poll_event`] tells the progress.
//!
//! ```
//! use mta_sts::check::{Check, CheckOptions, DnsResponse, Response};
//! use mta_sts::{DomainName, Timestamp};
//!
//! let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
//! while let Some((id, _request)) = check.poll_request() {
//!     // A host without network: nothing is tested, and nothing is called broken.
//!     let failed = DnsResponse::Failed { detail: "no network".to_owned() };
//!     check.handle_response(id, Response::Dns(failed), Timestamp(0));
//! }
//! assert_eq!(check.report().unwrap().verdict.as_str(), "not-tested");
//! # Ok::<(), mta_sts::DomainError>(())
//! ```

mod conclude;
mod dane;
mod mail;
mod misplaced;
mod mx_hosts;
mod policy_host;
#[cfg(feature = "probe")]
mod presented;
mod report;
mod request;
#[cfg(feature = "probe")]
mod starttls;
mod txt_steps;

use std::collections::VecDeque;

pub use report::{Dnssec, Event, EventView, MxHost, Outcome, Report, Step, StepName};
pub use request::{
    DnsRequest, DnsResponse, FetchRequest, ProbeRequest, Request, RequestId, Response,
};

use crate::diagnostic::{Diagnostic, locate};
use crate::dns::RecordType;
use crate::domain::DomainName;
use crate::fetch::FetchResponse;
use crate::timestamp::Timestamp;

use dane::Dane;
use mail::Mail;
use misplaced::{Search, WrongPlace};
use mx_hosts::MxHosts;
use policy_host::PolicyHost;
use txt_steps::TxtSteps;

/// What the host of a check can do, and what is wanted of it.
///
/// ```
/// use mta_sts::check::{Check, CheckOptions, StepName};
/// # use mta_sts::{DomainName, Timestamp, check::{DnsResponse, Response}};
/// // A browser: without a prober, the STARTTLS step is "not tested" and does not count against the verdict.
/// let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
/// # while let Some((id, _)) = check.poll_request() {
/// #     let failed = DnsResponse::Failed { detail: "no network".to_owned() };
/// #     check.handle_response(id, Response::Dns(failed), Timestamp(0));
/// # }
/// assert_eq!(check.step(StepName::Starttls).unwrap().reason, Some("no-prober"));
/// # Ok::<(), mta_sts::DomainError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CheckOptions {
    /// Whether it can speak SMTP with MX hosts. Browsers cannot; STARTTLS is then "not tested". Needs the feature
    /// `probe`.
    #[cfg(feature = "probe")]
    pub probe: bool,
    /// Whether the record and the policy are all that is wanted, as for a survey: three DNS queries and a fetch, and
    /// two more queries where the record is missing. The other steps are skipped.
    pub policy_only: bool,
}

impl CheckOptions {
    fn probe(self) -> bool {
        #[cfg(feature = "probe")]
        return self.probe;
        #[cfg(not(feature = "probe"))]
        return false;
    }
}

/// A check under way. See the [module](self).
///
/// A host in miniature, whose resolver knows of no record at all:
///
/// ```
/// use mta_sts::check::{Check, CheckOptions, DnsResponse, Request, Response};
/// use mta_sts::{DomainName, Timestamp, dns::encode_query, fetch::FetchResponse};
///
/// let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
/// while let Some((id, request)) = check.poll_request() {
///     let response = match request {
///         Request::Dns(question) => {
///             let mut message = encode_query(&question.name, question.record_type).unwrap();
///             message[2..4].copy_from_slice(&[0x81, 0x80]); // The question back as a response, without records.
///             Response::Dns(DnsResponse::Message(message))
///         }
///         Request::FetchPolicy(_) | Request::Probe(_) => {
///             Response::Fetch(FetchResponse::Unavailable { detail: "offline".to_owned() })
///         }
///     };
///     check.handle_response(id, response, Timestamp(1_700_000_000));
/// }
/// assert_eq!(check.report().unwrap().headline, "example.com does not use MTA-STS");
/// # Ok::<(), mta_sts::DomainError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Check {
    domain: DomainName,
    options: CheckOptions,
    requests: VecDeque<(RequestId, Request)>,
    tasks: Vec<(RequestId, Task)>,
    events: VecDeque<Event>,
    /// Those that have ended, in the order of [`StepName::ALL`].
    steps: Vec<Step>,
    started: Vec<StepName>,
    issued: u32,
    txt: TxtSteps,
    search: Option<Search>,
    policy_host: PolicyHost,
    mx: MxHosts,
    #[cfg(feature = "probe")]
    probes: starttls::Probes,
    dane: Dane,
    mail: Mail,
    report: Option<Report>,
}

/// What an open request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Task {
    Record,
    /// A look for the missing record at a wrong place.
    Misplaced(WrongPlace),
    Tlsrpt,
    PolicyHostAddress(RecordType),
    Fetch,
    Mx,
    /// An address of the MX host of that index.
    MxAddress(usize, RecordType),
    /// A probe of an MX host.
    #[cfg(feature = "probe")]
    Probe,
    /// The TLSA records of the MX host of that index.
    Tlsa(usize),
    Spf,
    Dmarc,
}

impl Check {
    /// Begins a check; the first requests are ready to be polled.
    ///
    /// ```
    /// use mta_sts::check::{Check, CheckOptions, Request};
    /// # use mta_sts::DomainName;
    /// let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
    /// let Some((_, Request::Dns(first))) = check.poll_request() else { unreachable!() };
    /// assert_eq!(first.name, "_mta-sts.example.com");
    /// # Ok::<(), mta_sts::DomainError>(())
    /// ```
    pub fn new(domain: DomainName, options: CheckOptions) -> Check {
        let mut check = Check {
            domain,
            options,
            requests: VecDeque::new(),
            tasks: Vec::new(),
            events: VecDeque::new(),
            steps: Vec::new(),
            started: Vec::new(),
            issued: 0,
            txt: TxtSteps::default(),
            search: None,
            policy_host: PolicyHost::default(),
            mx: MxHosts::default(),
            #[cfg(feature = "probe")]
            probes: starttls::Probes::default(),
            dane: Dane::default(),
            mail: Mail::default(),
            report: None,
        };
        check.begin();
        check
    }

    fn begin(&mut self) {
        self.start(StepName::Record);
        self.start(StepName::Fetch);
        let host = self.domain.policy_host();
        self.ask(Task::Record, self.domain.record_name(), RecordType::Txt);
        self.ask(Task::PolicyHostAddress(RecordType::Aaaa), host.clone(), RecordType::Aaaa);
        self.ask(Task::PolicyHostAddress(RecordType::A), host, RecordType::A);
        if self.options.policy_only {
            for step in StepName::ALL.into_iter().filter(|step| *step > StepName::Policy) {
                self.finish(StepEnd::skipped(step, "not-asked-for", "not asked for"));
            }
            return;
        }
        for step in [StepName::Mx, StepName::Tlsrpt, StepName::Mail] {
            self.start(step);
        }
        self.ask(Task::Mx, self.domain.as_str().to_owned(), RecordType::Mx);
        self.ask(Task::Tlsrpt, self.domain.tlsrpt_name(), RecordType::Txt);
        self.ask(Task::Spf, self.domain.as_str().to_owned(), RecordType::Txt);
        self.ask(Task::Dmarc, self.domain.dmarc_name(), RecordType::Txt);
    }

    /// The next thing to do, if there is one now. More may come with later responses.
    ///
    /// `None` while answers are awaited, and for good once there is a [`Check::report`].
    ///
    /// ```
    /// # use mta_sts::{DomainName, check::{Check, CheckOptions, Request}};
    /// let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
    /// let mut questions = Vec::new();
    /// while let Some((_, request)) = check.poll_request() {
    ///     let Request::Dns(question) = request else { unreachable!() };
    ///     questions.push(format!("{} {}", question.name, question.record_type.as_str()));
    /// }
    /// assert_eq!(questions[..3], [
    ///     "_mta-sts.example.com TXT",
    ///     "mta-sts.example.com AAAA",
    ///     "mta-sts.example.com A",
    /// ]);
    /// # Ok::<(), mta_sts::DomainError>(())
    /// ```
    pub fn poll_request(&mut self) -> Option<(RequestId, Request)> {
        self.requests.pop_front()
    }

    /// Takes in what came of a request, at time `now`. Unknown and repeated ids are ignored.
    ///
    /// An answer of the wrong kind counts as none at all: the step becomes "not tested".
    ///
    /// ```
    /// # use mta_sts::check::{Check, CheckOptions, DnsResponse, Outcome, Response, StepName};
    /// # use mta_sts::{DomainName, Timestamp};
    /// let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
    /// let (id, _) = check.poll_request().unwrap();
    /// let failed = DnsResponse::Failed { detail: "timed out".to_owned() };
    /// check.handle_response(id, Response::Dns(failed), Timestamp(1_700_000_000));
    /// assert_eq!(check.step(StepName::Record).unwrap().outcome, Outcome::NotTested);
    /// # Ok::<(), mta_sts::DomainError>(())
    /// ```
    pub fn handle_response(&mut self, id: RequestId, response: Response, now: Timestamp) {
        let Some(index) = self.tasks.iter().position(|(open, _)| *open == id) else { return };
        let (_, task) = self.tasks.swap_remove(index);
        match task {
            Task::Record => self.record_answered(dns(response)),
            Task::Misplaced(place) => self.wrong_place_answered(place, dns(response)),
            Task::Tlsrpt => self.tlsrpt_answered(dns(response)),
            Task::PolicyHostAddress(kind) => self.policy_host_answered(kind, dns(response)),
            Task::Fetch => self.fetched(fetch(response)),
            Task::Mx => self.mx_answered(dns(response)),
            Task::MxAddress(index, kind) => self.mx_address_answered(index, kind, dns(response)),
            #[cfg(feature = "probe")]
            Task::Probe => self.probed(response),
            Task::Tlsa(index) => self.tlsa_answered(index, dns(response)),
            Task::Spf => self.spf_answered(dns(response)),
            Task::Dmarc => self.dmarc_answered(dns(response)),
        }
        self.advance(now);
    }

    /// The next piece of progress, if there is one.
    ///
    /// ```
    /// # use mta_sts::{DomainName, check::{Check, CheckOptions, Event, StepName}};
    /// let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
    /// assert_eq!(check.poll_event(), Some(Event::StepStarted(StepName::Record)));
    /// # Ok::<(), mta_sts::DomainError>(())
    /// ```
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// An event with what it is about; `None` for an event of another check.
    ///
    /// ```
    /// # use mta_sts::{DomainName, check::{Check, CheckOptions, EventView}};
    /// let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
    /// let event = check.poll_event().unwrap();
    /// let Some(EventView::StepStarted { step }) = check.view(event) else { unreachable!() };
    /// assert_eq!(step.as_str(), "record");
    /// # Ok::<(), mta_sts::DomainError>(())
    /// ```
    pub fn view(&self, event: Event) -> Option<EventView<'_>> {
        Some(match event {
            Event::StepStarted(step) => EventView::StepStarted { step },
            Event::StepFinished(name) => EventView::StepFinished { step: self.step(name)? },
            Event::Finished => EventView::Finished { report: self.report()? },
        })
    }

    /// A step, once it has ended.
    ///
    /// ```
    /// # use mta_sts::check::{Check, CheckOptions, DnsResponse, Response, StepName};
    /// # use mta_sts::{DomainName, Timestamp};
    /// let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
    /// assert_eq!(check.step(StepName::Record), None);
    /// let (id, _) = check.poll_request().unwrap();
    /// let failed = DnsResponse::Failed { detail: "timed out".to_owned() };
    /// check.handle_response(id, Response::Dns(failed), Timestamp(0));
    /// assert_eq!(check.step(StepName::Record).unwrap().reason, Some("dns-failed"));
    /// # Ok::<(), mta_sts::DomainError>(())
    /// ```
    pub fn step(&self, name: StepName) -> Option<&Step> {
        let ended = self.report.as_ref().map_or(&self.steps, |report| &report.steps);
        ended.iter().find(|s| s.step == name)
    }

    /// The outcome, once every step has ended.
    ///
    /// ```
    /// # use mta_sts::check::{Check, CheckOptions, DnsResponse, Response};
    /// # use mta_sts::{DomainName, Timestamp};
    /// let mut check = Check::new(DomainName::parse("example.com")?, CheckOptions::default());
    /// assert_eq!(check.report(), None);
    /// while let Some((id, _)) = check.poll_request() {
    ///     let failed = DnsResponse::Failed { detail: "timed out".to_owned() };
    ///     check.handle_response(id, Response::Dns(failed), Timestamp(0));
    /// }
    /// assert_eq!(check.report().unwrap().headline, "nothing could be tested for example.com");
    /// # Ok::<(), mta_sts::DomainError>(())
    /// ```
    pub fn report(&self) -> Option<&Report> {
        self.report.as_ref()
    }

    /// Does whatever has become possible.
    fn advance(&mut self, now: Timestamp) {
        self.advance_fetch();
        self.advance_coverage();
        self.advance_starttls(now);
        self.advance_dane(now);
        if self.report.is_none() && self.steps.len() == StepName::ALL.len() {
            self.report = Some(self.conclude());
            self.events.push_back(Event::Finished);
        }
    }

    /// How the step ends that needs a prober, where there is none or nothing to probe.
    fn starttls_without_prober(&self) -> Option<StepEnd> {
        let skipped = self
            .nothing_to_validate()
            .filter(|(outcome, reason, _)| *outcome == Outcome::Skipped && *reason != "no-policy");
        if let Some((_, reason, summary)) = skipped {
            return Some(StepEnd::skipped(StepName::Starttls, reason, summary));
        }
        let summary = "no MX host was connected to: only over SMTP can certificates be seen";
        let end = StepEnd::not_tested(StepName::Starttls, "no-prober", summary, None);
        (!self.options.probe()).then_some(end)
    }

    #[cfg(not(feature = "probe"))]
    fn advance_starttls(&mut self, _now: Timestamp) {
        let ready = self.finished(StepName::Policy) && self.finished(StepName::Mx);
        if ready && !self.finished(StepName::Starttls) {
            self.starttls_without_prober().into_iter().for_each(|end| self.finish(end));
        }
    }

    fn issue(&mut self, task: Task, request: Request) {
        let id = RequestId(self.issued);
        self.issued = self.issued.saturating_add(1);
        self.tasks.push((id, task));
        self.requests.push_back((id, request));
    }

    fn ask(&mut self, task: Task, name: String, record_type: RecordType) {
        self.issue(task, Request::Dns(DnsRequest { name, record_type }));
    }

    fn pending(&self, wanted: impl Fn(Task) -> bool) -> bool {
        self.tasks.iter().any(|(_, task)| wanted(*task))
    }

    fn start(&mut self, step: StepName) {
        if !self.started.contains(&step) {
            self.started.push(step);
            self.events.push_back(Event::StepStarted(step));
        }
    }

    fn finished(&self, step: StepName) -> bool {
        self.step(step).is_some()
    }

    fn finish(&mut self, end: StepEnd) {
        self.start(end.step);
        let findings = locate(end.source.as_deref().unwrap_or(""), &end.diagnostics);
        let worst = end.diagnostics.iter().map(Diagnostic::severity).max();
        let tested = Outcome::of(worst);
        let outcome = match end.instead {
            // A fault that was seen stays one, whatever else could not be looked at.
            Some((Outcome::NotTested, _)) if tested == Outcome::Fail => tested,
            Some((outcome, _)) => outcome,
            None => tested,
        };
        let reason = end.instead.filter(|(o, _)| *o == outcome).map(|(_, reason)| reason);
        let StepEnd { step, summary, source, .. } = end;
        let step = Step { step, outcome, summary, reason, source, findings };
        let place = self.steps.iter().take_while(|s| s.step < step.step).count();
        self.events.push_back(Event::StepFinished(step.step));
        self.steps.insert(place, step);
    }
}

/// How a step ends; its outcome follows from the diagnostics unless `instead` says otherwise.
#[derive(Debug, Clone)]
struct StepEnd {
    step: StepName,
    summary: String,
    diagnostics: Vec<Diagnostic>,
    source: Option<String>,
    instead: Option<(Outcome, &'static str)>,
}

impl StepEnd {
    fn new(step: StepName, summary: impl Into<String>, diagnostics: Vec<Diagnostic>) -> StepEnd {
        StepEnd { step, summary: summary.into(), diagnostics, source: None, instead: None }
    }

    fn not_tested(
        step: StepName,
        reason: &'static str,
        summary: impl Into<String>,
        found: Option<Diagnostic>,
    ) -> StepEnd {
        let end = StepEnd::new(step, summary, found.into_iter().collect());
        StepEnd { instead: Some((Outcome::NotTested, reason)), ..end }
    }

    fn skipped(step: StepName, reason: &'static str, summary: impl Into<String>) -> StepEnd {
        let end = StepEnd::new(step, summary, Vec::new());
        StepEnd { instead: Some((Outcome::Skipped, reason)), ..end }
    }
}

/// A response of the wrong kind is a fault of the host; it counts as none.
const WRONG_KIND: &str = "the answer was of the wrong kind";

fn dns(response: Response) -> DnsResponse {
    match response {
        Response::Dns(answer) => answer,
        _ => DnsResponse::Failed { detail: WRONG_KIND.to_owned() },
    }
}

fn fetch(response: Response) -> FetchResponse {
    match response {
        Response::Fetch(answer) => answer,
        Response::Dns(DnsResponse::Failed { detail }) => FetchResponse::Unavailable { detail },
        _ => FetchResponse::Unavailable { detail: WRONG_KIND.to_owned() },
    }
}

#[cfg(test)]
mod tests;
