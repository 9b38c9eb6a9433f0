//! For machines without rustup's wasm32 target: Debian's `rustc-web`, whose standard library for the target is
//! built here once from `rust-web-src`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Done;
use super::wasm_target::{TARGET, has_target};
use crate::failure::{Context, Failure};
use crate::process::{answer, logged};

const PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];
const RUSTC: &str = "/usr/bin/rustc";
const CARGO: &str = "/usr/bin/cargo";

/// Debian's compiler, able to build for wasm32.
pub(crate) struct Compiler;

impl Compiler {
    pub(super) fn bin(&self) -> PathBuf {
        PathBuf::from("/usr/bin")
    }

    pub(super) fn apply(&self, command: &mut Command) {
        command.env("RUSTC", RUSTC).env("CARGO", CARGO).env_remove("RUSTUP_TOOLCHAIN");
    }
}

pub(super) fn ensure() -> Result<(Compiler, Done), Failure> {
    if Path::new(RUSTC).exists() && has_target(RUSTC) {
        return Ok((Compiler, Done::Present("with Debian's compiler, already there".to_owned())));
    }
    install()?;
    build_std()?;
    if has_target(RUSTC) {
        Ok((Compiler, Done::Installed("with Debian's compiler".to_owned())))
    } else {
        Err(Failure::new("the standard library was built but the compiler does not see it"))
    }
}

fn install() -> Result<(), Failure> {
    let debian = Path::new("/etc/debian_version").exists();
    let root = answer("id", &["-u"]).is_some_and(|id| id == "0");
    if !debian || !root {
        let packages = PACKAGES.join(" ");
        return Err(Failure::new(format!(
            "needs Debian and root to run `apt-get install {packages}`"
        )));
    }
    println!("      apt-get install {} …", PACKAGES.join(" "));
    logged(Command::new("apt-get").arg("update"), "apt-update")?;
    let mut command = Command::new("apt-get");
    command.args(["install", "-y", "--no-install-recommends"]).args(PACKAGES);
    logged(command.env("DEBIAN_FRONTEND", "noninteractive"), "apt-rustc-web").map(|_| ())
}

/// Builds std in an empty crate and copies its rlibs, not the crate's own, into the sysroot.
fn build_std() -> Result<(), Failure> {
    println!("      building the standard library for {TARGET} (about a minute) …");
    let folder = crate::paths::target().join("debian-wasm-std");
    let source = folder.join("src");
    fs::create_dir_all(&source).context(|| format!("cannot create {}", source.display()))?;
    let manifest =
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n";
    for (path, text) in [(folder.join("Cargo.toml"), manifest), (source.join("lib.rs"), "")] {
        fs::write(&path, text).context(|| format!("cannot write {}", path.display()))?;
    }
    let mut command = Command::new(CARGO);
    command
        .current_dir(&folder)
        .args(["build", "--release", "--target", TARGET, "-Z", "build-std=std,panic_abort,test"])
        .args(["--target-dir", "out"])
        .env("RUSTC", RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
        // Without bitcode in the rlibs, link-time optimisation fails.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env_remove("RUSTUP_TOOLCHAIN");
    logged(&mut command, "debian-wasm-std")?;
    let sysroot = answer(RUSTC, &["--print", "sysroot"])
        .ok_or_else(|| Failure::new(format!("{RUSTC} does not tell its sysroot")))?;
    let to = Path::new(&sysroot).join("lib/rustlib").join(TARGET).join("lib");
    fs::create_dir_all(&to).context(|| format!("cannot create {}", to.display()))?;
    let from = folder.join("out").join(TARGET).join("release/deps");
    let entries = from.read_dir().context(|| format!("cannot read {}", from.display()))?;
    for entry in entries.flatten() {
        let name = entry.file_name();
        let text = name.to_string_lossy();
        if text.ends_with(".rlib") && !text.starts_with("libempty") {
            let target = to.join(&name);
            fs::copy(entry.path(), &target)
                .context(|| format!("cannot write {}", target.display()))?;
        }
    }
    Ok(())
}
