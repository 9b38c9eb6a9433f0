//! What builds and tests need: announced step by step, kept, and skipped when present.

mod apt;
mod browser;
mod cargo_tool;
mod debian_wasm;
mod fuzzer;
mod mail_server;
mod node;
mod small_std;
mod wasm_target;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::failure::Failure;
use crate::paths;
use crate::process::logged;

pub(crate) use browser::Browsers;
use cargo_tool::CargoTool;
pub(crate) use small_std::SmallStd;

/// What the set-up is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    Build,
    Test,
}

/// What the set-up found or installed.
pub(crate) struct Tools {
    wasm_bindgen: PathBuf,
    wasm_pack: PathBuf,
    /// A compiler of Debian's, where rustup's has no wasm32 target.
    debian: Option<debian_wasm::Compiler>,
    /// The standard library of the module.
    pub small_std: SmallStd,
    /// Only for tests.
    pub browsers: Browsers,
}

/// What a step did.
pub(crate) enum Done {
    Present(String),
    Installed(String),
}

/// Runs all steps.
pub(crate) fn run(purpose: For) -> Result<Tools, Failure> {
    let mut steps = Steps { next: 1, total: if purpose == For::Test { 11 } else { 6 } };
    steps.run("Node.js", node::check)?;
    let mut debian = None;
    steps.run("wasm32 target", || wasm_target::ensure(&mut debian))?;
    let mut small_std = SmallStd::default();
    steps.run("standard library", || Ok(small_std.ensure()))?;
    let wasm_bindgen = CargoTool::wasm_bindgen()?;
    steps.run("wasm-bindgen", || wasm_bindgen.ensure())?;
    let wasm_pack = CargoTool::wasm_pack()?;
    steps.run("wasm-pack", || wasm_pack.ensure())?;
    steps.run("npm packages", node::packages)?;
    let mut browsers = Browsers::default();
    if purpose == For::Test {
        steps.run("Chromium", || browser::CHROMIUM.ensure(&mut browsers.chromium))?;
        steps.run("Firefox", || browser::FIREFOX.ensure(&mut browsers.firefox))?;
        steps.run("runtimes and bundlers", node::packaging)?;
        steps.run("servers to test against", mail_server::ensure)?;
        steps.run("cargo-fuzz", fuzzer::ensure)?;
    }
    Ok(Tools {
        wasm_bindgen: wasm_bindgen.bin(),
        wasm_pack: wasm_pack.bin(),
        debian,
        small_std,
        browsers,
    })
}

/// Installs Lighthouse, and finds or installs the browser that it drives.
pub(crate) fn lighthouse() -> Result<Option<PathBuf>, Failure> {
    let mut steps = Steps { next: 1, total: 2 };
    let mut chromium = None;
    steps.run("Chromium", || browser::CHROMIUM.ensure(&mut chromium))?;
    steps.run("Lighthouse", node::lighthouse)?;
    Ok(chromium)
}

/// The path of cargo-fuzz, installed if it is not there.
pub(crate) fn cargo_fuzz() -> Result<PathBuf, Failure> {
    fuzzer::ensure()?;
    installed(&CargoTool::cargo_fuzz()?, "cargo-fuzz")
}

/// The path of cargo-llvm-cov, installed if it is not there, with the compiler's tools that it calls.
pub(crate) fn cargo_llvm_cov() -> Result<PathBuf, Failure> {
    logged(Command::new("rustup").args(["component", "add", "llvm-tools"]), "install-llvm-tools")?;
    installed(&CargoTool::cargo_llvm_cov()?, "cargo-llvm-cov")
}

/// The path of cargo-mutants, installed if it is not there.
pub(crate) fn cargo_mutants() -> Result<PathBuf, Failure> {
    installed(&CargoTool::cargo_mutants()?, "cargo-mutants")
}

fn installed(tool: &CargoTool, program: &str) -> Result<PathBuf, Failure> {
    tool.ensure()?;
    Ok(tool.bin().join(format!("{program}{}", std::env::consts::EXE_SUFFIX)))
}

impl Tools {
    /// wasm-pack, with the tools it calls on its path.
    pub(crate) fn wasm_pack(&self) -> Command {
        let mut command = Command::new(self.wasm_pack.join("wasm-pack"));
        let mut path: Vec<PathBuf> = vec![self.wasm_bindgen.clone()];
        if let Some(compiler) = &self.debian {
            compiler.apply(&mut command);
            path.push(compiler.bin());
        }
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        command.env("PATH", std::env::join_paths(path).unwrap_or_else(|_| OsString::new()));
        command
    }

    /// wasm-opt of the npm package binaryen; Debian's is too old.
    pub(crate) fn wasm_opt(&self) -> Command {
        Command::new(paths::root().join("tests/node_modules/.bin/wasm-opt"))
    }
}

struct Steps {
    next: usize,
    total: usize,
}

impl Steps {
    fn run(
        &mut self,
        name: &str,
        step: impl FnOnce() -> Result<Done, Failure>,
    ) -> Result<(), Failure> {
        let number = format!("[{}/{}]", self.next, self.total);
        self.next += 1;
        let start = Instant::now();
        let done = step().map_err(|f| Failure::usage(format!("{number} {name}: {f}")))?;
        match done {
            Done::Present(what) => println!("{number} {name}: {what}"),
            Done::Installed(what) => {
                println!("{number} {name}: {what}, installed in {} s", start.elapsed().as_secs());
            }
        }
        Ok(())
    }
}
