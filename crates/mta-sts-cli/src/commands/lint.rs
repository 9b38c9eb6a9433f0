//! `mta-sts lint FILE|-`.

use std::fs;
use std::path::Path;

use mta_sts::{Parsed, Severity, policy, record, tlsrpt};
use serde::Serialize;

use crate::args::{Format, Kind, LintArgs};
use crate::exit::{CliError, Exit};
use crate::output::{print, print_json, say_lines};
use crate::render;

use super::files::{name, read_text, refuse};
use super::txt::{guess, records};

pub(crate) fn lint(args: LintArgs) -> Result<Exit, CliError> {
    let text = read_text(&args.file)?;
    let name = name(&args.file);
    let kind = args.kind.unwrap_or_else(|| guess(&text));
    if args.fix || args.diff {
        return mend(kind, &text, &args);
    }
    match kind {
        Kind::Policy => tell(&policy::parse(&text), &name, &args),
        Kind::Record => tell(&record::parse_set(&records(&text)), &name, &args),
        Kind::Tlsrpt => tell(&tlsrpt::record::parse_set(&records(&text)), &name, &args),
    }
}

/// Writes the corrected text, or shows what it would change, and tells what is left.
fn mend(kind: Kind, text: &[u8], args: &LintArgs) -> Result<Exit, CliError> {
    let end = if text.ends_with(b"\n") { "\n" } else { "" };
    // Quotation marks are how records are written down; nothing about them is to be mended.
    let lines = || String::from_utf8_lossy(&records(text).join(&b'\n')).into_owned() + end;
    match kind {
        Kind::Policy => mended(&policy::fixed(text), &String::from_utf8_lossy(text), args),
        Kind::Record => mended(&record::fixed(&records(text)), &lines(), args),
        Kind::Tlsrpt => mended(&tlsrpt::record::fixed(&records(text)), &lines(), args),
    }
}

fn mended<T>(fixed: &Parsed<T>, before: &str, args: &LintArgs) -> Result<Exit, CliError> {
    let mut after = fixed.source.to_string();
    // Records are read without line ends; a file of them has one.
    if before.ends_with('\n') && !after.ends_with('\n') {
        after.push('\n');
    }
    let name = name(&args.file);
    if args.diff {
        print(&render::changes(args.output.look(), &name, before, &after))?;
    } else if args.file == Path::new("-") {
        print(&after)?;
    } else if before != after {
        fs::write(&args.file, &after)
            .map_err(|error| refuse(&args.file, &format!("the file cannot be written: {error}")))?;
    }
    let findings = fixed.findings();
    for finding in findings.iter().filter(|finding| finding.severity > Severity::Note) {
        say_lines(&render::brief(&name, finding));
    }
    Ok(if before != after && args.diff { Exit::Findings } else { Exit::of_findings(&findings) })
}

fn tell<T: Serialize>(parsed: &Parsed<T>, name: &str, args: &LintArgs) -> Result<Exit, CliError> {
    let findings = parsed.findings();
    match args.output.format {
        Format::Json => print_json(parsed)?,
        Format::Ndjson | Format::Github => {
            print(&render::findings(&args.output, name, &parsed.source, &findings, "")?)?;
        }
        Format::Human => {
            let usable = parsed.value.is_some();
            print(&render::lint(args.output.look(), name, &parsed.source, &findings, usable))?;
        }
    }
    Ok(Exit::of_findings(&findings))
}
