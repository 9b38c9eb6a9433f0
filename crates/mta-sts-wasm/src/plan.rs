//! The steps of a change in their safe order.

use mta_sts::Timestamp;
use mta_sts::plan::{self, PlanInput, Published, Served, Target, Ttls, Wanted};
use mta_sts::policy::{self, Policy};
use wasm_bindgen::prelude::*;

use crate::ascii;
use crate::convert::{mode, timestamp, to_js};
use crate::error::Fault;

#[wasm_bindgen]
extern "C" {
    /// The input, as `npm/lib/plan.js` hands it over: checked, with defaults filled in.
    pub type PlanValues;

    #[wasm_bindgen(method, getter)]
    fn domain(this: &PlanValues) -> String;

    /// In seconds since 1970.
    #[wasm_bindgen(method, getter)]
    fn now(this: &PlanValues) -> f64;

    /// The text of today's policy, where there is one.
    #[wasm_bindgen(method, getter)]
    fn policy(this: &PlanValues) -> Option<String>;

    #[wasm_bindgen(method, getter)]
    fn id(this: &PlanValues) -> Option<String>;

    /// Of each earlier policy its text, the time in seconds since 1970, and its `id`, which may be empty.
    #[wasm_bindgen(method, getter)]
    fn earlier(this: &PlanValues) -> Vec<String>;

    #[wasm_bindgen(method, getter, js_name = mxHosts)]
    fn mx_hosts(this: &PlanValues) -> Vec<String>;

    #[wasm_bindgen(method, getter, js_name = recordTtl)]
    fn record_ttl(this: &PlanValues) -> u32;

    #[wasm_bindgen(method, getter, js_name = mxTtl)]
    fn mx_ttl(this: &PlanValues) -> u32;

    #[wasm_bindgen(method, getter, js_name = policyHostTtl)]
    fn policy_host_ttl(this: &PlanValues) -> u32;

    #[wasm_bindgen(method, getter)]
    fn remove(this: &PlanValues) -> bool;

    #[wasm_bindgen(method, getter, js_name = toMode)]
    fn to_mode(this: &PlanValues) -> Option<String>;

    #[wasm_bindgen(method, getter, js_name = toMaxAge)]
    fn to_max_age(this: &PlanValues) -> Option<u32>;

    #[wasm_bindgen(method, getter, js_name = toMxHosts)]
    fn to_mx_hosts(this: &PlanValues) -> Option<Vec<String>>;

    #[wasm_bindgen(method, getter, js_name = toPolicyHost)]
    fn to_policy_host(this: &PlanValues) -> Option<String>;
}

/// `plan(input)`. U-labels are converted.
#[wasm_bindgen(js_name = plan, skip_typescript)]
pub fn plan(values: &PlanValues) -> Result<JsValue, JsValue> {
    let domain = ascii::domain_name(&values.domain())?;
    let input = PlanInput {
        current: current(values)?,
        earlier: earlier(values)?,
        mx_hosts: ascii::domain_names(&values.mx_hosts())?,
        ttls: Ttls {
            record: values.record_ttl(),
            mx: values.mx_ttl(),
            policy_host: values.policy_host_ttl(),
        },
        ..PlanInput::new(domain, timestamp(values.now()), wanted(values)?)
    };
    to_js(&plan::plan(&input))
}

fn current(values: &PlanValues) -> Result<Option<Published>, JsValue> {
    let (Some(text), Some(id)) = (values.policy(), values.id()) else { return Ok(None) };
    let policy = held(&text).ok_or_else(|| {
        Fault::InvalidArgument.error("no Sender reads a policy in the text of today's policy")
    })?;
    Ok(Some(Published { policy, id }))
}

fn earlier(values: &PlanValues) -> Result<Vec<Served>, JsValue> {
    let mut texts = values.earlier().into_iter();
    let mut earlier = Vec::new();
    while let (Some(text), Some(time), Some(id)) = (texts.next(), texts.next(), texts.next()) {
        let policy = held(&text).ok_or_else(|| {
            Fault::InvalidArgument
                .error("no Sender reads a policy in the text of an earlier policy")
        })?;
        let last_served = Timestamp(time.parse().unwrap_or_default());
        earlier.push(Served { policy, last_served, id: Some(id).filter(|id| !id.is_empty()) });
    }
    Ok(earlier)
}

/// What Senders may hold in their caches: a strict one's reading, or a tolerant one's.
fn held(text: &str) -> Option<Policy> {
    let parsed = policy::parse(text.as_bytes());
    parsed.value.or(parsed.salvaged)
}

fn wanted(values: &PlanValues) -> Result<Wanted, JsValue> {
    if values.remove() {
        return Ok(Wanted::Removed);
    }
    Ok(Wanted::Policy(Target {
        mode: values.to_mode().as_deref().map(mode).transpose()?,
        max_age: values.to_max_age(),
        mx_hosts: values.to_mx_hosts().as_deref().map(ascii::domain_names).transpose()?,
        mx: None,
        policy_host: values.to_policy_host().as_deref().map(ascii::domain_name).transpose()?,
    }))
}
