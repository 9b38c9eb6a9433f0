//! Scans of many domains: policy checks beside a plain loop, DNS beside the resolver's own ceiling, memory beside the
//! length of the list, and probes beside the number of MX hosts.
//!
//! Run it with `cargo xtask bench scan`. All take turns in one run and the best turn of each counts, so that a busy
//! machine slows all of them alike: the ratios carry over to other machines, the figures do not.

mod domains;
mod load;
mod mail;
mod policies;
mod reference;
mod report;
mod scan;
mod zone;

// What the other benchmark and the interop tests have.
#[path = "../../../../crates/mta-sts-cli/tests/interop/folder.rs"]
mod folder;
#[allow(dead_code, reason = "the tests need more of it")]
#[path = "../../../../crates/mta-sts-cli/tests/interop/material.rs"]
mod material;
#[path = "../../probe/src/measured.rs"]
mod measured;
#[path = "../../../../crates/mta-sts-cli/tests/interop/places.rs"]
mod places;
#[path = "../../../../crates/mta-sts-cli/tests/interop/process.rs"]
mod process;

use folder::Folder;
use material::Material;

/// What the material is made for.
const HOST: &str = "mx.bench.test";

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["compare", program, parts @ ..] => compare(program, parts),
        // What `compare` starts.
        ["measured", code, program, args @ ..] => measured::tell(number(code), program, args),
        ["reference", dns, https, roots, domains] => {
            reference::run(number(dns), number(https), roots, number(domains));
        }
        _ => panic!("run it with `cargo xtask bench scan`"),
    }
}

fn number<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("a number")
}

/// All parts, or those that are named.
fn compare(program: &str, parts: &[&str]) {
    type Part = fn(&str, &Material);
    let all: [(&str, Part); 3] =
        [("policies", policies::compare), ("load", load::compare), ("mail", mail::compare)];
    let material = Material::new("bench-scan");
    for (name, part) in all {
        if parts.is_empty() || parts.contains(&name) {
            part(program, &material);
        }
    }
}
