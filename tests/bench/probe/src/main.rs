//! The prober beside a plain tokio and rustls loop, and one `mta-sts probe` beside `openssl s_client`, against a Postfix on
//! loopback.
//!
//! Run it with `cargo xtask bench probe`. All take turns in one run and the best turn of each counts, so that a busy
//! machine slows all of them alike: the ratios carry over to other machines, the figures do not.

mod measured;
mod reference;
mod report;

// The servers and certificates of the interop tests.
#[path = "../../../../crates/mta-sts-cli/tests/interop/folder.rs"]
mod folder;
#[allow(dead_code, reason = "the tests need more of it")]
#[path = "../../../../crates/mta-sts-cli/tests/interop/material.rs"]
mod material;
#[allow(dead_code, reason = "the tests need more of it")]
#[path = "../../../../crates/mta-sts-cli/tests/interop/places.rs"]
mod places;
#[allow(dead_code, reason = "the tests need more of it")]
#[path = "../../../../crates/mta-sts-cli/tests/interop/postfix.rs"]
mod postfix;

use folder::Folder;
use material::Material;
use measured::Case;
use postfix::Postfix;

/// The MX host's name.
const HOST: &str = "mx.interop.test";

/// Sessions at once.
const PARALLEL: usize = 64;

/// Sessions of a turn.
const SESSIONS: usize = 1_280;

const TURNS: usize = 7;

/// Turns of commands that make one session.
const SHOTS: usize = 60;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["compare", program] => compare(program),
        // What `compare` starts.
        ["measured", code, program, args @ ..] => measured::tell(number(code), program, args),
        ["reference", port, roots, sessions, parallel] => {
            reference::run(number(port), roots, number(sessions), number(parallel));
        }
        _ => panic!("run it with `cargo xtask bench probe`"),
    }
}

fn number<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("a number")
}

fn compare(program: &str) {
    let material = Material::new("bench");
    let postfix = Postfix::start(&material);
    let (port, roots) = (postfix.ports[0], material.roots().display().to_string());

    let at_once = PARALLEL.to_string();
    let plain = |sessions: usize| {
        let this = std::env::current_exe().expect("the path of this program");
        let args = [&port.to_string(), &roots, &sessions.to_string(), &at_once].map(String::clone);
        Case::new("plain tokio + rustls loop", &this.display().to_string(), "reference", &args)
    };
    let ours = |name, sessions: usize| {
        let mut args = vec![format!("{HOST}:{port}"), "--roots".to_owned(), roots.clone()];
        for limit in ["--parallel", "--per-host", "--per-provider"] {
            args.extend([limit.to_owned(), at_once.clone()]);
        }
        args.extend(["--format", "json"].map(str::to_owned));
        args.extend(std::iter::repeat_n("--address=127.0.0.1".to_owned(), sessions));
        Case::new(name, program, "probe", &args)
    };
    let many = [plain(SESSIONS), ours("mta-sts probe", SESSIONS)];
    let few = [plain(PARALLEL), ours("mta-sts probe", PARALLEL)];
    let connect = format!("127.0.0.1:{port}");
    let openssl = ["-starttls", "smtp", "-connect", &connect, "-servername", HOST]
        .into_iter()
        .chain(["-verify_hostname", HOST, "-no-CApath", "-no-CAstore", "-CAfile", &roots])
        .map(str::to_owned);
    let openssl: Vec<String> = openssl.collect();
    let one = [
        Case::new("openssl s_client -starttls smtp", "openssl", "s_client", &openssl),
        ours("mta-sts probe", 1),
    ];

    report::sessions(&many, &measured::turns(&many, TURNS), SESSIONS);
    report::memory(&few, &measured::turns(&few, TURNS));
    report::shots(&one, &measured::turns(&one, SHOTS));
}
