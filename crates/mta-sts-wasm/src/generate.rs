//! Everything to publish for a new MTA-STS.

use mta_sts::diagnostic::{Finding, locate};
use mta_sts::generate::{self, GenerateInput, Generated};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::ascii;
use crate::convert::{mode, timestamp, to_js};

#[wasm_bindgen]
extern "C" {
    /// The input, as `npm/lib/generate.js` hands it over: checked, with defaults filled in.
    pub type GenerateValues;

    #[wasm_bindgen(method, getter)]
    fn domain(this: &GenerateValues) -> String;

    #[wasm_bindgen(method, getter)]
    fn mode(this: &GenerateValues) -> String;

    #[wasm_bindgen(method, getter)]
    fn mx(this: &GenerateValues) -> Vec<String>;

    #[wasm_bindgen(method, getter, js_name = maxAge)]
    fn max_age(this: &GenerateValues) -> u32;

    #[wasm_bindgen(method, getter)]
    fn rua(this: &GenerateValues) -> Vec<String>;

    #[wasm_bindgen(method, getter, js_name = policyHost)]
    fn policy_host(this: &GenerateValues) -> Vec<String>;

    #[wasm_bindgen(method, getter)]
    fn id(this: &GenerateValues) -> Option<String>;

    /// In seconds since 1970.
    #[wasm_bindgen(method, getter)]
    fn now(this: &GenerateValues) -> f64;
}

#[derive(Serialize)]
struct Answer {
    generated: Option<Generated>,
    /// Why there is nothing.
    faults: Vec<Finding>,
}

/// `generate(input)`. U-labels are converted.
#[wasm_bindgen(js_name = generate, skip_typescript)]
pub fn generate(values: &GenerateValues) -> Result<JsValue, JsValue> {
    let input = GenerateInput {
        mode: mode(&values.mode())?,
        mx: values.mx().into_iter().map(a_labels).collect(),
        max_age: values.max_age(),
        rua: values.rua(),
        policy_host: values.policy_host().into_iter().map(a_labels).collect(),
        id: values.id(),
        ..GenerateInput::new(a_labels(values.domain()), timestamp(values.now()))
    };
    to_js(&match generate::generate(&input) {
        Ok(generated) => Answer { generated: Some(generated), faults: Vec::new() },
        Err(faults) => Answer { generated: None, faults: locate("", &faults) },
    })
}

/// What cannot be converted stays, for the core to say what is wrong with it.
fn a_labels(name: String) -> String {
    ascii::to_ascii(&name).unwrap_or(name)
}
