//! Wrong use, and `lint`.

mod support;

use std::io::Write;
use std::process::{Command, Stdio};

use support::{codes, run, run_with};

const POLICY: &str =
    "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmax_age: 604800\r\n";

#[test]
fn wrong_use_ends_with_2_and_one_clear_message() {
    for (args, wanted) in [
        (&["check"][..], "<DOMAIN>"),
        (&["check", "not a domain"], "cannot be in a host name"),
        (&["check", "a@example.com"], "give only the domain: example.com"),
        (&["check", "https://example.com/"], "give only the domain: example.com"),
        (&["check", "example.com", "--port", "0"], "--port"),
        (&["check", "example.com", "--resolver", "http://x/"], "https:// URL"),
        (
            &["check", "example.com", "--roots", "/nonexistent"],
            "--roots /nonexistent: the file cannot be read",
        ),
        (&["check", "example.com", "--helo", "a b"], "--helo"),
        (&["check", "example.com", "--retry", "soon"], "give seconds, at most 3600, or none"),
        (&["check", "example.com", "--proxy", "http://127.0.0.1"], "only SOCKS5 proxies"),
        (&["lint", "/nonexistent"], "/nonexistent: the file cannot be opened"),
        (&["probe", "192.0.2.1"], "--address 192.0.2.1"),
        (&["probe", "a.example:x"], "is not a number"),
        (&["bake"], "bake"),
        (&["help", "bake"], "there is no command `bake`"),
        (&["generate", "example.com"], "--mx HOST"),
        (&["report", "-", "--domain", "https://example.com/"], "only the domain: example.com"),
        (&["report", "-", "--domain", "not a domain"], "cannot be in a host name"),
        (&["report", "-", "--domain", ""], "--domain"),
        (&["generate", "192.0.2.1", "--mx", "a.example"], "an IP address, not a name"),
        (&["generate", "example.com", "--mx", "a.example", "--part", "tlsrpt"], "--rua ADDRESS"),
        (
            &["generate", "example.com", "--mx", "a.example", "--part", "zone", "--format", "json"],
            "leave out one of the two",
        ),
        (
            &["generate", "a.example", "--mx", "a.example", "--folder", "x", "--format", "ndjson"],
            "leave out one of the two",
        ),
        (&["plan", "example.com"], "say what is to change: --to-mx"),
        (
            &["diff", "x", "x", "--old-id", "a b", "--new-id", "1"],
            "an id is 1 to 32 letters and digits",
        ),
        (
            &["diff", "x", "x", "--old-id", "1", "--new-id", "!!"],
            "an id is 1 to 32 letters and digits",
        ),
        (
            &["plan", "a.example", "--policy", "x", "--id", "a b"],
            "an id is 1 to 32 letters and digits",
        ),
        (
            &["plan", "a.example", "--earlier", "x=2026-01-01T00:00:00Z,-"],
            "an id is 1 to 32 letters and digits",
        ),
        (
            &["probe", "a.example", "--address", "127.0.0.1", "--source", "::1"],
            "--source ::1: a.example has no address of its family",
        ),
        (
            &[
                "probe",
                "a.example",
                "--address",
                "::1",
                "--source",
                "127.0.0.1",
                "--source",
                "127.0.0.2",
            ],
            "more than one IPv4 address is given",
        ),
        (
            &[
                "plan",
                "a.example",
                "--to-mode=enforce",
                "--mx=a.example",
                "--at=9999-12-31T00:00:00Z",
            ],
            "the plan would end after 9999-12-31T23:59:59Z",
        ),
        (&["plan", "example.com", "--remove"], "give --policy FILE and --id ID"),
    ] {
        let run = run(args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.err);
        assert!(run.err.contains(wanted), "{args:?}: {}", run.err);
        assert!(run.out.is_empty(), "{args:?}");
    }
}

#[test]
fn help_lists_exit_codes_and_examples() {
    for args in [
        &["--help"][..],
        &["check", "--help"],
        &["lint", "--help"],
        &["probe", "--help"],
        &["help", "scan"],
        &["help"],
    ] {
        let run = run(args);
        assert_eq!(run.code, 0);
        assert!(run.out.contains("Exit codes:") && run.out.contains("Examples:"), "{}", run.out);
    }
}

#[test]
fn lint_reads_policies_from_standard_input() {
    let good = run_with(&["lint", "-"], POLICY.as_bytes());
    assert_eq!((good.code, good.out.as_str()), (0, "<stdin>: valid\n"));
    let bad = run_with(&["lint", "-"], POLICY.replace("enforce", "Enforce").as_bytes());
    assert_eq!(bad.code, 1);
    assert!(
        bad.out.contains("error[policy/mode-invalid]") && bad.out.contains("--> <stdin>:2:7"),
        "{}",
        bad.out
    );
    assert!(bad.out.contains("mode: Enforce\n  |       ^^^^^^^"), "{}", bad.out);
    let brief = run_with(&["lint", "-"], POLICY.replace("604800", "1").as_bytes());
    assert!(brief.out.contains("a max_age of 1 is shorter than a day"), "{}", brief.out);
}

