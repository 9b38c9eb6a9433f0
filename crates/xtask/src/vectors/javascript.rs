//! Vectors through the wasm module and the npm package, in Node.

use crate::failure::{Context, Failure};
use crate::node_env::node;
use crate::process::filtered;
use crate::setup::Browsers;

use super::file::{Input, Vector};
use super::reading::Reading;

/// `host` is `wasm` or `npm`; see the script.
pub(super) fn read(host: &str, vectors: &[Vector]) -> Result<Vec<Reading>, Failure> {
    let inputs: Vec<&Input> = vectors.iter().map(|v| &v.input).collect();
    let inputs = serde_json::to_vec(&inputs).context(|| "cannot write the inputs".to_owned())?;
    let mut command = node(&Browsers::default());
    let output = filtered(command.arg("conformance/read-vectors.mjs").arg(host), &inputs)?;
    let readings: Vec<Reading> = serde_json::from_slice(&output)
        .context(|| format!("the answer of the {host} runner is not JSON"))?;
    if readings.len() != vectors.len() {
        return Err(Failure::new(format!(
            "the {host} runner read {} of {} vectors",
            readings.len(),
            vectors.len()
        )));
    }
    Ok(readings)
}
