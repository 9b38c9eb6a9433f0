//! How many tests a runner says passed and failed.

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub passed: usize,
    pub failed: usize,
}

impl Counts {
    pub(crate) fn add(&mut self, other: Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Of `cargo test`: `test result: ok. 3 passed; 0 failed; …`, one line for each binary.
    pub(crate) fn of_cargo(output: &str) -> Counts {
        let mut counts = Counts::default();
        for line in output.lines().filter_map(|line| line.trim().strip_prefix("test result: ")) {
            for part in line.split([';', '.']) {
                if let Some((number, word)) = part.trim().split_once(' ') {
                    let number = number.parse().unwrap_or(0);
                    match word {
                        "passed" => counts.passed += number,
                        "failed" => counts.failed += number,
                        _ => {}
                    }
                }
            }
        }
        counts
    }

    /// Of Node's runner: `ℹ pass 3`, `ℹ fail 0`. What it cancelled or skipped has not passed.
    pub(crate) fn of_node(output: &str) -> Counts {
        let number = |word: &str| {
            let line = output.lines().rev().find_map(|line| line.trim().strip_prefix(word));
            line.and_then(|n| n.trim().parse::<usize>().ok()).unwrap_or(0)
        };
        let lost = number("ℹ cancelled ") + number("ℹ skipped ") + number("ℹ todo ");
        Counts { passed: number("ℹ pass "), failed: number("ℹ fail ") + lost }
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn adds_up_cargo_binaries() {
        let output = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s\n\
                      noise\ntest result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.30s\n";
        assert_eq!(Counts::of_cargo(output), Counts { passed: 5, failed: 1 });
    }

    #[test]
    fn counts_what_node_skipped_as_failed() {
        let output = "ℹ tests 4\nℹ pass 2\nℹ fail 1\nℹ cancelled 0\nℹ skipped 1\nℹ todo 0\n";
        assert_eq!(Counts::of_node(output), Counts { passed: 2, failed: 2 });
    }
}
