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
    /// What was found comes first; what could not be looked at counts where nothing was.
    pub(crate) fn of<'a>(
        verdict: Outcome,
        findings: impl IntoIterator<Item = &'a Finding>,
        least: Severity,
    ) -> Exit {
        if findings.into_iter().any(|finding| finding.severity >= least) {
            Exit::Findings
        } else if verdict == Outcome::NotTested {
            Exit::NotTested
        } else {
            Exit::Pass
        }
    }

    /// Errors and warnings matter, notes do not.
    pub(crate) fn of_findings(findings: &[Finding]) -> Exit {
        Exit::of(Outcome::Pass, findings, Severity::Warning)
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
pub(crate) struct CliError {
    sentence: String,
    exit: Exit,
}

impl CliError {
    pub(crate) fn new(sentence: impl Into<String>) -> CliError {
        CliError { sentence: sentence.into(), exit: Exit::WrongUse }
    }

    /// Nobody is to blame on the command line: a look-up failed.
    pub(crate) fn not_tested(sentence: impl Into<String>) -> CliError {
        CliError { sentence: sentence.into(), exit: Exit::NotTested }
    }

    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for CliError {}
