//! Times of several functions over the same input, taken in turns so that a busy machine slows all of them alike.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Turns of each function; the fastest counts.
const TURNS: usize = 400;

/// How long a turn lasts at least.
const TURN: Duration = Duration::from_micros(50);

/// A function with its name.
pub struct Case<'a> {
    pub name: &'static str,
    run: Box<dyn Fn() + 'a>,
}

impl<'a> Case<'a> {
    pub fn new<T>(name: &'static str, run: impl Fn() -> T + 'a) -> Case<'a> {
        Case { name, run: Box::new(move || drop(black_box(run()))) }
    }
}

/// Nanoseconds of one call of each case, the fastest turn of each.
pub fn fastest(cases: &[Case<'_>]) -> Vec<f64> {
    let repeats: Vec<u32> = cases.iter().map(repeats).collect();
    let mut best = vec![f64::INFINITY; cases.len()];
    for _ in 0..TURNS {
        for ((case, repeats), best) in cases.iter().zip(&repeats).zip(&mut best) {
            let taken = turn(case, *repeats).as_secs_f64() * 1e9 / f64::from(*repeats);
            *best = best.min(taken);
        }
    }
    best
}

/// How often a case must run to fill a turn.
fn repeats(case: &Case<'_>) -> u32 {
    let mut repeats = 1;
    while turn(case, repeats) < TURN {
        repeats *= 2;
    }
    repeats
}

fn turn(case: &Case<'_>, repeats: u32) -> Duration {
    let start = Instant::now();
    for _ in 0..repeats {
        (case.run)();
    }
    start.elapsed()
}
