//! Standard output: whole texts, and a closed pipe that is nobody's fault.

use std::io::{ErrorKind, IsTerminal, Write, stdout};

use serde::Serialize;

use crate::args::{Color, OutputArgs};
use crate::exit::CliError;
use crate::text;

impl OutputArgs {
    /// Whether to write colours.
    pub(crate) fn styled(&self) -> bool {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => stdout().is_terminal() && !no_color && !dumb,
        }
    }
}

pub(crate) fn print_json<T: Serialize>(value: &T) -> Result<(), CliError> {
    let json = serde_json::to_string_pretty(value)
        .map_err(|error| CliError::new(format!("the report cannot be written as JSON: {error}")))?;
    print(&format!("{}\n", text::json(&json)))
}

/// # Errors
///
/// When standard output cannot be written, such as on a full disk. Who has heard enough and closed the pipe is
/// not an error.
pub(crate) fn print(text: &str) -> Result<(), CliError> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written
            .map_err(|error| CliError::new(format!("standard output cannot be written: {error}"))),
    }
}
