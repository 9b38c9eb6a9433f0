//! Files of vectors: JSON arrays of `{ id, kind, input, verdict, … }`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::failure::Failure;

#[derive(Deserialize)]
struct Raw {
    id: String,
    kind: String,
    input: Value,
    #[serde(default)]
    verdict: String,
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default)]
    observed: BTreeMap<String, String>,
}

/// A vector, its input sorted by kind.
#[derive(Debug)]
pub(crate) struct Vector {
    pub id: String,
    pub input: Input,
    /// Empty where a file only says what was observed.
    pub verdict: String,
    /// Finding codes that must be among the findings.
    pub codes: Vec<String>,
    /// What implementations were measured to answer.
    pub observed: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "input", rename_all = "kebab-case")]
pub(crate) enum Input {
    /// The TXT record set at `_mta-sts`, the strings of each record joined.
    Txt(Vec<String>),
    Policy(String),
    /// Pattern and host.
    Mx(String, String),
    /// The TXT record set at `_smtp._tls`.
    TlsrptRecord(Vec<String>),
}

impl Input {
    /// As vector files have it.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Input::Txt(_) => "txt",
            Input::Policy(_) => "policy",
            Input::Mx(..) => "mx",
            Input::TlsrptRecord(_) => "tlsrpt-record",
        }
    }
}

/// All vectors of files and of the `*.json` in folders.
pub(crate) fn load(paths: &[PathBuf]) -> Result<Vec<Vector>, Failure> {
    let mut vectors = Vec::new();
    for path in paths {
        for file in files(path)? {
            vectors.extend(load_file(&file)?);
        }
    }
    if vectors.is_empty() {
        return Err(Failure::usage("There are no vectors in what was named."));
    }
    Ok(vectors)
}

fn files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let unreadable =
        |error| Failure::usage(format!("cannot read the folder {}: {error}", path.display()));
    let entries = fs::read_dir(path).map_err(unreadable)?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "json"));
    files.sort();
    Ok(files)
}

fn load_file(path: &Path) -> Result<Vec<Vector>, Failure> {
    let refuse = |why: String| Failure::usage(format!("{}: {why}", path.display()));
    let text = fs::read(path).map_err(|error| refuse(format!("cannot be read: {error}")))?;
    let raw: Vec<Raw> = serde_json::from_slice(&text)
        .map_err(|error| refuse(format!("is not a JSON array of vectors: {error}")))?;
    raw.into_iter()
        .map(|Raw { id, kind, input, verdict, codes, observed }| {
            let input = sort(&kind, &input).ok_or_else(|| {
                refuse(format!("vector {id}: kind {kind:?} with input {input} is not known"))
            })?;
            Ok(Vector { id, input, verdict, codes, observed })
        })
        .collect()
}

fn sort(kind: &str, input: &Value) -> Option<Input> {
    Some(match kind {
        "txt" => Input::Txt(records(input)?),
        "tlsrpt-record" => Input::TlsrptRecord(records(input)?),
        "policy" => Input::Policy(input.as_str()?.to_owned()),
        "mx" => match input.as_array()?.as_slice() {
            [pattern, host] => Input::Mx(pattern.as_str()?.to_owned(), host.as_str()?.to_owned()),
            _ => return None,
        },
        _ => return None,
    })
}

/// One record, or an array of records; a record is a string or an array of strings to be joined.
fn records(input: &Value) -> Option<Vec<String>> {
    match input {
        Value::String(one) => Some(vec![one.clone()]),
        Value::Array(several) => several.iter().map(record).collect(),
        _ => None,
    }
}

fn record(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(strings) => strings.iter().map(Value::as_str).collect(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_the_strings_of_a_record() {
        let input = serde_json::json!([["v=STSv1; ", "id=1"], "other"]);
        let records = vec!["v=STSv1; id=1".to_owned(), "other".to_owned()];
        assert_eq!(sort("txt", &input), Some(Input::Txt(records)));
        assert_eq!(sort("mx", &serde_json::json!(["a"])), None);
    }
}
