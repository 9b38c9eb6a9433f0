//! Debian's packages, installed where that can be done.

use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::process::{answer, logged};

/// Installs a package, or says how; `advice` is for systems that are not Debian.
pub(super) fn install(package: &str, missing: &str, advice: &str) -> Result<(), Failure> {
    let debian = Path::new("/etc/debian_version").exists();
    let root = answer("id", &["-u"]).is_some_and(|id| id == "0");
    if !debian || !root {
        let apt = if debian {
            format!(" On Debian: `apt-get install {package}` as root.")
        } else {
            String::new()
        };
        return Err(Failure::new(format!("{missing}. {advice}{apt}")));
    }
    println!("      apt-get install {package} …");
    logged(Command::new("apt-get").arg("update"), "apt-update")?;
    let mut command = Command::new("apt-get");
    command.args(["install", "-y", "--no-install-recommends", package]);
    let log = format!("apt-{package}");
    logged(command.env("DEBIAN_FRONTEND", "noninteractive"), &log).map(|_| ())
}
