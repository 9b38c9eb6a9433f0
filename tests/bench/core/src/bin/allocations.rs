//! Allocations, counted. A program of its own, because counting slows every allocation.

#[path = "../inputs.rs"]
#[allow(dead_code)]
mod inputs;

use allocation_counter::measure;
use mta_sts::policy::{self, StrictPolicy};
use std::hint::black_box;

fn main() {
    let large = inputs::large();
    println!("\nallocations               strict   full diagnostics");
    for (name, text) in [("the example", inputs::EXAMPLE), ("64 KB", &large)] {
        println!("  {name:<22} {:>7} {:>18}", strict(text), full(text));
    }
    let verdict = if strict(&large) == 0 { "met" } else { "NOT MET" };
    println!("  goal: the strict reading allocates nothing: {verdict}");
}

/// Reading a policy and walking over its patterns.
fn strict(text: &str) -> u64 {
    let read = || StrictPolicy::read(text.as_bytes()).map(|policy| policy.mx().count());
    measure(|| _ = black_box(read())).count_total
}

fn full(text: &str) -> u64 {
    measure(|| drop(black_box(policy::parse(text.as_bytes())))).count_total
}
