//! Tools that cargo installs, one folder for each version, kept across checkouts.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use super::Done;
use crate::failure::{Context, Failure};
use crate::paths;
use crate::process::logged;

pub(super) struct CargoTool {
    package: &'static str,
    version: String,
    programs: &'static [&'static str],
    /// Its lock file can be used.
    locked: bool,
    folder: PathBuf,
    /// How long an installation takes.
    duration: &'static str,
}

impl CargoTool {
    /// The command line tool must be of exactly the library's version.
    pub(super) fn wasm_bindgen() -> Result<CargoTool, Failure> {
        let path = paths::root().join("Cargo.lock");
        let lock =
            fs::read_to_string(&path).context(|| format!("cannot read {}", path.display()))?;
        let version = locked_version(&lock, "wasm-bindgen")
            .ok_or_else(|| Failure::new("Cargo.lock does not name wasm-bindgen"))?;
        CargoTool::new("wasm-bindgen-cli", version, &["wasm-bindgen"], false, "2 to 4 minutes")
    }

    pub(super) fn wasm_pack() -> Result<CargoTool, Failure> {
        CargoTool::new("wasm-pack", "0.15.1".to_owned(), &["wasm-pack"], true, "2 to 4 minutes")
    }

    pub(super) fn cargo_fuzz() -> Result<CargoTool, Failure> {
        CargoTool::new("cargo-fuzz", "0.13.2".to_owned(), &["cargo-fuzz"], true, "1 to 3 minutes")
    }

    pub(super) fn cargo_llvm_cov() -> Result<CargoTool, Failure> {
        let programs = &["cargo-llvm-cov"];
        CargoTool::new("cargo-llvm-cov", "0.9.1".to_owned(), programs, true, "1 to 3 minutes")
    }

    pub(super) fn cargo_mutants() -> Result<CargoTool, Failure> {
        let programs = &["cargo-mutants"];
        CargoTool::new("cargo-mutants", "27.1.0".to_owned(), programs, true, "2 to 5 minutes")
    }

    fn new(
        package: &'static str,
        version: String,
        programs: &'static [&'static str],
        locked: bool,
        duration: &'static str,
    ) -> Result<CargoTool, Failure> {
        let folder = paths::tools()?.join(format!("{package}-{version}"));
        Ok(CargoTool { package, version, programs, locked, folder, duration })
    }

    pub(super) fn bin(&self) -> PathBuf {
        self.folder.join("bin")
    }

    pub(super) fn ensure(&self) -> Result<Done, Failure> {
        if self.present() {
            return Ok(Done::Present(format!("{} already there", self.version)));
        }
        println!(
            "      cargo install {}@{} (once, {}) …",
            self.package, self.version, self.duration
        );
        // Installed beside and renamed, so that two runs at once or one that breaks off leave no half tool.
        let parts = self.folder.with_extension(format!("part-{}", process::id()));
        let installed = self.install(&parts);
        let kept = installed.and_then(|()| self.keep(&parts));
        remove(&parts)?;
        kept.map(|()| Done::Installed(self.version.clone()))
    }

    fn present(&self) -> bool {
        self.programs
            .iter()
            .all(|p| self.bin().join(format!("{p}{}", env::consts::EXE_SUFFIX)).exists())
    }

    fn install(&self, parts: &Path) -> Result<(), Failure> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.arg("install").arg(format!("{}@{}", self.package, self.version));
        command.arg("--root").arg(parts);
        for program in self.programs {
            command.args(["--bin", program]);
        }
        if self.locked {
            command.arg("--locked");
        }
        // These run for seconds and compile for minutes: little optimisation is the faster way.
        command
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "64")
            .env("CARGO_TARGET_DIR", parts.join("target"))
            .current_dir(env::temp_dir());
        logged(&mut command, &format!("install-{}", self.package)).map(|_| ())
    }

    fn keep(&self, parts: &Path) -> Result<(), Failure> {
        remove(&parts.join("target"))?;
        match fs::rename(parts, &self.folder) {
            // Another run was faster.
            Err(_) if self.present() => Ok(()),
            moved => moved.context(|| format!("cannot write {}", self.folder.display())),
        }
    }
}

fn remove(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder).context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

/// The version of a package in the text of a Cargo.lock.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn reads_the_version_of_exactly_that_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
