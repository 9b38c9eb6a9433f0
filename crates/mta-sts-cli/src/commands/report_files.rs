//! The files that `mta-sts report` reads: those named, and those in folders.

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use crate::exit::CliError;

use super::files::refuse;

/// Folders within folders.
const MAX_DEPTH: usize = 16;

/// A file to read.
#[derive(Debug)]
pub(super) struct ReportFile {
    pub(super) path: PathBuf,
    /// It was found in a folder; who names a file means it.
    pub(super) found: bool,
}

/// What is read, and why the rest of what lies in folders is not.
#[derive(Debug, Default)]
pub(super) struct ReportFiles {
    pub(super) files: Vec<ReportFile>,
    pub(super) refused: Vec<CliError>,
}

impl ReportFiles {
    /// Files as they are named, folders with all that lies in them, in the order of names.
    ///
    /// # Errors
    ///
    /// When a folder that is named itself cannot be read.
    pub(super) fn gather(named: &[PathBuf]) -> Result<ReportFiles, CliError> {
        let mut gathered = ReportFiles::default();
        for path in named {
            if path != Path::new("-") && path.is_dir() {
                gathered.folder(path, 0)?;
            } else {
                gathered.files.push(ReportFile { path: path.clone(), found: false });
            }
        }
        Ok(gathered)
    }

    fn folder(&mut self, path: &Path, depth: usize) -> Result<(), CliError> {
        let unreadable =
            |error: io::Error| refuse(path, &format!("the folder cannot be read: {error}"));
        let entries: io::Result<Vec<DirEntry>> = fs::read_dir(path).and_then(Iterator::collect);
        let mut entries = entries.map_err(unreadable)?;
        entries.sort_by_key(DirEntry::path);
        for entry in entries {
            if let Err(error) = self.entry(&entry, depth) {
                self.refused.push(error);
            }
        }
        Ok(())
    }

    fn entry(&mut self, entry: &DirEntry, depth: usize) -> Result<(), CliError> {
        let path = entry.path();
        let unknown =
            |error: io::Error| refuse(&path, &format!("nothing can be read here: {error}"));
        let itself = entry.file_type().map_err(unknown)?;
        if itself.is_dir() && depth < MAX_DEPTH {
            return self.folder(&path, depth + 1);
        }
        // A link to a folder may lead in a circle, and reading anything but a file may never end.
        let meant = fs::metadata(&path).map_err(unknown)?;
        if meant.is_file() {
            self.files.push(ReportFile { path, found: true });
            return Ok(());
        }
        Err(refuse(
            &path,
            match (meant.is_dir(), itself.is_symlink()) {
                (true, true) => "links to folders are not followed; name the folder itself",
                (true, false) => "folders lie too deep in each other here; name this one itself",
                (false, _) => "this is neither a file nor a folder and is not read",
            },
        ))
    }
}
