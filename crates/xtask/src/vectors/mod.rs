//! `cargo xtask vectors`: files of vectors through the native core, the wasm module and the npm package.

pub(crate) mod file;
mod javascript;
mod native;
mod reading;
pub(crate) mod senders;
mod verdict;

use std::path::PathBuf;

use crate::Host;
use crate::build;
use crate::counts::Counts;
use crate::failure::Failure;

use file::Vector;
use reading::Reading;

const ALL: [Host; 3] = [Host::Native, Host::Wasm, Host::Npm];

/// Runs and prints; fails when a vector does.
pub(crate) fn run(files: &[PathBuf], hosts: &[Host]) -> Result<(), Failure> {
    // Files first: a wrong name should not wait for a build.
    file::load(files)?;
    let javascript = hosts.is_empty() || hosts.iter().any(|host| *host != Host::Native);
    if javascript && build::is_stale() {
        build::run()?;
    }
    let counts = count(files, hosts)?;
    if counts.failed > 0 {
        return Err(Failure::new(format!(
            "{} of {} readings differ from their vectors.",
            counts.failed,
            counts.failed + counts.passed
        )));
    }
    Ok(())
}

/// Runs and prints, and counts one for each vector and host.
pub(crate) fn count(files: &[PathBuf], hosts: &[Host]) -> Result<Counts, Failure> {
    let vectors = file::load(files)?;
    let hosts = if hosts.is_empty() { &ALL } else { hosts };
    let mut total = Counts::default();
    for host in hosts {
        let (name, readings) = read(*host, &vectors)?;
        let mut counts = Counts::default();
        for (vector, reading) in vectors.iter().zip(readings) {
            match verdict::compare(vector, &reading) {
                Ok(()) => counts.passed += 1,
                Err(why) => {
                    counts.failed += 1;
                    println!(
                        "{:<8} {name:<7} expected {:<40} got {reading}  ({why})",
                        vector.id, vector.verdict
                    );
                }
            }
        }
        println!("{name:<7} {} of {} vectors agree", counts.passed, vectors.len());
        total.add(counts);
    }
    Ok(total)
}

fn read(host: Host, vectors: &[Vector]) -> Result<(&'static str, Vec<Reading>), Failure> {
    Ok(match host {
        Host::Native => ("native", vectors.iter().map(native::read).collect()),
        Host::Wasm => ("wasm", javascript::read("wasm", vectors)?),
        Host::Npm => ("npm", javascript::read("npm", vectors)?),
    })
}

#[cfg(test)]
mod tests {
    use crate::counts::Counts;
    use crate::{Host, paths};

    #[test]
    fn the_core_answers_as_the_vectors_say() {
        let vectors = paths::root().join("tests/conformance/vectors");
        let Counts { passed, failed } = super::count(&[vectors], &[Host::Native]).unwrap();
        assert_eq!(failed, 0);
        assert!(passed > 0);
    }
}
