//! How commands end: what was found comes first, then what could not be looked up; wrong use is something else.

mod support;
mod world;

use std::net::UdpSocket;
use std::thread;

use support::{Run, codes, run, run_with};
use world::World;

/// A resolver that answers what has to do with the policy with SERVFAIL, has no TLSRPT record, and asks the lab for all
/// else.
fn without_policies(world: &World) -> String {
    let upstream = world.lab.dns();
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap().to_string();
    thread::spawn(move || {
        let mut buffer = [0; 4_096];
        while let Ok((length, from)) = socket.recv_from(&mut buffer) {
            let asked_for =
                |label: &[u8]| buffer[..length].windows(label.len()).any(|w| w == label);
            let failed = asked_for(b"mta-sts\x04good") || asked_for(b"_mta-sts");
            let code = if failed { Some(2) } else { asked_for(b"_tls").then_some(0) };
            let answer = match code {
                Some(code) => answered(&buffer[..length], code),
                None => {
                    let lab = UdpSocket::bind("127.0.0.1:0").unwrap();
                    lab.send_to(&buffer[..length], upstream).unwrap();
                    let length = lab.recv(&mut buffer).unwrap();
                    buffer[..length].to_vec()
                }
            };
            let _ = socket.send_to(&answer, from);
        }
    });
    address
}

/// The query as an answer without records.
fn answered(query: &[u8], code: u8) -> Vec<u8> {
    let mut answer = query.to_vec();
    answer[2] |= 0x80;
    answer[3] = 0x80 | code;
    answer
}

/// The world as a resolver shows it, for commands that speak with no MX host.
fn network(world: &World, resolver: &str) -> Vec<String> {
    let flags = world.flags();
    let port = flags.iter().position(|flag| flag == "--port").unwrap();
    let others = [&flags[2..port], &flags[port + 2..]].concat();
    [&["--resolver".to_owned(), resolver.to_owned()], &others[..]].concat()
}

fn asked(command: &[&str], network: &[String], input: &str) -> Run {
    let network = network.iter().map(String::as_str);
    run_with(&command.iter().copied().chain(network).collect::<Vec<_>>(), input.as_bytes())
}

#[test]
fn a_warning_counts_where_another_address_could_not_be_tested() {
    let world = World::start();
    let (dns, ca) = (world.lab.dns().to_string(), world.ca.display().to_string());
    let host = format!("mx.expiring-mx.test:{}", world.lab.smtp_port());
    let known = ["probe", &host, "--roots", &ca, "--format", "json", "--timeout", "15"];
    let seen = run(&[&known[..], &["--resolver", &dns]].concat()).json();
    let address = seen["probe"]["addresses"][0]["address"].as_str().unwrap();
    let both = ["--address", address, "--address", "127.255.255.254", "--control", "none"];
    let run = run(&[&known[..], &both].concat());
    let report = run.json();
    assert_eq!(
        codes(&report["findings"]),
        ["starttls/certificate-expiring", "starttls/unreachable"]
    );
    assert_eq!((run.code, &report["verdict"]), (1, &"not-tested".into()));
}

#[test]
fn what_was_found_comes_before_failed_look_ups() {
    let world = World::start();
    let network = network(&world, &without_policies(&world));
    let checked = asked(&["check", "good.test", "--no-probe", "--format", "json"], &network, "");
    let report = checked.json();
    let found = |step: usize| codes(&report["steps"][step]["findings"]);
    assert_eq!(report["verdict"], "not-tested", "{report}");
    let missing = (0..report["steps"].as_array().unwrap().len())
        .any(|step| found(step) == ["tlsrpt/missing"]);
    assert!(missing, "{report}");
    let scanned = asked(&["scan", "-", "--no-probe"], &network, "good.test\n");
    let fetched = asked(&["fetch", "good.test"], &network, "");
    assert_eq!((checked.code, scanned.code, fetched.code), (1, 1, 3), "{}", fetched.err);
    assert!(fetched.err.contains("the addresses of mta-sts.good.test cannot be looked up"));
}

#[test]
fn a_resolver_that_is_not_there_is_no_wrong_use() {
    let network = ["--resolver", "127.0.0.1:9", "--timeout", "1"];
    for command in ["check", "fetch", "probe"] {
        let run = run(&[&[command, "good.test"], &network[..]].concat());
        assert_eq!(run.code, 3, "{command}: {}{}", run.out, run.err);
    }
    let scanned = run_with(&[&["scan", "-", "--no-probe"], &network[..]].concat(), b"good.test\n");
    assert_eq!(scanned.code, 3, "{}", scanned.err);
}
