//! The size of a wasm module, as it is, gzipped and with brotli, against its budget.

use std::path::Path;

use crate::failure::Failure;
use crate::process::answer;

/// Tells the sizes. `budget` is of the gzipped module; there is none for one that the compiler could not make small.
pub(super) fn report(name: &str, wasm: &Path, budget: Option<usize>) -> Result<(), Failure> {
    let script = "const z = require('zlib'); const b = require('fs').readFileSync(process.argv[1]);\
                  console.log(b.length, z.gzipSync(b, { level: 9 }).length, z.brotliCompressSync(b).length);";
    let path = wasm.to_string_lossy();
    let sizes = answer("node", &["-e", script, &path]).unwrap_or_default();
    let sizes: Vec<usize> = sizes.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    let [raw, gzip, brotli] = sizes.as_slice() else {
        return Err(Failure::new(format!("Node cannot measure {path}")));
    };
    print!("{name}: {raw} bytes raw, {gzip} gzip, {brotli} brotli");
    let Some(budget) = budget else {
        println!(" (its budget holds for a standard library that is built with it)");
        return Ok(());
    };
    println!(" (budget {budget} gzip)");
    if *gzip > budget {
        return Err(Failure::new(format!(
            "{name} has {gzip} bytes gzipped, {} above its budget of {budget}",
            gzip - budget
        )));
    }
    Ok(())
}
