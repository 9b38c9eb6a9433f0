//! The results of an earlier scan, to tell what changed.

use std::collections::HashMap;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::{Entry, Scope};
use crate::exit::CliError;

/// A fingerprint for each domain of the earlier results.
pub(crate) struct Since(HashMap<u64, u64>);

impl Since {
    /// # Errors
    ///
    /// When the file cannot be read, or is not the NDJSON of a scan of this scope.
    pub(crate) fn read(path: &Path, scope: Scope) -> Result<Since, CliError> {
        let refuse = |why: String| CliError::new(format!("--since {}: {why}", path.display()));
        let file =
            File::open(path).map_err(|error| refuse(format!("cannot be opened: {error}")))?;
        let mut known = HashMap::new();
        for (index, line) in BufReader::new(file).lines().enumerate() {
            let line = line.map_err(|error| refuse(format!("cannot be read: {error}")))?;
            let entry: Entry = serde_json::from_str(&line).map_err(|error| {
                refuse(format!(
                    "line {} is not a result of `scan --format ndjson`: {error}",
                    index + 1
                ))
            })?;
            scope.meets(entry.scope, index + 1).map_err(|error| refuse(error.to_string()))?;
            known.insert(key(&entry.domain), entry.fingerprint());
        }
        Ok(Since(known))
    }

    /// Whether the earlier results say something else of this domain, or nothing.
    pub(crate) fn differs(&self, entry: &Entry) -> bool {
        self.0.get(&key(&entry.domain)) != Some(&entry.fingerprint())
    }
}

fn key(domain: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    domain.hash(&mut hasher);
    hasher.finish()
}
