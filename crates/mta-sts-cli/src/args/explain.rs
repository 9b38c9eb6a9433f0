//! `mta-sts explain`.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Args, Command, ValueEnum};
use mta_sts::Code;

use super::Color;

/// Codes named where none is of the name that was typed.
const NEAREST: usize = 3;

/// How alike they must be, from 0 to 1.
const ALIKE: f64 = 0.6;

/// Letters from which on a beginning counts.
const BEGUN: usize = 3;

pub(super) const EXAMPLES: &str = "\
Examples:
  mta-sts explain
  mta-sts explain policy/mode-invalid
  mta-sts explain policy/mode-invalid --format json";

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The code of the finding, as it stands in brackets behind `error`; without one, all are listed
    #[arg(value_parser = CodeParser, hide_possible_values = true)]
    pub(crate) code: Option<Code>,
    /// For people or for programs
    #[arg(long, value_enum, default_value_t = ExplainFormat::Human, help_heading = "Output")]
    pub(crate) format: ExplainFormat,
    /// When to use colours; auto means in a terminal, unless NO_COLOR is set
    #[arg(long, value_enum, default_value_t = Color::Auto, help_heading = "Output")]
    pub(crate) color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    /// Text for people
    Human,
    /// One JSON document
    Json,
}

/// Knows the codes, so that completions do, and names the nearest where there is none of that name.
#[derive(Debug, Clone, Copy)]
struct CodeParser;

impl TypedValueParser for CodeParser {
    type Value = Code;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Code, clap::Error> {
        TypedValueParser::parse_ref(&code, command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Code::all().map(|code| PossibleValue::new(code.slug()))))
    }
}

/// Reads a code.
fn code(text: &str) -> Result<Code, String> {
    let typed = text.trim().to_ascii_lowercase();
    Code::from_slug(&typed).ok_or_else(|| {
        let nearest = nearest(&typed).join(", ");
        if nearest.is_empty() {
            "no finding has this code; `mta-sts explain` lists all".to_owned()
        } else {
            format!("no finding has this code; the nearest: {nearest}")
        }
    })
}

/// The codes that begin with what was typed, and those that are most like it, as a whole or behind the area; the best
/// first.
fn nearest(typed: &str) -> Vec<&'static str> {
    let likeness = |slug: &str| {
        let fault = slug.split_once('/').map_or(slug, |(_, fault)| fault);
        let [whole, part] =
            [slug, fault].map(|name| strsim::normalized_damerau_levenshtein(typed, name));
        // Who has typed enough of a code means it.
        let begun = typed.len() >= BEGUN && (slug.starts_with(typed) || fault.starts_with(typed));
        if begun { 1.0 + whole } else { whole.max(part) }
    };
    let mut alike: Vec<(f64, &str)> = Code::all()
        .map(|code| (likeness(code.slug()), code.slug()))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    alike.sort_by(|a, b| b.0.total_cmp(&a.0));
    alike.into_iter().take(NEAREST).map(|(_, slug)| slug).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_was_probably_meant() {
        assert_eq!(code(" Policy/Mode-Invalid "), Ok(Code::PolicyModeInvalid));
        assert_eq!(nearest("policy/mode-invlaid").first(), Some(&"policy/mode-invalid"));
        assert_eq!(nearest("mode-invalid").first(), Some(&"policy/mode-invalid"));
        let modes = nearest("policy/mode");
        assert!(
            modes.len() == NEAREST && modes.iter().all(|slug| slug.starts_with("policy/mode-"))
        );
        assert_eq!(nearest("zzz"), [""; 0]);
        for slug in Code::all().map(Code::slug) {
            assert_eq!(nearest(slug).first(), Some(&slug));
        }
    }
}
