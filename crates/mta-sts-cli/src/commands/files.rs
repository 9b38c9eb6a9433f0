//! Reading what is named on the command line.

use std::fs::File;
use std::io::{Read, stdin};
use std::path::Path;

use mta_sts::fetch::MAX_POLICY_BYTES;

use crate::exit::CliError;

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
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        let file = File::open(path)
            .map_err(|error| refuse(path, &format!("the file cannot be opened: {error}")))?;
        file.take(most).read_to_end(&mut bytes)
    };
    read.map_err(|error| refuse(path, &format!("the file cannot be read: {error}")))?;
    Ok((bytes.len() <= limit).then_some(bytes))
}

pub(super) fn refuse(path: &Path, why: &str) -> CliError {
    CliError::new(format!("{}: {why}", path.display()))
}
