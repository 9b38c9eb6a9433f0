//! Postfix, Exim and OpenSMTPD, the real mail servers that the prober is tested against.

use std::path::Path;
use std::process::Command;

use super::Done;
use crate::failure::Failure;
use crate::paths;
use crate::process::logged;

pub(super) fn ensure() -> Result<Done, Failure> {
    let installed = Path::new("/usr/sbin/postfix").exists();
    if !installed {
        println!("      installing Postfix (its service is not started) …");
        script("install-postfix")?;
    }
    if !Path::new("/usr/sbin/postfix").exists() {
        return Err(Failure::new(
            "Postfix is missing. Install it with your system's packages (Debian: `apt-get install postfix`).",
        ));
    }
    let complete = paths::root().join("target/interop/complete");
    let fetched = complete.exists();
    if !fetched {
        println!(
            "      unpacking Exim and OpenSMTPD into target/interop (they are not installed) …"
        );
        script("fetch-servers")?;
    }
    Ok(match (installed, fetched) {
        (true, true) => Done::Present("Postfix, Exim and OpenSMTPD already there".to_owned()),
        _ => Done::Installed("Postfix, Exim and OpenSMTPD".to_owned()),
    })
}

fn script(name: &str) -> Result<(), Failure> {
    let path = paths::root().join("tests/interop").join(format!("{name}.sh"));
    logged(Command::new("sh").arg(path), name).map(|_| ())
}
