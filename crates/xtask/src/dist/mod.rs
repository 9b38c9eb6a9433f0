//! `cargo xtask dist`: the program as it is released, an archive for this machine's kind of system.

mod archive;
mod start_up;
mod target;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};

use crate::failure::{Context, Failure};
use crate::paths;
use crate::process::shown;

use archive::Entry;
use target::Target;

/// Completions, by the name of the shell and that of the file that it looks for.
const COMPLETIONS: [(&str, &str); 5] = [
    ("bash", "mta-sts.bash"),
    ("zsh", "_mta-sts"),
    ("fish", "mta-sts.fish"),
    ("powershell", "_mta-sts.ps1"),
    ("elvish", "mta-sts.elv"),
];

const DOCUMENTS: [&str; 4] = ["README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"];

/// Builds, packs, and tells sizes and start-up time.
pub(crate) fn run() -> Result<(), Failure> {
    let target = Target::of_this_machine()?;
    println!("building mta-sts for {} …", target.triple);
    let program = program("dist", Some(&target))?;
    let version = env!("CARGO_PKG_VERSION");
    let name = format!("mta-sts-{version}-{}", target.triple);
    let folder = paths::target().join("dist");
    fs::create_dir_all(&folder).context(|| format!("cannot create {}", folder.display()))?;
    let packed = archive::pack(&name, &entries(&program, &folder)?)?;
    let path = folder.join(format!("{name}.tar.gz"));
    write(&path, &packed)?;
    let sum: String = Sha256::digest(&packed).iter().map(|byte| format!("{byte:02x}")).collect();
    // As `sha256sum --check` and `shasum -a 256 --check` read it.
    write(
        &folder.join(format!("{name}.tar.gz.sha256")),
        format!("{sum}  {name}.tar.gz\n").as_bytes(),
    )?;

    let size = read(&program)?.len();
    println!("binary    {} bytes, {}", size, target.linked());
    println!(
        "start-up  {:.1} ms, the median of {} runs of `mta-sts --version`",
        start_up::median(&program)?,
        start_up::RUNS
    );
    println!("archive   {} bytes, {}", packed.len(), path.display());
    println!("sha256    {sum}");
    Ok(())
}

/// Builds the program in a profile, for this machine or another target, and tells where it is.
pub(crate) fn program(profile: &str, target: Option<&Target>) -> Result<PathBuf, Failure> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(paths::root());
    command.args(["build", "--quiet", "--locked", "-p", "mta-sts-cli", "--profile", profile]);
    let mut folder = paths::target();
    if let Some(target) = target {
        command.args(["--target", &target.triple]).envs(target.environment());
        folder.push(&target.triple);
    }
    match shown(&mut command)? {
        (true, _) => {
            let name = format!("mta-sts{}", std::env::consts::EXE_SUFFIX);
            Ok(folder.join(profile).join(name))
        }
        (false, _) => Err(Failure::new("mta-sts does not compile; see above")),
    }
}

/// All that is in an archive.
fn entries(program: &Path, folder: &Path) -> Result<Vec<Entry>, Failure> {
    let file_name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut entries = vec![Entry::program(file_name, read(program)?)];
    for name in DOCUMENTS {
        entries.push(Entry::file(name.to_owned(), read(&paths::root().join(name))?));
    }
    for (shell, name) in COMPLETIONS {
        let script = said(program, &["completions", shell])?;
        entries.push(Entry::file(format!("completions/{name}"), script));
    }
    let man = folder.join("man");
    said(program, &["man", "--folder", &man.to_string_lossy()])?;
    let list = fs::read_dir(&man).context(|| format!("cannot read {}", man.display()))?;
    let mut pages: Vec<PathBuf> = list.flatten().map(|page| page.path()).collect();
    pages.sort();
    for page in pages {
        let name = page.file_name().unwrap_or_default().to_string_lossy().into_owned();
        entries.push(Entry::file(format!("man/{name}"), read(&page)?));
    }
    Ok(entries)
}

/// What the program writes to its standard output.
fn said(program: &Path, args: &[&str]) -> Result<Vec<u8>, Failure> {
    let output = Command::new(program).args(args).stdin(Stdio::null()).output();
    let output = output.context(|| format!("cannot start {}", program.display()))?;
    if !output.status.success() {
        return Err(Failure::new(format!("`mta-sts {}` fails", args.join(" "))));
    }
    Ok(output.stdout)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).context(|| format!("cannot write {}", path.display()))
}
