//! What a Sender does with each MX host under a policy (RFC 8461 5).

use mta_sts::apply::{self, Candidate, Validation};
use mta_sts::policy;
use mta_sts::tlsrpt::ResultType;
use wasm_bindgen::prelude::*;

use crate::convert::to_js;
use crate::error::Fault;

/// `apply(policy, candidates)`: each candidate as three parts, as `npm/lib/apply.js` takes it apart and checks it:
/// preference, host, and the outcome of its validation or the result-type of a failure.
#[wasm_bindgen(js_name = apply, skip_typescript)]
pub fn apply(policy: Option<String>, parts: Vec<String>) -> Result<JsValue, JsValue> {
    let policy = policy.map(|text| policy::parse(text.as_bytes()).value.ok_or_else(refused));
    let candidates: Vec<Candidate> = parts.chunks_exact(3).filter_map(candidate).collect();
    to_js(&apply::apply(policy.transpose()?.as_ref(), &candidates))
}

fn refused() -> JsValue {
    Fault::InvalidArgument
        .error("policy must be one that a strict Sender takes; null stands for no policy")
}

fn candidate(parts: &[String]) -> Option<Candidate> {
    let [preference, host, validation] = parts else { return None };
    let validation = match validation.as_str() {
        "not-tried" => Validation::NotTried,
        "passed" => Validation::Passed,
        "temporary" => Validation::Temporary,
        result_type => Validation::Failed { result_type: ResultType::parse(result_type) },
    };
    Some(Candidate { preference: preference.parse().ok()?, host: host.clone(), validation })
}
