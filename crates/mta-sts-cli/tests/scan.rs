//! Many domains: nothing lost, nothing asked twice, and a scan that ends early goes on where it stopped.

mod support;
mod world;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use mta_sts_lab::scenarios;
use serde_json::Value;
use support::{Run, run, run_with};
use world::World;

/// A folder of a test's own, gone when the test is.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("mta-sts-scan-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn scan(world: &World, list: &str, more: &[&str]) -> Run {
    let flags = world.flags();
    let mut args = vec!["scan", list];
    args.extend(flags.iter().map(String::as_str));
    args.extend(more);
    run(&args)
}

fn entries(ndjson: &str) -> Vec<Value> {
    ndjson.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn domains(ndjson: &str) -> Vec<String> {
    entries(ndjson).iter().map(|e| e["domain"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_domain_is_judged_as_by_a_check() {
    let world = World::start();
    let folder = Folder::new("verdicts");
    // A host that never answers takes its time, and is told apart in the check's own test.
    let all: Vec<&str> = scenarios::all().map(|s| s.domain).filter(|d| *d != "slow.test").collect();
    let list = folder.write("list", &format!("# the lab\n{}\n\nno domain\n", all.join("\n")));
    let run = scan(&world, &list, &["--ordered"]);
    assert_eq!(run.code, 1, "{}", run.err);
    let mut expected: Vec<&str> = all.clone();
    expected.push("no domain");
    assert_eq!(domains(&run.out), expected);
    let listed: BTreeMap<String, Value> = mta_sts_lab::list()
        .into_iter()
        .map(|l| (l.domain.to_owned(), serde_json::to_value(l).unwrap()["expect"].clone()))
        .collect();
    for entry in entries(&run.out) {
        let domain = entry["domain"].as_str().unwrap();
        match listed.get(domain) {
            Some(expect) => assert_eq!(entry["steps"], *expect, "{domain}"),
            None => assert_eq!(
                (&entry["verdict"], &entry["line"]),
                (&"invalid".into(), &(all.len() + 3).into())
            ),
        }
    }
    assert!(run.err.contains(&format!("{} domains in", expected.len())), "{}", run.err);
}

#[test]
fn what_domains_share_is_asked_and_probed_once() {
    let world = World::start();
    let flags = world.flags();
    let mut args = vec!["scan", "-"];
    args.extend(flags.iter().map(String::as_str));
    let run = run_with(&args, "good.test\n".repeat(50).as_bytes());
    assert_eq!(entries(&run.out).len(), 50);
    let alone = run_with(&args, b"good.test\n");
    let line = |run: &Run| run.err.lines().find(|l| l.contains("DNS queries")).unwrap().to_owned();
    assert_eq!(line(&run), line(&alone));
    assert!(line(&run).ends_with("1 MX host probed"), "{}", run.err);
}

#[test]
fn the_policy_alone_takes_three_queries() {
    let world = World::start();
    let folder = Folder::new("policy-only");
    let list = folder.write("list", "good.test\nabsent.test\n");
    let run = scan(&world, &list, &["--policy-only", "--ordered"]);
    assert_eq!(run.code, 1, "{}", run.err);
    let [good, absent] = &entries(&run.out)[..] else { panic!("{}", run.out) };
    assert_eq!((&good["verdict"], &good["mode"]), (&"pass".into(), &"enforce".into()));
    let asked = ["record", "fetch", "policy"];
    for (step, outcome) in good["steps"].as_object().unwrap() {
        let expected = if asked.contains(&step.as_str()) { "pass" } else { "skipped" };
        assert_eq!(outcome, expected, "{step}");
    }
    assert_eq!(absent["headline"], "absent.test does not use MTA-STS");
    let alone = scan(&world, &folder.write("one", "good.test\n"), &["--policy-only"]);
    assert!(alone.err.contains("3 DNS queries, 0 MX hosts probed"), "{}", alone.err);
}

#[test]
fn shards_share_the_list() {
    let world = World::start();
    let folder = Folder::new("shards");
    let list = folder.write("list", "good.test\ntesting.test\nnone.test\nabsent.test\n");
    let mut seen: Vec<String> = ["1/3", "2/3", "3/3"]
        .iter()
        .flat_map(|shard| domains(&scan(&world, &list, &["--no-probe", "--shard", shard]).out))
        .collect();
    seen.sort();
    assert_eq!(seen, ["absent.test", "good.test", "none.test", "testing.test"]);
}

#[test]
fn an_interrupted_scan_is_resumed_without_loss() {
    let world = World::start();
    let folder = Folder::new("resume");
    // The host that never answers keeps the scan from ending.
    let list = folder.write("list", "good.test\nslow.test\ntesting.test\nnone.test\n");
    let output = folder.path("results");
    // A minute's patience with it.
    let flags = world.flags();
    let flags = &flags[..flags.len() - 2];
    let args = ["scan", &list, "--output", &output, "--no-probe"];
    let child = spawn(&args, flags, Stdio::null());
    let lines = || fs::read_to_string(&output).unwrap_or_default().lines().count();
    until(|| (lines() == 3).then_some(()));
    interrupt(&child);
    let ended = child.wait_with_output().unwrap();
    let told = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(130), "{told}");
    assert!(told.contains("--resume goes on from here"), "{told}");
    // As if the disk had been full in the middle of a line.
    let whole = folder.read("results");
    fs::write(&output, format!("{whole}{{\"line\":2,\"dom")).unwrap();
    let resumed = scan(&world, &list, &["--output", &output, "--no-probe", "--resume"]);
    assert!(resumed.err.contains("1 domain in"), "{}", resumed.err);
    let mut seen = domains(&folder.read("results"));
    seen.sort();
    assert_eq!(seen, ["good.test", "none.test", "slow.test", "testing.test"]);
    // Nothing is left to do, and one of the four is broken all the same.
    let again = scan(&world, &list, &["--output", &output, "--no-probe", "--resume"]);
    assert_eq!(again.code, resumed.code, "{}", again.err);
    assert!(again.err.contains("4 domains of the scan before: "), "{}", again.err);
    let deeper = scan(&world, &list, &["--output", &output, "--resume"]);
    assert_eq!(deeper.code, 2);
    assert!(deeper.err.contains("line 1 is of a scan with --no-probe"), "{}", deeper.err);
    let other = "testing.test\ngood.test\n";
    for list in [folder.write("other", other), "/dev/stdin".to_owned()] {
        let flags = world.flags();
        let mut args = vec!["scan", &list, "--output", &output, "--no-probe", "--resume"];
        args.extend(flags.iter().map(String::as_str));
        let refused = run_with(&args, other.as_bytes());
        assert_eq!(refused.code, 2);
        assert!(refused.err.contains("another list"), "{}", refused.err);
    }
}

#[test]
fn no_input_is_overwritten() {
    let world = World::start();
    let folder = Folder::new("inputs");
    let list = folder.write("list", "good.test\nnone.test\n");
    let before = folder.write("before", &scan(&world, &list, &["--no-probe", "--ordered"]).out);
    let link = folder.path("link");
    std::os::unix::fs::symlink(&list, &link).unwrap();
    let wrong: [&[&str]; 4] = [
        &["--output", &list],
        &["--output", &link],
        &["--output", &list, "--resume"],
        &["--output", &before, "--since", &before],
    ];
    for more in wrong {
        let refused = scan(&world, &list, &[&["--no-probe"], more].concat());
        assert_eq!(refused.code, 2, "{more:?}");
        assert!(refused.err.contains("which the results would overwrite"), "{}", refused.err);
        assert_eq!(folder.read("list"), "good.test\nnone.test\n");
        assert_eq!(domains(&folder.read("before")), ["good.test", "none.test"]);
    }
}

/// A scan of a list that has no end.
fn endless(world: &World, output: Stdio) -> Child {
    spawn(&["scan", "-", "--no-probe"], &world.flags(), output)
}

fn spawn(args: &[&str], flags: &[String], output: Stdio) -> Child {
    Command::new(env!("CARGO_BIN_EXE_mta-sts"))
        .args(args)
        .args(flags)
        .stdin(Stdio::piped())
        .stdout(output)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// What it said at last. It must end by itself, whoever holds its standard input open.
fn end(mut child: Child) -> (Option<i32>, String) {
    let _open = child.stdin.take();
    let status = until(|| child.try_wait().unwrap());
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    (status.code(), told)
}

/// Looks again and again, for a minute.
fn until<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(Instant::now() < deadline, "it did not come about in a minute");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_list_that_goes_on_does_not_keep_a_scan_from_ending() {
    let world = World::start();
    let mut child = endless(&world, Stdio::piped());
    child.stdin.as_mut().unwrap().write_all(b"good.test\n").unwrap();
    let mut results = BufReader::new(child.stdout.take().unwrap());
    results.read_line(&mut String::new()).unwrap();
    interrupt(&child);
    let (code, told) = end(child);
    assert_eq!(code, Some(130), "{told}");
    assert!(told.contains("interrupted after 1 domain"), "{told}");

    let mut child = endless(&world, fs::File::create("/dev/full").unwrap().into());
    child.stdin.as_mut().unwrap().write_all(b"good.test\n").unwrap();
    let (code, told) = end(child);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("standard output cannot be written"), "{told}");
}

#[test]
fn a_second_signal_ends_a_scan_whose_results_nobody_reads() {
    let world = World::start();
    let mut child = endless(&world, Stdio::piped());
    let mut stdin = child.stdin.take().unwrap();
    let list = std::thread::spawn(move || while stdin.write_all(b"no domain\n").is_ok() {});
    let stack = format!("/proc/{}/wchan", child.id());
    until(|| fs::read_to_string(&stack).unwrap().contains("pipe_write").then_some(()));
    interrupt(&child);
    // One signal may come before the other is taken.
    let status = until(|| {
        interrupt(&child);
        child.try_wait().unwrap()
    });
    assert_eq!(status.code(), Some(130));
    list.join().unwrap();
}

#[test]
fn csv_is_resumed_too_and_has_one_header() {
    let world = World::start();
    let folder = Folder::new("csv");
    let list = folder.write("list", "good.test\n=cmd()\nnone.test\n");
    let output = folder.path("results");
    let csv = ["--output", &output, "--no-probe", "--format", "csv", "--ordered"];
    scan(&world, &list, &csv);
    let whole = folder.read("results");
    assert!(
        whole.starts_with("line,domain,verdict,") && whole.contains("\n2,'=cmd(),invalid,"),
        "{whole}"
    );
    let first: String = whole.split_inclusive('\n').take(3).collect();
    fs::write(&output, first).unwrap();
    let resume: Vec<&str> = csv.iter().copied().chain(["--resume"]).collect();
    scan(&world, &list, &resume);
    assert_eq!(folder.read("results"), whole);
}

#[test]
fn only_what_changed_is_told() {
    let world = World::start();
    let folder = Folder::new("since");
    let list = folder.write("list", "good.test\nnone.test\n");
    let before = scan(&world, &list, &["--no-probe"]).out;
    let old = folder.write("old", &before.replace("\"enforce\"", "\"testing\""));
    let run = scan(&world, &list, &["--no-probe", "--since", &old]);
    assert_eq!(domains(&run.out), ["good.test"], "{}", run.err);
    let broken = folder.write("broken", "{}\n");
    let refused = scan(&world, &list, &["--no-probe", "--since", &broken]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("line 1 is not a result"), "{}", refused.err);
}

#[test]
fn a_full_disk_and_a_closed_pipe_end_with_a_sentence() {
    let world = World::start();
    let folder = Folder::new("full");
    let list = folder.write("list", "good.test\nnone.test\n");
    let full = scan(&world, &list, &["--no-probe", "--output", "/dev/full"]);
    assert_eq!(full.code, 2);
    assert!(full.err.contains("/dev/full cannot be written"), "{}", full.err);
    let mut child = spawn(&["scan", &list, "--no-probe"], &world.flags(), Stdio::piped());
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    let told = String::from_utf8(ended.stderr).unwrap();
    assert!(told.contains("closed by its reader") && !told.contains("panic"), "{told}");
}

#[test]
fn wrong_use_is_explained() {
    let missing = run(&["scan", "/nonexistent/list"]);
    assert_eq!(missing.code, 2);
    assert!(
        missing.err.contains("/nonexistent/list: the list cannot be opened"),
        "{}",
        missing.err
    );
    let shard = run(&["scan", "-", "--shard", "4/3"]);
    assert!(shard.code == 2 && shard.err.contains("K at most N"), "{}", shard.err);
    let resume = run(&["scan", "-", "--resume"]);
    assert!(resume.code == 2 && resume.err.contains("--output"), "{}", resume.err);
}
