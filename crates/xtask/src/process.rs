//! Running other programs: their output goes to a log, the terminal learns that they are alive.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Context, Failure};
use crate::paths;

/// How often a long command is reported to be alive.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Runs a command to its end with its output in `target/xtask-logs/<log>.log`.
///
/// # Errors
///
/// With the log's last lines, when the command cannot be started or fails.
pub(crate) fn logged(command: &mut Command, log: &str) -> Result<String, Failure> {
    let folder = paths::logs();
    fs::create_dir_all(&folder).context(|| format!("cannot create {}", folder.display()))?;
    let path = folder.join(format!("{log}.log"));
    let file = File::create(&path).context(|| format!("cannot write {}", path.display()))?;
    let copy = file.try_clone().context(|| format!("cannot write {}", path.display()))?;
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(file)
        .stderr(copy)
        .spawn()
        .context(|| format!("cannot start {name}"))?;
    let start = Instant::now();
    let mut told = start;
    let status = loop {
        if let Some(status) = child.try_wait().context(|| format!("cannot wait for {name}"))? {
            break status;
        }
        if told.elapsed() >= HEARTBEAT {
            told = Instant::now();
            let (seconds, line) = (start.elapsed().as_secs(), last_line(&path));
            println!("      … {seconds} s{}{line}", if line.is_empty() { "" } else { ": " });
        }
        thread::sleep(Duration::from_millis(50));
    };
    let text = String::from_utf8_lossy(&fs::read(&path).unwrap_or_default()).into_owned();
    if status.success() {
        return Ok(text);
    }
    let tail: Vec<&str> = text.lines().rev().take(40).collect();
    let tail: Vec<&str> = tail.into_iter().rev().collect();
    Err(Failure::new(format!(
        "{}\n{name} failed ({status}); the whole log is {}",
        tail.join("\n"),
        path.display()
    )))
}

/// Runs a command to its end, showing its output as it comes and giving it back.
pub(crate) fn shown(command: &mut Command) -> Result<(bool, String), Failure> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .context(|| format!("cannot start {name}"))?;
    let mut text = String::new();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line.context(|| format!("cannot read the output of {name}"))?;
            println!("{line}");
            text.push_str(&line);
            text.push('\n');
        }
    }
    let status = child.wait().context(|| format!("cannot wait for {name}"))?;
    Ok((status.success(), text))
}

/// Gives a command its input and returns its output; its errors go to the terminal.
pub(crate) fn filtered(command: &mut Command, input: &[u8]) -> Result<Vec<u8>, Failure> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context(|| format!("cannot start {name}"))?;
    let mut stdin = child.stdin.take();
    let input = input.to_vec();
    // Written beside the reading, so that neither side waits for the other.
    let writer =
        thread::spawn(move || stdin.as_mut().map_or(Ok(()), |pipe| pipe.write_all(&input)));
    let output = child.wait_with_output().context(|| format!("cannot read from {name}"))?;
    let written =
        writer.join().map_err(|_| Failure::new(format!("writing to {name} broke off")))?;
    if !output.status.success() {
        return Err(Failure::new(format!("{name} failed ({})", output.status)));
    }
    written.context(|| format!("cannot write to {name}"))?;
    Ok(output.stdout)
}

/// What a command prints, if it can be run and succeeds.
pub(crate) fn answer(program: impl AsRef<std::ffi::OsStr>, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn last_line(path: &Path) -> String {
    let text = fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let line = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("");
    line.trim().chars().take(100).collect()
}
