//! What an earlier scan has written, so that a later one goes on from there.

use std::fs::{File, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::path::Path;

use serde::Deserialize;

use super::{Entry, Listed, Scope, Verdicts};
use crate::args::ScanFormat;
use crate::exit::CliError;
use crate::text;

/// Words of 64 bits, for four thousand million lines of a list.
const MAX_WORDS: usize = 1 << 26;
/// No result has a longer line.
const MAX_LINE: u64 = 1 << 20;

/// The lines of the list that are done: a bit each.
#[derive(Debug, Default)]
pub(crate) struct Done {
    bits: Vec<u64>,
    verdicts: Verdicts,
    /// Of all lines done with their domains, whatever their order: the list must give the same.
    checksum: u64,
}

/// What identifies a result, and what it was.
#[derive(Deserialize)]
struct Head {
    line: u64,
    domain: String,
    verdict: String,
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default)]
    scope: Scope,
}

impl Done {
    /// Reads the results in `path` and cuts off a last line that was not written whole.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or holds something else, which is then left as it is.
    pub(crate) fn read(path: &Path, format: ScanFormat, scope: Scope) -> Result<Done, CliError> {
        let refuse = |why: String| CliError::new(format!("{}: {why}", path.display()));
        let cannot = |error: std::io::Error| refuse(format!("cannot be read: {error}"));
        let file = match File::open(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Done::default()),
            opened => opened.map_err(|error| refuse(format!("cannot be opened: {error}")))?,
        };
        if !file.metadata().map_err(cannot)?.is_file() {
            return Err(refuse("is no regular file, so no scan can be resumed from it".to_owned()));
        }
        let mut reader = BufReader::new(file);
        let mut done = Done::default();
        let mut whole = 0;
        for number in 1.. {
            let mut line = Vec::new();
            (&mut reader).take(MAX_LINE).read_until(b'\n', &mut line).map_err(cannot)?;
            let foreign = || {
                refuse(format!(
                    "line {number} is not a result of a scan in this format; name the file of the scan to resume"
                ))
            };
            match line.strip_suffix(b"\n") {
                None if line.is_empty() => break,
                // A scan that was killed, or met a full disk, may have left half a line.
                None if may_go_on(&line, number, format) => {
                    cut(path, whole).map_err(cannot)?;
                    break;
                }
                None => return Err(foreign()),
                Some(text) if is_header(text, number, format) => {}
                Some(text) => {
                    let head = head(text, number, format).ok_or_else(foreign)?;
                    scope.meets(head.scope, number).map_err(|error| refuse(error.to_string()))?;
                    done.add(&head);
                }
            }
            whole += line.len() as u64;
        }
        Ok(done)
    }

    fn add(&mut self, Head { line, domain, verdict, codes, .. }: &Head) {
        let line = *line;
        let index = usize::try_from(line / 64).unwrap_or(usize::MAX);
        // A line number beyond any list is no result of ours; without its bit the domain is only checked again.
        if index < MAX_WORDS {
            if self.bits.len() <= index {
                self.bits.resize(index + 1, 0);
            }
            self.bits[index] |= 1 << (line % 64);
        }
        self.verdicts.add(verdict, codes);
        self.checksum = self.checksum.wrapping_add(checksum(line, domain));
    }

    pub(crate) fn has(&self, line: u64) -> bool {
        let word = usize::try_from(line / 64).ok().and_then(|index| self.bits.get(index));
        word.is_some_and(|word| word & (1 << (line % 64)) != 0)
    }

    pub(crate) fn count(&self) -> u64 {
        self.verdicts.domains()
    }

    /// What the earlier scan found; gone from here.
    pub(crate) fn take_verdicts(&mut self) -> Verdicts {
        std::mem::take(&mut self.verdicts)
    }

    /// Adds a line of the list to a sum of those that are done; see [`Done::belongs_to`].
    pub(crate) fn checked(&self, sum: u64, listed: &Listed, format: ScanFormat) -> u64 {
        if !self.has(listed.line) {
            return sum;
        }
        let name = listed.name();
        let name = if format == ScanFormat::Csv { text::csv_field(name) } else { name.into() };
        sum.wrapping_add(checksum(listed.line, &name))
    }

    /// Whether a list whose lines gave this sum is the one that the results are of.
    pub(crate) fn belongs_to(&self, sum: u64) -> bool {
        sum == self.checksum
    }
}

fn checksum(line: u64, domain: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (line, domain).hash(&mut hasher);
    hasher.finish()
}

fn is_header(line: &[u8], number: usize, format: ScanFormat) -> bool {
    format == ScanFormat::Csv
        && number == 1
        && line.trim_ascii_end() == Entry::csv_header().trim_end().as_bytes()
}

fn head(line: &[u8], number: usize, format: ScanFormat) -> Option<Head> {
    match format {
        ScanFormat::Ndjson => serde_json::from_slice(line).ok(),
        ScanFormat::Csv if number == 1 => None,
        ScanFormat::Csv => csv_head(line),
    }
}

