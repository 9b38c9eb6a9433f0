//! The commands that need no domain of their own, and what CI asks of `check`.

mod support;
mod world;

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use support::{Run, run, run_with};
use world::World;

const POLICY: &str = "version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 604800\n";

/// A file of a test's own, gone when the test is.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, text: &[u8]) -> Scratch {
        let path = std::env::temp_dir().join(format!("mta-sts-{name}-{}", std::process::id()));
        fs::write(&path, text).unwrap();
        Scratch(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[test]
fn match_tells_what_covers_what() {
    let all = run(&["match", "--mx", "*.example.com", "mail.example.com"]);
    assert_eq!(
        (all.code, all.out.as_str()),
        (0, "✓ mail.example.com is covered by *.example.com\n")
    );
    let deep = run_with(&["match", "--policy", "-", "a.mx.example.com"], POLICY.as_bytes());
    assert_eq!(deep.code, 1);
    assert!(
        deep.out.contains("stands for exactly one label")
            && deep.out.contains("mx: a.mx.example.com\n"),
        "{}",
        deep.out
    );
    let wrong = run(&["match", "--mx", "*", "a.example"]);
    assert!(wrong.code == 2 && wrong.err.contains("no domain after the wildcard"), "{}", wrong.err);
    let none = run_with(&["match", "--policy", "-", "a.example"], b"<html>");
    assert!(none.code == 2 && none.err.contains("mta-sts lint"), "{}", none.err);
}

#[test]
fn diff_tells_what_changed() {
    let (old, new) = (
        Scratch::new("old", POLICY.as_bytes()),
        Scratch::new("new", POLICY.replace("*.", "mail.").as_bytes()),
    );
    let same_id = ["diff", old.path(), new.path(), "--old-id", "1", "--new-id", "1"];
    let told = run(&same_id);
    assert_eq!(told.code, 1);
    assert!(told.out.contains("diff/id-unchanged"), "{}", told.out);
    let without = run(&["diff", old.path(), new.path(), "--format", "ndjson"]);
    let codes: Vec<Value> =
        without.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(
        !codes.is_empty() && codes.iter().all(|found| found["code"] != "diff/id-unchanged"),
        "{}",
        without.out
    );
    let same = run(&["diff", old.path(), old.path()]);
    assert_eq!(same.code, 0);
    assert!(same.out.ends_with(": no change\n"), "{}", same.out);
}

#[test]
fn shells_and_manuals_are_served() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&["completions", shell]);
        assert!(script.code == 0 && script.out.contains("scan"), "{shell}");
    }
    let page = run(&["man"]);
    assert!(page.out.starts_with(".ie") && page.out.contains("mta\\-sts"), "{}", page.out);
    let folder = std::env::temp_dir().join(format!("mta-sts-man-{}", std::process::id()));
    assert_eq!(run(&["man", "--folder", folder.to_str().unwrap()]).code, 0);
    assert!(folder.join("mta-sts.1").exists() && folder.join("mta-sts-scan.1").exists());
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn lint_annotates_for_github() {
    let file = Scratch::new("annotated", POLICY.replace("enforce", "Enforce").as_bytes());
    let run = run(&["lint", file.path(), "--format", "github"]);
    assert_eq!(run.code, 1);
    let line = run.out.lines().next().unwrap();
    assert!(
        line.starts_with("::error file=")
            && line.contains(",line=2,col=7,title=policy/mode-invalid::"),
        "{line}"
    );
}

#[test]
fn lint_mends_what_is_safe_to_mend() {
    let broken = POLICY.replace("enforce", "Enforce").replace("max_age", "max-age");
    let file = Scratch::new("mended", broken.as_bytes());
    let shown = run(&["lint", "--diff", file.path()]);
    assert_eq!(shown.code, 1);
    assert!(
        shown.out.contains("-mode: Enforce\n") && shown.out.contains("+mode: enforce\n"),
        "{}",
        shown.out
    );
    assert_eq!(fs::read_to_string(file.path()).unwrap(), broken, "nothing is changed");
    assert_eq!(run(&["lint", "--fix", file.path()]).code, 0);
    assert_eq!(fs::read_to_string(file.path()).unwrap(), POLICY);
    let piped = run_with(&["lint", "--fix", "-"], b"v=STSv1; ID=2026-01-01\n");
    assert_eq!((piped.code, piped.out.as_str()), (0, "v=STSv1; id=20260101\n"));
    let hopeless =
        run_with(&["lint", "--fix", "-"], b"version: STSv1\nmode: what\nmax_age: 604800\n");
    assert!(hopeless.code == 1 && hopeless.err.contains("policy/mode-invalid"), "{}", hopeless.err);
}

