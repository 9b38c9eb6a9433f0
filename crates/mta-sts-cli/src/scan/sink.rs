//! Where results go: in the order they come, or in the list's.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{BufWriter, ErrorKind, Write, stdout};
use std::path::Path;

use super::Entry;
use crate::args::ScanFormat;
use crate::exit::CliError;

/// Why a scan cannot go on.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The reader of the pipe has gone.
    Closed,
    /// Such as a full disk.
    Failed(CliError),
}

pub(crate) struct Sink {
    name: String,
    out: Box<dyn Write>,
    format: ScanFormat,
    /// Results that wait for earlier ones, by their turn; `None` where order does not matter.
    waiting: Option<BTreeMap<u64, Option<Entry>>>,
    turn: u64,
}

impl Sink {
    /// # Errors
    ///
    /// When the file cannot be opened.
    pub(crate) fn open(
        path: Option<&Path>,
        append: bool,
        format: ScanFormat,
        ordered: bool,
    ) -> Result<Sink, Stop> {
        let (name, out, fresh): (_, Box<dyn Write>, _) = match path {
            None => ("standard output".to_owned(), Box::new(BufWriter::new(stdout())), true),
            Some(path) => {
                let name = path.display().to_string();
                let mut options = OpenOptions::new();
                options.create(true).write(true).append(append).truncate(!append);
                let refuse =
                    |error| CliError::new(format!("--output {name}: cannot be opened: {error}"));
                let file = options.open(path).map_err(refuse)?;
                let fresh = file.metadata().map_err(refuse)?.len() == 0;
                (name, Box::new(BufWriter::new(file)), fresh)
            }
        };
        let waiting = ordered.then(BTreeMap::new);
        let mut sink = Sink { name, out, format, waiting, turn: 0 };
        if fresh && format == ScanFormat::Csv {
            sink.line(&Entry::csv_header())?;
        }
        Ok(sink)
    }

    /// Takes the result whose turn is `turn`, counted from 0; `None` for one that is not wanted.
    pub(crate) fn put(&mut self, turn: u64, entry: Option<Entry>) -> Result<(), Stop> {
        let Some(waiting) = &mut self.waiting else {
            return entry.map_or(Ok(()), |entry| self.write(&entry));
        };
        waiting.insert(turn, entry);
        let mut ready = Vec::new();
        while let Some(next) = waiting.remove(&self.turn) {
            ready.extend(next);
            self.turn += 1;
        }
        ready.iter().try_for_each(|entry| self.write(entry))
    }

    /// How many results wait for earlier ones.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.as_ref().map_or(0, BTreeMap::len)
    }

    pub(crate) fn flush(&mut self) -> Result<(), Stop> {
        let flushed = self.out.flush();
        flushed.map_err(|error| self.explain(&error))
    }

    fn write(&mut self, entry: &Entry) -> Result<(), Stop> {
        let line = match self.format {
            ScanFormat::Csv => entry.csv(),
            ScanFormat::Ndjson => entry.ndjson().map_err(|error| {
                Stop::Failed(CliError::new(format!("a result cannot be written as JSON: {error}")))
            })?,
        };
        self.line(&line)
    }

    fn line(&mut self, line: &str) -> Result<(), Stop> {
        let written = self.out.write_all(line.as_bytes());
        written.map_err(|error| self.explain(&error))
    }

    fn explain(&self, error: &std::io::Error) -> Stop {
        if error.kind() == ErrorKind::BrokenPipe {
            return Stop::Closed;
        }
        let name = &self.name;
        Stop::Failed(CliError::new(format!("{name} cannot be written: {error}")))
    }
}

impl From<CliError> for Stop {
    fn from(error: CliError) -> Stop {
        Stop::Failed(error)
    }
}
