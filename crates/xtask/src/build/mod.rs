//! From sources to the assembled npm package in `target/npm/mta-sts`, and what the page needs of it in `www/pkg`.

mod module;
mod sizes;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::explanations;
use crate::failure::{Context, Failure};
use crate::paths;
use crate::setup::{self, For, Tools};
pub(crate) use module::PARSER;
use module::{FIRST, GLUE, WASM, WHOLE};

/// What the page needs of the package.
const PAGE_FILES: [&str; 7] =
    ["lib", "index.d.ts", "words.js", "explanations.js", "explanations.d.ts", GLUE, WASM];

pub(crate) fn run() -> Result<Tools, Failure> {
    let tools = setup::run(For::Build)?;
    package(&tools)?;
    Ok(tools)
}

/// Whether a source has changed since the package was assembled.
pub(crate) fn is_stale() -> bool {
    let Some(assembled) = modified(&paths::package().join("package.json")) else { return true };
    let root = paths::root();
    let sources = ["Cargo.toml", "Cargo.lock", "crates/mta-sts", "crates/mta-sts-wasm"];
    sources
        .iter()
        .any(|source| newest(&root.join(source)).is_none_or(|changed| changed > assembled))
}

/// Where the package's module and its glue are.
pub(crate) fn module_of_the_package() -> PathBuf {
    WHOLE.out()
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|m| m.modified()).ok()
}

/// When a file, or the last changed one of a folder, was written.
fn newest(path: &Path) -> Option<SystemTime> {
    let entries = path.read_dir().into_iter().flatten().flatten();
    entries.filter_map(|entry| newest(&entry.path())).chain(modified(path)).max()
}

/// Builds the package with tools that are there.
pub(crate) fn package(tools: &Tools) -> Result<(), Failure> {
    WHOLE.build(tools)?;
    FIRST.build(tools)?;
    assemble(&WHOLE.out())?;
    let page = paths::root().join("www/pkg");
    recreate(&page)?;
    copy(&paths::package(), &page, &PAGE_FILES)?;
    // The page begins with a module of its own, and loads the whole one with the first mode that needs it.
    let first = page.join("first");
    recreate(&first)?;
    copy(&paths::package(), &first, &["lib", "words.js", "explanations.js"])?;
    copy(&FIRST.out(), &first, &[GLUE, WASM])?;
    let learn = paths::root().join("www/learn");
    recreate(&learn)?;
    explanations::pages(&learn)?;
    println!("npm package: {}", relative(&paths::package()));
    Ok(())
}

fn assemble(out: &Path) -> Result<(), Failure> {
    let package = paths::package();
    recreate(&package)?;
    let sources = paths::root().join("crates/mta-sts-wasm/npm");
    let names = names_in(&sources)?;
    copy(&sources, &package, &names.iter().map(String::as_str).collect::<Vec<_>>())?;
    wrap_schema(&package)?;
    copy(out, &package, &[GLUE, WASM])?;
    copy(&paths::root(), &package, &["LICENSE-MIT", "LICENSE-APACHE"])?;
    explanations::modules(&package.join("words.js"), &package.join("explanations.js"))?;
    set_version(&package.join("package.json"))?;
    link_for_tests(&package)
}

/// The schema of reports is published as JSON, and imported as a module where JSON cannot be.
fn wrap_schema(package: &Path) -> Result<(), Failure> {
    let schema = package.join("report.schema.json");
    let text =
        fs::read_to_string(&schema).context(|| format!("cannot read {}", schema.display()))?;
    let module = package.join("edge/report-schema.js");
    fs::write(
        &module,
        format!("// Made from report.schema.json.\nexport const reportSchema = {text};\n"),
    )
    .context(|| format!("cannot write {}", module.display()))
}

/// The package has the version of the workspace.
fn set_version(manifest: &Path) -> Result<(), Failure> {
    let text =
        fs::read_to_string(manifest).context(|| format!("cannot read {}", manifest.display()))?;
    // By line, not through a JSON value, which would sort the keys: the order of conditions in `exports` matters.
    let version = format!("  \"version\": \"{}\",", env!("CARGO_PKG_VERSION"));
    let lines =
        text.lines().map(|l| if l.starts_with("  \"version\":") { version.as_str() } else { l });
    let text = lines.collect::<Vec<_>>().join("\n") + "\n";
    fs::write(manifest, text).context(|| format!("cannot write {}", manifest.display()))
}

/// Tests import the package by its name, as users do.
fn link_for_tests(package: &Path) -> Result<(), Failure> {
    let link = paths::root().join("tests/node_modules/mta-sts");
    if fs::read_link(&link).is_ok_and(|target| target == package) {
        return Ok(());
    }
    if link.symlink_metadata().is_ok() {
        fs::remove_file(&link).context(|| format!("cannot remove {}", link.display()))?;
    }
    symlink(package, &link).context(|| format!("cannot create {}", link.display()))
}

fn recreate(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder).context(|| format!("cannot remove {}", folder.display()))?;
    }
    fs::create_dir_all(folder).context(|| format!("cannot create {}", folder.display()))
}

/// Copies files, and folders with all that is in them.
fn copy(from: &Path, to: &Path, names: &[&str]) -> Result<(), Failure> {
    names.iter().try_for_each(|name| copy_as(&from.join(name), &to.join(name)))
}

fn copy_as(from: &Path, to: &Path) -> Result<(), Failure> {
    if from.is_dir() {
        recreate(to)?;
        let names = names_in(from)?;
        return names.iter().try_for_each(|name| copy_as(&from.join(name), &to.join(name)));
    }
    fs::copy(from, to)
        .map(|_| ())
        .context(|| format!("cannot copy {} to {}", from.display(), to.display()))
}

fn names_in(folder: &Path) -> Result<Vec<String>, Failure> {
    let entries = folder.read_dir().context(|| format!("cannot read {}", folder.display()))?;
    Ok(entries.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect())
}

fn relative(path: &Path) -> String {
    path.strip_prefix(paths::root()).unwrap_or(path).display().to_string()
}
