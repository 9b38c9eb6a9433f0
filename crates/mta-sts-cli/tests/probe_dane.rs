//! DANE beside MTA-STS in `probe`: the lab's domains that have TLSA records.

mod support;
mod world;

use std::net::UdpSocket;
use std::thread;

use serde_json::Value;
use support::{Run, codes, run};
use world::World;

fn probe(world: &World, host: &str, more: &[&str]) -> Run {
    let (dns, ca) = (world.lab.dns().to_string(), world.ca.display().to_string());
    let host = format!("{host}:{}", world.lab.smtp_port());
    let probe = ["probe", &host, "--resolver", &dns, "--roots", &ca, "--timeout", "15"];
    run(&[&probe, more].concat())
}

#[test]
fn tells_what_senders_that_know_dane_do() {
    let world = World::start();
    let cases: [(&str, i32, &str, &str, &[&str]); 8] = [
        ("mx.dane.test", 0, "delivers", "dane", &[]),
        ("mx.dane-rollover.test", 0, "delivers", "dane", &[]),
        ("mx.dane-ta.test", 0, "delivers", "dane", &[]),
        ("mx.dane-mismatch.test", 1, "refuses", "dane", &["dane/mismatch"]),
        (
            "mx.dane-unusable.test",
            1,
            "insists-on-tls",
            "tls-only",
            &["dane/none-usable", "dane/tlsa-unusable"],
        ),
        ("mx.dnssec.test", 0, "goes-by-mta-sts", "mta-sts", &[]),
        ("mx.good.test", 0, "goes-by-mta-sts", "mta-sts", &[]),
        ("mx.dane-unsigned.test", 0, "not-tested", "mta-sts", &["dane/not-vouched"]),
    ];
    for (host, code, conduct, protection, findings) in cases {
        let run = probe(&world, host, &["--format", "json"]);
        let report = run.json();
        let dane = &report["dane"];
        assert_eq!(dane["name"], format!("_25._tcp.{host}"));
        assert_eq!(
            (run.code, &dane["conduct"], &dane["protection"]),
            (code, &conduct.into(), &protection.into()),
            "{host}: {report}"
        );
        assert_eq!(codes(&report["findings"]), findings, "{host}");
    }
}

#[test]
fn the_records_of_an_alias_are_at_the_end_of_its_chain() {
    let world = World::start();
    let run = probe(&world, "mx.dane-cname.test", &["--format", "json"]);
    let dane = &run.json()["dane"];
    assert_eq!((run.code, &dane["conduct"]), (0, &"delivers".into()), "{dane}");
    assert_eq!(dane["name"], "_25._tcp.mail.dane-cname.test");
}

#[test]
fn people_see_the_records_and_what_follows() {
    let world = World::start();
    let good = probe(&world, "mx.dane.test", &[]);
    assert!(
        good.out.contains("\n_25._tcp.mx.dane.test\n  ✓ DANE    Senders that know DANE deliver: a"),
        "{}",
        good.out
    );
    assert!(
        good.out.contains("\n    TLSA    3 1 1\n")
            && good.out.contains("secures the addresses and"),
        "{}",
        good.out
    );
    let bad = probe(&world, "mx.dane-mismatch.test", &[]);
    assert!(
        bad.out.contains("✗ DANE    Senders that know DANE do not deliver")
            && bad.out.contains("error[dane/mismatch]"),
        "{}",
        bad.out
    );
    let unknown = probe(&world, "mx.dane-unsigned.test", &[]);
    assert!(unknown.out.contains("? DANE    there are TLSA records"), "{}", unknown.out);
    for run in [good, bad, unknown] {
        assert!(run.out.lines().all(|line| line.chars().count() <= 80), "{}", run.out);
    }
}

#[test]
fn a_given_address_is_held_against_published_records_where_dns_is_asked() {
    let world = World::start();
    let looked_up = probe(&world, "mx.dane.test", &["--format", "json"]).json();
    let address = looked_up["probe"]["addresses"][0]["address"].as_str().unwrap();
    let given = probe(&world, "mx.dane.test", &["--address", address, "--format", "json"]).json();
    assert_eq!(given["dane"], looked_up["dane"]);
    let (ca, port) = (world.ca.display().to_string(), world.lab.smtp_port());
    let host = format!("mx.dane.test:{port}");
    let alone = ["probe", &host, "--address", address, "--roots", &ca, "--format", "json"];
    let alone = run(&alone);
    assert_eq!((alone.code, &alone.json()["dane"]), (0, &Value::Null));
}

/// A resolver that knows a TLSA record, which it vouches for, and fails at everything else.
fn knows_tlsa_only() -> String {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap().to_string();
    thread::spawn(move || {
        let mut buffer = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut buffer) {
            let name = buffer[12..length].iter().position(|byte| *byte == 0).unwrap();
            let end = 12 + name + 5;
            let mut answer = buffer[..end].to_vec();
            let tlsa = answer[end - 4..end - 2] == [0, 52];
            let records = u8::from(tlsa);
            let flags = if tlsa { 0xa0 } else { 0x82 };
            answer[2..12].copy_from_slice(&[0x81, flags, 0, 1, 0, records, 0, 0, 0, 0]);
            if tlsa {
                answer.extend(b"\xc0\x0c\0\x34\0\x01\0\0\0\x3c\0\x23\x03\x01\x01");
                answer.extend([0xab; 32]);
            }
            let _ = socket.send_to(&answer, from);
        }
    });
    address
}

#[test]
fn an_outage_is_not_missing_dnssec() {
    let world = World::start();
    let address = probe(&world, "mx.dane.test", &["--format", "json"]).json();
    let address = address["probe"]["addresses"][0]["address"].as_str().unwrap().to_owned();
    let (dns, ca) = (knows_tlsa_only(), world.ca.display().to_string());
    let host = format!("mx.dane.test:{}", world.lab.smtp_port());
    let probe = ["probe", &host, "--address", &address, "--resolver", &dns, "--roots", &ca];
    let run = run(&[&probe[..], &["--timeout", "15", "--format", "json"]].concat());
    let report = run.json();
    assert_eq!(codes(&report["findings"]), [""; 0], "{report}");
    assert_eq!(report["dane"]["conduct"], "not-tested");
    let why = report["dane"]["failed"].as_str().unwrap();
    assert!(why.starts_with("the addresses of mx.dane.test cannot be looked up"), "{why}");
}
