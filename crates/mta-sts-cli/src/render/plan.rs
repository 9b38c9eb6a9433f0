//! A plan: numbered steps, each with its times, its reason and what breaks when it is swapped.

use mta_sts::plan::{Action, Plan, Step, When};

use super::findings::brief;
use super::style::{Look, headed, wrapped};
use crate::text;

/// Where the words of a step begin, behind its number.
const COLUMN: usize = 4;

pub(crate) fn plan(look: Look, domain: &str, plan: &Plan) -> String {
    let mut out: String = plan.findings.iter().map(|finding| brief(domain, finding)).collect();
    for (index, step) in plan.steps.iter().enumerate() {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&self::step(look, index + 1, step));
    }
    if plan.steps.is_empty() {
        if plan.findings.is_empty() {
            out.push_str("There is nothing to do.\n");
        }
        return out;
    }
    out.push_str(&format!("\n{}\n", look.bold(&format!("Done: {}", times(plan.done)))));
    if plan.steps.len() > 1 {
        out.push_str("A step taken later than its time moves all that follow by as much.\n");
    }
    out
}

fn step(look: Look, number: usize, step: &Step) -> String {
    let mut out = headed(COLUMN, &format!("{number}."), |n| look.bold(n), &step.what);
    out.push_str(&wrapped(COLUMN, &times(step.when)));
    if let Action::Wait { until } | Action::ReadReports { until } = &step.action {
        out.push_str(&wrapped(COLUMN, &format!("until {}", times(*until))));
    }
    for line in content(&step.action) {
        out.push_str(&format!("{:width$}{}\n", "", text::line(line), width = COLUMN + 2));
    }
    out.push_str(&wrapped(COLUMN, &format!("Why: {} ({})", step.why, step.rfc)));
    if let Some(words) = step.if_swapped {
        out.push_str(&wrapped(COLUMN, &format!("If swapped with the step above: {words}")));
    }
    out
}

/// The text to publish.
fn content(action: &Action) -> Vec<&str> {
    match action {
        Action::PublishPolicy { policy, .. } => policy.lines().collect(),
        Action::PublishRecord { record, .. } => vec![record],
        _ => Vec::new(),
    }
}

fn times(when: When) -> String {
    if when.usual == when.certain {
        when.usual.to_string()
    } else {
        format!("{} usually, {} for certain", when.usual, when.certain)
    }
}
