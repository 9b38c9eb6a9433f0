//! The vectors of `tests/conformance/reports`, and what holds for every report.
#![cfg(feature = "report")]

use mta_sts::tlsrpt::report::{Report, parse, parse_strict};
use proptest::prelude::*;
use serde_json::Value;

const BASE: &str = include_str!("../../../tests/conformance/reports/base.json");
const READER: &str = include_str!("../../../tests/conformance/reports/reader.json");

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The input of a vector, as `README.md` beside the vectors tells.
fn input(vector: &Value, base: &Value) -> Vec<u8> {
    if let Some(text) = vector["text"].as_str() {
        return text.as_bytes().to_vec();
    }
    if let Some(hex) = vector["hex"].as_str() {
        let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        return (0..hex.len()).step_by(2).map(byte).collect();
    }
    let mut report = base.clone();
    for pointer in vector["remove"].as_array().into_iter().flatten() {
        let (object, name) = holder(&mut report, pointer.as_str().unwrap());
        assert!(object.remove(&name).is_some(), "{pointer} is not in the base");
    }
    for (pointer, value) in vector["set"].as_object().into_iter().flatten() {
        let (object, name) = holder(&mut report, pointer);
        object.insert(name, value.clone());
    }
    report.to_string().into_bytes()
}

fn holder<'a>(
    report: &'a mut Value,
    pointer: &str,
) -> (&'a mut serde_json::Map<String, Value>, String) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    (report.pointer_mut(parent).unwrap().as_object_mut().unwrap(), name.to_owned())
}

/// Whether everything in `wanted` is in `found`.
fn holds(found: &Value, wanted: &Value) -> bool {
    match (found, wanted) {
        (Value::Object(found), Value::Object(wanted)) => {
            wanted.iter().all(|(name, w)| found.get(name).is_some_and(|f| holds(f, w)))
        }
        (Value::Array(found), Value::Array(wanted)) => {
            found.len() == wanted.len() && found.iter().zip(wanted).all(|(f, w)| holds(f, w))
        }
        _ => found == wanted,
    }
}

#[test]
fn vectors_are_read_as_they_say() {
    let base = json(BASE);
    let mut wrong = Vec::new();
    for vector in json(READER).as_array().unwrap() {
        let id = vector["id"].as_str().unwrap();
        let text = input(vector, &base);
        let parsed = parse(&text);
        let mut codes: Vec<Value> =
            parsed.diagnostics.iter().map(|d| d.code.slug().into()).collect();
        let mut wanted = vector["codes"].as_array().unwrap().clone();
        if vector.get("text").is_none() {
            // serde_json sorts the members of what it writes, so their order says nothing here.
            codes.sort_by_key(Value::to_string);
            wanted.sort_by_key(Value::to_string);
        }
        if codes != wanted {
            wrong.push(format!("{id}: codes {codes:?}, not {wanted:?}"));
        }
        let valid = parsed.value.as_ref().map_or(0, Vec::len);
        if valid as u64 != vector["value"].as_u64().unwrap_or(1) {
            wrong.push(format!("{id}: {valid} valid reports"));
        }
        let strict = vector["strict"].as_bool().unwrap_or(wanted.is_empty());
        if parse_strict(&text).is_ok() != strict {
            wrong.push(format!("{id}: strict is not {strict}"));
        }
        let report = serde_json::to_value(parsed.value.iter().flatten().next()).unwrap();
        if vector.get("read").is_some_and(|wanted| !holds(&report, wanted)) {
            wrong.push(format!("{id}: read {report}"));
        }
        for diagnostic in &parsed.diagnostics {
            for span in diagnostic.labels.iter().map(|label| label.span) {
                assert!(parsed.source.get(span.start..span.end).is_some(), "{id}: {span:?}");
            }
            assert!(!diagnostic.message().contains("{"), "{id}: {}", diagnostic.message());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_place_is_the_value() {
    let text = br#"{"policies":[{"summary":{"total-successful-session-count": -1}}]}"#;
    let parsed = parse(text);
    let found = parsed.diagnostics.iter().find(|d| d.code.slug() == "report/count-invalid");
    let found = found.unwrap();
    assert_eq!(found.labels[0].span.of(&parsed.source), "-1");
    let path = ("path", "policies[0].summary.total-successful-session-count".to_owned());
    assert!(found.params.contains(&path));
}

#[test]
fn a_name_that_is_no_text_is_shown_as_it_is_escaped() {
    let text = format!("{{\"a\\ud800{}\":1,\"policies\":[]}}", "x".repeat(100));
    let parsed = parse(text.as_bytes());
    assert_eq!(parsed.value.unwrap().len(), 1);
    let found = parsed.diagnostics.iter().find(|d| d.code.slug() == "report/value-type").unwrap();
    assert_eq!(found.labels[0].span.of(&parsed.source).len(), 109);
    assert_eq!(found.params[0], ("path", format!("a\\ud800{}", "x".repeat(73))));
}

#[test]
fn deep_and_long_input_ends() {
    let deep = "[".repeat(200_000);
    assert_eq!(parse(deep.as_bytes()).value, None);
    let deep = format!("{}{}", deep, "]".repeat(200_000));
    assert_eq!(parse(deep.as_bytes()).value, None);
    let many = format!("[{}1]", "1,".repeat(50_000));
    assert_eq!(parse(many.as_bytes()).diagnostics.len(), 101);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let parsed = parse(&bytes);
        prop_assert!(parsed.value.is_some() || !parsed.diagnostics.is_empty());
    }

    #[test]
    fn a_changed_byte_breaks_nothing(at in 0_usize..900, byte in any::<u8>()) {
        let mut text = json(BASE).to_string().into_bytes();
        let at = at % text.len();
        text[at] = byte;
        let parsed = parse(&text);
        prop_assert!(parsed.value.is_some() || !parsed.diagnostics.is_empty());
        prop_assert_eq!(parsed.findings().len(), parsed.diagnostics.len());
    }

    #[test]
    fn what_is_written_is_read_again(at in 0_usize..900, byte in 0x20_u8..0x7f) {
        let mut text = json(BASE).to_string().into_bytes();
        let at = at % text.len();
        text[at] = byte;
        for report in parse(&text).value.unwrap_or_default() {
            let again: Vec<Report> = parse(report.to_json().as_bytes()).value.unwrap_or_default();
            prop_assert_eq!(again, vec![report]);
        }
    }
}
