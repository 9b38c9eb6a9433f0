//! The browsers of the browser tests: a Chromium or Chrome, and a Firefox.

use std::env;
use std::path::PathBuf;

use super::{Done, apt};
use crate::failure::Failure;

/// Where the tests' browsers are.
#[derive(Default)]
pub(crate) struct Browsers {
    /// Chromium or Chrome.
    pub chromium: Option<PathBuf>,
    /// Firefox.
    pub firefox: Option<PathBuf>,
}

/// A browser to look for, and to install where Debian has it.
pub(super) struct Browser {
    /// As people call it.
    title: &'static str,
    /// The environment variable that may name its program.
    variable: &'static str,
    /// Its programs, the first of them also Debian's package.
    names: &'static [&'static str],
    mac: &'static [&'static str],
}

pub(super) const CHROMIUM: Browser = Browser {
    title: "Chromium or Chrome",
    variable: "CHROMIUM",
    names: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    mac: &[
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ],
};

pub(super) const FIREFOX: Browser = Browser {
    title: "Firefox",
    variable: "FIREFOX",
    names: &["firefox-esr", "firefox"],
    mac: &["/Applications/Firefox.app/Contents/MacOS/firefox"],
};

impl Browser {
    pub(super) fn ensure(&self, found: &mut Option<PathBuf>) -> Result<Done, Failure> {
        let Browser { title, variable, names, .. } = self;
        if let Some(browser) = self.find() {
            let done = Done::Present(browser.display().to_string());
            *found = Some(browser);
            return Ok(done);
        }
        let package = names.first().copied().unwrap_or_default();
        let advice = format!("Install {title}, or name one in the variable {variable}.");
        apt::install(package, &format!("no {title} was found"), &advice)?;
        *found = self.find();
        match found {
            Some(browser) => Ok(Done::Installed(browser.display().to_string())),
            None => Err(Failure::new(format!(
                "{package} was installed but is not on the path. {advice}"
            ))),
        }
    }

    fn find(&self) -> Option<PathBuf> {
        if let Some(named) = env::var_os(self.variable).filter(|v| !v.is_empty()) {
            return Some(PathBuf::from(named));
        }
        let path = env::var_os("PATH").unwrap_or_default();
        let folders: Vec<PathBuf> = env::split_paths(&path).collect();
        let on_path =
            self.names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
        on_path.chain(self.mac.iter().map(PathBuf::from)).find(|program| program.exists())
    }
}
