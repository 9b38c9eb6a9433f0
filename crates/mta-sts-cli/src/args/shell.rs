//! `mta-sts completions` and `mta-sts man`.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

pub(super) const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  mta-sts completions bash > /etc/bash_completion.d/mta-sts
  mta-sts completions zsh > ~/.zfunc/_mta-sts
  mta-sts completions fish > ~/.config/fish/completions/mta-sts.fish";

pub(super) const MAN_EXAMPLES: &str = "\
Examples:
  mta-sts man | man -l -
  mta-sts man --folder /usr/local/share/man/man1";

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

#[derive(Debug, Args)]
pub(crate) struct HelpArgs {
    /// The command
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// Write a page for the program and one for each command into this folder, instead of one to standard output
    #[arg(long, value_name = "FOLDER")]
    pub(crate) folder: Option<PathBuf>,
}
