//! `mta-sts report FILE…`: TLS reports, added up.

use mta_sts::tlsrpt::aggregate::{Added, Aggregate};
use mta_sts::tlsrpt::container::{MAX_REPORT_BYTES, messages, read};
use mta_sts::tlsrpt::report::Report;
use mta_sts::{Diagnostic, Parsed, Severity};

use crate::args::{ReportArgs, ReportFormat};
use crate::exit::{CliError, Exit};
use crate::output::{look, print, print_json, say, say_lines};
use crate::render;
use crate::text::plural;

use super::files::{name, read_report, refuse};
use super::report_files::{ReportFile, ReportFiles};
use super::report_gaps::{Gaps, is_loss};

const TOO_LARGE: &str = "not read, for it is larger than 32 MiB, which no report is, \
    or an mbox larger than 256 MiB, which can be split";

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
    let ReportFiles { files, refused } = ReportFiles::gather(&args.files)?;
    if files.is_empty() && refused.is_empty() {
        return Err(CliError::new("there is no file in what was named"));
    }
    let mut seen = Read::default();
    for file in &files {
        one(file, args, &mut seen)?;
    }
    for error in &refused {
        seen.refuse(error);
    }
    if seen.duplicates > 0 {
        say(&format!("left out {} that came before", plural(seen.duplicates, "report")));
    }
    let mut totals = match &args.domain {
        Some(domain) => seen.aggregate.totals_of(domain.as_str()),
        None => seen.aggregate.totals(),
    };
    let complete = totals.complete && seen.gaps.is_empty();
    // Of a domain that no report is about nothing is known.
    let known = args.domain.is_none() || totals.reports > 0;
    // A session that only the details of a report tell of has failed as well.
    let failed = totals.failed_sessions > 0
        || totals.by_result_type.iter().any(|row| row.failed_sessions > 0);
    let caveats = render::caveats(&totals, args.domain.as_ref(), &seen.gaps);
    if args.format == ReportFormat::Human {
        print(&render::totals(look(args.color), &totals, &caveats))?;
    } else {
        caveats.iter().for_each(|sentence| say(sentence));
        totals.complete = complete;
        match args.format {
            ReportFormat::Csv => print(&render::totals_csv(&totals))?,
            _ => print_json(&totals)?,
        }
    }
    Ok(match (failed || seen.faulty, complete && known) {
        (true, _) => Exit::Findings,
        (false, false) => Exit::NotTested,
        (false, true) => Exit::Pass,
    })
}

fn one(file: &ReportFile, args: &ReportArgs, seen: &mut Read) -> Result<(), CliError> {
    let bytes = match read_report(&file.path) {
        Ok(bytes) => bytes,
        // One among many that lie there does not cost what the others say.
        Err(error) if file.found => {
            seen.refuse(&error);
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let Some(bytes) = bytes else {
        seen.refuse(&refuse(&file.path, TOO_LARGE));
        return Ok(());
    };
    let name = name(&file.path);
    let messages = messages(&bytes);
    for (index, message) in messages.iter().enumerate() {
        let place = match messages.len() {
            1 => name.clone(),
            _ => format!("{name}, message {}", index + 1),
        };
        for parsed in read(message, MAX_REPORT_BYTES) {
            seen.add(&place, parsed, args);
        }
    }
    Ok(())
}

impl Read {
    /// Tells why something is not read.
    fn refuse(&mut self, error: &CliError) {
        say(&error.to_string());
        self.gaps.unread += 1;
    }

    /// Tells what was found in a file, a message or a part of one, and adds its reports.
    fn add(&mut self, name: &str, parsed: Parsed<Vec<Report>>, args: &ReportArgs) {
        for finding in &parsed.findings() {
            if args.verbose || finding.severity > Severity::Note {
                say_lines(&render::brief(name, finding));
            }
        }
        self.gaps.note(&parsed, args.domain.as_ref());
        let Some(reports) = parsed.value.or(parsed.salvaged) else { return };
        let matters = |found: &Diagnostic| found.severity() > Severity::Note;
        let mut found = parsed.diagnostics.iter();
        self.faulty |= found.any(|found| matters(found) && !is_loss(found.code));
        for report in &reports {
            self.duplicates += u32::from(self.aggregate.add(report) == Added::Duplicate);
        }
    }
}
