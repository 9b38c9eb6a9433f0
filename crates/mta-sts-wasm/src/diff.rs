//! Policies for their writers: held against MX hosts, compared.

use mta_sts::MxPattern;
use mta_sts::coverage;
use mta_sts::diagnostic::locate;
use mta_sts::diff::{self, Snapshot};
use wasm_bindgen::prelude::*;

use crate::ascii;
use crate::convert::to_js;
use crate::error::Fault;

/// `coverage(patterns, hosts)`.
#[wasm_bindgen(js_name = coverage, skip_typescript)]
pub fn coverage(patterns: Vec<String>, hosts: Vec<String>) -> Result<JsValue, JsValue> {
    let pattern = |text: &String| {
        MxPattern::parse(text).map_err(|reason| {
            Fault::InvalidArgument.error(&format!("\"{text}\" is no mx pattern: {reason}"))
        })
    };
    let patterns = patterns.iter().map(pattern).collect::<Result<Vec<_>, _>>()?;
    to_js(&coverage::coverage(&patterns, &ascii::domain_names(&hosts)?))
}

/// `diffPolicies(before, after, hosts)`; a snapshot is a policy and an id.
#[wasm_bindgen(js_name = diffPolicies, skip_typescript)]
pub fn diff_policies(
    before: String,
    before_id: String,
    after: String,
    after_id: String,
    hosts: Vec<String>,
) -> Result<JsValue, JsValue> {
    let before = Snapshot { policy: before, id: before_id };
    let after = Snapshot { policy: after, id: after_id };
    to_js(&locate("", &diff::diff(&before, &after, &ascii::domain_names(&hosts)?)))
}
