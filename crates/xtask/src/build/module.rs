//! A wasm module: compiled, optimised, held to what it may import and how large it may be.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use super::sizes;
use crate::failure::Failure;
use crate::paths;
use crate::process::{answer, logged};
use crate::setup::{SmallStd, Tools};

pub(super) const WASM: &str = "mta_sts_wasm_bg.wasm";
pub(super) const GLUE: &str = "mta_sts_wasm.js";

/// What to make of the crate `mta-sts-wasm`.
pub(crate) struct Module {
    /// For people.
    name: &'static str,
    /// Its folder among those of wasm-pack.
    folder: &'static str,
    /// Features beside the readers, or all.
    features: Option<&'static str>,
    /// Gzipped, in bytes.
    budget: usize,
}

/// The npm package's: everything. The goal is 110,000.
pub(super) const WHOLE: Module =
    Module { name: "wasm module", folder: "whole", features: None, budget: 188_500 };

/// What the page loads first: it can check domains and judge pasted texts.
pub(super) const FIRST: Module = Module {
    name: "the page's first module",
    folder: "first",
    features: Some("check,edit"),
    budget: 98_500,
};

/// The readers alone. The goal is 45,000.
pub(crate) const PARSER: Module =
    Module { name: "parse-only module", folder: "parser", features: Some(""), budget: 59_200 };

impl Module {
    /// Where its module and glue are.
    pub(super) fn out(&self) -> PathBuf {
        paths::wasm_pack_out().join(self.folder)
    }

    pub(crate) fn build(&self, tools: &Tools) -> Result<(), Failure> {
        let start = Instant::now();
        println!("building {} …", self.name);
        self.compile(tools)?;
        let wasm = self.out().join(WASM);
        optimise(tools, &wasm)?;
        println!("{} built in {} s", self.name, start.elapsed().as_secs());
        check_imports(&wasm)?;
        sizes::report(self.name, &wasm, tools.small_std.is_used().then_some(self.budget))
    }

    fn compile(&self, tools: &Tools) -> Result<(), Failure> {
        let crate_folder = paths::root().join("crates/mta-sts-wasm");
        let mut command = tools.wasm_pack();
        command
            .current_dir(paths::root())
            .args(["build", "--target", "web", "--mode", "no-install", "--no-typescript"])
            .args(["--no-pack", "--profile", "wasm-release", "--out-dir"])
            .arg(self.out())
            .arg(crate_folder)
            .arg("--")
            .env("RUSTFLAGS", rust_flags(tools.small_std));
        if let Some(features) = self.features {
            command.args(["--no-default-features", "--features", features]);
        }
        tools.small_std.apply(&mut command);
        logged(&mut command, &format!("wasm-pack-{}", self.folder)).map(|_| ())
    }
}

/// Panic messages hold source paths: without this machine's part they are the same everywhere, and shorter.
fn rust_flags(small_std: SmallStd) -> String {
    let home = env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let cargo = env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    let registries = cargo.join("registry/src").read_dir().into_iter().flatten().flatten();
    let mut prefixes: Vec<PathBuf> = registries.map(|entry| entry.path()).collect();
    if let Some(sysroot) = answer("rustc", &["--print", "sysroot"]) {
        prefixes.push(Path::new(&sysroot).join("lib/rustlib/src/rust/library"));
    }
    prefixes.push(paths::root());
    let flags = prefixes.iter().map(|prefix| format!("--remap-path-prefix={}/=", prefix.display()));
    let small = small_std.rust_flags().iter().map(|flag| (*flag).to_owned());
    flags.chain(small).collect::<Vec<_>>().join(" ")
}

fn optimise(tools: &Tools, wasm: &Path) -> Result<(), Failure> {
    let mut command: Command = tools.wasm_opt();
    // LLVM has made it small already. More passes take 7 % off, but what remains is 2 % larger when gzipped. Of all single
    // passes these three make it smaller then, by 0.8 %.
    command.args(["--rse", "--ssa-nomerge", "-O1", "--converge", "--dae-optimizing"]);
    // Engines do not read how loads and stores are aligned, and what is alike packs better.
    command.arg("--dealign");
    // LLVM keeps the first kilobyte free, and the stack is far from growing into it.
    command.args(["--low-memory-unused", "--strip-debug", "--strip-producers"]);
    logged(command.arg(wasm).arg("-o").arg(wasm), "wasm-opt").map(|_| ())
}

/// An import from `env` would be a clock, a file or another thing that the module must not have.
fn check_imports(wasm: &Path) -> Result<(), Failure> {
    let script = "const fs = require('fs'); const m = new WebAssembly.Module(fs.readFileSync(process.argv[1]));\
                  console.log([...new Set(WebAssembly.Module.imports(m).map((i) => i.module))].join(' '));";
    let wasm = wasm.to_string_lossy();
    let modules = answer("node", &["-e", script, &wasm])
        .ok_or_else(|| Failure::new(format!("Node cannot compile {wasm}")))?;
    match modules.split_whitespace().find(|module| *module != "./mta_sts_wasm_bg.js") {
        None => Ok(()),
        Some(module) => Err(Failure::new(format!(
            "the wasm module imports from `{module}`, but may import only from its glue"
        ))),
    }
}
