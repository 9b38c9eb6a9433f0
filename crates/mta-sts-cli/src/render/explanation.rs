//! What lies behind a finding, and the list of all of them.

use mta_sts::explain::{Explanation, visible};
use mta_sts::{Code, Severity};

use super::style::{Look, headed, titled};

/// Where the words begin, behind their headings.
const COLUMN: usize = 9;

pub(crate) fn explanation(look: Look, severity: Severity, explained: &Explanation) -> String {
    let Explanation { code, message, cause, affects, help, wrong, right, rfc } = *explained;
    let mut out = titled(look, 0, severity, code, message);
    out.push('\n');
    for (heading, words) in [("why:", cause), ("affects:", affects), ("help:", help)] {
        out.push_str(&headed(COLUMN, heading, |heading| look.bold(heading), words));
    }
    for (heading, text) in [("wrong:", wrong), ("right:", right)] {
        out.push_str(&format!("\n{}\n{}", look.bold(heading), example(text)));
    }
    out.push_str(&format!("\n{}\n", look.faint(&format!("rule: {rfc}"))));
    out
}

/// All kinds of findings by area, the areas in the order in which they come first.
pub(crate) fn codes(look: Look, all: impl Iterator<Item = Code>) -> String {
    let mut areas: Vec<(&str, String)> = Vec::new();
    for code in all {
        let info = code.info();
        let (area, _) = info.slug.split_once('/').unwrap_or((info.slug, ""));
        let line = titled(look, 2, info.severity, info.slug, info.message);
        match areas.iter_mut().find(|(name, _)| *name == area) {
            Some((_, lines)) => lines.push_str(&line),
            None => areas.push((area, line)),
        }
    }
    let areas: Vec<String> =
        areas.iter().map(|(area, lines)| format!("{}\n{lines}", look.bold(area))).collect();
    areas.join("\n")
}

/// An example as it is, line by line: where it is longer than a line, cutting it would make it another one.
fn example(text: &str) -> String {
    visible(text).lines().map(|line| format!("  {line}\n")).collect()
}
