//! Whole checks with real peers: a validating resolver, a Policy Host and an MX host.

use std::process::{Command, Stdio};

use serde_json::Value;

use crate::HOST;
use crate::material::{CASES, Case, Material};
use crate::postfix::Postfix;
use crate::process::Server;
use crate::resolvers::{Dnsdist, Nginx, Unbound};
use crate::support::{Run, codes, run};
use crate::zones::{FORGED, SIGNED, UNSIGNED};

const POLICY: &str = "version: STSv1\nmode: enforce\nmx: mx.interop.test\nmax_age: 604800\n";

/// What every test asks. Its peers end with it.
struct World {
    material: Material,
    unbound: Unbound,
}

impl World {
    fn start(name: &str) -> World {
        World::publishing(name, |material| tlsa(material).to_vec())
    }

    /// A world in which [`HOST`] has these TLSA records.
    fn publishing(name: &str, records: impl FnOnce(&Material) -> Vec<String>) -> World {
        let material = Material::new(name);
        let unbound = Unbound::start(&material, &records(&material));
        World { material, unbound }
    }

    fn check(&self, domain: &str, resolver: &str, nginx: &Nginx, more: &[&str]) -> Run {
        let https = nginx.0.ports[0].to_string();
        let network = ["--resolver", resolver, "--policy-port", &https, "--fetch-timeout", "30"];
        self.ask(&[&["check", domain], network.as_slice(), more].concat())
    }

    fn ask(&self, args: &[&str]) -> Run {
        let roots = self.material.roots().display().to_string();
        run(&[args, &["--roots", &roots, "--timeout", "30", "--format", "json"]].concat())
    }
}

/// The records that [`HOST`] publishes: those of two of the cases.
fn tlsa(material: &Material) -> [String; 2] {
    ["good", "self-signed"].map(|name| material.tlsa(case(name).0))
}

/// A case and its place.
fn case(name: &str) -> (&'static Case, usize) {
    let place = CASES.iter().position(|case| case.name == name).unwrap();
    (&CASES[place], place)
}

/// The outcome of a step.
fn step<'a>(report: &'a Value, name: &str) -> &'a Value {
    let steps = report["steps"].as_array().unwrap();
    steps.iter().find(|step| step["step"] == name).unwrap()
}

#[test]
fn a_signed_domain_passes_by_every_way_to_ask() {
    let world = World::start("signed");
    let dnsdist = Dnsdist::start(&world.material, &world.unbound);
    let nginx = Nginx::start(&world.material, POLICY);
    let postfix = Postfix::start(&world.material);
    let port = postfix.ports[0].to_string();
    for resolver in [world.unbound.plain(), world.unbound.https(), dnsdist.https()] {
        let run = world.check(SIGNED, &resolver, &nginx, &["--port", &port]);
        let report = run.json();
        let logs = || [&world.unbound.0, &dnsdist.0, &nginx.0].map(Server::log).join("\n");
        assert_eq!(run.code, 0, "{resolver}: {report}\n{}", logs());
        assert_eq!(report["verdict"], "pass", "{resolver}");
        assert_eq!(step(&report, "dane")["outcome"], "pass", "{resolver}: {report}");
        for what in ["record", "policyHost", "mx"] {
            assert_eq!(report["dnssec"][what], true, "{resolver}: {what}");
        }
        assert_eq!(report["mx"][0]["protection"], "dane", "{resolver}");
    }
}

#[test]
fn what_is_not_signed_or_forged_is_told_apart() {
    let world = World::start("unsigned");
    let nginx = Nginx::start(&world.material, POLICY);
    let check = |domain| world.check(domain, &world.unbound.plain(), &nginx, &["--no-probe"]);
    let unsigned = check(UNSIGNED).json();
    assert_eq!(unsigned["dnssec"]["mx"], false);
    assert_eq!(codes(&step(&unsigned, "fetch")["findings"]), ["fetch/redirect"]);
    assert_eq!(codes(&step(&unsigned, "dane")["findings"]), ["dane/mx-insecure"], "{unsigned}");
    // The validator answers SERVFAIL for what is forged: not known, and so not tested.
    let forged = check(FORGED);
    let report = forged.json();
    let log = || world.unbound.0.log();
    assert_eq!(step(&report, "policy")["outcome"], "pass", "{report}\n{}", log());
    assert_eq!(step(&report, "mx")["outcome"], "not-tested", "{report}\n{}", log());
    assert_eq!((&step(&report, "mx")["reason"], forged.code), (&"dns-failed".into(), 3));
}

#[test]
fn openssl_agrees_about_tlsa_records() {
    let world = World::start("tlsa");
    let postfix = Postfix::start(&world.material);
    let published = tlsa(&world.material);
    let cases: [(&str, &str, &[&str]); 3] = [
        ("good", "delivers", &[]),
        ("self-signed", "delivers", &["starttls/certificate-self-signed", "dane/passes-alone"]),
        ("rsa", "refuses", &["dane/mismatch"]),
    ];
    for (name, conduct, findings) in cases {
        let port = postfix.ports[case(name).1];
        let host = format!("{HOST}:{port}");
        let report = world.ask(&["probe", &host, "--resolver", &world.unbound.plain()]).json();
        let log = || world.unbound.0.log();
        assert_eq!(report["dane"]["conduct"], conduct, "{name}: {report}\n{}", log());
        assert_eq!(codes(&report["findings"]), findings, "{name}");
        let matches = openssl_by_dane(port, &published);
        assert_eq!(matches, conduct == "delivers", "{name}: OpenSSL");
    }
}

#[test]
fn openssl_agrees_about_a_ca_as_trust_anchor() {
    let world = World::publishing("trust-anchor", |material| vec![material.tlsa_of_issuer()]);
    let postfix = Postfix::start(&world.material);
    // RFC 7672 3.1.2: below a DANE-TA the dates and the name count, and only what it issued is below it.
    let cases = [
        ("good", "delivers"),
        ("ecdsa-p384", "delivers"),
        ("rsa", "delivers"),
        ("expired", "refuses"),
        // A probe does not know of which domain it is the host, and RFC 7672 3.2.2 takes that domain's name as well.
        ("wrong-name", "not-tested"),
        ("incomplete-chain", "refuses"),
        ("self-signed", "refuses"),
        ("sent-along", "refuses"),
    ];
    for (name, conduct) in cases {
        let port = postfix.ports[case(name).1];
        let host = format!("{HOST}:{port}");
        let report = world.ask(&["probe", &host, "--resolver", &world.unbound.plain()]).json();
        let log = || world.unbound.0.log();
        assert_eq!(report["dane"]["conduct"], conduct, "{name}: {report}\n{}", log());
        let matches = openssl_by_dane(port, &[world.material.tlsa_of_issuer()]);
        assert_eq!(matches, conduct == "delivers", "{name}: OpenSSL");
    }
}

/// Whether OpenSSL's client, given the TLSA records, takes the certificate.
fn openssl_by_dane(port: u16, records: &[String]) -> bool {
    let mut command = Command::new("openssl");
    let server = format!("127.0.0.1:{port}");
    command.args(["s_client", "-starttls", "smtp", "-connect", &server, "-servername", HOST]);
    command.args(["-dane_tlsa_domain", HOST, "-dane_ee_no_namechecks"]);
    for record in records {
        command.args(["-dane_tlsa_rrdata", record]);
    }
    let output = command.stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let codes: Vec<&str> =
        said.lines().filter(|line| line.contains("Verify return code:")).collect();
    assert!(!codes.is_empty(), "{said}");
    codes.iter().any(|line| line.contains("Verify return code: 0 "))
}
