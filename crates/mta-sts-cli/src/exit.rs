//! How the program ends.

use std::fmt;
use std::process::ExitCode;

use mta_sts::check::Outcome;
use mta_sts::{Finding, Severity};

/// The documented exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Everything in order; notes do not count.
    Pass,
    /// Errors or warnings were found.
    Findings,
    /// The program was called in a way that it cannot follow.
    WrongUse,
    /// Nothing was found, but not everything could be looked at.
    NotTested,
    /// Ctrl-C, or the system, ended a scan before its list did.
    Interrupted,
}

impl Exit {
    pub(crate) fn of(verdict: Outcome) -> Exit {
        match verdict {
            Outcome::Pass | Outcome::Skipped => Exit::Pass,
            Outcome::Warn | Outcome::Fail => Exit::Findings,
            Outcome::NotTested => Exit::NotTested,
        }
    }
}

impl Exit {
    /// Errors and warnings matter, notes do not.
    pub(crate) fn of_findings(findings: &[Finding]) -> Exit {
        let matters = |finding: &Finding| finding.severity >= Severity::Warning;
        if findings.iter().any(matters) { Exit::Findings } else { Exit::Pass }
    }
}

impl Exit {
    pub(crate) fn code(self) -> u8 {
        match self {
            Exit::Pass => 0,
            Exit::Findings => 1,
            Exit::WrongUse => 2,
            Exit::NotTested => 3,
            // 128 and the number of SIGINT, as shells have it.
            Exit::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}

/// Why a command could not do what it was asked: one sentence that says what, where and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CliError(String);

impl CliError {
    pub(crate) fn new(sentence: impl Into<String>) -> CliError {
        CliError(sentence.into())
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CliError {}
