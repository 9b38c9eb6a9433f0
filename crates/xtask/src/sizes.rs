//! The size of the wasm module, as it is, gzipped and with brotli, against its budget.

use std::path::Path;

use crate::failure::Failure;
use crate::process::answer;

/// Gzipped, in bytes. The goal is 110,000.
const BUDGET: usize = 242 * 1000;

pub(crate) fn report(wasm: &Path) -> Result<(), Failure> {
    let script = "const z = require('zlib'); const b = require('fs').readFileSync(process.argv[1]);\
                  console.log(b.length, z.gzipSync(b, { level: 9 }).length, z.brotliCompressSync(b).length);";
    let path = wasm.to_string_lossy();
    let sizes = answer("node", &["-e", script, &path]).unwrap_or_default();
    let sizes: Vec<usize> = sizes.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    let [raw, gzip, brotli] = sizes.as_slice() else {
        return Err(Failure::new(format!("Node cannot measure {path}")));
    };
    println!("wasm size: {raw} bytes raw, {gzip} gzip, {brotli} brotli (budget {BUDGET} gzip)");
    if *gzip > BUDGET {
        return Err(Failure::new(format!(
            "the wasm module has {gzip} bytes gzipped, {} above its budget of {BUDGET}",
            gzip - BUDGET
        )));
    }
    Ok(())
}
