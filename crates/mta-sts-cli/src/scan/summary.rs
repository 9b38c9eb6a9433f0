//! What a scan found, in numbers.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use super::Entry;
use crate::exit::Exit;
use crate::text::plural;

/// Codes listed in the summary.
const TOP_CODES: usize = 10;

#[derive(Debug, Default)]
pub(crate) struct Summary {
    verdicts: BTreeMap<String, u64>,
    codes: BTreeMap<String, u64>,
    /// Of the network's work.
    pub(crate) queries: u64,
    pub(crate) probes: u64,
    pub(crate) took: Duration,
}

impl Summary {
    pub(crate) fn add(&mut self, entry: &Entry) {
        *self.verdicts.entry(entry.verdict.clone()).or_default() += 1;
        for code in &entry.codes {
            *self.codes.entry(code.clone()).or_default() += 1;
        }
    }

    pub(crate) fn domains(&self) -> u64 {
        self.verdicts.values().sum()
    }

    fn count(&self, verdict: &str) -> u64 {
        self.verdicts.get(verdict).copied().unwrap_or(0)
    }

    /// In a few words, for the progress line.
    pub(crate) fn brief(&self) -> String {
        format!(
            "{} ok, {} warned, {} broken, {} not tested",
            self.count("pass"),
            self.count("warn"),
            self.count("fail"),
            self.count("not-tested")
        )
    }

    /// As of a check, over all domains.
    pub(crate) fn exit(&self) -> Exit {
        if ["fail", "warn", "invalid"].iter().any(|verdict| self.count(verdict) > 0) {
            Exit::Findings
        } else if self.count("not-tested") > 0 {
            Exit::NotTested
        } else {
            Exit::Pass
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.took.as_secs_f64();
        writeln!(f, "{} in {seconds:.1} s: {}", plural(self.domains(), "domain"), self.brief())?;
        match self.count("invalid") {
            0 => {}
            1 => writeln!(f, "1 line of the list is no domain name")?,
            count => writeln!(f, "{count} lines of the list are no domain names")?,
        }
        let (queries, probes) = (plural(self.queries, "DNS query"), plural(self.probes, "MX host"));
        writeln!(f, "{queries}, {probes} probed")?;
        let mut codes: Vec<(&String, &u64)> = self.codes.iter().collect();
        codes.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        for (code, count) in codes.iter().take(TOP_CODES) {
            writeln!(f, "{count:>9}  {code}")?;
        }
        if codes.len() > TOP_CODES {
            writeln!(f, "           and {} more kinds of findings", codes.len() - TOP_CODES)?;
        }
        Ok(())
    }
}
