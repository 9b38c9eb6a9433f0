//! Every domain of the lab, probed: what the lab says to expect is what the program says.

mod support;
mod world;

use std::sync::Mutex;

use mta_sts_lab::scenarios::{self, Scenario};
use serde_json::Value;
use support::{Run, codes, run};
use world::World;

/// Checks a domain of the lab.
fn check(world: &World, domain: &str, more: &[&str]) -> Run {
    let flags = world.flags();
    let mut args = vec!["check", domain];
    args.extend(flags.iter().map(String::as_str));
    args.extend(more);
    run(&args)
}

#[test]
fn every_domain_is_judged_as_the_lab_expects() {
    // So many at once that slow domains do not add up, and so few that the time limits of each mean something.
    const AT_ONCE: usize = 8;
    let world = World::start();
    let next = Mutex::new(scenarios::all());
    let take = || next.lock().unwrap().next();
    let work = || -> Vec<String> {
        std::iter::from_fn(take)
            .flat_map(|one| differences(one, &check(&world, one.domain, &["--format", "json"])))
            .collect()
    };
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn differences(scenario: &Scenario, run: &Run) -> Vec<String> {
    let report = run.json();
    // With seconds of patience a Policy Host that never answers is "not tested"; the lab expects a minute's.
    let impatient = scenario.domain == "slow.test";
    let listed = mta_sts_lab::list().into_iter().find(|l| l.domain == scenario.domain).unwrap();
    let expect = serde_json::to_value(listed).unwrap();
    let mut wrong = Vec::new();
    let steps = report["steps"].as_array().unwrap();
    let mut found = Vec::new();
    for step in steps {
        let name = step["step"].as_str().unwrap();
        found.extend(codes(&step["findings"]));
        let follows = impatient && ["fetch", "policy", "coverage"].contains(&name);
        let wanted = if follows { &Value::from("not-tested") } else { &expect["expect"][name] };
        if step["outcome"] != *wanted {
            wrong.push(format!("{}: {name} is {}, not {wanted}", scenario.domain, step["outcome"]));
        }
    }
    for code in expect["codes"].as_array().unwrap() {
        let code = code.as_str().unwrap();
        let excused = impatient && code == "fetch/timeout";
        if !excused && !found.iter().any(|f| f == code) {
            wrong.push(format!("{}: no finding {code} among {found:?}", scenario.domain));
        }
    }
    let exit = match report["verdict"].as_str().unwrap() {
        "pass" => 0,
        "not-tested" => 3,
        _ => 1,
    };
    if run.code != exit {
        wrong.push(format!("{}: exit code {}, not {exit}", scenario.domain, run.code));
    }
    wrong
}

/// A report without what differs from run to run.
fn untimed(mut report: Value) -> Value {
    fn clear(value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(clear),
            Value::Object(fields) => {
                fields.remove("milliseconds");
                fields.remove("daysLeft");
                fields.values_mut().for_each(clear);
            }
            _ => {}
        }
    }
    clear(&mut report);
    report
}

#[test]
fn people_get_the_verdict_first_and_nothing_unsafe() {
    let world = World::start();
    let run = check(&world, "expired-mx.test", &[]);
    assert_eq!(run.code, 1);
    let first = run.out.lines().next().unwrap();
    assert!(first.starts_with("✗ broken") && first.contains("refuse to deliver"), "{first}");
    assert!(run.out.contains("starttls/certificate-expired") && run.out.contains("RFC 8461 4.2"));
    // It ended a day before the lab began.
    assert!(run.out.contains(", ended ") && !run.out.contains("ended 2 days"), "{}", run.out);
    assert!(run.out.lines().all(|line| line.chars().count() <= 80));
    assert!(!run.out.contains('\x1b'), "no colours where no terminal is");
    let colored = check(&world, "good.test", &["--color", "always"]);
    assert!(colored.out.contains("\x1b["));
}

#[test]
fn dns_over_https_gives_the_same_report() {
    let world = World::start();
    let doh = format!("https://127.0.0.1:{}/dns-query", world.lab.https_port());
    let plain = check(&world, "cname.test", &["--format", "json"]);
    let flags = world.flags();
    let mut args = vec!["check", "cname.test", "--format", "json", "--resolver", &doh];
    args.extend(flags[2..].iter().map(String::as_str));
    let https = run(&args);
    assert_eq!(untimed(plain.json()), untimed(https.json()), "{}", https.err);
}

#[test]
fn a_provider_that_asks_for_patience_is_left_time() {
    let world = World::start();
    // The lab wants two seconds between connections.
    let patient = ["--retry", "0", "--back-off", "3", "--format", "json"];
    let run = check(&world, "throttled.test", &patient);
    let report = run.json();
    assert_eq!(run.code, 0, "{report}");
    let addresses = report["probes"][0]["addresses"].as_array().unwrap();
    let mut attempts: Vec<u64> =
        addresses.iter().map(|seen| seen["dialogue"]["attempts"].as_u64().unwrap()).collect();
    attempts.sort_unstable();
    assert_eq!(attempts, [1, 2], "{report}");
}

#[test]
fn a_resolver_that_is_not_there_leaves_everything_untested() {
    let run = run(&["check", "good.test", "--resolver", "127.0.0.1:9", "--timeout", "1"]);
    assert_eq!(run.code, 3);
    assert!(run.out.contains("not tested"));
}

#[test]
fn a_host_is_probed_by_name_and_by_address() {
    let world = World::start();
    let (dns, ca) = (world.lab.dns().to_string(), world.ca.display().to_string());
    let host = format!("mx.expired-mx.test:{}", world.lab.smtp_port());
    let by_name = run(&["probe", &host, "--resolver", &dns, "--roots", &ca, "--format", "json"]);
    assert_eq!(by_name.code, 1);
    let report = by_name.json();
    assert_eq!(codes(&report["findings"]), ["starttls/certificate-expired"]);
    let seen = &report["probe"]["addresses"][0];
    assert_eq!(seen["result"]["chain"]["verdict"], "trusted");
    let address = seen["address"].as_str().unwrap();
    let by_address =
        run(&["probe", &host, "--address", address, "--roots", &ca, "--format", "json"]);
    assert_eq!(untimed(by_address.json())["probe"], untimed(report.clone())["probe"]);
    // Without the lab's CA every part is judged all the same.
    let untrusted = run(&["probe", &host, "--address", address, "--format", "json"]);
    assert_eq!(
        codes(&untrusted.json()["findings"]),
        ["starttls/certificate-chain-incomplete", "starttls/certificate-expired"]
    );
}
