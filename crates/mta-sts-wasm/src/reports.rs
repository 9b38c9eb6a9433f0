//! TLS reports (RFC 8460 4).

use mta_sts::tlsrpt::aggregate::Aggregate;
use mta_sts::tlsrpt::report;
use wasm_bindgen::prelude::*;

use crate::convert::to_js;

/// `parseReport(text)`.
#[wasm_bindgen(js_name = parseReport, skip_typescript)]
pub fn parse_report(text: &str) -> Result<JsValue, JsValue> {
    to_js(&report::parse(text.as_bytes()))
}

/// `reportTotals(texts, domain)`.
#[wasm_bindgen(js_name = reportTotals, skip_typescript)]
pub fn report_totals(texts: Vec<String>, domain: Option<String>) -> Result<JsValue, JsValue> {
    let mut aggregate = Aggregate::new();
    for text in &texts {
        let parsed = report::parse(text.as_bytes());
        for report in parsed.value.or(parsed.salvaged).iter().flatten() {
            // Repeated reports count once; the totals say when there were too many.
            aggregate.add(report);
        }
    }
    to_js(&domain.map_or_else(|| aggregate.totals(), |domain| aggregate.totals_of(&domain)))
}
