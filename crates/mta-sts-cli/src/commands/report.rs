//! `mta-sts report FILE…`: TLS reports, added up.

use std::fs;
use std::path::{Path, PathBuf};

use mta_sts::tlsrpt::aggregate::{Added, Aggregate};
use mta_sts::tlsrpt::container::{MAX_REPORT_BYTES, read};
use mta_sts::tlsrpt::report::Report;
use mta_sts::{Diagnostic, Parsed, Severity};

use crate::args::{ReportArgs, ReportFormat};
use crate::exit::{CliError, Exit};
use crate::output::{look, print, print_json, say, say_lines};
use crate::render;
use crate::text::plural;

use super::files::{name, read_up_to, refuse};
use super::report_gaps::{Gaps, is_loss};

/// Folders within folders.
const MAX_DEPTH: usize = 16;

/// Files, and what came of them.
#[derive(Debug, Default)]
struct Read {
    aggregate: Aggregate,
    duplicates: u32,
    gaps: Gaps,
    /// Whether an error or warning was found in what does count.
    faulty: bool,
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
    let mut totals = match &args.domain {
        Some(domain) => seen.aggregate.totals_of(domain),
        None => seen.aggregate.totals(),
    };
    let complete = totals.complete && seen.gaps.is_empty();
    // A session that only the details of a report tell of has failed as well.
    let failed = totals.failed_sessions > 0
        || totals.by_result_type.iter().any(|row| row.failed_sessions > 0);
    if args.format == ReportFormat::Human {
        print(&render::totals(look(args.color), &totals, &seen.gaps))?;
    } else {
        if let Some(sentence) = render::gaps(&seen.gaps) {
            say(&sentence);
        }
        totals.complete = complete;
        match args.format {
            ReportFormat::Csv => print(&render::totals_csv(&totals))?,
            _ => print_json(&totals)?,
        }
    }
    Ok(match (failed || seen.faulty, complete) {
        (true, _) => Exit::Findings,
        (false, false) => Exit::NotTested,
        (false, true) => Exit::Pass,
    })
}

fn one(path: &Path, args: &ReportArgs, seen: &mut Read) -> Result<(), CliError> {
    let limit = MAX_REPORT_BYTES;
    let Some(bytes) = read_up_to(path, limit)? else {
        say(&format!("{}: larger than 32 MiB, which no report is; not read", name(path)));
        seen.gaps.unread += 1;
        return Ok(());
    };
    for parsed in read(&bytes, limit) {
        seen.add(&name(path), parsed, args);
    }
    Ok(())
}

impl Read {
    /// Tells what was found in a file, a message or a part of one, and adds its reports.
    fn add(&mut self, name: &str, parsed: Parsed<Vec<Report>>, args: &ReportArgs) {
        for finding in &parsed.findings() {
            if args.verbose || finding.severity > Severity::Note {
                say_lines(&render::brief(name, finding));
            }
        }
        self.gaps.note(&parsed);
        let Some(reports) = parsed.value.or(parsed.salvaged) else { return };
        let matters = |found: &Diagnostic| found.severity() > Severity::Note;
        let mut found = parsed.diagnostics.iter();
        self.faulty |= found.any(|found| matters(found) && !is_loss(found.code));
        for report in &reports {
            self.duplicates += u32::from(self.aggregate.add(report) == Added::Duplicate);
        }
    }
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
