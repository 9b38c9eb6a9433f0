//! What an earlier scan has written, so that a later one goes on from there.

use std::fs::{File, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use serde::Deserialize;

use super::Listed;
use crate::args::ScanFormat;
use crate::exit::CliError;
use crate::text;

/// Words of 64 bits, for four thousand million lines of a list.
const MAX_WORDS: usize = 1 << 26;

/// The lines of the list that are done: a bit each.
#[derive(Debug, Default)]
pub(crate) struct Done {
    bits: Vec<u64>,
    count: u64,
    /// Of all lines done with their domains, whatever their order: the list must give the same.
    checksum: u64,
}

/// What identifies a result.
#[derive(Deserialize)]
struct Head {
    line: u64,
    domain: String,
}

impl Done {
    /// Reads the results in `path` and cuts off a last line that was not written whole.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or holds something else.
    pub(crate) fn read(path: &Path, format: ScanFormat) -> Result<Done, CliError> {
        let refuse = |why: String| CliError::new(format!("{}: {why}", path.display()));
        if !path.exists() {
            return Ok(Done::default());
        }
        cut_partial_line(path).map_err(|error| refuse(format!("cannot be opened: {error}")))?;
        let file =
            File::open(path).map_err(|error| refuse(format!("cannot be opened: {error}")))?;
        let mut done = Done::default();
        for (index, line) in BufReader::new(file).lines().enumerate() {
            let line = line.map_err(|error| refuse(format!("cannot be read: {error}")))?;
            let head = match format {
                ScanFormat::Ndjson => serde_json::from_str(&line).ok(),
                ScanFormat::Csv if index == 0 => continue,
                ScanFormat::Csv => csv_head(&line),
            };
            let Head { line, domain } = head.ok_or_else(|| {
                refuse(format!("line {} is not a result of a scan in this format; name the file of the scan to resume", index + 1))
            })?;
            done.add(line, &domain);
        }
        Ok(done)
    }

    fn add(&mut self, line: u64, domain: &str) {
        let index = usize::try_from(line / 64).unwrap_or(usize::MAX);
        // A line number beyond any list is no result of ours; without its bit the domain is only checked again.
        if index < MAX_WORDS {
            if self.bits.len() <= index {
                self.bits.resize(index + 1, 0);
            }
            self.bits[index] |= 1 << (line % 64);
        }
        self.count += 1;
        self.checksum = self.checksum.wrapping_add(checksum(line, domain));
    }

    pub(crate) fn has(&self, line: u64) -> bool {
        let word = usize::try_from(line / 64).ok().and_then(|index| self.bits.get(index));
        word.is_some_and(|word| word & (1 << (line % 64)) != 0)
    }

    pub(crate) fn count(&self) -> u64 {
        self.count
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

fn csv_head(line: &str) -> Option<Head> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
    let record = reader.records().next()?.ok()?;
    Some(Head { line: record.get(0)?.parse().ok()?, domain: record.get(1)?.to_owned() })
}

/// A scan that was killed, or met a full disk, may have left half a line.
fn cut_partial_line(path: &Path) -> std::io::Result<()> {
    let mut file = OpenOptions::new().read(true).write(true).open(path)?;
    let mut end = file.metadata()?.len();
    let mut block = [0; 4_096];
    while end > 0 {
        let start = end.saturating_sub(block.len() as u64);
        let length = usize::try_from(end - start).unwrap_or(block.len());
        file.seek(SeekFrom::Start(start))?;
        let piece = &mut block[..length];
        file.read_exact(piece)?;
        if let Some(newline) = piece.iter().rposition(|b| *b == b'\n') {
            return file.set_len(start + newline as u64 + 1);
        }
        end = start;
    }
    file.set_len(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(line: u64, text: &str) -> Listed {
        Listed { line, text: text.to_owned(), domain: crate::names::domain(text) }
    }

    #[test]
    fn goes_on_behind_what_is_whole() {
        let folder = std::env::temp_dir().join(format!("mta-sts-resume-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("results.ndjson");
        let text = "{\"line\":1,\"domain\":\"a.example\"}\n{\"line\":70,\"domain\":\"b.example\"}\n{\"line\":2,\"dom";
        std::fs::write(&path, text).unwrap();
        let done = Done::read(&path, ScanFormat::Ndjson).unwrap();
        assert!(done.has(1) && done.has(70) && !done.has(2) && !done.has(1_000));
        assert_eq!(done.count(), 2);
        assert!(std::fs::read_to_string(&path).unwrap().ends_with("b.example\"}\n"));
        let same = [listed(1, "A.example"), listed(2, "x.example"), listed(70, "b.example")];
        let sum = |list: &[Listed]| {
            list.iter().fold(0, |sum, listed| done.checked(sum, listed, ScanFormat::Ndjson))
        };
        assert!(done.belongs_to(sum(&same)));
        let other = [listed(1, "a.example"), listed(70, "c.example")];
        assert!(!done.belongs_to(sum(&other)));
        std::fs::write(&path, "something else\n").unwrap();
        assert!(Done::read(&path, ScanFormat::Ndjson).is_err());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
