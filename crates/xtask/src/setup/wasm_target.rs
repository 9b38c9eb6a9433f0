//! The compiler's wasm32-unknown-unknown target: rustup's, else one built with Debian's compiler.

use std::path::Path;
use std::process::Command;

use super::{Done, debian_wasm};
use crate::failure::Failure;
use crate::process::{answer, logged};

pub(super) const TARGET: &str = "wasm32-unknown-unknown";

pub(super) fn ensure(debian: &mut Option<debian_wasm::Compiler>) -> Result<Done, Failure> {
    if has_target("rustc") {
        return Ok(Done::Present("already there".to_owned()));
    }
    let rustup = answer("rustup", &["--version"]);
    let refused = match rustup {
        Some(_) => {
            println!("      rustup target add {TARGET} …");
            match logged(Command::new("rustup").args(["target", "add", TARGET]), "rustup-target") {
                Ok(_) if has_target("rustc") => return Ok(Done::Installed("by rustup".to_owned())),
                Ok(_) => "rustup added it, but rustc does not see it".to_owned(),
                Err(failure) => failure.to_string(),
            }
        }
        None => "rustup is not installed".to_owned(),
    };
    println!("      {refused}; trying Debian's compiler");
    let (compiler, done) = debian_wasm::ensure().map_err(|failure| {
        Failure::usage(format!(
            "the {TARGET} target is missing. Install it with `rustup target add {TARGET}`. \
             ({refused}. Debian's compiler: {failure})"
        ))
    })?;
    *debian = Some(compiler);
    Ok(done)
}

/// Whether a compiler's sysroot holds the target's standard library.
pub(super) fn has_target(rustc: &str) -> bool {
    let sysroot = answer(rustc, &["--print", "sysroot"]);
    sysroot.is_some_and(|root| {
        holds_std(&Path::new(&root).join("lib/rustlib").join(TARGET).join("lib"))
    })
}

fn holds_std(folder: &Path) -> bool {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    entries.into_iter().any(|e| e.file_name().to_string_lossy().starts_with("libstd-"))
}
