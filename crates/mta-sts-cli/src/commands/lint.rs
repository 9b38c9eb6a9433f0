//! `mta-sts lint FILE|-`.

use std::fs::File;
use std::io::{Read, stdin};
use std::path::Path;

use mta_sts::fetch::MAX_POLICY_BYTES;
use mta_sts::{Finding, Parsed, Severity, policy, record, tlsrpt};
use serde::Serialize;

use crate::args::{Format, Kind, LintArgs};
use crate::exit::{CliError, Exit};
use crate::output::{print, print_json};
use crate::render;

pub(crate) fn lint(args: LintArgs) -> Result<Exit, CliError> {
    let text = read(&args.file)?;
    let name = if args.file == Path::new("-") {
        "<stdin>".to_owned()
    } else {
        args.file.display().to_string()
    };
    match args.kind.unwrap_or_else(|| guess(&text)) {
        Kind::Policy => tell(&policy::parse(&text), &name, &args),
        Kind::Record => tell(&record::parse_set(&records(&text)), &name, &args),
        Kind::Tlsrpt => tell(&tlsrpt::record::parse_set(&records(&text)), &name, &args),
    }
}

fn tell<T: Serialize>(parsed: &Parsed<T>, name: &str, args: &LintArgs) -> Result<Exit, CliError> {
    let findings = parsed.findings();
    match args.output.format {
        Format::Json => print_json(parsed)?,
        Format::Human => {
            let usable = parsed.value.is_some();
            print(&render::lint(args.output.look(), name, &parsed.source, &findings, usable))?;
        }
    }
    let clean = !findings.iter().any(matters);
    Ok(if clean { Exit::Pass } else { Exit::Findings })
}

fn matters(finding: &Finding) -> bool {
    finding.severity >= Severity::Warning
}

/// Reads at most as much as a Sender would, and a byte more to know.
fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    let refuse = |why: String| CliError::new(format!("{}: {why}", path.display()));
    let limit = u64::try_from(MAX_POLICY_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut text = Vec::new();
    let read = if path == Path::new("-") {
        stdin().lock().take(limit).read_to_end(&mut text)
    } else {
        let file = File::open(path)
            .map_err(|error| refuse(format!("the file cannot be opened: {error}")))?;
        file.take(limit).read_to_end(&mut text)
    };
    read.map_err(|error| refuse(format!("the file cannot be read: {error}")))?;
    if text.len() > MAX_POLICY_BYTES {
        return Err(refuse("the text is larger than 64 KiB, which Senders do not read".to_owned()));
    }
    Ok(text)
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
