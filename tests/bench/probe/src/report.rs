//! What is printed: a table for each comparison, the ratios to its first row, and whether its goals are met.

use std::time::Duration;

use crate::measured::{Case, Measured};
use crate::{PARALLEL, SHOTS, TURNS};

/// Many sessions at once: how many in a second, and the CPU that one takes.
pub fn sessions(cases: &[Case], turns: &[Vec<Measured>], count: usize) {
    let count = count as f64;
    println!(
        "\n{PARALLEL} sessions at once with Postfix, {count} in a turn, the best of {TURNS} turns"
    );
    println!("  {:<34} {:>10} {:>6} {:>10} {:>6}", "", "sessions/s", "ratio", "CPU ms", "ratio");
    let rate = |turns: &[Measured]| count / fastest(turns, |turn| turn.time).as_secs_f64();
    let cpu = |turns: &[Measured]| fastest(turns, |turn| turn.cpu).as_secs_f64() * 1e3 / count;
    let [plain, ours] = turns else { return };
    for (case, turns) in cases.iter().zip(turns) {
        println!(
            "  {:<34} {:>10.0} {:>6.2} {:>10.3} {:>6.2}",
            case.name,
            rate(turns),
            rate(turns) / rate(plain),
            cpu(turns),
            cpu(turns) / cpu(plain),
        );
    }
    goal("throughput at least 0.9 of the loop's", rate(ours) / rate(plain), |got| got >= 0.9);
    goal("CPU at most 1.1 of the loop's", cpu(ours) / cpu(plain), |got| got <= 1.1);
}

/// The memory of as many sessions as are open at once.
pub fn memory(cases: &[Case], turns: &[Vec<Measured>]) {
    println!("\n{PARALLEL} sessions, all at once");
    println!("  {:<34} {:>10} {:>6}", "", "peak MiB", "ratio");
    let peak = |turns: &[Measured]| {
        turns.iter().map(|turn| turn.peak_kib).min().unwrap_or_default() as f64 / 1024.0
    };
    let [plain, ours] = turns else { return };
    for (case, turns) in cases.iter().zip(turns) {
        println!("  {:<34} {:>10.1} {:>6.2}", case.name, peak(turns), peak(turns) / peak(plain));
    }
    goal("under 16 MiB", peak(ours), |got| got < 16.0);
}

/// One session a process.
pub fn shots(cases: &[Case], turns: &[Vec<Measured>]) {
    println!("\none session, a process each, {SHOTS} turns");
    println!("  {:<34} {:>10} {:>10} {:>6}", "", "median ms", "best ms", "ratio");
    let median = |turns: &[Measured]| {
        let mut times: Vec<Duration> = turns.iter().map(|turn| turn.time).collect();
        times.sort_unstable();
        times.get(times.len() / 2).copied().unwrap_or_default().as_secs_f64() * 1e3
    };
    let [openssl, ours] = turns else { return };
    for (case, turns) in cases.iter().zip(turns) {
        println!(
            "  {:<34} {:>10.1} {:>10.1} {:>6.2}",
            case.name,
            median(turns),
            fastest(turns, |turn| turn.time).as_secs_f64() * 1e3,
            median(turns) / median(openssl),
        );
    }
    goal("no slower than openssl", median(ours) / median(openssl), |got| got <= 1.0);
}

fn fastest(turns: &[Measured], of: impl Fn(&Measured) -> Duration) -> Duration {
    turns.iter().map(of).min().unwrap_or_default()
}

fn goal(words: &str, got: f64, met: impl Fn(f64) -> bool) {
    println!("  goal: {words}: {got:.2}, {}", if met(got) { "met" } else { "NOT MET" });
}
