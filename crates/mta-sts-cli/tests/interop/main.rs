//! Real servers on loopback: Postfix, Exim and OpenSMTPD, with certificates good and bad; a validating unbound with signed
//! zones, dnsdist, and nginx as Policy Host. What the program says agrees with `openssl s_client` and with Postfix's own
//! client.

mod dnssec;
mod folder;
mod material;
mod peers;
mod places;
mod postfix;
mod process;
mod resolvers;
mod servers;
#[path = "../support/mod.rs"]
mod support;
mod zones;

use folder::Folder;
use material::{CASES, Case, Material};
use peers::{Finger, Openssl, openssl};
use postfix::Postfix;
use serde_json::Value;
use servers::{Exim, OpenSmtpd};
use support::{codes, run};

/// The MX host's name in every case.
const HOST: &str = "mx.interop.test";

/// What the program says of a server.
struct Seen {
    code: i32,
    findings: Vec<String>,
    result: Value,
}

fn probe(port: u16, material: &Material) -> Seen {
    let host = format!("{HOST}:{port}");
    let roots = material.roots();
    let roots = roots.to_str().unwrap();
    let run =
        run(&["probe", &host, "--address", "127.0.0.1", "--roots", roots, "--format", "json"]);
    let report = run.json();
    Seen {
        code: run.code,
        findings: codes(&report["findings"]),
        result: report["probe"]["addresses"][0]["result"].clone(),
    }
}

/// Where the program and its peers do not agree about a case.
fn differences(case: &Case, port: u16, material: &Material) -> Vec<String> {
    let seen = probe(port, material);
    let wanted: Vec<&str> = case.finding.into_iter().collect();
    let mut wrong = Vec::new();
    let mut check = |holds: bool, what: &str| {
        if !holds {
            wrong.push(format!("{}: {what}: {:?} {}", case.name, seen.findings, seen.result));
        }
    };
    check(seen.findings == wanted, "unexpected findings");
    check(seen.code == i32::from(case.finding.is_some()), "unexpected exit code");
    check(case.protocol.is_none_or(|p| seen.result["protocol"] == p), "another version of TLS");
    check(seen.result["certificate"]["keyAlgorithm"] == case.key, "another kind of key");
    // OpenSSL names the first fault that it finds; every case has one at most.
    let verdict = openssl(port, material);
    check(
        matches!(&verdict, Openssl::Verified(codes) if case.openssl.iter().any(|c| codes.contains(c))),
        &format!("OpenSSL says {verdict:?}"),
    );
    let finger = Finger::new().says(port, material);
    let good = case.finding.is_none();
    check(finger.contains("TLS connection established"), &format!("Postfix says {finger}"));
    check(finger.contains("Verified TLS connection") == good, &format!("Postfix says {finger}"));
    wrong
}

#[test]
fn postfix_and_the_program_agree() {
    let material = Material::new("postfix");
    let postfix = Postfix::start(&material);
    let mut wrong = Vec::new();
    for (case, port) in CASES.iter().zip(&postfix.ports) {
        wrong.extend(differences(case, *port, &material));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(postfix.logged_an_orderly_end(), "{}", postfix.log());
}

#[test]
fn exim_and_the_program_agree() {
    let material = Material::new("exim");
    let exim = Exim::start(&material);
    let mut wrong = Vec::new();
    for (case, port) in CASES.iter().zip(&exim.0.ports) {
        wrong.extend(differences(case, *port, &material));
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n"), exim.0.log());
}

#[test]
fn opensmtpd_and_the_program_agree() {
    let material = Material::new("opensmtpd");
    let server = OpenSmtpd::start(&material);
    let mut wrong = Vec::new();
    for (case, port) in OpenSmtpd::cases().zip(&server.0.ports) {
        match openssl(*port, &material) {
            Openssl::Verified(_) => wrong.extend(differences(case, *port, &material)),
            // Debian 12's OpenSMTPD ends every handshake so: its way to keep keys apart fails under OpenSSL 3.
            Openssl::Alert(alert) => {
                let seen = probe(*port, &material);
                if seen.findings != ["starttls/tls-failed"] || seen.result["alert"] != alert {
                    wrong.push(format!("{}: OpenSSL got {alert}, not {}", case.name, seen.result));
                }
                let finger = Finger::new().says(*port, &material);
                if finger.contains("TLS connection established") {
                    wrong.push(format!("{}: Postfix says {finger}", case.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n"), server.0.log());
}
