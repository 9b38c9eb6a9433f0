//! Reading what is named on the command line.

use std::fs::File;
use std::io::{Read, stdin};
use std::path::Path;

use mta_sts::fetch::MAX_POLICY_BYTES;
use mta_sts::tlsrpt::container::MAX_REPORT_BYTES;

use crate::exit::CliError;

/// How an mbox begins (RFC 4155).
const MBOX: &[u8] = b"From ";

/// It is held in memory as a whole.
const MAX_MBOX_BYTES: usize = 8 * MAX_REPORT_BYTES;

/// What messages call a file.
pub(super) fn name(path: &Path) -> String {
    if path == Path::new("-") { "<stdin>".to_owned() } else { path.display().to_string() }
}

/// Reads a policy or record: at most as much as a Sender would, and a byte more to know.
///
/// # Errors
///
/// When it cannot be read, or is longer.
pub(super) fn read_text(path: &Path) -> Result<Vec<u8>, CliError> {
    match read_up_to(path, MAX_POLICY_BYTES)? {
        Some(text) => Ok(text),
        None => Err(refuse(path, "the text is larger than 64 KiB, which Senders do not read")),
    }
}

/// Reads a file, or standard input for `-`; `None` when it has more than `limit` bytes.
///
/// # Errors
///
/// When it cannot be read.
pub(super) fn read_up_to(path: &Path, limit: usize) -> Result<Option<Vec<u8>>, CliError> {
    read_limited(path, |_| limit)
}

/// Reads a report, or an mbox, which may hold many; `None` when it is larger than those are.
///
/// # Errors
///
/// When it cannot be read.
pub(super) fn read_report(path: &Path) -> Result<Option<Vec<u8>>, CliError> {
    read_limited(path, |start| if start == MBOX { MAX_MBOX_BYTES } else { MAX_REPORT_BYTES })
}

/// What the limit is, the first bytes tell.
fn read_limited(path: &Path, limit: impl Fn(&[u8]) -> usize) -> Result<Option<Vec<u8>>, CliError> {
    let mut input: Box<dyn Read> = if path == Path::new("-") {
        Box::new(stdin().lock())
    } else {
        let file = File::open(path)
            .map_err(|error| refuse(path, &format!("the file cannot be opened: {error}")))?;
        Box::new(file)
    };
    let mut bytes = Vec::new();
    let start = input.by_ref().take(MBOX.len() as u64).read_to_end(&mut bytes);
    let limit = limit(&bytes);
    let left = limit.saturating_add(1).saturating_sub(bytes.len());
    let read = start.and_then(|_| input.take(left as u64).read_to_end(&mut bytes));
    read.map_err(|error| refuse(path, &format!("the file cannot be read: {error}")))?;
    Ok((bytes.len() <= limit).then_some(bytes))
}

pub(super) fn refuse(path: &Path, why: &str) -> CliError {
    CliError::new(format!("{}: {why}", path.display()))
}
