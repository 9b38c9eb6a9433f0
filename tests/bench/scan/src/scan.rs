//! `mta-sts scan` as a case to measure.

use std::fs;

use crate::Folder;
use crate::domains::list;
use crate::material::Material;
use crate::measured::{Case, Measured};

/// Where lists and results are.
pub struct Lists(Folder);

impl Lists {
    pub fn new() -> Lists {
        Lists(Folder::new("lists"))
    }

    /// A scan of so many domains. They all lack something: the program ends with exit code 1.
    pub fn case(
        &self,
        name: &'static str,
        program: &str,
        count: usize,
        material: &Material,
        flags: &[&str],
    ) -> Case {
        let path = self.0.0.join(count.to_string());
        fs::write(&path, list(count)).expect("a list");
        let results = self.0.0.join(format!("{count}.ndjson"));
        let roots = material.roots();
        let mut args = vec![path.display().to_string(), "--output".to_owned()];
        args.extend([results.display().to_string(), "--roots".to_owned()]);
        args.push(roots.display().to_string());
        args.extend(flags.iter().map(|flag| (*flag).to_owned()));
        Case::new(name, program, "scan", &args).ends_with(1)
    }
}

/// How many DNS queries a scan made, in its own words.
pub fn queries(turn: &Measured) -> u64 {
    count(turn, " DNS queries")
}

/// How many MX hosts it probed.
pub fn probed(turn: &Measured) -> u64 {
    count(turn, " MX hosts probed")
}

fn count(turn: &Measured, what: &str) -> u64 {
    let before = turn.said.split(what).next().unwrap_or_default();
    let number = before.rsplit(|c: char| !c.is_ascii_digit()).next();
    number.and_then(|number| number.parse().ok()).expect("a number in the summary")
}
