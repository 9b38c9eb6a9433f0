//! Probes of 10,000 domains, 95 % of which share ten MX hosts: how many sessions the MX hosts see.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::domains::{FEW, SHARED, domain, is_alone, mx, shared_mx};
use crate::material::Material;
use crate::measured;
use crate::report;
use crate::scan::Lists;
use crate::zone::Unbound;

const SHARED_ADDRESS: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 1);
const OWN_ADDRESS: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

pub fn compare(program: &str, material: &Material) {
    let shared = Sessions::count(SHARED_ADDRESS, 0);
    let own = Sessions::count(OWN_ADDRESS, shared.port);
    let unbound = Unbound::start(material, records());
    let port = shared.port.to_string();
    let lists = Lists::new();
    let flags = ["--port", &port, "--resolver", &unbound.https()];
    let cases = [lists.case("mta-sts scan", program, FEW, material, &flags)];
    let turns = measured::turns(&cases, 1);
    report::probes(&turns[0][0], shared.seen(), own.seen());
}

fn records() -> impl Iterator<Item = String> {
    let of_domains = (0..FEW).flat_map(|index| {
        let mx = mx(index);
        let own = is_alone(index).then(|| format!("{mx}. A {OWN_ADDRESS}"));
        let domain = domain(index);
        // Without a record there would be nothing to hold the MX hosts to, and no probe.
        let record = format!("_mta-sts.{domain}. TXT \"v=STSv1; id=1;\"");
        [format!("{domain}. MX 10 {mx}."), record].into_iter().chain(own)
    });
    of_domains.chain((0..SHARED).map(|index| format!("{}. A {SHARED_ADDRESS}", shared_mx(index))))
}

/// An MX host that knows no STARTTLS and counts its sessions.
struct Sessions {
    port: u16,
    seen: Arc<AtomicUsize>,
}

impl Sessions {
    fn count(address: Ipv4Addr, port: u16) -> Sessions {
        let listener = TcpListener::bind((address, port)).expect("a port");
        let port = listener.local_addr().expect("its port").port();
        let seen = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&seen);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                counted.fetch_add(1, Ordering::Relaxed);
                thread::spawn(move || speak(stream));
            }
        });
        Sessions { port, seen }
    }

    fn seen(&self) -> usize {
        self.seen.load(Ordering::Relaxed)
    }
}

fn speak(mut stream: TcpStream) -> std::io::Result<()> {
    stream.write_all(b"220 mx.bench.test ESMTP\r\n")?;
    for line in BufReader::new(stream.try_clone()?).lines() {
        let line = line?;
        let reply: &[u8] = match line.get(..4) {
            Some("EHLO") => b"250 mx.bench.test\r\n",
            Some("QUIT") => b"221 bye\r\n",
            _ => b"502 not implemented\r\n",
        };
        stream.write_all(reply)?;
    }
    Ok(())
}
