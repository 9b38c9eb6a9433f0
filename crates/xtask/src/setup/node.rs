//! Node.js, and the npm packages of the tests (wasm-opt among them).

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use super::Done;
use crate::failure::{Context, Failure};
use crate::paths;
use crate::process::{answer, logged};

/// Since then `AbortSignal.any` is there.
const MINIMUM: (u32, u32) = (20, 3);

pub(super) fn check() -> Result<Done, Failure> {
    let (major, minor) = MINIMUM;
    let wanted = format!(
        "Install Node.js {major}.{minor} or newer with npm (https://nodejs.org, or your system's packages)."
    );
    let version = answer("node", &["--version"])
        .ok_or_else(|| Failure::new(format!("node is not on the path. {wanted}")))?;
    if read_version(&version).is_none_or(|found| found < MINIMUM) {
        return Err(Failure::new(format!("{version} is too old. {wanted}")));
    }
    if answer("npm", &["--version"]).is_none() {
        return Err(Failure::new(format!("npm is not on the path. {wanted}")));
    }
    Ok(Done::Present(version))
}

/// Installs what `tests/package-lock.json` says, unless a stamp says that it is there.
pub(super) fn packages() -> Result<Done, Failure> {
    install(&paths::root().join("tests"))
}

/// The runtimes and bundlers of the packaging tests weigh a gigabyte, so they are kept.
pub(super) fn packaging() -> Result<Done, Failure> {
    kept("packaging")
}

/// Lighthouse, and the Node.js that it needs.
pub(super) fn lighthouse() -> Result<Done, Failure> {
    kept("lighthouse")
}

/// Installs the packages of a folder in `tests` beside the other tools, one copy for all checkouts.
fn kept(name: &str) -> Result<Done, Failure> {
    let folder = paths::root().join("tests").join(name);
    let mut hasher = DefaultHasher::new();
    read(&folder.join("package-lock.json"))?.hash(&mut hasher);
    let kept = paths::tools()?.join(format!("{name}-{:016x}", hasher.finish()));
    fs::create_dir_all(&kept).context(|| format!("cannot create {}", kept.display()))?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(folder.join(name), kept.join(name))
            .context(|| format!("cannot write {}", kept.join(name).display()))?;
    }
    let done = install(&kept)?;
    let (link, target) = (folder.join("node_modules"), kept.join("node_modules"));
    if fs::read_link(&link).is_ok_and(|linked| linked == target) {
        return Ok(done);
    }
    if link.is_dir() && !link.is_symlink() {
        fs::remove_dir_all(&link).context(|| format!("cannot remove {}", link.display()))?;
    } else if link.is_symlink() {
        fs::remove_file(&link).context(|| format!("cannot remove {}", link.display()))?;
    }
    symlink(&target, &link).context(|| format!("cannot create {}", link.display()))?;
    Ok(done)
}

fn install(folder: &Path) -> Result<Done, Failure> {
    let wanted = read(&folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(Done::Present("already there".to_owned()));
    }
    println!("      npm ci …");
    logged(
        Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder),
        "npm-ci",
    )?;
    fs::write(&stamp, wanted).context(|| format!("cannot write {}", stamp.display()))?;
    Ok(Done::Installed("as locked".to_owned()))
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).context(|| format!("cannot read {}", path.display()))
}

fn read_version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim_start_matches('v').split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??))
}

#[cfg(test)]
mod tests {
    use super::read_version;

    #[test]
    fn reads_node_versions() {
        assert_eq!(read_version("v20.20.2"), Some((20, 20)));
        assert_eq!(read_version("nonsense"), None);
    }
}
