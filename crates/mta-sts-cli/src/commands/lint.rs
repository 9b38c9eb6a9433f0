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
    match kind {
        Kind::Policy => mended(&policy::fixed(text), text, args),
        Kind::Record => mended(&record::fixed(&records(text)), text, args),
        Kind::Tlsrpt => mended(&tlsrpt::record::fixed(&records(text)), text, args),
    }
}

fn mended<T>(fixed: &Parsed<T>, text: &[u8], args: &LintArgs) -> Result<Exit, CliError> {
    let before = String::from_utf8_lossy(text);
    let mut after = fixed.source.to_string();
    // Records are read without line ends; a file of them has one.
    if before.ends_with('\n') && !after.ends_with('\n') {
        after.push('\n');
    }
    let name = name(&args.file);
    if args.diff {
        print(&render::changes(args.output.look(), &name, &before, &after))?;
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

fn guess(text: &[u8]) -> Kind {
    let start = text.trim_ascii_start();
    let start = start.strip_prefix(b"\"").unwrap_or(start);
    let begins =
        |with: &[u8]| start.get(..with.len()).is_some_and(|s| s.eq_ignore_ascii_case(with));
    if begins(b"v=STS") {
        Kind::Record
    } else if begins(b"v=TLSRPT") {
        Kind::Tlsrpt
    } else {
        Kind::Policy
    }
}

/// TXT records one a line, as `dig +short` prints them: strings in quotation marks are joined (RFC 8461 3.1).
fn records(text: &[u8]) -> Vec<Vec<u8>> {
    let lines = text.split(|b| *b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    lines.filter(|line| !line.trim_ascii().is_empty()).map(unquoted).collect()
}

fn unquoted(line: &[u8]) -> Vec<u8> {
    if !line.trim_ascii().starts_with(b"\"") {
        return line.to_vec();
    }
    let mut out = Vec::new();
    let (mut inside, mut escaped) = (false, false);
    for byte in line {
        match byte {
            _ if escaped => {
                out.push(*byte);
                escaped = false;
            }
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            _ if inside => out.push(*byte),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_dig_prints() {
        let text = b"\"v=STSv1; \" \"id=1\\\\\\;\"\r\n\n\"v=spf1 -all\"\n";
        assert_eq!(records(text), [b"v=STSv1; id=1\\;".to_vec(), b"v=spf1 -all".to_vec()]);
        assert_eq!(guess(text), Kind::Record);
        assert_eq!(guess(b"version: STSv1"), Kind::Policy);
    }
}
