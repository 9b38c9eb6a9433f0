//! A Chromium or Chrome for the browser tests.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Done;
use crate::failure::Failure;
use crate::process::{answer, logged};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

pub(super) fn ensure(found: &mut Option<PathBuf>) -> Result<Done, Failure> {
    if let Some(browser) = find() {
        let done = Done::Present(browser.display().to_string());
        *found = Some(browser);
        return Ok(done);
    }
    let debian = Path::new("/etc/debian_version").exists();
    let root = answer("id", &["-u"]).is_some_and(|id| id == "0");
    let advice = "Install Chromium or Chrome, or name one in the variable CHROMIUM.";
    if !debian || !root {
        let apt = if debian { " On Debian: `apt-get install chromium` as root." } else { "" };
        return Err(Failure::new(format!("no Chromium or Chrome was found. {advice}{apt}")));
    }
    println!("      apt-get install chromium …");
    logged(Command::new("apt-get").arg("update"), "apt-update")?;
    let mut command = Command::new("apt-get");
    command.args(["install", "-y", "--no-install-recommends", "chromium"]);
    logged(command.env("DEBIAN_FRONTEND", "noninteractive"), "apt-chromium")?;
    *found = find();
    match found {
        Some(browser) => Ok(Done::Installed(browser.display().to_string())),
        None => {
            Err(Failure::new(format!("chromium was installed but is not on the path. {advice}")))
        }
    }
}

fn find() -> Option<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM").filter(|v| !v.is_empty()) {
        return Some(PathBuf::from(named));
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let on_path = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    on_path.chain(MAC.iter().map(PathBuf::from)).find(|program| program.exists())
}
