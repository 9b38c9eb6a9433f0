//! Where things are.

use std::env;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The root of the checkout.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Cargo's target folder.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A program of this workspace, built in the dev profile.
pub(crate) fn program(name: &str) -> PathBuf {
    target().join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// Logs of long commands.
pub(crate) fn logs() -> PathBuf {
    target().join("xtask-logs")
}

/// The assembled npm package.
pub(crate) fn package() -> PathBuf {
    target().join("npm/mta-sts")
}

/// What wasm-pack wrote, a folder for each module.
pub(crate) fn wasm_pack_out() -> PathBuf {
    target().join("wasm-pack")
}

/// Tools kept across checkouts: `$XDG_CACHE_HOME` or `~/.cache`, then `mta-sts/tools`.
pub(crate) fn tools() -> Result<PathBuf, Failure> {
    let set = |name| env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let cache = set("XDG_CACHE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".cache")))
        .or_else(|| set("LOCALAPPDATA"));
    let cache = cache.ok_or_else(|| {
        Failure::usage("Neither XDG_CACHE_HOME nor HOME is set, so there is no place to keep tools in. Set one of them.")
    })?;
    Ok(cache.join("mta-sts/tools"))
}
