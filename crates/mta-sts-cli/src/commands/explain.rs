//! `mta-sts explain [CODE]`: what lies behind a finding.

use mta_sts::explain::{Explanation, explain as explanation};
use mta_sts::{Code, Severity};
use serde::Serialize;

use crate::args::{ExplainArgs, ExplainFormat};
use crate::exit::{CliError, Exit};
use crate::output::{look, print, print_json};
use crate::render;

/// The JSON form of an explanation.
#[derive(Serialize)]
struct Explained {
    severity: Severity,
    #[serde(flatten)]
    explanation: Explanation,
}

pub(crate) fn explain(args: &ExplainArgs) -> Result<Exit, CliError> {
    match (args.format, args.code) {
        (ExplainFormat::Human, Some(code)) => {
            print(&render::explanation(look(args.color), code.info().severity, &explanation(code)))
        }
        (ExplainFormat::Human, None) => print(&render::codes(look(args.color), Code::all())),
        (ExplainFormat::Json, Some(code)) => print_json(&explained(code)),
        (ExplainFormat::Json, None) => print_json(&Code::all().map(explained).collect::<Vec<_>>()),
    }?;
    Ok(Exit::Pass)
}

fn explained(code: Code) -> Explained {
    Explained { severity: code.info().severity, explanation: explanation(code) }
}
