//! Real servers to test against: Postfix, Exim and OpenSMTPD for mail, unbound and dnsdist for DNS, nginx as Policy Host.

use std::path::Path;
use std::process::Command;

use super::Done;
use crate::failure::{Context, Failure};
use crate::paths;
use crate::process::logged;

const FETCHED: &str = "Exim, OpenSMTPD, unbound, dnsdist, nginx, ldns and h2load";

pub(super) fn ensure() -> Result<Done, Failure> {
    let installed = Path::new("/usr/sbin/postfix").exists();
    if !installed {
        println!("      installing Postfix (its service is not started) …");
        logged(&mut script("install-postfix"), "install-postfix")?;
    }
    if !Path::new("/usr/sbin/postfix").exists() {
        return Err(Failure::new(
            "Postfix is missing. Install it with your system's packages (Debian: `apt-get install postfix`).",
        ));
    }
    let present = script("fetch-servers").arg("present").status();
    let fetched = present.context(|| "cannot start sh".to_owned())?.success();
    if !fetched {
        println!("      unpacking {FETCHED} into target/interop (they are not installed) …");
        logged(&mut script("fetch-servers"), "fetch-servers")?;
    }
    Ok(match (installed, fetched) {
        (true, true) => Done::Present(format!("Postfix, {FETCHED} already there")),
        _ => Done::Installed(format!("Postfix, {FETCHED}")),
    })
}

fn script(name: &str) -> Command {
    let mut command = Command::new("sh");
    command.arg(paths::root().join("tests/interop").join(format!("{name}.sh")));
    command
}
