//! What a host read from a vector's input, the same shape from all three.

use std::fmt;

use serde::Deserialize;

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Reading {
    /// A strict Sender uses it; for mx: it matches.
    pub usable: bool,
    /// A tolerant Sender still reads it.
    pub salvaged: bool,
    /// The values read, in the order of the vectors' verdicts: id; mode, max_age, mx; rua.
    pub values: Vec<String>,
    /// Codes of all findings.
    pub codes: Vec<String>,
    /// Some finding is a warning.
    pub warned: bool,
    /// Some finding is an error.
    pub failed: bool,
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match (self.usable, self.salvaged) {
            (true, _) => "ok",
            (false, true) => "bad*",
            (false, false) => "bad",
        };
        let values = self.values.join(" ");
        let short: String = values.chars().take(80).collect();
        write!(f, "{word} {short} [{}]", self.codes.join(" "))
    }
}
