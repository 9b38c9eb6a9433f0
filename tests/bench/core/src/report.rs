//! What is printed: a table for each group, and whether its goals are met.

use crate::measure::{Case, fastest};

/// What a case may take at most.
pub struct Goal {
    case: &'static str,
    /// Against another case, or in nanoseconds.
    against: Option<&'static str>,
    most: f64,
}

impl Goal {
    pub fn times(case: &'static str, against: &'static str, most: f64) -> Goal {
        Goal { case, against: Some(against), most }
    }

    pub fn within(case: &'static str, nanoseconds: f64) -> Goal {
        Goal { case, against: None, most: nanoseconds }
    }
}

pub struct Group<'a> {
    pub title: &'static str,
    pub cases: Vec<Case<'a>>,
    pub goals: &'a [Goal],
}

impl Group<'_> {
    /// Measures and prints. The ratio is to the first case.
    pub fn print(&self) {
        let times = fastest(&self.cases);
        println!("\n{:<44} {:>11} {:>7}", self.title, "ns", "ratio");
        let first = times.first().copied().unwrap_or(1.0);
        for (case, time) in self.cases.iter().zip(&times) {
            println!("  {:<42} {time:>11.1} {:>7.2}", case.name, time / first);
        }
        let time = |name: &str| {
            let place = self.cases.iter().position(|case| case.name == name);
            place.and_then(|place| times.get(place)).copied().unwrap_or(f64::NAN)
        };
        for goal in self.goals {
            let (got, unit) = match goal.against {
                Some(other) => (time(goal.case) / time(other), format!(" times {other}")),
                None => (time(goal.case), " ns".to_owned()),
            };
            let verdict = if got <= goal.most { "met" } else { "NOT MET" };
            println!("  goal: {} at most {}{unit}: {got:.2}, {verdict}", goal.case, goal.most);
        }
    }
}
