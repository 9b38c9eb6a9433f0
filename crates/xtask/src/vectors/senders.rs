//! `cargo xtask vectors --senders`: the models of Senders against what implementations were measured to answer.

use std::collections::BTreeMap;
use std::path::PathBuf;

use mta_sts::senders::{self, PolicyReading, Reading, RecordReading, Sender};

use crate::counts::Counts;
use crate::failure::Failure;

use super::file::{self, Input, Vector};

/// Compares and prints; fails when a model says something else than was observed.
pub(crate) fn run(files: &[PathBuf]) -> Result<(), Failure> {
    let total = count(files)?;
    if total.failed > 0 {
        return Err(Failure::new(format!(
            "{} of {} predictions differ from what was observed.",
            total.failed,
            total.failed + total.passed
        )));
    }
    Ok(())
}

/// Compares and prints, and counts one for each vector and Sender.
pub(crate) fn count(files: &[PathBuf]) -> Result<Counts, Failure> {
    let vectors = file::load(files)?;
    let mut agreement: BTreeMap<(&str, &str), Counts> = BTreeMap::new();
    for vector in &vectors {
        for (name, observed) in &vector.observed {
            // An asterisk marks answers that took a harness around the library.
            let name = name.trim_end_matches('*');
            let kind = vector.input.kind();
            let counts = agreement.entry((name, kind)).or_default();
            match predict(name, &vector.input) {
                Some(predicted) if predicted.agrees(observed) => counts.passed += 1,
                Some(predicted) => {
                    counts.failed += 1;
                    report(vector, name, observed, &predicted);
                }
                // Said once, below.
                None => {}
            }
        }
    }
    let mut total = Counts::default();
    for ((name, kind), counts) in agreement {
        match counts.passed + counts.failed {
            0 => println!("{name:<16} {kind:<14} not modelled"),
            all => println!("{name:<16} {kind:<14} {} of {all} agree", counts.passed),
        }
        total.add(counts);
    }
    if total.passed + total.failed == 0 {
        return Err(Failure::usage(
            "Nothing of what was observed is by a Sender that is modelled.",
        ));
    }
    println!("{} of {} predictions agree", total.passed, total.passed + total.failed);
    Ok(total)
}

fn report(vector: &Vector, name: &str, observed: &str, predicted: &Prediction) {
    println!(
        "{:<8} {name:<16} observed {observed:<48?} predicted {:?}",
        vector.id,
        predicted.to_string()
    );
}

/// What a model says, in the words of `observed`.
enum Prediction {
    Record(Reading<RecordReading>),
    Policy(Reading<PolicyReading>),
    Mx(bool),
}

/// `None` where the Sender, or how it reads this kind of text, is not modelled.
fn predict(name: &str, input: &Input) -> Option<Prediction> {
    let sender: &Sender = senders::find(name)?;
    let [record, policy, mx] = sender.is_modelled();
    match input {
        Input::Txt(records) if record => Some(Prediction::Record(sender.read_record(records))),
        Input::Policy(body) if policy => {
            Some(Prediction::Policy(sender.read_policy(body.as_bytes())))
        }
        Input::Mx(pattern, host) if mx => Some(Prediction::Mx(sender.covers(pattern, host))),
        _ => None,
    }
}

impl Prediction {
    /// Values count where the observation has them.
    fn agrees(&self, observed: &str) -> bool {
        let (accepted, values) = match observed.split_once(' ') {
            Some(("ok", values)) => (true, Some(values)),
            _ => (matches!(observed, "ok" | "match"), None),
        };
        match self {
            Prediction::Mx(covered) => *covered == accepted,
            Prediction::Record(reading) => match (reading.accepted(), values) {
                (Some(record), Some(values)) => {
                    // JavaScript writes a value that is not there so.
                    let id = record.id.as_deref().unwrap_or("undefined");
                    values.strip_prefix("id=") == Some(id)
                }
                (record, _) => record.is_some() == accepted,
            },
            Prediction::Policy(reading) => match (reading.accepted(), values) {
                (Some(policy), Some(values)) => same_policy(policy, values),
                (policy, _) => policy.is_some() == accepted,
            },
        }
    }
}

/// `mode max_age mx,mx`; numbers as JavaScript rounds them, patterns apart at commas or, for one checker, spaces.
fn same_policy(policy: &PolicyReading, values: &str) -> bool {
    let mut parts = values.splitn(3, ' ');
    let mut next = || parts.next().unwrap_or_default();
    let (mode, max_age, mx) = (next(), next(), next());
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| !number.is_nan());
    let same_age = policy.max_age == max_age
        || number(&policy.max_age).is_some_and(|age| Some(age) == number(max_age));
    let joined = policy.mx.join(",");
    let names = |text: &str| -> Vec<String> {
        text.split([',', ' ']).filter(|name| !name.is_empty()).map(str::to_owned).collect()
    };
    policy.mode == mode && same_age && names(&joined) == names(mx)
}

impl std::fmt::Display for Prediction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Prediction::Mx(true) => f.write_str("match"),
            Prediction::Mx(false) => f.write_str("no"),
            Prediction::Record(Reading::Accepted(RecordReading { id: Some(id) })) => {
                write!(f, "ok id={id}")
            }
            Prediction::Record(Reading::Accepted(_)) => f.write_str("ok"),
            Prediction::Policy(Reading::Accepted(p)) => {
                write!(f, "ok {} {} {}", p.mode, p.max_age, p.mx.join(","))
            }
            Prediction::Record(Reading::Refused { why })
            | Prediction::Policy(Reading::Refused { why }) => write!(f, "no ({why})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_models_say_what_was_observed() {
        let folder = crate::paths::root().join("tests/conformance/vectors");
        let counts = count(&[folder.join("grammar.json"), folder.join("observed.json")]).unwrap();
        assert_eq!(counts.failed, 0);
        assert!(counts.passed > 5000);
    }

    #[test]
    fn values_count_where_they_were_observed() {
        let sender = senders::find("mox").unwrap();
        let record = Prediction::Record(sender.read_record(&["v=STSv1; id=1"]));
        assert!(record.agrees("ok") && record.agrees("ok id=1"));
        assert!(!record.agrees("ok id=2") && !record.agrees("no(charset)"));
        let body = b"version: STSv1\nmode: enforce\nmx: a.b\nmx: c.d\nmax_age: 1000000\n";
        let policy = Prediction::Policy(sender.read_policy(body));
        assert!(
            policy.agrees("ok enforce 1000000 a.b,c.d") && policy.agrees("ok enforce 1e6 a.b c.d")
        );
        assert!(!policy.agrees("ok enforce 1000000 a.b") && !policy.agrees("CRASH IndexError"));
    }
}
