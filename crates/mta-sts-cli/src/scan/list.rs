//! The list of domains, a line at a time.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, stdin};
use std::path::Path;

use mta_sts::DomainName;

use crate::args::Shard;
use crate::exit::CliError;
use crate::names;

/// No domain name is as long; a longer line is not one, and is not kept in memory.
const MAX_LINE: u64 = 1_024;

/// One line of the list that names something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    /// Its number in the file, from 1.
    pub(crate) line: u64,
    /// As written, white space around it removed.
    pub(crate) text: String,
    /// The domain, or why it is none.
    pub(crate) domain: Result<DomainName, String>,
}

impl Listed {
    /// What results call it: the domain, or the text that is none.
    pub(crate) fn name(&self) -> &str {
        self.domain.as_ref().map_or(self.text.as_str(), DomainName::as_str)
    }
}

pub(crate) struct List {
    name: String,
    reader: Box<dyn BufRead + Send>,
    shard: Option<Shard>,
    line: u64,
    /// Lines so far that name something, of all shards.
    place: u64,
}

impl List {
    /// # Errors
    ///
    /// When the file cannot be opened.
    pub(crate) fn open(path: &Path, shard: Option<Shard>) -> Result<List, CliError> {
        let name = path.display().to_string();
        let reader: Box<dyn BufRead + Send> = if path == Path::new("-") {
            Box::new(BufReader::new(stdin()))
        } else {
            let file = File::open(path).map_err(|error| {
                CliError::new(format!("{name}: the list cannot be opened: {error}"))
            })?;
            Box::new(BufReader::new(file))
        };
        Ok(List { name, reader, shard, line: 0, place: 0 })
    }

    /// The next domain of this shard; `None` at the end.
    ///
    /// # Errors
    ///
    /// When the list cannot be read.
    pub(crate) fn next(&mut self) -> Result<Option<Listed>, CliError> {
        while let Some(line) = self.read_line()? {
            self.line += 1;
            let text = String::from_utf8_lossy(&line);
            let text = text.trim().trim_start_matches('\u{feff}');
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let place = self.place;
            self.place += 1;
            if self.shard.is_none_or(|shard| shard.takes(place)) {
                let domain = names::domain(text);
                return Ok(Some(Listed { line: self.line, text: text.to_owned(), domain }));
            }
        }
        Ok(None)
    }

    /// One line without its end; what is beyond the limit is read over.
    fn read_line(&mut self) -> Result<Option<Vec<u8>>, CliError> {
        let mut line = Vec::new();
        let mut first = true;
        loop {
            let mut piece = Vec::new();
            let read = (&mut self.reader).take(MAX_LINE).read_until(b'\n', &mut piece);
            let read = read.map_err(|error| {
                CliError::new(format!(
                    "{}: line {} of the list cannot be read: {error}",
                    self.name,
                    self.line + 1
                ))
            })?;
            if read == 0 {
                return Ok((!first).then_some(line));
            }
            let ended = piece.last() == Some(&b'\n');
            if first {
                line = piece;
                first = false;
            }
            if ended {
                return Ok(Some(line));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_domains_and_numbers_their_lines() {
        let text = format!(
            "\u{feff}a.example\r\n\n# note\nb\u{fc}cher.example\n{}\n-bad-\nlast.example",
            "x".repeat(5_000)
        );
        let reader = Box::new(std::io::Cursor::new(text.into_bytes()));
        let mut list = List { name: "list".to_owned(), reader, shard: None, line: 0, place: 0 };
        let mut seen = Vec::new();
        while let Some(listed) = list.next().unwrap() {
            seen.push((listed.line, listed.domain.ok().map(|d| d.as_str().to_owned())));
        }
        let name = |name: &str| Some(name.to_owned());
        assert_eq!(
            seen,
            [
                (1, name("a.example")),
                (4, name("xn--bcher-kva.example")),
                (5, None),
                (6, None),
                (7, name("last.example"))
            ]
        );
    }
}
