//! Every public item of the core has an example that runs.
//!
//! This reads the source as text, as rustfmt leaves it, and counts what stands alone on a line that begins with `pub`:
//! functions, methods, structs, enums, traits, constants and statics. It does not see what macros write (the constants
//! of `Code`), fields, variants, type aliases, modules and trait implementations, nor whether an example is any good:
//! that it compiles and holds is for `cargo test --doc`. That no `pub` is unreachable is the lint `unreachable_pub`'s.
#![allow(clippy::disallowed_methods, reason = "a test may read files; the core itself does no I/O")]

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_public_item_has_an_example() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    files.sort();
    assert!(files.len() > 100, "only {} files were found", files.len());
    let mut lacking = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a source file is UTF-8");
        let name = file.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(&file);
        let found = without_example(&text);
        lacking
            .extend(found.iter().map(|(line, item)| format!("{}:{line}: {item}", name.display())));
    }
    assert!(lacking.is_empty(), "{} without an example:\n{}", lacking.len(), lacking.join("\n"));
}

#[test]
fn sees_what_it_should() {
    let source = "/// ```\n/// a();\n/// ```\n#[derive(\n    Debug,\n)]\npub struct Shown;\n\n\
                  /// No example.\n#[must_use]\npub const fn lacks() {}\n\n\
                  impl Shown {\n    /// ```text\n    /// a picture\n    /// ```\n    pub fn drawn() {}\n\n    \
                  pub(crate) fn inner() {}\n    pub field: u8,\n}\n\n#[cfg(test)]\nmod tests {\n    pub fn helper() {}\n}\n";
    let found = without_example(source);
    let found: Vec<_> = found.iter().map(|(line, item)| (*line, item.as_str())).collect();
    assert_eq!(found, [(11, "fn lacks"), (17, "fn drawn")]);
}

/// The Rust files under `folder` that are no tests.
fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("its entries can be read").path();
        if path.file_stem().is_some_and(|stem| stem == "tests") {
            continue;
        }
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

/// Line and name of each public item whose documentation holds no example that runs.
fn without_example(source: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut docs = Vec::new();
    let mut in_attribute = false;
    for (index, line) in source.lines().enumerate() {
        // Unit tests are a file's last part.
        if line == "#[cfg(test)]" && source.lines().nth(index + 1) == Some("mod tests {") {
            break;
        }
        let line = line.trim();
        if let Some(doc) = line.strip_prefix("///") {
            docs.push(doc.trim());
        } else if in_attribute || line.starts_with("#[") {
            // Over several lines, an attribute ends with a bracket on a line of its own.
            in_attribute = if in_attribute { line != ")]" } else { !line.ends_with(']') };
        } else {
            if let Some(item) = item(line).filter(|_| !runs(&docs)) {
                found.push((index + 1, item));
            }
            docs.clear();
        }
    }
    found
}

/// `fn name` of a line that begins a public item.
fn item(line: &str) -> Option<String> {
    let mut words = line.strip_prefix("pub ")?.split(|c: char| !c.is_alphanumeric() && c != '_');
    let mut kind = words.next()?;
    let mut name = words.next()?;
    while matches!(kind, "const" | "async" | "unsafe") && matches!(name, "fn" | "unsafe" | "trait")
    {
        kind = name;
        name = words.next()?;
    }
    let counts = ["fn", "struct", "enum", "union", "trait", "const", "static"].contains(&kind);
    // A macro's `pub const $name` has no name here.
    (counts && !name.is_empty()).then(|| format!("{kind} {name}"))
}

/// Whether one of the fences opens code that `cargo test --doc` runs.
fn runs(docs: &[&str]) -> bool {
    let fences = docs.iter().filter_map(|doc| doc.strip_prefix("```"));
    fences.step_by(2).any(|info| matches!(info, "" | "rust" | "should_panic"))
}
