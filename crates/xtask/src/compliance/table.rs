//! The table, and its place in the README.

use std::fmt::Write;

use super::{Requirement, Requirements};
use crate::failure::Failure;
use crate::marks::Marks;

const MARKS: Marks = Marks {
    begin: "<!-- compliance: written by `cargo xtask compliance` -->\n",
    end: "<!-- end of compliance -->",
};

/// A row for each section.
pub(super) fn of(requirements: &Requirements) -> String {
    let mut table = "| RFC | section | key words | covered by a vector or test | not, and why |\n|---|---|---|---|---|\n".to_owned();
    let sections =
        requirements.requirement.chunk_by(|a, b| (&a.rfc, &a.section) == (&b.rfc, &b.section));
    for section in sections {
        let Some(Requirement { rfc, section: name, .. }) = section.first() else { continue };
        let words = requirements.counts.get(rfc).and_then(|c| c.get(name)).copied().unwrap_or(0);
        let covered = section.iter().filter(|r| !r.covered.is_empty()).count();
        let open: Vec<String> = section.iter().filter_map(reason).collect();
        let row = format!(
            "| {rfc} | {name} | {words} | {covered} of {} | {} |",
            section.len(),
            open.join("; ")
        );
        writeln!(table, "{row}").unwrap_or_default();
    }
    table
}

fn reason(requirement: &Requirement) -> Option<String> {
    let why = requirement.why.as_deref()?;
    Some(format!("{}: {} ({why})", requirement.binds, requirement.says))
}

/// The README with the table between its marks.
pub(super) fn inserted(readme: &str, table: &str) -> Result<String, Failure> {
    MARKS.insert("README.md", readme, table)
}
