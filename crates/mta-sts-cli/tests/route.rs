//! The way to an MX host: families of addresses, where sessions come from, proxies, the name said in EHLO, a second try
//! for who asks for patience, and a control host that tells a blocked port from a host that is not there.

mod socks;
mod support;
mod world;

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread::{self, JoinHandle};

use serde_json::Value;
use socks::{Answers, Socks};
use support::{Run, codes, run};
use world::World;

/// An MX host without STARTTLS that greets one session after the other with these lines, and tells in the end from which
/// address each came and what name it said.
fn greets(greetings: &'static [&'static str]) -> (u16, JoinHandle<Vec<(String, String)>>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let sessions = thread::spawn(move || {
        let serve = |greeting| {
            let (stream, from) = listener.accept().unwrap();
            (from.ip().to_string(), session(stream, greeting))
        };
        greetings.iter().copied().map(serve).collect()
    });
    (port, sessions)
}

/// Serves a session to its end: the name in EHLO.
fn session(mut stream: TcpStream, greeting: &str) -> String {
    let mut name = String::new();
    write!(stream, "{greeting}\r\n").unwrap();
    for line in BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok) {
        let reply = match line.split_once(' ') {
            Some(("EHLO", said)) => {
                said.clone_into(&mut name);
                "250 mx.example"
            }
            _ if line == "QUIT" => "221 bye",
            _ => "502 what?",
        };
        // Who has left does not want it.
        let _ = write!(stream, "{reply}\r\n");
    }
    name
}

fn probe(port: u16, more: &[&str]) -> Run {
    let host = format!("mx.example:{port}");
    let known = ["probe", &host, "--address", "127.0.0.1", "--timeout", "5", "--format", "json"];
    run(&[&known, more].concat())
}

fn result(run: &Run) -> Value {
    run.json()["probe"]["addresses"][0]["result"].clone()
}

/// A port at which nobody listens.
fn closed() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