#[test]
fn lint_knows_records_by_their_lines() {
    let record = run_with(&["lint", "-", "--format", "json"], b"\"v=STSv1; \" \"id=a-b\"\n");
    assert_eq!(record.code, 1);
    assert_eq!(codes(&record.json()["findings"]), ["record/id-invalid"]);
    let tlsrpt =
        run_with(&["lint", "-", "--format", "json"], b"v=TLSRPTv1; rua=mailto:a@example.com");
    assert_eq!(tlsrpt.code, 0);
    assert_eq!(tlsrpt.json()["value"]["rua"][0], "mailto:a@example.com");
    for printed in [
        "_mta-sts.host.example.\n\"v=STSv1; id=1;\"\n",
        "\"v=spf1 -all\"\n\"v=STSv1; id=1;\"\n",
        "\"v=ST\" \"Sv1; id=1;\"\n",
        "\"v=STSv1; id=1;\"\n",
    ] {
        let read = run_with(&["lint", "-"], printed.as_bytes());
        assert_eq!(read.code, 0, "{printed}{}", read.out);
        let same = run_with(&["lint", "-", "--diff"], printed.as_bytes());
        assert_eq!((same.code, same.out.as_str(), same.err.as_str()), (0, "", ""), "{printed}");
    }
    let mended = run_with(&["lint", "-", "--diff"], b"\"v=STSv1, id=1\"\n");
    assert_eq!(mended.code, 1);
    assert!(mended.out.contains("\n-v=STSv1, id=1\n+v=STSv1; id=1"), "{}", mended.out);
    let told = run_with(&["lint", "-", "--kind", "policy"], b"v=STSv1; id=1");
    assert!(told.out.contains("policy/"), "{}", told.out);
}

#[test]
fn hostile_text_reaches_neither_terminal_nor_memory() {
    let escape =
        run_with(&["lint", "-"], b"version: STSv1\nmode: \x1b]0;x\x07\xe2\x80\xaeevil\n\xff\xfe\n");
    assert_eq!(escape.code, 1);
    assert!(!escape.out.contains(['\x1b', '\x07', '\u{202e}']), "{:?}", escape.out);
    let hostile = b"version: STSv1\n\x1b[2J\x1b]0;pwn\x07: x\nmode: \xe2\x80\xaeevil\n";
    let annotated = run_with(&["lint", "-", "--format", "github"], hostile);
    assert!(!annotated.out.contains(['\x1b', '\x07', '\u{202e}']), "{:?}", annotated.out);
    assert!(annotated.out.contains("\\x1b[2J"), "{}", annotated.out);
    let json = run_with(&["lint", "-", "--format", "json"], b"mode: \x1b\xe2\x80\xae\n");
    assert!(json.out.is_ascii() && json.json()["source"].as_str().unwrap().contains('\u{202e}'));
    let large = run_with(&["lint", "-"], &vec![b'a'; 70_000]);
    assert_eq!(large.code, 2);
    assert!(large.err.contains("larger than 64 KiB"));
    let wide = run_with(&["lint", "-"], format!("mx: {}\n", "é".repeat(30_000)).as_bytes());
    assert_eq!(wide.code, 1);
}

#[test]
fn arguments_reach_no_terminal_as_they_are() {
    // `\u{9b}` begins a command to a terminal too.
    let run = run(&["fetch", "g\x1b]0;pwned\x07\u{9b}2J\u{202e}.test"]);
    assert_eq!(run.code, 2);
    assert!(!run.err.contains(['\x1b', '\x07', '\u{9b}', '\u{202e}']), "{:?}", run.err);
    assert!(run.err.contains("g\\x1b]0;pwned\\x07\\u{9b}2J\\u{202e}.test"), "{}", run.err);
    assert!(run.err.contains("\n\nFor more information, try '--help'.\n"), "{}", run.err);
}

#[test]
fn a_closed_pipe_is_nobodys_fault() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mta-sts"))
        .args(["lint", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all(b"mode: x\n").unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), ended.stderr.as_slice()), (Some(1), &b""[..]));
}

#[cfg(target_os = "linux")]
#[test]
fn who_cannot_be_told_is_not_panicked_at() {
    let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
    let folder = std::env::temp_dir().join(format!("mta-sts-untold-{}", std::process::id()));
    let folder = folder.to_str().unwrap();
    for (args, code) in [
        (&["lint", "/nonexistent"][..], 2),
        (&["generate", "example.com", "--mx", "a.example", "--folder", folder], 2),
        (&["report", "-"], 2),
        (&["--help"], 2),
        (&["--version"], 2),
        (&["help"], 2),
        (&["check", "--help"], 2),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mta-sts"));
        command.args(args).stdin(Stdio::null()).stdout(full()).stderr(full());
        assert_eq!(command.status().unwrap().code(), Some(code), "{args:?}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_mta-sts"))
        .args(["lint", "-"])
        .stdin(Stdio::piped())
        .stdout(full)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdin.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    let told = String::from_utf8(ended.stderr).unwrap();
    assert!(told.starts_with("mta-sts: standard output cannot be written"), "{told}");
}
