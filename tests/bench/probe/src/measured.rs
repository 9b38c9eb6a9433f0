//! Time, CPU and memory of other programs.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};

/// A command with the name that the tables give it.
pub struct Case {
    pub name: &'static str,
    command: Vec<String>,
    exit: i32,
}

impl Case {
    pub fn new(name: &'static str, program: &str, what: &str, args: &[String]) -> Case {
        let mut command = vec![program.to_owned(), what.to_owned()];
        command.extend_from_slice(args);
        Case { name, command, exit: 0 }
    }

    /// A command whose exit code is another one.
    #[allow(dead_code, reason = "not every benchmark needs it")]
    pub fn ends_with(self, exit: i32) -> Case {
        Case { exit, ..self }
    }
}

/// One turn.
pub struct Measured {
    pub time: Duration,
    /// Of the user and of the system for it.
    pub cpu: Duration,
    /// The most memory that was resident.
    pub peak_kib: u64,
    /// Its words on standard error.
    #[allow(dead_code, reason = "not every benchmark needs it")]
    pub said: String,
}

/// Every turn of each case, the cases one after the other in each turn.
pub fn turns(cases: &[Case], count: usize) -> Vec<Vec<Measured>> {
    let mut all: Vec<Vec<Measured>> = cases.iter().map(|_| Vec::with_capacity(count)).collect();
    for _ in 0..count {
        for (case, turns) in cases.iter().zip(&mut all) {
            turns.push(turn(case));
        }
    }
    all
}

/// The system adds up what all children used: a process of its own has this one alone.
fn turn(case: &Case) -> Measured {
    let this = std::env::current_exe().expect("the path of this program");
    let output = Command::new(this)
        .args(["measured", &case.exit.to_string()])
        .args(&case.command)
        .stderr(Stdio::inherit())
        .output()
        .expect("a process");
    assert!(output.status.success(), "{} has failed", case.name);
    let text = String::from_utf8(output.stdout).expect("numbers and words");
    let (numbers, said) = text.split_once('\n').expect("a line of numbers");
    let mut numbers = numbers.split_whitespace().map(|number| number.parse().expect("a number"));
    let mut next = || numbers.next().expect("three numbers");
    let (time, cpu, peak_kib) = (next(), next(), next());
    let [time, cpu] = [time, cpu].map(Duration::from_micros);
    Measured { time, cpu, peak_kib, said: said.to_owned() }
}

/// Runs a command that ends with this exit code and prints what [`turn`] reads: microseconds, microseconds of CPU, KiB;
/// then what it said.
pub fn tell(exit: i32, program: &str, args: &[&str]) {
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null());
    let start = Instant::now();
    let output = command.output().expect("a process");
    let time = start.elapsed();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(exit), "{program}: {}\n{said}", output.status);
    let used = getrusage(UsageWho::RUSAGE_CHILDREN).expect("what children used");
    let cpu = [used.user_time(), used.system_time()]
        .map(|time| time.tv_sec() * 1_000_000 + time.tv_usec())
        .iter()
        .sum::<i64>();
    println!("{} {cpu} {}", time.as_micros(), used.max_rss());
    print!("{said}");
}
