//! Standard output: whole texts, and a closed pipe that is nobody's fault; and standard error.

use std::io::{ErrorKind, IsTerminal, Write, stderr, stdout};

use serde::Serialize;

use crate::args::{Color, OutputArgs};
use crate::exit::CliError;
use crate::render::Look;
use crate::text;

impl OutputArgs {
    /// How to write for people.
    pub(crate) fn look(&self) -> Look {
        look(self.color)
    }
}

/// How to write for people, with colours as wanted.
pub(crate) fn look(color: Color) -> Look {
    let terminal = stdout().is_terminal();
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    let styled = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => terminal && !no_color && !dumb,
    };
    Look { styled, ascii: terminal && cfg!(unix) && !is_utf8(|name| std::env::var(name).ok()) }
}

/// Whether the locale's characters are UTF-8, by the first of these variables that is set (POSIX).
fn is_utf8(variable: impl Fn(&str) -> Option<String>) -> bool {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(variable);
    let locale = set.into_iter().find(|value| !value.is_empty()).unwrap_or_default();
    let locale = locale.to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

pub(crate) fn print_json<T: Serialize>(value: &T) -> Result<(), CliError> {
    print(&json(value)?)
}

/// One line of NDJSON.
pub(crate) fn print_json_line<T: Serialize>(value: &T) -> Result<(), CliError> {
    print(&json_line(value)?)
}

pub(crate) fn json<T: Serialize>(value: &T) -> Result<String, CliError> {
    let json = serde_json::to_string_pretty(value).map_err(not_json)?;
    Ok(format!("{}\n", text::json(&json)))
}

pub(crate) fn json_line<T: Serialize>(value: &T) -> Result<String, CliError> {
    let json = serde_json::to_string(value).map_err(not_json)?;
    Ok(format!("{}\n", text::json(&json)))
}

#[allow(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
fn not_json(error: serde_json::Error) -> CliError {
    CliError::new(format!("the outcome cannot be written as JSON: {error}"))
}

/// # Errors
///
/// When standard output cannot be written, such as on a full disk. Who has heard enough and closed the pipe is
/// not an error.
pub(crate) fn print(text: &str) -> Result<(), CliError> {
    print_bytes(text.as_bytes())
}

/// The same for bytes that go out as they are.
pub(crate) fn print_bytes(bytes: &[u8]) -> Result<(), CliError> {
    let mut out = stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(|error| unwritten(&error)),
    }
}

pub(crate) fn unwritten(error: &std::io::Error) -> CliError {
    CliError::new(format!("standard output cannot be written: {error}"))
}

/// A sentence on standard error. Where that cannot be written there is nobody to tell.
pub(crate) fn say(sentence: &str) {
    say_lines(&format!("mta-sts: {}\n", text::line(sentence)));
}

/// Lines that are fit for a terminal, likewise.
pub(crate) fn say_lines(lines: &str) {
    let _ = stderr().write_all(lines.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::is_utf8;

    #[test]
    fn the_first_set_locale_counts() {
        let of = |pairs: &'static [(&str, &str)]| {
            is_utf8(|name| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
        };
        assert!(of(&[("LANG", "en_GB.UTF-8")]) && of(&[("LC_ALL", ""), ("LC_CTYPE", "C.utf8")]));
        assert!(!of(&[]) && !of(&[("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")]));
    }
}
