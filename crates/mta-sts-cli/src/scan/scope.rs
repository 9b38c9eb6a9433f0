//! What a scan looks at.

use mta_sts::check::CheckOptions;
use serde::{Deserialize, Serialize};

use crate::exit::CliError;

/// Each result says it, so that a later scan does not go on from results, or compare with some, of another kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Scope {
    #[default]
    Whole,
    NoProbe,
    PolicyOnly,
}

impl Scope {
    pub(crate) fn of(options: CheckOptions) -> Scope {
        match options {
            CheckOptions { policy_only: true, .. } => Scope::PolicyOnly,
            CheckOptions { probe: false, .. } => Scope::NoProbe,
            CheckOptions { .. } => Scope::Whole,
        }
    }

    /// As results have it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Scope::Whole => "whole",
            Scope::NoProbe => "no-probe",
            Scope::PolicyOnly => "policy-only",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Scope> {
        let all = [Scope::Whole, Scope::NoProbe, Scope::PolicyOnly];
        all.into_iter().find(|scope| scope.as_str() == text)
    }

    /// Refuses a result of another scope, which stands in that line of a file.
    pub(crate) fn meets(self, other: Scope, line: usize) -> Result<(), CliError> {
        if self == other {
            return Ok(());
        }
        Err(CliError::new(format!(
            "line {line} is of a scan {}, and this one is {}; give the same options",
            other.options(),
            self.options()
        )))
    }

    fn options(self) -> &'static str {
        match self {
            Scope::Whole => "without --no-probe and --policy-only",
            Scope::NoProbe => "with --no-probe",
            Scope::PolicyOnly => "with --policy-only",
        }
    }
}