#[test]
fn senders_tell_what_becomes_of_mail() {
    let run = run_with(&["senders", "-", "--mx", "a.mx.example.com"], POLICY.as_bytes());
    assert_eq!(run.code, 1);
    assert!(
        run.out.starts_with("✗ Mail is refused\n") && run.out.contains("Mail is protected"),
        "{}",
        run.out
    );
    assert!(run.out.lines().all(|line| line.chars().count() <= 80), "{}", run.out);
    let json =
        run_with(&["senders", "-", "--mx", "a.example.com", "--format", "json"], POLICY.as_bytes());
    assert!(
        json.json().as_array().unwrap().iter().any(|view| view["outcome"] == "protected"),
        "{}",
        json.out
    );
}

#[test]
fn what_is_generated_is_clean() {
    let made = run(&[
        "generate",
        "example.com",
        "--mx",
        "mail.example.com",
        "--rua",
        "tls@example.com",
        "--part",
        "policy",
    ]);
    assert_eq!(made.code, 0, "{}", made.err);

    assert_eq!(run_with(&["lint", "-"], made.out.as_bytes()).code, 0);
    let all = run(&["generate", "example.com", "--mx", "mail.example.com"]);
    assert!(all.out.contains("_mta-sts") && all.out.contains("--part 'nginx'"), "{}", all.out);
    let wrong = run(&["generate", "example.com", "--mx", "a b"]);
    assert!(wrong.code == 2 && wrong.err.contains("generate/mx-invalid"), "{}", wrong.err);
    let part = run(&["generate", "example.com", "--mx", "mail.example.com", "--part", "what"]);
    assert!(part.code == 2 && part.err.contains("take one of: policy, record"), "{}", part.err);
    let zone = run(&["generate", "münchen.de", "--mx", "a.example", "--part", "zone"]);
    assert!(zone.out.contains("_mta-sts.xn--mnchen-3ya.de."), "{}", zone.out);
}

#[test]
fn a_plan_has_its_steps_and_times() {
    let policy = Scratch::new("planned", POLICY.as_bytes());
    let today = [
        "plan",
        "example.com",
        "--policy",
        policy.path(),
        "--id",
        "1",
        "--mx",
        "mail.example.com",
        "--at",
        "2026-01-01T00:00:00Z",
    ];
    let removal = run(&[today.as_slice(), &["--remove"]].concat());
    assert_eq!(removal.code, 0, "{}", removal.err);
    assert!(
        removal.out.contains("mode: none") && removal.out.contains("Done: 2026-"),
        "{}",
        removal.out
    );
    assert!(removal.out.lines().all(|line| line.chars().count() <= 80), "{}", removal.out);
    let moved =
        run(&[today.as_slice(), &["--to-mx", "new.example.net", "--format", "json"]].concat())
            .json();
    assert!(moved["steps"].as_array().unwrap().len() > 2, "{moved}");
    let leaving = Scratch::new("leaving", b"version: STSv1\nmode: none\nmax_age: 86400\n");
    let warned = run(&["plan", "example.com", "--policy", leaving.path(), "--id", "2", "--remove"]);
    assert!(warned.code == 1 && warned.out.contains("plan/earlier-unknown"), "{}", warned.out);
    let other = Scratch::new("earlier", POLICY.replace("*.", "old.").as_bytes());
    let earlier = |more: &str| format!("{}=2025-12-31T00:00:00Z{more}", other.path());
    let reused = |earlier: &str| {
        let moved = &["--to-mx", "new.example.net", "--format", "json", "--earlier", earlier];
        run(&[today.as_slice(), moved].concat()).json().to_string().contains("plan/id-reused")
    };
    assert!(reused(&earlier(",1")), "the id of today");
    assert!(!reused(&earlier(",0")) && !reused(&earlier("")), "another id, and an unknown one");
    let bad = run(&[today.as_slice(), &["--remove", "--earlier", "old.txt"]].concat());
    assert!(bad.code == 2 && bad.err.contains("FILE=TIME,ID"), "{}", bad.err);
    let bad = run(&[today.as_slice(), &["--remove", "--to-mode", "none"]].concat());
    assert!(bad.code == 2 && bad.err.contains("--remove"), "{}", bad.err);
}