fn csv_head(line: &[u8]) -> Option<Head> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line);
    let record = reader.records().next()?.ok()?;
    // The last three: codes, headline and scope.
    let codes = record.get(record.len().checked_sub(3)?)?;
    Some(Head {
        line: record.get(0)?.parse().ok()?,
        domain: record.get(1)?.to_owned(),
        verdict: record.get(2)?.to_owned(),
        codes: codes.split_whitespace().map(str::to_owned).collect(),
        scope: Scope::parse(record.iter().next_back()?)?,
    })
}

/// Whether a line without an end is the beginning of a result, or of the header.
fn may_go_on(line: &[u8], number: usize, format: ScanFormat) -> bool {
    let first_digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    match format {
        ScanFormat::Ndjson => match line.strip_prefix(b"{\"line\":") {
            None => b"{\"line\":".starts_with(line),
            Some(rest) => rest.is_empty() || first_digits(rest) > 0,
        },
        ScanFormat::Csv if number == 1 => Entry::csv_header().as_bytes().starts_with(line),
        ScanFormat::Csv => {
            let digits = first_digits(line);
            digits > 0 && line.get(digits).is_none_or(|next| *next == b',')
        }
    }
}

fn cut(path: &Path, length: u64) -> std::io::Result<()> {
    OpenOptions::new().write(true).open(path)?.set_len(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exit::Exit;
    use crate::scan::Summary;

    fn listed(line: u64, text: &str) -> Listed {
        Listed { line, text: text.to_owned(), domain: crate::names::domain(text) }
    }

    #[test]
    fn goes_on_behind_what_is_whole() {
        let folder = std::env::temp_dir().join(format!("mta-sts-resume-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("results.ndjson");
        let a = "{\"line\":1,\"domain\":\"a.example\",\"verdict\":\"fail\"}\n";
        let b = "{\"line\":70,\"domain\":\"b.example\",\"verdict\":\"pass\"}\n";
        std::fs::write(&path, format!("{a}{b}{{\"line\":2,\"dom")).unwrap();
        let mut done = Done::read(&path, ScanFormat::Ndjson, Scope::Whole).unwrap();
        assert!(done.has(1) && done.has(70) && !done.has(2) && !done.has(1_000));
        assert_eq!(done.count(), 2);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), format!("{a}{b}"));
        let same = [listed(1, "A.example"), listed(2, "x.example"), listed(70, "b.example")];
        let sum = |done: &Done, list: &[Listed]| {
            list.iter().fold(0, |sum, listed| done.checked(sum, listed, ScanFormat::Ndjson))
        };
        assert!(done.belongs_to(sum(&done, &same)));
        let other = [listed(1, "a.example"), listed(70, "c.example")];
        assert!(!done.belongs_to(sum(&done, &other)));
        assert_eq!(Summary::behind(done.take_verdicts()).exit(), Exit::Findings);
        let error = Done::read(&path, ScanFormat::Ndjson, Scope::PolicyOnly).unwrap_err();
        assert!(error.to_string().contains("line 1 is of a scan without"), "{error}");
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn what_is_no_scan_is_left_as_it_is() {
        let folder = std::env::temp_dir().join(format!("mta-sts-foreign-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("precious");
        let header = Entry::csv_header();
        let row = "1,a.example,pass,,,,,,,,,,,,,whole\r\n";
        let result = "{\"line\":1,\"domain\":\"a.example\",\"verdict\":\"pass\"}\n";
        let refused = [
            (ScanFormat::Ndjson, "{\"keep\":\"me\"}".to_owned()),
            (ScanFormat::Ndjson, "{\"line\":\"me\"}".to_owned()),
            (ScanFormat::Ndjson, "a\nlast precious line".to_owned()),
            (ScanFormat::Ndjson, format!("{result}last precious line")),
            (ScanFormat::Ndjson, "x".repeat(2 << 20)),
            (ScanFormat::Csv, result.to_owned()),
            (ScanFormat::Csv, "foo,bar\n".to_owned()),
            (ScanFormat::Csv, row.to_owned()),
            (ScanFormat::Csv, format!("{header}{row}precious")),
        ];
        for (format, text) in refused {
            std::fs::write(&path, &text).unwrap();
            assert!(Done::read(&path, format, Scope::Whole).is_err(), "{text:.40}");
            assert!(std::fs::read_to_string(&path).unwrap() == text, "{text:.40}");
        }
        let taken = [
            (ScanFormat::Ndjson, "{\"li".to_owned(), String::new()),
            (ScanFormat::Ndjson, format!("{result}{{\"line\":12"), result.to_owned()),
            (ScanFormat::Csv, header[..5].to_owned(), String::new()),
            (ScanFormat::Csv, format!("{header}{row}12"), format!("{header}{row}")),
        ];
        for (format, text, left) in taken {
            std::fs::write(&path, &text).unwrap();
            Done::read(&path, format, Scope::Whole).unwrap();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), left);
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
