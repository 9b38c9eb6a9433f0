//! The wasm module's own standard library: built from the compiler's sources for size, and without the texts of panics. It
//! makes the module a tenth smaller.

use std::path::Path;
use std::process::Command;

use super::Done;
use crate::process::{answer, logged};

/// Flags of the compiler that only it takes which is told to take unstable ones.
const FLAGS: [&str; 3] =
    ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none"];

/// How the module is compiled.
#[derive(Clone, Copy, Default)]
pub(crate) struct SmallStd {
    can: bool,
}

impl SmallStd {
    /// Whether the compiler can build its standard library. Where it cannot, the one that it came with will do.
    pub(super) fn ensure(&mut self) -> Done {
        if let Some(why) = missing() {
            return Done::Present(format!(
                "the one that the compiler came with; the module will be a tenth larger ({why})"
            ));
        }
        self.can = true;
        Done::Present("built with the module".to_owned())
    }

    /// Whether budgets hold for the module.
    pub(crate) fn is_used(self) -> bool {
        self.can
    }

    pub(crate) fn rust_flags(self) -> &'static [&'static str] {
        if self.can { &FLAGS } else { &[] }
    }

    /// Adds cargo's options, behind `--`.
    pub(crate) fn apply(self, wasm_pack: &mut Command) {
        if self.can {
            wasm_pack
                .env("RUSTC_BOOTSTRAP", "1")
                .args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
        }
    }
}

fn missing() -> Option<String> {
    let Some(sysroot) = answer("rustc", &["--print", "sysroot"]) else {
        return Some("rustc does not tell its sysroot".to_owned());
    };
    let sources = Path::new(&sysroot).join("lib/rustlib/src/rust/library/Cargo.lock");
    if !sources.exists() {
        println!("      rustup component add rust-src …");
        let mut command = Command::new("rustup");
        if let Err(failure) = logged(command.args(["component", "add", "rust-src"]), "rustup-src") {
            return Some(format!("its sources are missing: {failure}"));
        }
    }
    let mut command = Command::new("rustc");
    command.env("RUSTC_BOOTSTRAP", "1").args(["--print", "cfg"]).args(FLAGS);
    let taken = command.output().is_ok_and(|output| output.status.success());
    (!taken).then(|| format!("this compiler does not take {}", FLAGS.join(" ")))
}
