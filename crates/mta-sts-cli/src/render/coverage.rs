//! The outcome of `match`: a line for each host, then what would cover the rest.

use mta_sts::check::Outcome;
use mta_sts::coverage::Coverage;

use super::style::{Look, headed};

/// Where the words of a host begin.
const COLUMN: usize = 2;

pub(crate) fn coverage(look: Look, found: &Coverage) -> String {
    let mut out = String::new();
    for host in &found.hosts {
        let (outcome, words) = match (&host.covered_by, &host.missed_by) {
            (Some(pattern), _) => (Outcome::Pass, format!("{} is covered by {pattern}", host.host)),
            (None, Some(pattern)) => (
                Outcome::Fail,
                format!(
                    "{} is not covered: {pattern} stands for exactly one label (RFC 8461 4.1)",
                    host.host
                ),
            ),
            (None, None) => (Outcome::Fail, format!("{} is not covered", host.host)),
        };
        let sign = look.sign(outcome);
        out.push_str(&headed(COLUMN, "?", |_| sign.clone(), &words));
    }
    if let Some(proposal) = found.proposals.first().filter(|_| !found.is_complete()) {
        out.push_str(&format!("\n{}\n", look.bold("Patterns that cover every host:")));
        out.extend(proposal.mx.iter().map(|pattern| format!("mx: {pattern}\n")));
    }
    out
}
