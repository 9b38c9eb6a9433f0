//! What is printed: a table for each comparison, the ratios to its first row, and whether its goals are met.

use std::time::Duration;

use crate::domains::{FEW, MANY, SHARED, WITH_POLICY};
use crate::load::QUERIES;
use crate::measured::{Case, Measured};
use crate::reference::PARALLEL;
use crate::scan;

/// Policy checks: how many in a second, and the CPU that one takes.
pub fn policies(cases: &[Case], turns: &[Vec<Measured>]) {
    let count = WITH_POLICY as f64;
    println!("\n{WITH_POLICY} domains with a policy, {PARALLEL} at once, the best turn of each");
    println!("  {:<34} {:>10} {:>6} {:>10} {:>6}", "", "domains/s", "ratio", "CPU ms", "ratio");
    let rate = |turns: &[Measured]| count / best(turns, |turn| turn.time);
    let cpu = |turns: &[Measured]| best(turns, |turn| turn.cpu) * 1e3 / count;
    for (case, of_it) in cases.iter().zip(turns) {
        println!(
            "  {:<34} {:>10.0} {:>6.2} {:>10.3} {:>6.2}",
            case.name,
            rate(of_it),
            rate(of_it) / rate(&turns[0]),
            cpu(of_it),
            cpu(of_it) / cpu(&turns[0]),
        );
        if let Some(turn) = of_it.first().filter(|turn| !turn.said.is_empty()) {
            println!("  {:<34} {} DNS queries", "", scan::queries(turn));
        }
    }
    goal("CPU ms a domain, by UDP, at most 0.6", cpu(&turns[1]), |got| got <= 0.6);
    goal("CPU ms a domain, by HTTPS, at most 0.6", cpu(&turns[2]), |got| got <= 0.6);
}

/// Queries in a second, beside those of a client that does nothing else.
pub fn load(load: &[Measured], few: &[Measured], many: &[Measured]) {
    println!("\ndomains without probes, DNS by HTTPS from unbound, the best turn of each");
    println!("  {:<34} {:>10} {:>6} {:>10}", "", "queries/s", "ratio", "CPU us");
    let ceiling = QUERIES as f64 / best(load, |turn| turn.time);
    let asked = |turns: &[Measured]| turns.first().map_or(0, scan::queries) as f64;
    let rows = [
        ("h2load".to_owned(), load, QUERIES as f64),
        (format!("mta-sts scan, {FEW} domains"), few, asked(few)),
        (format!("mta-sts scan, {MANY} domains, once"), many, asked(many)),
    ];
    let mut ratios = Vec::new();
    for (name, turns, queries) in rows {
        let rate = queries / best(turns, |turn| turn.time);
        let cpu = best(turns, |turn| turn.cpu) * 1e6 / queries;
        println!("  {name:<34} {rate:>10.0} {:>6.2} {cpu:>10.1}", rate / ceiling);
        ratios.push(rate / ceiling);
    }
    println!("  {:.1} queries a domain", asked(many) / MANY as f64);
    let reached = ratios.into_iter().skip(1).fold(0.0, f64::max);
    goal("at least 0.6 of h2load's", reached, |got| got >= 0.6);
}

/// The most memory of a short and a long list.
pub fn memory(few: &[Measured], many: &[Measured]) {
    println!("\nmemory");
    println!("  {:<34} {:>10}", "", "peak MiB");
    let peak = |turns: &[Measured]| {
        turns.iter().map(|turn| turn.peak_kib).min().unwrap_or_default() as f64 / 1024.0
    };
    for (turns, count) in [(few, FEW), (many, MANY)] {
        println!("  {:<34} {:>10.1}", format!("mta-sts scan, {count} domains"), peak(turns));
    }
    let growth = peak(many) / peak(few);
    goal("the tenfold list takes at most 1.1 of the memory", growth, |got| got <= 1.1);
}

/// Probes of MX hosts that domains share.
pub fn probes(turn: &Measured, shared: usize, own: usize) {
    println!("\n{FEW} domains, 95 % of which share {SHARED} MX hosts");
    println!("  {} MX hosts probed, says the scan", scan::probed(turn));
    println!("  {own} sessions at the MX hosts that have one domain each");
    println!("  {shared} sessions at those that are shared");
    goal("one session for each shared MX host", shared as f64, |_| shared == SHARED);
}

fn best(turns: &[Measured], of: impl Fn(&Measured) -> Duration) -> f64 {
    turns.iter().map(of).min().unwrap_or_default().as_secs_f64()
}

fn goal(words: &str, got: f64, met: impl Fn(f64) -> bool) {
    println!("  goal: {words}: {got:.2}, {}", if met(got) { "met" } else { "NOT MET" });
}
