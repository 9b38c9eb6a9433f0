//! For what to build: on Linux with musl, so that one binary runs everywhere, as far as the compiler has it.

use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::process::{answer, logged};

pub(crate) struct Target {
    pub(crate) triple: String,
}

impl Target {
    /// The target of releases for the system that this runs on.
    pub(super) fn of_this_machine() -> Result<Target, Failure> {
        let host = answer("rustc", &["-vV"]).and_then(|text| {
            text.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned)
        });
        let host =
            host.ok_or_else(|| Failure::usage("rustc is missing or does not tell its host"))?;
        let Some(architecture) = host.strip_suffix("-unknown-linux-gnu") else {
            return Ok(Target { triple: host });
        };
        let musl = format!("{architecture}-unknown-linux-musl");
        match ensure_musl(&musl) {
            Ok(()) => Ok(Target { triple: musl }),
            Err(why) => {
                println!(
                    "{musl} cannot be had ({why}); the binary will need this system's C library"
                );
                Ok(Target { triple: host })
            }
        }
    }

    /// What the build needs beside its arguments.
    pub(super) fn environment(&self) -> Vec<(String, &'static str)> {
        let variable = |prefix: &str| format!("{prefix}_{}", self.triple.replace('-', "_"));
        if self.is_musl() {
            // For the C parts of the cryptography.
            vec![(variable("CC"), "musl-gcc")]
        } else if self.triple.ends_with("-windows-msvc") {
            let flags = variable("CARGO_TARGET").to_ascii_uppercase() + "_RUSTFLAGS";
            vec![(flags, "-C target-feature=+crt-static")]
        } else {
            Vec::new()
        }
    }

    pub(super) fn linked(&self) -> &'static str {
        if self.is_musl() { "static" } else { "linked with the system's C library" }
    }

    fn is_musl(&self) -> bool {
        self.triple.ends_with("-musl")
    }
}

fn ensure_musl(target: &str) -> Result<(), String> {
    if answer("musl-gcc", &["-dumpversion"]).is_none() {
        return Err("musl-gcc is missing; Debian has it in musl-tools".to_owned());
    }
    if has(target) {
        return Ok(());
    }
    println!("rustup target add {target} …");
    let added = logged(Command::new("rustup").args(["target", "add", target]), "rustup-target");
    added.map_err(|failure| failure.to_string())?;
    if has(target) { Ok(()) } else { Err("rustup added it, but rustc does not see it".to_owned()) }
}

/// Whether the compiler has the target's standard library.
fn has(target: &str) -> bool {
    let folder = answer("rustc", &["--print", "target-libdir", "--target", target]);
    folder.is_some_and(|folder| Path::new(&folder).is_dir())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_has_its_environment() {
        let of = |triple: &str| Target { triple: triple.to_owned() }.environment();
        let musl = of("x86_64-unknown-linux-musl");
        assert_eq!(musl, [("CC_x86_64_unknown_linux_musl".to_owned(), "musl-gcc")]);
        let windows = of("x86_64-pc-windows-msvc");
        assert_eq!(windows[0].0, "CARGO_TARGET_X86_64_PC_WINDOWS_MSVC_RUSTFLAGS");
        assert!(of("aarch64-apple-darwin").is_empty());
    }
}
