//! No file that a scan reads is the one that it writes.

use std::path::Path;

use same_file::Handle;

use crate::args::ScanArgs;
use crate::exit::CliError;

/// # Errors
///
/// When results would be written over the list, or over the earlier results of `--since`.
pub(crate) fn keep_inputs(args: &ScanArgs) -> Result<(), CliError> {
    let Some(output) = &args.output.output else {
        return Ok(());
    };
    // A device, or a pipe, holds nothing that could be lost; what does not exist, likewise.
    if !output.metadata().is_ok_and(|about| about.is_file()) {
        return Ok(());
    }
    let Ok(written) = Handle::from_path(output) else {
        return Ok(());
    };
    let list =
        if args.file == Path::new("-") { Handle::stdin() } else { Handle::from_path(&args.file) };
    let since = args.output.since.as_ref().and_then(|path| Handle::from_path(path).ok());
    // What cannot be opened is told where it is read.
    let inputs = [(list.ok(), "the list of domains"), (since, "the file of --since")];
    match inputs.into_iter().find(|(input, _)| input.as_ref() == Some(&written)) {
        None => Ok(()),
        Some((_, what)) => Err(CliError::new(format!(
            "--output {} is {what}, which the results would overwrite; name another file",
            output.display()
        ))),
    }
}