fn check(world: &World, domain: &str, more: &[&str]) -> Run {
    let flags = world.flags();
    let mut args = vec!["check", domain, "--no-probe"];
    args.extend(flags.iter().map(String::as_str));
    args.extend(more);
    run(&args)
}

#[test]
fn a_policy_is_fetched_as_it_is() {
    let world = World::start();
    let flags = world.flags();
    let network: Vec<&str> = flags.iter().map(String::as_str).collect();
    // The SMTP port is no matter of a fetch.
    let at = network.iter().position(|flag| *flag == "--port").unwrap();
    let network = [&network[..at], &network[at + 2..]].concat();
    let fetch = |domain: &'static str| run(&[&["fetch", domain], network.as_slice()].concat());
    let good = fetch("good.test");
    assert_eq!(good.code, 0, "{}", good.err);
    assert!(
        good.out.starts_with("version: STSv1\r\n") || good.out.starts_with("version: STSv1\n"),
        "{}",
        good.out
    );
    let moved = fetch("redirect.test");
    assert!(
        moved.code == 1 && moved.out.is_empty() && moved.err.contains("fetch/redirect"),
        "{}",
        moved.err
    );
}

#[test]
fn what_was_left_out_is_no_want_of_the_program() {
    let untold = check(&World::start(), "good.test", &[]);
    let words = "no MX host was connected to";
    assert!(untold.code == 0 && untold.out.contains(words), "{}", untold.out);
}

#[test]
fn ci_demands_more_than_validity() {
    let world = World::start();
    assert_eq!(
        check(&world, "good.test", &["--expect", "mode=enforce", "--min-max-age", "1d"]).code,
        0
    );
    let unmet = check(
        &world,
        "good.test",
        &["--expect", "mode=testing", "--min-max-age", "52w", "--min-cert-days", "1"],
    );
    assert_eq!(unmet.code, 1);
    for words in [
        "mode testing was expected, enforce was found",
        "a max_age of at least 52 weeks was expected, 1 week was found",
        "a certificate valid for 1 more day was expected, none was seen",
    ] {
        let told =
            unmet.out.lines().any(|line| line.starts_with("✗ unmet") && line.contains(words));
        assert!(told, "{words}: {}", unmet.out);
    }
    let unmet = check(&world, "good.test", &["--expect", "mode=none", "--format", "json"]);
    assert_eq!((unmet.code, &unmet.json()["verdict"]), (1, &"pass".into()));
    assert_eq!(unmet.err, "mta-sts: mode none was expected, enforce was found\n");
    let warned = check(&world, "short-max-age.test", &["--fail-on", "error"]);
    assert_eq!(warned.code, 0, "{}", warned.out);
    let file = Scratch::new("expectations", b"expect.mode = none\n");
    assert_eq!(check(&world, "good.test", &["--expectations", file.path()]).code, 1);
    let replaced = ["--expectations", file.path(), "--expect", "mode=enforce"];
    assert_eq!(check(&world, "good.test", &replaced).code, 0);
    let others = Scratch::new("others", b"expect.mx = other.good.test\nexpect.id = 1\n");
    let added = [
        "--expectations",
        others.path(),
        "--expect",
        "mx=MX.good.test.",
        "--expect",
        "id=20260101t000000",
    ];
    let added = check(&world, "good.test", &added);
    let unmet: Vec<&str> = added.out.lines().filter(|line| line.contains("unmet")).collect();
    assert!(
        matches!(unmet[..], [mx, id] if mx.contains("MX host other.good.test was expected")
            && id.contains("id 20260101t000000 was expected")),
        "{}",
        added.out
    );
    let lenient = Scratch::new("lenient", b"# CI\nexpect.mode = enforce\nfail-on = error\n");
    let lenient = ["--expectations", lenient.path()];
    assert_eq!(check(&world, "short-max-age.test", &lenient).code, 0);
    let stricter = [lenient.as_slice(), &["--fail-on", "warning"]].concat();
    assert_eq!(check(&world, "short-max-age.test", &stricter).code, 1);
    let events = check(&world, "good.test", &["--format", "ndjson"]);
    let last: Value = serde_json::from_str(events.out.lines().last().unwrap()).unwrap();
    assert_eq!(
        (&last["event"], &last["report"]["domain"]),
        (&"finished".into(), &"good.test".into())
    );
}
