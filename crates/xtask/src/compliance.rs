//! `cargo xtask compliance`: the README's table of requirements, from `tests/requirements.toml`.

mod table;

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;

use crate::failure::{Context, Failure};
use crate::paths;

/// The list, as the file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Requirements {
    /// Key words of BCP 14 by RFC and section.
    counts: BTreeMap<String, BTreeMap<String, usize>>,
    requirement: Vec<Requirement>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Requirement {
    rfc: String,
    section: String,
    keywords: Vec<String>,
    says: String,
    binds: String,
    /// Ids of vectors and names of tests.
    #[serde(default)]
    covered: Vec<String>,
    /// Why nothing covers it.
    why: Option<String>,
}

/// Writes the table between its marks in README.md.
pub(crate) fn run() -> Result<(), Failure> {
    let path = paths::root().join("README.md");
    let readme = fs::read_to_string(&path).context(|| format!("cannot read {}", path.display()))?;
    let written = table::inserted(&readme, &table::of(&load()?))?;
    if written == readme {
        println!("README.md is current");
        return Ok(());
    }
    fs::write(&path, written).context(|| format!("cannot write {}", path.display()))?;
    println!("README.md has the new table");
    Ok(())
}

fn load() -> Result<Requirements, Failure> {
    let path = paths::root().join("tests/requirements.toml");
    let text = fs::read_to_string(&path).context(|| format!("cannot read {}", path.display()))?;
    let requirements: Requirements =
        toml::from_str(&text).context(|| format!("{} is not as expected", path.display()))?;
    let mut listed: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for Requirement { rfc, section, keywords, .. } in &requirements.requirement {
        let sections = listed.entry(rfc.clone()).or_default();
        *sections.entry(section.clone()).or_default() += keywords.len();
    }
    if listed != requirements.counts {
        let why = format!("{}: the key words listed are not those counted", path.display());
        return Err(Failure::new(why));
    }
    Ok(requirements)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn each_requirement_is_covered_or_says_why_not() {
        for requirement in load().unwrap().requirement {
            let covered = !requirement.covered.is_empty();
            assert_ne!(covered, requirement.why.is_some(), "{requirement:?}");
        }
    }

    #[test]
    fn what_covers_a_requirement_exists() {
        let mut source = String::new();
        for folder in ["crates", "tests/conformance", "tests/runtimes", "tests/e2e"] {
            read(&paths::root().join(folder), &mut source);
        }
        for requirement in load().unwrap().requirement {
            for name in requirement.covered {
                let forms = [
                    format!("\"id\": \"{name}\""),
                    format!("fn {name}()"),
                    format!("fn {name}(\n"),
                ];
                assert!(forms.iter().any(|form| source.contains(form)), "there is no {name}");
            }
        }
    }

    fn read(folder: &Path, into: &mut String) {
        for entry in folder.read_dir().unwrap() {
            let path = entry.unwrap().path();
            let ours =
                ["rs", "json", "mjs"].iter().any(|e| path.extension().is_some_and(|x| x == *e));
            if path.is_dir()
                && path.file_name().is_some_and(|name| name != "node_modules" && name != "target")
            {
                read(&path, into);
            } else if ours {
                into.push_str(&fs::read_to_string(&path).unwrap());
            }
        }
    }

    #[test]
    fn the_readme_has_the_current_table() {
        let readme = fs::read_to_string(paths::root().join("README.md")).unwrap();
        let written = table::inserted(&readme, &table::of(&load().unwrap())).unwrap();
        assert!(readme == written, "run `cargo xtask compliance`");
    }
}
