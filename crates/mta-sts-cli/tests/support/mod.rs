//! Running the program as people do.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// What one run of the program gave.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    #[allow(dead_code, reason = "not every test file needs it")]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|e| panic!("{e}\n{}\n{}", self.out, self.err))
    }
}

/// Runs the program with this standard input.
pub(crate) fn run_with(args: &[&str], input: &[u8]) -> Run {
    finish(Command::new(env!("CARGO_BIN_EXE_mta-sts")).args(args), input)
}

/// Runs the program with at most 256 MiB of address space, most of which the program's own code and thread stacks take:
/// reading without an end would soon end it.
#[allow(dead_code, reason = "not every test file needs it")]
pub(crate) fn run_confined(args: &[&str]) -> Run {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -v 262144; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_mta-sts")]);
    finish(command.args(args), b"")
}

fn finish(command: &mut Command, input: &[u8]) -> Run {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: status.code().unwrap(), out: text(stdout), err: text(stderr) }
}

#[allow(dead_code, reason = "not every test file needs it")]
pub(crate) fn run(args: &[&str]) -> Run {
    run_with(args, b"")
}

/// The codes of all findings in a JSON report, step by step.
#[allow(dead_code, reason = "not every test file needs it")]
pub(crate) fn codes(findings: &Value) -> Vec<String> {
    let all = findings.as_array().into_iter().flatten();
    all.map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
}
