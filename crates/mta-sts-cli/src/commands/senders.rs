//! `mta-sts senders FILE`: what each known Sender would do with a policy.

use mta_sts::DomainName;
use mta_sts::senders::{self, Outcome, Role, SenderView};

use crate::args::{Format, SendersArgs};
use crate::exit::{CliError, Exit};
use crate::output::{print, print_json, print_json_line};
use crate::render;

use super::files::read_text;

pub(crate) fn senders(args: &SendersArgs) -> Result<Exit, CliError> {
    let policy = read_text(&args.policy)?;
    let hosts: Vec<&str> = args.mx.iter().map(DomainName::as_str).collect();
    let txt = (!args.txt.is_empty()).then_some(args.txt.as_slice());
    let asked = senders::all().iter().filter(|sender| args.all || sender.role == Role::Sender);
    let views: Vec<SenderView> =
        asked.map(|sender| senders::view(sender, &policy, txt, &hosts)).collect();
    match args.output.format {
        Format::Json => print_json(&views)?,
        Format::Ndjson => views.iter().try_for_each(print_json_line)?,
        Format::Github => print(&views.iter().filter_map(annotation).collect::<String>())?,
        Format::Human => print(&render::senders(args.output.look(), &views))?,
    }
    let harmed = views.iter().any(|view| level(view.outcome).is_some());
    Ok(if harmed { Exit::Findings } else { Exit::Pass })
}

/// How much an outcome matters to CI.
fn level(outcome: Outcome) -> Option<&'static str> {
    match outcome {
        Outcome::MailRefused => Some("error"),
        Outcome::Unprotected => Some("warning"),
        Outcome::Protected | Outcome::NotTested => None,
    }
}

fn annotation(view: &SenderView) -> Option<String> {
    let kind = level(view.outcome)?;
    Some(render::github_command(kind, view.sender.product, None, &view.why))
}
