//! `mta-sts completions` and `mta-sts man`: what shells and manuals read, made from the command line's own definition.

use std::fs;

use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;
use mta_sts::Code;

use crate::args::{Cli, CompletionsArgs, HelpArgs, ManArgs};
use crate::exit::{CliError, Exit};
use crate::output::{print, print_bytes};

const PROGRAM: &str = "mta-sts";

pub(crate) fn help(args: &HelpArgs) -> Result<Exit, CliError> {
    let mut program = Cli::command();
    program.build();
    let command = match &args.command {
        None => Some(&mut program),
        Some(name) => program.find_subcommand_mut(name),
    };
    let Some(command) = command else {
        let name = args.command.as_deref().unwrap_or_default();
        return Err(CliError::new(format!(
            "there is no command `{name}`; `{PROGRAM} --help` lists all"
        )));
    };
    print(&command.render_long_help().to_string())?;
    Ok(Exit::Pass)
}

pub(crate) fn completions(args: &CompletionsArgs) -> Result<Exit, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), PROGRAM, &mut script);
    if args.shell == Shell::Fish {
        script.extend(fish_codes().bytes());
    }
    print_bytes(&script)?;
    Ok(Exit::Pass)
}

/// The codes for `explain`: clap_complete writes no values of positional arguments for fish.
fn fish_codes() -> String {
    let codes: Vec<&str> = Code::all().map(Code::slug).collect();
    format!(
        "complete -c {PROGRAM} -n \"__fish_mta_sts_using_subcommand explain\" -f -a \"{}\"\n",
        codes.join(" ")
    )
}

pub(crate) fn man(args: &ManArgs) -> Result<Exit, CliError> {
    let program = Cli::command();
    match &args.folder {
        None => {
            let mut page = Vec::new();
            Man::new(program).render(&mut page).map_err(|error| {
                CliError::new(format!("the manual page cannot be made: {error}"))
            })?;
            print_bytes(&page)?;
        }
        Some(folder) => {
            let written =
                fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(program, folder));
            written.map_err(|error| {
                CliError::new(format!("{}: cannot be written: {error}", folder.display()))
            })?;
        }
    }
    Ok(Exit::Pass)
}