#[test]
fn only_the_wanted_family_is_probed() {
    let addresses = |flags: &[&str]| -> Vec<String> {
        let port = closed();
        let run = probe(port, &[&["--address", "::1"], flags].concat());
        let report = run.json();
        let seen = report["probe"]["addresses"].as_array().unwrap();
        seen.iter().map(|seen| seen["address"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(addresses(&[]), ["127.0.0.1", "::1"]);
    assert_eq!(addresses(&["-4"]), ["127.0.0.1"]);
    assert_eq!(addresses(&["-6"]), ["::1"]);
    let none = run(&["probe", "mx.example", "--address", "127.0.0.1", "-6"]);
    assert!(none.code == 2 && none.err.contains("no address to connect to"), "{}", none.err);
}

#[test]
fn sessions_come_from_the_wanted_address_and_say_the_wanted_name() {
    let (port, sessions) = greets(&["220 mx", "220 mx"]);
    let wanted = ["--source", "127.0.0.77", "--source", "::1", "--helo", "Probe.Example.NET"];
    assert_eq!(result(&probe(port, &wanted))["outcome"], "not-offered");
    let default = probe(port, &[]).json();
    let [first, second] = sessions.join().unwrap().try_into().unwrap();
    assert_eq!(first, ("127.0.0.77".to_owned(), "probe.example.net".to_owned()));
    assert_eq!(second.0, "127.0.0.1");
    // What RFC 5321 4.1.1.1 allows: a full name, or an address literal.
    assert!(second.1.contains('.') && !second.1.contains(' '), "{}", second.1);
    assert_eq!(default["probe"]["addresses"][0]["dialogue"]["helo"], second.1);
    // An address that is not this machine's proves nothing of the MX host.
    let other = result(&probe(closed(), &["--source", "192.0.2.77"]));
    assert_eq!((&other["outcome"], &other["reason"]), (&"unreachable".into(), &"no-route".into()));
}

#[test]
fn who_asks_for_patience_is_tried_once_more_and_not_twice() {
    let (port, sessions) = greets(&["450 4.7.1 Greylisted, come back later", "220 mx"]);
    let tried = probe(port, &["--retry", "0", "--back-off", "0"]);
    assert_eq!(result(&tried)["outcome"], "not-offered");
    assert_eq!(tried.json()["probe"]["addresses"][0]["dialogue"]["attempts"], 2);
    sessions.join().unwrap();
    let (port, sessions) = greets(&["450 4.7.1 Greylisted, come back later", "220 mx"]);
    let host = format!("mx.example:{port}");
    let told = run(&["probe", &host, "--address", "127.0.0.1", "--retry", "0", "--back-off", "0"]);
    assert!(told.out.contains("attempt the second"), "{}", told.out);
    sessions.join().unwrap();
    let impatient: [(&'static [&'static str], &str); 2] =
        [(&["421 4.3.2 later", "421 4.3.2 later"], "0"), (&["421 4.3.2 later"], "none")];
    for (greetings, retry) in impatient {
        let (port, sessions) = greets(greetings);
        let run = probe(port, &["--retry", retry, "--back-off", "0"]);
        let findings = codes(&run.json()["findings"]);
        assert_eq!((run.code, findings), (3, vec!["starttls/temporary".into()]), "{retry}");
        sessions.join().unwrap();
    }
}

#[test]
fn a_control_host_tells_a_blocked_port_from_a_host_that_is_not_there() {
    let world = World::start();
    let (dns, port) = (world.lab.dns().to_string(), world.lab.smtp_port());
    let probed = |control: &str| {
        let host = format!("mx.smtp-refused.test:{port}");
        let flags = ["--resolver", &dns, "--control", control, "--format", "json"];
        let run = run(&[&["probe", &host], flags.as_slice()].concat());
        assert_eq!(run.code, 3, "{}", run.err);
        (codes(&run.json()["findings"]), result(&run))
    };
    // Somebody else can be reached at that port.
    let (found, result) = probed("mx.good.test");
    assert_eq!(
        (found, &result["reason"]),
        (vec!["starttls/unreachable".into()], &"refused".into())
    );
    let (found, result) = probed("mx.smtp-refused.test");
    assert_eq!(found, ["starttls/port-blocked"]);
    let detail = result["detail"].as_str().unwrap();
    assert!(detail.ends_with("; mx.smtp-refused.test cannot be reached either"), "{detail}");
    // Whom DNS does not know proves nothing.
    for control in ["none", "absent.invalid"] {
        assert_eq!(probed(control).0, ["starttls/unreachable"], "{control}");
    }
}

#[test]
fn a_proxy_is_the_way_there() {
    let world = World::start();
    let looked_up = |more: &[&str]| {
        let host = format!("mx.good.test:{}", world.lab.smtp_port());
        let (dns, ca) = (world.lab.dns().to_string(), world.ca.display().to_string());
        let known = ["probe", &host, "--resolver", &dns, "--roots", &ca, "--format", "json"];
        run(&[&known, more].concat())
    };
    let (open, locked) = (
        Socks::start(Answers::Connects, None),
        Socks::start(Answers::Connects, Some(("me", "se@cret"))),
    );
    for proxy in
        [format!("socks5://{}", open.place), format!("socks5://me:se@cret@{}", locked.place)]
    {
        let run = looked_up(&["--proxy", &proxy]);
        assert_eq!((run.code, &result(&run)["outcome"]), (0, &"handshake".into()), "{}", run.out);
    }
    assert_eq!((open.connections(), locked.connections()), (1, 1));
    // Who is not let in has learned nothing of the MX host.
    let proxy = format!("socks5://me:wrong@{}", locked.place);
    let outside = result(&looked_up(&["--proxy", &proxy]));
    assert_eq!(
        (&outside["outcome"], &outside["reason"]),
        (&"unreachable".into(), &"no-route".into())
    );
    assert!(outside["detail"].as_str().unwrap().starts_with("the proxy 127.0.0.1:"), "{outside}");
}

#[test]
fn what_a_proxy_says_of_the_host_is_told_from_its_own_faults() {
    let reason = |answer| {
        let proxy = Socks::start(answer, None);
        let run =
            probe(25, &["--control", "none", "--proxy", &format!("socks5://{}", proxy.place)]);
        assert_eq!(run.code, 3, "{}", run.err);
        result(&run)["reason"].clone()
    };
    assert_eq!(reason(Answers::With(5)), "refused");
    assert_eq!(reason(Answers::With(6)), "timed-out");
    for own in [1, 2, 3, 4] {
        assert_eq!(reason(Answers::With(own)), "no-route", "{own}");
    }
    assert_eq!(reason(Answers::Garbage), "no-route");
    let nobody = format!("socks5://127.0.0.1:{}", closed());
    let nobody = result(&probe(25, &["--control", "none", "--proxy", &nobody]));
    assert_eq!(nobody["reason"], "no-route", "{nobody}");
}
