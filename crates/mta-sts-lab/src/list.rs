//! The table as data for people and programs.

use serde::Serialize;

use crate::scenarios::{self, Expect};

/// One domain, as `mta-sts-lab list --format json` shows it.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Listed {
    /// The Policy Domain.
    pub domain: &'static str,
    /// What it shows.
    pub shows: &'static str,
    /// How each step of a full check should end.
    pub expect: Expect,
    /// Finding codes that must be among those found.
    pub codes: &'static [&'static str],
    /// Whether a web page may read what the policy host answers.
    pub cors: bool,
}

/// All domains, in the order of the table.
pub fn list() -> Vec<Listed> {
    let listed = |scenario: &'static scenarios::Scenario| Listed {
        domain: scenario.domain,
        shows: scenario.shows,
        expect: scenario.expect,
        codes: scenario.codes,
        cors: scenario.host.cors,
    };
    scenarios::all().map(listed).collect()
}
