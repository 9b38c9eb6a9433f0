//! TLS reports, and what must never look fine.

mod support;

use std::fs;
use std::path::PathBuf;

use support::{run, run_with};

const REPORT: &str = r#"{
  "organization-name": "Sender Inc.",
  "date-range": { "start-datetime": "2026-01-01T00:00:00Z", "end-datetime": "2026-01-01T23:59:59Z" },
  "contact-info": "tls@sender.example",
  "report-id": "ID",
  "policies": [{
    "policy": { "policy-type": "sts", "policy-string": ["version: STSv1"], "policy-domain": "example.com", "mx-host": ["*.example.com"] },
    "summary": { "total-successful-session-count": 10, "total-failure-session-count": 2 },
    "failure-details": [{ "result-type": "certificate-expired", "sending-mta-ip": "192.0.2.1", "receiving-mx-hostname": "mail.example.com", "receiving-ip": "192.0.2.25", "failed-session-count": 2 }]
  }]
}"#;

/// A folder of a test's own, gone when the test is.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path =
            std::env::temp_dir().join(format!("mta-sts-report-{name}-{}", std::process::id()));
        fs::create_dir(&path).unwrap();
        Folder(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A report without failures.
fn fine() -> String {
    let start = REPORT.find(",\n    \"failure-details\"").unwrap();
    format!("{}\n  }}]\n}}", &REPORT[..start])
        .replace("failure-session-count\": 2", "failure-session-count\": 0")
}

#[test]
fn reports_are_added_up_each_once() {
    let folder = Folder::new("once");
    let one = folder.file("1.json", REPORT);
    let two = folder.file("2.json", &REPORT.replace("\"ID\"", "\"=ID\""));
    let people = run(&["report", &one, &two, &one]);
    assert_eq!(people.code, 1);
    assert!(people.out.starts_with("2 reports, 24 sessions, 4 of them failed\n"), "{}", people.out);
    assert!(
        people.out.contains("host had expired. Renew it")
            && people.err.contains("left out 1 report that came before"),
        "{}",
        people.out
    );
    assert!(people.out.lines().all(|line| line.chars().count() <= 80), "{}", people.out);
    let json = run(&["report", &one, "--format", "json"]).json();
    assert_eq!(
        (&json["byResultType"][0]["name"], &json["complete"]),
        (&"certificate-expired".into(), &true.into())
    );
    let csv = run(&["report", &one, "--format", "csv"]);
    assert!(csv.out.contains("policy-domain,example.com,10,2\r\n"), "{}", csv.out);
}

#[test]
fn a_domain_without_reports_is_not_fine() {
    let folder = Folder::new("domain");
    let file =
        folder.file("1.json", &REPORT.replace("\"example.com\"", "\"xn--bcher-kva.Example.\""));
    let known = run(&["report", &file, "--domain", "Bücher.example"]);
    assert_eq!(known.code, 1);
    assert!(known.out.starts_with("1 report, 12 sessions, 2 of them failed\n"), "{}", known.out);
    let sentence = "No report that can be read is about other.example.\n";
    let other = ["report", &file, "--domain", "other.example"];
    let people = run(&other);
    assert_eq!((people.code, people.out), (3, format!("0 reports\n{sentence}")));
    let json = run(&[other.as_slice(), &["--format", "json"]].concat());
    assert_eq!((json.code, &json.json()["failedSessions"]), (3, &0.into()));
    assert_eq!(json.err, format!("mta-sts: {sentence}"));
    // A count of another domain is no matter of this one; one of an unknown domain may be.
    let (whole, lacking) = (fine(), fine().replace("total-failure-session-count", "x-count"));
    let other = lacking.replace("example.com", "other.example").replace("\"ID\"", "\"2\"");
    let nameless = whole.replace("\"policy-domain\"", "\"x-domain\"");
    for (report, code) in [(other, 0), (lacking, 3), (nameless, 3)] {
        let two = format!("{whole}{report}");
        assert_eq!(
            run_with(&["report", "-", "--domain", "example.com"], two.as_bytes()).code,
            code
        );
    }
}

#[test]
fn what_is_no_report_is_told_and_not_counted() {
    let run = run_with(&["report", "-"], b"PK\x03\x04");
    assert_eq!(run.code, 3);
    assert!(
        run.err.contains("report/zip")
            && run.out.starts_with("0 reports\nNot in these sums: 1 file"),
        "{}\n{}",
        run.out,
        run.err
    );
}

#[test]
fn faults_of_reports_are_findings_and_what_is_lost_is_not_fine() {
    let whole = run_with(&["report", "-"], fine().as_bytes());
    assert_eq!((whole.code, whole.err.as_str()), (0, ""), "{}", whole.out);
    for (from, to, code, told, lost) in [
        ("count\": 10", "count\": \"10\"", 3, "report/count-string", true),
        ("count\": 0", "count\": 1152921504606846976", 3, "report/count-invalid", true),
        ("count\": 0", "count\": -1", 3, "report/count-invalid", true),
        ("count\": 0", "count\": null", 3, "report/value-type", true),
        ("}]\n}", "}]\n}\n{\"organization-name\": \"Sen", 3, "report/cut-off", true),
        ("[{", "[7, {", 3, "report/value-type", true),
        ("\"total-failure-session-count\"", "\"x-count\"", 3, "", true),
        ("\"summary\"", "\"x-summary\"", 3, "", true),
        (
            "\"start-datetime\": \"2026",
            "\"start-datetime\": \"soon",
            1,
            "report/date-invalid",
            false,
        ),
        (
            "\"end-datetime\": \"2026",
            "\"end-datetime\": \"2025",
            1,
            "report/date-range-reversed",
            false,
        ),
        ("\"report-id\"", "\"x-id\"", 1, "report/identity-missing", false),
    ] {
        let text = fine().replacen(from, to, 1);
        for format in ["human", "json", "csv"] {
            let run = run_with(&["report", "-", "--format", format], text.as_bytes());
            assert_eq!(run.code, code, "{to}: {}", run.err);
            assert!(run.err.contains(told), "{to}: {}", run.err);
            let where_told = if format == "human" { &run.out } else { &run.err };
            assert_eq!(
                where_told.contains("Not in these sums: what 1 file"),
                lost,
                "{to}: {where_told}"
            );
            assert!(format != "json" || run.json()["complete"] == !lost, "{to}");
        }
    }
    // Failures that only the details tell of.
    let details = REPORT.replace("failure-session-count\": 2", "failure-session-count\": 0");
    let run = run_with(&["report", "-"], details.as_bytes());
    assert!(run.code == 1 && run.out.contains("their details tell of some"), "{}", run.out);
    // A count that is lost does not hide failures.
    let string = REPORT.replace("\"failed-session-count\": 2", "\"failed-session-count\": \"2\"");
    assert_eq!(run_with(&["report", "-"], string.as_bytes()).code, 1);
}

/// A message with a report as Senders mail it.
fn mail(report: &str) -> String {
    format!(
        "From a@b.example Fri Jan  2 00:00:00 2026\nSubject: Report\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=tlsrpt; boundary=XX\n\n\
         --XX\nContent-Type: text/plain\n\nThis is a report.\n\
         --XX\nContent-Type: application/tlsrpt+json\n\n{report}\n--XX--\n\n"
    )
}

#[test]
fn every_message_of_an_mbox_counts() {
    let mails = ["1", "2", "3"].map(|id| mail(&REPORT.replace("\"ID\"", &format!("\"{id}\""))));
    let all = run_with(&["report", "-"], mails.concat().as_bytes());
    assert_eq!((all.code, all.err.as_str()), (1, ""));
    assert!(all.out.starts_with("3 reports, 36 sessions, 6 of them failed\n"), "{}", all.out);
    let other = "From a@b.example Sat Jan  3 00:00:00 2026\nSubject: Hello\n\nHello.\n\n";
    let mbox = [mail(&fine()).as_str(), other, &mail(&fine().replace("\"ID\"", "\"2\""))].concat();
    let mixed = run_with(&["report", "-"], mbox.as_bytes());
    assert_eq!(mixed.code, 3);
    assert!(
        mixed.err.starts_with("<stdin>, message 2: error[report/mail-without-report]"),
        "{}",
        mixed.err
    );
    assert!(
        mixed.out.starts_with(
            "2 reports, 20 sessions, 0 of them failed\nNot in these sums: 1 file or message"
        ),
        "{}",
        mixed.out
    );
}

#[test]
fn an_mbox_may_be_larger_than_a_report() {
    let rest = "x".repeat(32 << 20);
    let mbox = format!(
        "{}{}From a@b.example Sat Jan  3 00:00:00 2026\nSubject: Hello\n\n{rest}",
        mail(REPORT),
        mail(REPORT)
    );
    let run_of_mbox = run_with(&["report", "-"], mbox.as_bytes());
    assert!(run_of_mbox.out.starts_with("1 report, 12 sessions"), "{}", run_of_mbox.err);
    let folder = Folder::new("large");
    let large = run(&[
        "report",
        &folder.file("large.json", &format!(" {rest}")),
        &folder.file("1.json", REPORT),
    ]);
    assert_eq!(large.code, 1);
    assert!(large.err.contains("larger than 32 MiB"), "{}", large.err);
}

#[cfg(unix)]
#[test]
fn one_bad_entry_does_not_cost_a_folder() {
    use std::os::unix::fs::symlink;

    let folder = Folder::new("bad-entries");
    let report = folder.file("1.json", &fine());
    fs::create_dir(folder.0.join("sub")).unwrap();
    folder.file("sub/2.json", &fine().replace("\"ID\"", "\"2\""));
    let elsewhere = Folder::new("elsewhere");
    let linked = elsewhere.file("3.json", &fine().replace("\"ID\"", "\"3\""));
    symlink(linked, folder.0.join("linked.json")).unwrap();
    assert_eq!(run(&["report", folder.path()]).code, 0);
    for (name, target, told) in [
        ("dangling", "/nonexistent", "dangling: nothing can be read here"),
        ("circle", "circle", "circle: nothing can be read here"),
        ("up", "..", "up: links to folders are not followed; name the folder itself"),
        ("null", "/dev/null", "null: this is neither a file nor a folder"),
    ] {
        let bad = folder.0.join(name);
        symlink(target, &bad).unwrap();
        let run = run(&["report", folder.path()]);
        assert_eq!(run.code, 3, "{name}: {}", run.err);
        assert!(run.err.contains(told), "{name}: {}", run.err);
        assert!(
            run.out.starts_with("3 reports, 30 sessions, 0 of them failed\nNot in these sums: 1 "),
            "{name}: {}",
            run.out
        );
        fs::remove_file(bad).unwrap();
    }
    let fifo = folder.0.join("fifo");
    std::process::Command::new("mkfifo").arg(&fifo).status().unwrap();
    // Whoever opens it is not kept waiting, so that a fault here fails instead of hanging.
    let writer = fifo.clone();
    std::thread::spawn(move || fs::write(writer, "{}"));
    let run_of_fifo = run(&["report", folder.path()]);
    assert_eq!(run_of_fifo.code, 3);
    assert!(run_of_fifo.err.contains("fifo: this is neither a file"), "{}", run_of_fifo.err);
    // What is named itself is read, whatever it is, and cannot be left out.
    let piped = run(&["report", fifo.to_str().unwrap()]);
    assert!(piped.code == 3 && piped.err.contains("report/policies-missing"), "{}", piped.err);
    let named = run(&["report", &report, folder.0.join("none").to_str().unwrap()]);
    assert!(named.code == 2 && named.out.is_empty(), "{}", named.out);
}
