//! `cargo xtask lighthouse`: the scores of the built page, and what costs points.

use std::process::Command;

use crate::build;
use crate::failure::Failure;
use crate::paths;
use crate::process::shown;
use crate::setup::{self, For};

pub(crate) fn run() -> Result<(), Failure> {
    let tools = setup::run(For::Build)?;
    let chromium = setup::lighthouse()?;
    if build::is_stale() {
        build::package(&tools)?;
    }
    let folder = paths::target().join("lighthouse");
    // Lighthouse needs a newer Node.js than the other tests; its packages bring it.
    let node = paths::root().join("tests/lighthouse/node_modules/node/bin/node");
    let mut command = Command::new(node);
    command
        .current_dir(paths::root().join("tests/lighthouse"))
        .env("MTA_STS_WWW", paths::root().join("www"))
        .envs(chromium.map(|chromium| ("CHROMIUM", chromium)))
        .arg("run.mjs")
        .arg(&folder);
    if !shown(&mut command)?.0 {
        return Err(Failure::new("A score is below its least; see above."));
    }
    println!("report: {}", folder.join("lighthouse.html").display());
    Ok(())
}
