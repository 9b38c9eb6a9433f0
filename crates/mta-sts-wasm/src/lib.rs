//! The wasm module behind the npm package `mta-sts`: from JS values, call the core, to JS values.
//!
//! Types, documentation and argument checks live in `npm/`; `get.rs` is the only part that asks for fetches.

#[cfg(feature = "decide")]
pub mod apply;
mod ascii;
#[cfg(feature = "decide")]
pub mod cache;
#[cfg(feature = "check")]
mod check;
mod convert;
#[cfg(feature = "diff")]
pub mod diff;
#[cfg(feature = "edit")]
pub mod edit;
mod error;
#[cfg(feature = "check")]
mod failure;
#[cfg(feature = "decide")]
mod fetch;
#[cfg(feature = "generate")]
pub mod generate;
#[cfg(feature = "check")]
mod get;
mod json;
pub mod lean;
#[cfg(feature = "plan")]
pub mod plan;
#[cfg(feature = "check")]
mod relay;
#[cfg(feature = "reports")]
pub mod reports;
#[cfg(feature = "senders")]
pub mod senders;
#[cfg(feature = "check")]
mod settings;
#[cfg(feature = "check")]
mod transport;

use mta_sts::{DomainName, MxMatcher, MxPattern};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use convert::to_js;
#[cfg(feature = "check")]
use settings::Settings;

/// Half the code of the standard library's allocator.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// `parsePolicy(text)`.
#[wasm_bindgen(js_name = parsePolicy, skip_typescript)]
pub fn parse_policy(text: &str) -> Result<JsValue, JsValue> {
    to_js(&mta_sts::policy::parse(text.as_bytes()))
}

/// `parseRecord(records)`: the TXT record set at `_mta-sts`.
#[wasm_bindgen(js_name = parseRecord, skip_typescript)]
pub fn parse_record(records: Vec<String>) -> Result<JsValue, JsValue> {
    to_js(&mta_sts::record::parse_set(&records))
}

/// `parseTlsrptRecord(records)`: the TXT record set at `_smtp._tls`.
#[wasm_bindgen(js_name = parseTlsrptRecord, skip_typescript)]
pub fn parse_tlsrpt_record(records: Vec<String>) -> Result<JsValue, JsValue> {
    to_js(&mta_sts::tlsrpt::record::parse_set(&records))
}

/// `maxAgeAdvice(text)`: what to say of the max_age of a valid policy; `undefined` for other texts.
#[wasm_bindgen(js_name = maxAgeAdvice, skip_typescript)]
pub fn max_age_advice(text: &str) -> Option<String> {
    mta_sts::policy::parse(text.as_bytes()).value.map(|p| mta_sts::policy::max_age_advice(&p))
}

#[derive(Serialize)]
struct MxMatch<'a> {
    matches: bool,
    pattern: Option<&'a str>,
    /// Patterns that are none, with the reason.
    invalid: Vec<InvalidPattern<'a>>,
}

#[derive(Serialize)]
struct InvalidPattern<'a> {
    pattern: &'a str,
    reason: String,
}

/// `matchMx(patterns, host)`: which pattern covers the host. U-labels in `host` are converted.
#[wasm_bindgen(js_name = matchMx, skip_typescript)]
pub fn match_mx(patterns: Vec<String>, host: &str) -> Result<JsValue, JsValue> {
    let mut valid = Vec::new();
    let mut invalid = Vec::new();
    for text in &patterns {
        match MxPattern::parse(text) {
            Ok(pattern) => valid.push(pattern),
            Err(fault) => invalid.push(InvalidPattern { pattern: text, reason: fault.to_string() }),
        }
    }
    // RFC 8461 4.1 compares MX record names; what is no host name is never one.
    let host = ascii::to_ascii(host).and_then(|h| DomainName::parse(&h).ok());
    let index = host.and_then(|host| MxMatcher::new(&valid).covering(&host));
    let pattern = index.and_then(|i| valid.get(i)).map(MxPattern::as_str);
    to_js(&MxMatch { matches: pattern.is_some(), pattern, invalid })
}

/// `toAscii(domain)`: the domain's A-labels.
#[wasm_bindgen(js_name = toAscii, skip_typescript)]
pub fn to_ascii(domain: &str) -> Result<String, JsValue> {
    ascii::domain_name(domain).map(|d| d.as_str().to_owned())
}

/// `checkDomain(domain, settings)`: a promise of the report.
#[cfg(feature = "check")]
#[wasm_bindgen(js_name = checkDomain, skip_typescript)]
pub fn check_domain(domain: &str, settings: &Settings) -> Result<js_sys::Promise, JsValue> {
    check::start(ascii::domain_name(domain)?, settings)
}

/// `request(what, domain, values, settings)`: a promise of what came of fetching the policy, of what to do with it
/// where `values` are those of a cache, or of the record's `id`. One function, for a promise costs a kilobyte each.
#[cfg(feature = "decide")]
#[wasm_bindgen(js_name = request, skip_typescript)]
pub async fn request(
    what: String,
    domain: String,
    values: Vec<String>,
    settings: Settings,
) -> Result<JsValue, JsValue> {
    let domain = ascii::domain_name(&domain)?;
    match what.as_str() {
        "record" => cache::look_up(&domain, &settings).await,
        "renew" => cache::renew(&domain, values, &settings).await,
        _ => fetch::told(&fetch::response(&domain, &settings).await?),
    }
}
