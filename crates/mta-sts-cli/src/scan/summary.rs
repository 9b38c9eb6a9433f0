//! What a scan found, in numbers.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use mta_sts::{Code, Severity};

use super::Entry;
use crate::exit::Exit;
use crate::text::plural;

/// Codes listed in the summary.
const TOP_CODES: usize = 10;

/// How many domains have each verdict.
#[derive(Debug, Default)]
pub(crate) struct Verdicts {
    counts: BTreeMap<String, u64>,
    /// Whether an error or a warning was found, also where the verdict is that not everything could be tested.
    found: bool,
}

impl Verdicts {
    pub(crate) fn add(&mut self, verdict: &str, codes: &[String]) {
        *self.counts.entry(verdict.to_owned()).or_default() += 1;
        self.found |= codes.iter().any(|code| {
            let severity = Code::from_slug(code).map(|code| code.info().severity);
            severity >= Some(Severity::Warning)
        });
    }

    pub(crate) fn domains(&self) -> u64 {
        self.counts.values().sum()
    }

    fn count(&self, verdict: &str) -> u64 {
        self.counts.get(verdict).copied().unwrap_or(0)
    }

    /// In a few words.
    fn brief(&self) -> String {
        format!(
            "{} ok, {} warned, {} broken, {} not tested",
            self.count("pass"),
            self.count("warn"),
            self.count("fail"),
            self.count("not-tested")
        )
    }
}

#[derive(Debug, Default)]
pub(crate) struct Summary {
    verdicts: Verdicts,
    /// Of an earlier scan that this one goes on from.
    before: Verdicts,
    codes: BTreeMap<String, u64>,
    /// Of the network's work.
    pub(crate) queries: u64,
    pub(crate) probes: u64,
    pub(crate) took: Duration,
}

impl Summary {
    pub(crate) fn behind(before: Verdicts) -> Summary {
        Summary { before, ..Summary::default() }
    }

    pub(crate) fn add(&mut self, entry: &Entry) {
        self.verdicts.add(&entry.verdict, &entry.codes);
        for code in &entry.codes {
            *self.codes.entry(code.clone()).or_default() += 1;
        }
    }

    pub(crate) fn domains(&self) -> u64 {
        self.verdicts.domains()
    }

    /// For the progress line.
    pub(crate) fn brief(&self) -> String {
        self.verdicts.brief()
    }

    /// As of a check, over all domains, those of an earlier scan too.
    pub(crate) fn exit(&self) -> Exit {
        let any = |verdict: &&str| self.verdicts.count(verdict) + self.before.count(verdict) > 0;
        let found = self.verdicts.found || self.before.found;
        if found || ["fail", "warn", "invalid"].iter().any(any) {
            Exit::Findings
        } else if any(&"not-tested") {
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
        if self.before.domains() > 0 {
            let domains = plural(self.before.domains(), "domain");
            writeln!(f, "{domains} of the scan before: {}", self.before.brief())?;
        }
        match self.verdicts.count("invalid") {
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
