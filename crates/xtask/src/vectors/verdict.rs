//! Holds what was read against what a vector says. The one place that knows the vectors' words.

use super::file::{Input, Vector};
use super::reading::Reading;

/// # Errors
///
/// With the reason, when they differ.
pub(super) fn compare(vector: &Vector, got: &Reading) -> Result<(), String> {
    if let Some(missing) = vector.codes.iter().find(|code| !got.codes.contains(code)) {
        return Err(format!("no finding {missing}"));
    }
    require(!vector.verdict.is_empty(), "it has no verdict")?;
    let mut words = vector.verdict.split_whitespace().peekable();
    if words.next_if_eq(&"warn").is_some() {
        require(got.warned, "no warning")?;
    }
    match words.next() {
        // `warn` alone: valid, with a warning.
        None => require(got.usable, "not usable"),
        Some("ok" | "match") => {
            require(got.usable, "not usable")?;
            same_values(&vector.input, &words.collect::<Vec<_>>(), got)
        }
        Some("over") => {
            let capped = got.codes.iter().any(|code| code == "policy/max-age-too-large");
            require(got.usable, "not usable")?;
            require(capped, "no finding policy/max-age-too-large")
        }
        Some("none" | "bad" | "bad*") => {
            require(!got.usable, "usable")?;
            require(got.failed || got.warned, "no finding that says why")
        }
        Some("no") => require(!got.usable, "it matches"),
        // The RFC's texts disagree; either reading is one.
        Some("ambig") => Ok(()),
        Some(other) => Err(format!("the verdict {other:?} is not known")),
    }
}

/// A verdict without values leaves them open. Names are compared without regard to case, ids exactly.
fn same_values(input: &Input, expected: &[&str], got: &Reading) -> Result<(), String> {
    if expected.is_empty() || expected == ["-"] {
        return Ok(());
    }
    let read = got.values.join(" ");
    let wanted = expected.join(" ");
    let same = match input {
        Input::Policy(_) => read.eq_ignore_ascii_case(&wanted),
        _ => read == wanted,
    };
    require(same, "other values")
}

fn require(holds: bool, otherwise: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(verdict: &str) -> Vector {
        let input = Input::Txt(Vec::new());
        Vector {
            id: String::new(),
            input,
            verdict: verdict.to_owned(),
            codes: Vec::new(),
            observed: std::collections::BTreeMap::new(),
        }
    }

    fn ok(value: &str) -> Reading {
        Reading { usable: true, values: vec![value.to_owned()], ..Reading::default() }
    }

    #[test]
    fn a_differing_value_is_a_mismatch() {
        assert_eq!(compare(&vector("ok 1"), &ok("1")), Ok(()));
        assert!(compare(&vector("ok 1"), &ok("2")).is_err());
        assert!(compare(&vector("ok a"), &ok("A")).is_err());
    }

    #[test]
    fn a_refusal_needs_a_finding_that_says_why() {
        let silent = Reading::default();
        assert!(compare(&vector("none"), &silent).is_err());
        assert_eq!(compare(&vector("bad*"), &Reading { failed: true, ..silent }), Ok(()));
    }

    #[test]
    fn warn_wants_a_warning_and_the_rest() {
        assert!(compare(&vector("warn ok 1"), &ok("1")).is_err());
        assert_eq!(compare(&vector("warn ok 1"), &Reading { warned: true, ..ok("1") }), Ok(()));
    }
}
