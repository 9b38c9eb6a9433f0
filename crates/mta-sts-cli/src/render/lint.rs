//! The outcome of `lint`.

use mta_sts::{Finding, Severity};

use super::finding::finding;
use super::style::Look;
use crate::text;

pub(crate) fn lint(
    look: Look,
    name: &str,
    source: &str,
    findings: &[Finding],
    usable: bool,
) -> String {
    let mut out = String::new();
    for found in findings {
        out.push_str(&finding(look, 0, name, source, found));
        out.push('\n');
    }
    let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let verdict = match (usable, errors + warnings) {
        (true, 0) => "valid".to_owned(),
        (true, _) => {
            format!("usable, with {} and {}", plural(errors, "error"), plural(warnings, "warning"))
        }
        (false, _) => format!(
            "a strict Sender ignores it: {} and {}",
            plural(errors, "error"),
            plural(warnings, "warning")
        ),
    };
    out.push_str(&look.bold(&format!("{}: {verdict}", text::line(name))));
    out.push('\n');
    out
}

fn plural(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}
