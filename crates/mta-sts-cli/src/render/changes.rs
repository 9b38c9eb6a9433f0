//! What fixes change, as a unified diff.

use anstyle::AnsiColor;
use similar::{ChangeTag, TextDiff};

use super::style::Look;
use crate::text;

/// Unchanged lines around a change.
const AROUND: usize = 3;

/// Nothing where the texts are the same.
pub(crate) fn changes(look: Look, name: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let name = text::line(name);
    let mut out = format!("--- {name}\n+++ {name} (corrected)\n");
    let diff = TextDiff::from_lines(before, after);
    for hunk in diff.unified_diff().context_radius(AROUND).iter_hunks() {
        out.push_str(&format!("{}\n", hunk.header()));
        for change in hunk.iter_changes() {
            let line = change.value();
            let shown = text::line(line.strip_suffix('\n').unwrap_or(line));
            out.push_str(&match change.tag() {
                ChangeTag::Equal => format!(" {shown}\n"),
                ChangeTag::Delete => {
                    look.paint(AnsiColor::Red.on_default(), &format!("-{shown}")) + "\n"
                }
                ChangeTag::Insert => {
                    look.paint(AnsiColor::Green.on_default(), &format!("+{shown}")) + "\n"
                }
            });
        }
    }
    out
}
