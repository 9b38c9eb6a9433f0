//! Runs the vectors of behaviour, `tests/conformance/behaviour/*.json`; its README has their form.
#![cfg(feature = "deserialize")]

use std::collections::HashSet;

use mta_sts::apply::{Application, Candidate, apply};
use mta_sts::cache::{Applied, Entry, FetchOutcome, Next, Txt, after_fetch, after_txt};
use mta_sts::fetch::FetchResponse;
use mta_sts::{Timestamp, policy};
use serde::Deserialize;
use serde_json::{Value, to_value};

const HOST: &str = "mta-sts.example.com";

const FILES: [&str; 3] = [
    include_str!("../../../tests/conformance/behaviour/apply.json"),
    include_str!("../../../tests/conformance/behaviour/cache.json"),
    include_str!("../../../tests/conformance/behaviour/fetch.json"),
];

#[derive(Deserialize)]
struct Vector {
    id: String,
    section: String,
    note: String,
    #[serde(flatten)]
    case: Case,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Case {
    Fetch { input: Value, verdict: String },
    Cache { steps: Vec<Step> },
    Apply { policy: Option<String>, candidates: Vec<Candidate>, expect: Walk },
}

/// A delivery: a look-up, and the fetch that follows from it.
#[derive(Deserialize)]
struct Step {
    at: i64,
    txt: String,
    step: String,
    fetch: Option<Value>,
    then: Option<String>,
}

#[derive(Deserialize, PartialEq, Eq, Debug)]
struct Walk {
    hosts: Vec<String>,
    conclusion: Value,
    #[serde(default)]
    failures: Vec<String>,
}

#[test]
fn behaviour_is_as_the_vectors_say() {
    let mut failures = Vec::new();
    let mut ids = HashSet::new();
    for text in FILES {
        let vectors: Vec<Vector> = serde_json::from_str(text).unwrap();
        for vector in vectors {
            assert!(ids.insert(vector.id.clone()), "{} stands twice", vector.id);
            assert!(!vector.section.is_empty() && !vector.note.is_empty(), "{}", vector.id);
            if let Err(reason) = run(vector.case) {
                failures.push(format!("{} ({}): {reason}", vector.id, vector.note));
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

fn run(case: Case) -> Result<(), String> {
    match case {
        Case::Fetch { input, verdict } => {
            same(&verdict, &outcome_words(&FetchOutcome::of(&response(input), HOST)))
        }
        Case::Cache { steps } => run_steps(steps),
        Case::Apply { policy, candidates, expect } => {
            let policy = policy.map(|text| policy::parse(text.as_bytes()).value.expect("a policy"));
            let got = walk(apply(policy.as_ref(), &candidates));
            if got == expect { Ok(()) } else { Err(format!("got {got:?}")) }
        }
    }
}

fn run_steps(steps: Vec<Step>) -> Result<(), String> {
    let mut entry = Entry::default();
    for step in steps {
        let now = Timestamp(step.at);
        let txt = match step.txt.split_once(' ') {
            Some(("record", id)) => Txt::Record { id: id.to_owned() },
            _ if step.txt == "missing" => Txt::Missing,
            _ if step.txt == "failed" => Txt::Failed,
            _ => panic!("unknown txt {:?}", step.txt),
        };
        // What a store gives back is what was put in.
        let stored = serde_json::to_string(&entry).unwrap();
        entry = serde_json::from_str(&stored).unwrap();
        let got = after_txt(&entry, &txt, now);
        let next = match got.next {
            Next::Deliver => "deliver".to_owned(),
            Next::Fetch => "fetch".to_owned(),
            Next::Refresh => "refresh".to_owned(),
            Next::BackOff { until } => format!("back-off {}", until.0),
        };
        let at = |reason| format!("at {}: {reason}", step.at);
        same(&step.step, &format!("{} {next}", applied(&entry, got.apply))).map_err(at)?;
        let Some(fetch) = step.fetch else { continue };
        let (kept, got) = after_fetch(entry, &txt, FetchOutcome::of(&response(fetch), HOST), now);
        let mut words = applied(&kept, got.apply);
        if let Some(report) = got.report {
            words = format!("{words} report {report}");
        }
        if got.alert {
            words.push_str(" alert");
        }
        entry = kept;
        same(&step.then.expect("`then` with `fetch`"), &words).map_err(at)?;
    }
    Ok(())
}

/// `none`, or mode and id of the policy in use.
fn applied(entry: &Entry, applied: Applied) -> String {
    match applied {
        Applied::None => "none".to_owned(),
        Applied::Cached => {
            let cached = entry.cached.as_ref().expect("a cached policy");
            format!("{}:{}", cached.policy.mode, cached.id)
        }
    }
}

/// A response as JSON, or the mode and max_age of a policy that is served well.
fn response(fetch: Value) -> FetchResponse {
    let Value::String(words) = fetch else { return serde_json::from_value(fetch).unwrap() };
    let (mode, max_age) = words.split_once(' ').expect("mode and max_age");
    let body = format!("version: STSv1\nmode: {mode}\nmx: mx.example.com\nmax_age: {max_age}\n");
    FetchResponse::Response {
        status: 200,
        content_type: Some("text/plain".to_owned()),
        location: None,
        body: body.into_bytes(),
        truncated: false,
        challenge: false,
    }
}

fn outcome_words(outcome: &FetchOutcome) -> String {
    match outcome {
        FetchOutcome::Policy { policy } => format!("policy {} {}", policy.mode, policy.max_age),
        FetchOutcome::Failed { result_type } => result_type.to_string(),
    }
}

fn walk(application: Application) -> Walk {
    let word = |json: serde_json::Result<Value>| json.unwrap().as_str().unwrap().to_owned();
    let hosts = application.hosts.iter().map(|host| {
        format!("{} {} {}", host.host, word(to_value(host.decision)), word(to_value(host.reason)))
    });
    let failures = application.failures.iter().map(|f| format!("{} {}", f.host, f.result_type));
    Walk {
        hosts: hosts.collect(),
        conclusion: to_value(&application.conclusion).unwrap(),
        failures: failures.collect(),
    }
}

fn same(wanted: &str, got: &str) -> Result<(), String> {
    if wanted == got { Ok(()) } else { Err(format!("wanted {wanted:?}, got {got:?}")) }
}
