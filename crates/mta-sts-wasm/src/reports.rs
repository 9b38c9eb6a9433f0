//! TLS reports (RFC 8460 4).

use mta_sts::tlsrpt::aggregate::Aggregate;
use mta_sts::tlsrpt::delivery::{Delivery, Packing};
use mta_sts::tlsrpt::report;
use wasm_bindgen::prelude::*;

use crate::ascii::domain_name;
use crate::convert::to_js;
use crate::error::Fault;

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

/// `namesOfReport(text, domain, uniqueId)`: what a report is called on its way (RFC 8460 5): file names of its JSON and
/// of its gzip, Subject, submitter. Only what the strict reader takes has names; of others it is the code of the first
/// finding for which they have none.
#[wasm_bindgen(js_name = namesOfReport, skip_typescript)]
pub fn names_of_report(
    text: &str,
    domain: &str,
    unique_id: Option<String>,
) -> Result<Vec<String>, JsValue> {
    let report = match report::parse_strict(text.as_bytes()) {
        Ok(report) => report,
        Err(found) => return Ok(found.iter().take(1).map(|d| d.code.slug().to_owned()).collect()),
    };
    let delivery = Delivery::of(&report, domain_name(domain)?).ok_or_else(|| {
        Fault::InvalidArgument
            .error("writeReport(input): input.contactInfo must be at a domain name")
    })?;
    let filename = |packing| delivery.filename(packing, unique_id.as_deref());
    let [_, (_, submitter)] = delivery.header_fields();
    Ok(vec![
        filename(Packing::Json),
        filename(Packing::Gzip),
        delivery.subject(),
        submitter.to_owned(),
    ])
}
