//! `cargo xtask screenshots`: pictures of the page in each state, on phone and desktop, light and dark.

use std::env;
use std::path::PathBuf;

use crate::build;
use crate::demo::build_programs;
use crate::failure::{Context, Failure};
use crate::node_env::node;
use crate::paths;
use crate::process::shown;
use crate::setup::{self, For};

pub(crate) fn run(folder: Option<PathBuf>) -> Result<(), Failure> {
    let tools = setup::run(For::Test)?;
    if build::is_stale() {
        build::package(&tools)?;
    }
    build_programs()?;
    // Node runs in another folder than this task was called in.
    let here = env::current_dir().context(|| "cannot tell the current folder".to_owned())?;
    let folder = here.join(folder.unwrap_or_else(|| paths::target().join("screenshots")));
    let mut command = node(&tools.browsers);
    command.arg("support/screenshots.mjs").arg(&folder);
    if !shown(&mut command)?.0 {
        return Err(Failure::new("The screenshots are not complete; the reason is above."));
    }
    println!("screenshots: {}", folder.display());
    Ok(())
}
