//! What Node's tests are told of this checkout.

use std::process::Command;

use crate::build;
use crate::paths;
use crate::setup::Browsers;

/// Node in `tests/`, knowing where the lab, the CLI, the page and the browsers are.
pub(crate) fn node(browsers: &Browsers) -> Command {
    let mut command = Command::new("node");
    command
        .current_dir(paths::root().join("tests"))
        .env("MTA_STS_LAB", paths::program("mta-sts-lab"))
        .env("MTA_STS_CLI", paths::program("mta-sts"))
        .env("MTA_STS_WWW", paths::root().join("www"))
        .env("MTA_STS_WASM_PACK", build::module_of_the_package());
    if let Some(chromium) = &browsers.chromium {
        command.env("CHROMIUM", chromium);
    }
    if let Some(firefox) = &browsers.firefox {
        command.env("FIREFOX", firefox);
    }
    command
}
