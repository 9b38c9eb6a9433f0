//! `mta-sts report FILE…`: TLS reports, added up.

use std::fs;
use std::path::{Path, PathBuf};

use mta_sts::tlsrpt::aggregate::{Added, Aggregate};
use mta_sts::tlsrpt::container::{MAX_REPORT_BYTES, read};
use mta_sts::{Finding, Severity};

use crate::args::{ReportArgs, ReportFormat};
use crate::exit::{CliError, Exit};
use crate::output::{look, print, print_json, say, say_lines};
use crate::render;
use crate::text::plural;

use super::files::{name, read_up_to, refuse};

/// Folders within folders.
const MAX_DEPTH: usize = 16;

/// Files, and what came of them.
#[derive(Debug, Default)]
struct Read {
    aggregate: Aggregate,
    reports: usize,
    duplicates: u32,
    /// Files without a report that could be read.
    unread: usize,
}

pub(crate) fn report(args: &ReportArgs) -> Result<Exit, CliError> {
    let mut files = Vec::new();
    for path in &args.files {
        gather(path, 0, &mut files)?;
    }
    if files.is_empty() {
        return Err(CliError::new("there is no file in what was named"));
    }
    let mut seen = Read::default();
    for path in &files {
        one(path, args, &mut seen)?;
    }
    if seen.duplicates > 0 {
        say(&format!("left out {} that came before", plural(seen.duplicates, "report")));
    }
    let totals = match &args.domain {
        Some(domain) => seen.aggregate.totals_of(domain),
        None => seen.aggregate.totals(),
    };
    match args.format {
        ReportFormat::Json => print_json(&totals)?,
        ReportFormat::Csv => print(&render::totals_csv(&totals))?,
        ReportFormat::Human => print(&render::totals(look(args.color), &totals))?,
    }
    Ok(match (seen.unread, totals.failed_sessions) {
        (0, 0) => Exit::Pass,
        (_, 0) => Exit::NotTested,
        _ => Exit::Findings,
    })
}

fn one(path: &Path, args: &ReportArgs, seen: &mut Read) -> Result<(), CliError> {
    let limit = MAX_REPORT_BYTES;
    let Some(bytes) = read_up_to(path, limit)? else {
        say(&format!("{}: larger than 32 MiB, which no report is; not read", name(path)));
        seen.unread += 1;
        return Ok(());
    };
    for parsed in read(&bytes, limit) {
        let matters = |finding: &&Finding| args.verbose || finding.severity > Severity::Note;
        for finding in parsed.findings().iter().filter(matters) {
            say_lines(&render::brief(&name(path), finding));
        }
        let Some(reports) = parsed.value.or(parsed.salvaged) else {
            seen.unread += 1;
            continue;
        };
        for report in &reports {
            seen.reports += 1;
            seen.duplicates += u32::from(seen.aggregate.add(report) == Added::Duplicate);
        }
    }
    Ok(())
}

/// A file, or all files in a folder and the folders in it, in the order of their names.
fn gather(path: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), CliError> {
    if path == Path::new("-") || !path.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    if depth == MAX_DEPTH {
        return Err(refuse(path, "folders lie too deep in each other here; name this one itself"));
    }
    let unreadable =
        |error: std::io::Error| refuse(path, &format!("the folder cannot be read: {error}"));
    let entries = fs::read_dir(path).map_err(unreadable)?;
    let paths: Result<Vec<PathBuf>, _> = entries.map(|entry| entry.map(|e| e.path())).collect();
    let mut paths = paths.map_err(unreadable)?;
    paths.sort();
    paths.iter().try_for_each(|path| gather(path, depth + 1, files))
}
