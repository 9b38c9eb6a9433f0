//! The policy cache of a Sender (RFC 8461 3.3, 5.1): what it does with what it holds, and the fetch that follows.
//!
//! Entries come in as a list of texts, in the order in which `read` takes them and `npm/lib/decide.js` gives them:
//! that costs the module far fewer bytes than an object does.

use mta_sts::cache::{
    self, Applied, BACK_OFF_SECONDS, Cached, Entry, FailedFetch, FetchOutcome, Next, Txt,
};
use mta_sts::check::{DnsRequest, DnsResponse};
use mta_sts::dns::{RecordData, RecordType, decode};
use mta_sts::tlsrpt::ResultType;
use mta_sts::{DomainName, Timestamp, policy, record};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::check::aborted;
use crate::convert::to_js;
use crate::fetch;
use crate::settings::{Settings, time};
use crate::transport::Transport;

#[derive(Serialize)]
struct Stepped {
    /// Whether the cached policy applies.
    cached: bool,
    next: &'static str,
    until: Option<Timestamp>,
    why: String,
}

#[derive(Serialize)]
struct Kept {
    entry: Entry,
    cached: bool,
    report: Option<ResultType>,
    alert: bool,
    /// For how many seconds the entry says more than none would.
    keep: i64,
}

/// `cacheStep(values, settings)`: what to do before a delivery, and why.
#[wasm_bindgen(js_name = cacheStep, skip_typescript)]
pub fn cache_step(values: Vec<String>, settings: &Settings) -> Result<JsValue, JsValue> {
    let (entry, txt) = read(values);
    let now = time(&settings.now())?;
    let step = cache::after_txt(&entry, &txt, now);
    let (next, until) = match step.next {
        Next::Deliver => ("deliver", None),
        Next::Fetch => ("fetch", None),
        Next::Refresh => ("refresh", None),
        Next::BackOff { until } => ("back-off", Some(until)),
    };
    let why = cache::trace(&entry, &txt, now).now;
    to_js(&Stepped { cached: step.apply == Applied::Cached, next, until, why })
}

/// Fetches, and tells what to store and what came of it.
pub(crate) async fn renew(
    domain: &DomainName,
    values: Vec<String>,
    settings: &Settings,
) -> Result<JsValue, JsValue> {
    let response = fetch::response(domain, settings).await?;
    let outcome = FetchOutcome::of(&response, &domain.policy_host());
    let (entry, txt) = read(values);
    let now = time(&settings.now())?;
    let (entry, fetched) = cache::after_fetch(entry, &txt, outcome, now);
    to_js(&Kept {
        cached: fetched.apply == Applied::Cached,
        report: fetched.report,
        alert: fetched.alert,
        keep: keep(&entry, now),
        entry,
    })
}

/// Looks up the record: its `id`, `null` where Senders assume that there is none, `undefined` where that failed.
pub(crate) async fn look_up(domain: &DomainName, settings: &Settings) -> Result<JsValue, JsValue> {
    let request = DnsRequest { name: domain.record_name(), record_type: RecordType::Txt };
    let transport = Transport::new(settings);
    let response = transport.resolve(&request).await;
    if transport.client.aborted() {
        return Err(aborted());
    }
    Ok(match learned(&response, &request) {
        Txt::Record { id } => id.into(),
        Txt::Missing => JsValue::NULL,
        Txt::Failed => JsValue::UNDEFINED,
    })
}

fn learned(response: &DnsResponse, request: &DnsRequest) -> Txt {
    let DnsResponse::Message(message) = response else { return Txt::Failed };
    let Ok(answer) = decode(message, &request.name, request.record_type) else {
        return Txt::Failed;
    };
    let texts = answer.records.iter().filter_map(|record| match record {
        RecordData::Txt(text) => Some(text),
        _ => None,
    });
    Txt::from(&record::parse_set(&texts.collect::<Vec<_>>()))
}

/// The entry and what the look-up brought. What a store hands back is held against the standard again: a policy that no
/// Sender takes is none.
fn read(values: Vec<String>) -> (Entry, Txt) {
    let mut values = values.into_iter();
    let mut next = || values.next().unwrap_or_default();
    let number = |text: String| text.parse::<i64>().unwrap_or_default();
    let txt = match next().as_str() {
        "record" => Txt::Record { id: next() },
        "missing" => Txt::Missing,
        _ => Txt::Failed,
    };
    let policy = policy::parse(next().as_bytes()).value;
    let (id, fetched_at) = (next(), Timestamp(number(next())));
    let cached = policy.map(|policy| Cached { id, policy, fetched_at });
    let failures = u32::try_from(number(next())).unwrap_or_default();
    let mut failed = Vec::new();
    while let (Some(id), Some(at)) = (values.next(), values.next()) {
        failed.push(FailedFetch { id, at: Timestamp(number(at)) });
    }
    (Entry { cached, failed, failures }, txt)
}

fn keep(entry: &Entry, now: Timestamp) -> i64 {
    let expired = entry.cached.iter().map(|cached| cached.expires_at().0.saturating_add(1));
    let tried = entry.failed.iter().map(|failed| failed.at.0.saturating_add(BACK_OFF_SECONDS));
    expired.chain(tried).max().unwrap_or(0).saturating_sub(now.0)
}
