//! The program: its list, its ready file, its errors, its end.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use mta_sts_lab::{Lab, LabError, LabOptions, Ready};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_mta-sts-lab"))
}

#[test]
fn lists_in_json() {
    let output = program().args(["list", "--format", "json"]).output().expect("a run");
    assert!(output.status.success());
    let list: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).expect("JSON");
    let domains: HashSet<_> = list.iter().filter_map(|listed| listed["domain"].as_str()).collect();
    assert_eq!(domains.len(), list.len());
    for listed in &list {
        let expect = listed["expect"].as_object().expect("an object");
        let steps =
            ["record", "fetch", "policy", "mx", "coverage", "starttls", "dane", "tlsrpt", "mail"];
        assert_eq!(expect.len(), steps.len());
        for step in steps {
            let known = ["pass", "warn", "fail", "not-tested", "skipped"];
            assert!(known.contains(&expect[step].as_str().expect("a text")), "{listed}");
        }
        assert!(listed["codes"].is_array() && listed["cors"].is_boolean(), "{listed}");
    }
}

#[test]
fn serves_until_told_to_stop() {
    let folder = std::env::temp_dir().join(format!("mta-sts-lab-test-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let (ca, ready) = (folder.join("ca.pem"), folder.join("ready.json"));
    let ports = ["--dns-port", "--https-port", "--http-port", "--smtp-port"];
    let mut child = program()
        .arg("serve")
        .args(ports.iter().flat_map(|option| [*option, "0"]))
        .arg("--ca")
        .arg(&ca)
        .arg("--ready")
        .arg(&ready)
        .stdout(Stdio::piped())
        .spawn()
        .expect("a start");
    let lines = BufReader::new(child.stdout.take().expect("stdout")).lines();
    let started = |line: &String| line.starts_with("Ctrl-C");
    assert!(lines.map_while(Result::ok).any(|line| started(&line)), "it ended early");
    let text = std::fs::read_to_string(&ready).expect("a ready file");
    let ready: Ready = serde_json::from_str(&text).expect("JSON");
    assert_eq!(ready.ca_pem, ca.to_string_lossy());
    assert!(std::fs::read_to_string(&ca).expect("a CA").starts_with("-----BEGIN CERTIFICATE"));
    assert!(std::net::TcpStream::connect(("127.0.1.1", ready.smtp)).is_ok());

    let begun = Instant::now();
    let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    assert!(told.expect("kill").success());
    assert!(child.wait().expect("an end").success());
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    std::fs::remove_dir_all(&folder).expect("cleaned up");
}

#[test]
fn says_which_port_is_taken() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let mut command = program();
    command.args(["serve", "--dns-port", "0", "--https-port", &port]);
    let output = command.args(["--http-port", "0", "--smtp-port", "0"]).output().expect("a run");
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    let sentence = format!("port {port} is already in use; choose another with --https-port N");
    assert!(error.contains(&sentence), "{error}");
}

/// Two labs side by side, and ports that are free again after the drop, also inside a runtime.
#[tokio::test]
async fn starts_and_stops_in_process() {
    let lab = Lab::start(LabOptions::default()).expect("a lab");
    let other = Lab::start(LabOptions::default()).expect("a second lab");
    assert_ne!(lab.https_port(), other.https_port());
    let options = LabOptions { smtp_port: lab.smtp_port(), ..LabOptions::default() };
    let taken = Lab::start(options);
    assert!(matches!(taken, Err(LabError::PortInUse { option: "--smtp-port", .. })), "{taken:?}");
    drop((lab, other));
}
