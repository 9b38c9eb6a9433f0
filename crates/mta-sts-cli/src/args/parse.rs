//! Reading the command line, and what is told of one that cannot be read.

use std::io::{ErrorKind, Write, stdout};

use clap::builder::Styles;
use clap::{CommandFactory, Parser};

use super::Cli;
use crate::exit::{CliError, Exit};
use crate::output::{say_lines, unwritten};
use crate::text;

/// # Errors
///
/// How the program ends instead: help or the version was asked for, or the arguments are wrong; that is told already.
pub(crate) fn parse() -> Result<Cli, Result<Exit, CliError>> {
    Cli::try_parse().map_err(|error| {
        if error.use_stderr() {
            tell(&error);
            return Ok(Exit::WrongUse);
        }
        match error.print().and_then(|()| stdout().flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(unwritten(&error)),
            _ => Ok(Exit::Pass),
        }
    })
}

/// clap repeats arguments as they are, and they may come from a stranger.
fn tell(error: &clap::Error) {
    // Without styles of its own, each control character is an argument's.
    let plain = Cli::command().styles(Styles::plain()).try_get_matches();
    let plain = plain.err().map(|error| error.render().ansi().to_string()).unwrap_or_default();
    let safe: String = plain.lines().map(|line| format!("{}\n", text::line(line))).collect();
    if safe == plain {
        // Where standard error cannot be written there is nobody to tell.
        let _ = error.print();
    } else {
        say_lines(&safe);
    }
}
