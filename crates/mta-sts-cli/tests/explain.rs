//! `mta-sts explain`.

mod support;

use mta_sts::Code;
use support::run;

#[test]
fn a_finding_is_explained_to_people() {
    let told = run(&["explain", "policy/mode-invalid"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(
        told.out.starts_with("error[policy/mode-invalid]: the mode is none of"),
        "{}",
        told.out
    );
    for part in
        ["\nwhy:     ", "\naffects: every Sender", "\nhelp:    ", "\nwrong:\n", "  mode: Enforce\n"]
    {
        assert!(told.out.contains(part), "{part:?} in {}", told.out);
    }
    assert!(told.out.ends_with("\nrule: RFC 8461 3.2\n"), "{}", told.out);
    let coloured = run(&["explain", "policy/mode-invalid", "--color", "always"]);
    assert!(coloured.out.starts_with('\x1b'), "{}", coloured.out);
}

#[test]
fn every_finding_is_explained_within_80_columns() {
    let list = run(&["explain"]);
    assert_eq!(list.code, 0, "{}", list.err);
    assert!(list.out.starts_with("record\n  error[record/missing]: "), "{}", list.out);
    assert!(list.out.lines().all(|line| line.chars().count() <= 80), "{}", list.out);
    let all = run(&["explain", "--format", "json"]).json();
    let all = all.as_array().unwrap();
    assert_eq!(all.len(), Code::all().count());
    for (code, explained) in Code::all().zip(all) {
        assert_eq!(explained["code"], code.slug());
        assert_eq!(explained["severity"], code.info().severity.as_str());
        assert!(list.out.contains(&format!("[{}]:", code.slug())), "{}", code.slug());
    }
}

#[test]
fn the_words_around_the_examples_keep_within_80_columns() {
    for code in Code::all() {
        let told = run(&["explain", code.slug()]);
        assert_eq!(told.code, 0, "{}", told.err);
        let (words, _) = told.out.split_once("\nwrong:\n").unwrap();
        assert!(words.lines().all(|line| line.chars().count() <= 80), "{words}");
    }
}

#[test]
fn a_wrong_code_names_the_nearest() {
    let near = run(&["explain", "policy/mode-invlaid"]);
    assert_eq!((near.code, near.out.as_str()), (2, ""));
    assert!(near.err.contains("the nearest: policy/mode-invalid"), "{}", near.err);
    let far = run(&["explain", "what\x1b"]);
    assert!(far.code == 2 && far.err.contains("`mta-sts explain` lists all"), "{}", far.err);
}

#[test]
fn completions_and_json_know_the_codes() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(run(&["completions", shell]).out.contains("policy/mode-invalid"), "{shell}");
    }
    let one = run(&["explain", "policy/mode-invalid", "--format", "json"]).json();
    assert_eq!((&one["severity"], &one["rfc"]), (&"error".into(), &"RFC 8461 3.2".into()));
}
