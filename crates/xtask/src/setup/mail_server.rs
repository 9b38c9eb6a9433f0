//! Postfix, the real mail server that the prober is tested against.

use std::path::Path;
use std::process::Command;

use super::Done;
use crate::failure::Failure;
use crate::paths;
use crate::process::logged;

pub(super) fn ensure() -> Result<Done, Failure> {
    if Path::new("/usr/sbin/postfix").exists() {
        return Ok(Done::Present("Postfix already there".to_owned()));
    }
    println!("      installing Postfix (its service is not started) …");
    let script = paths::root().join("tests/interop/install-postfix.sh");
    logged(Command::new("sh").arg(script), "install-postfix")?;
    if Path::new("/usr/sbin/postfix").exists() {
        Ok(Done::Installed("Postfix".to_owned()))
    } else {
        Err(Failure::new(
            "Postfix is missing. Install it with your system's packages (Debian: `apt-get install postfix`).",
        ))
    }
}
