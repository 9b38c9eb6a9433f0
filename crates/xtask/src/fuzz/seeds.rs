//! Seeds for the fuzz targets, made of the vectors.

use std::fs;
use std::path::Path;

use mta_sts::dns::{RecordType, encode_query};

use super::Target;
use crate::failure::{Context, Failure};
use crate::paths;
use crate::vectors::file::{self, Input};

/// Writes `FOLDER/<target>/<vector>`.
pub(super) fn write(folder: &Path) -> Result<(), Failure> {
    let vectors = file::load(&[paths::root().join("tests/conformance/vectors")])?;
    for vector in &vectors {
        match &vector.input {
            Input::Txt(records) => {
                seed(folder, Target::Record, &vector.id, records.join("\n").as_bytes())?;
                seed(folder, Target::DnsMessage, &vector.id, &txt_answer(records))?;
                seed(folder, Target::CheckTranscript, &vector.id, &transcript(records))?;
            }
            Input::TlsrptRecord(records) => {
                let text = records.join("\n");
                seed(folder, Target::TlsrptRecord, &vector.id, text.as_bytes())?;
            }
            Input::Policy(body) => seed(folder, Target::Policy, &vector.id, body.as_bytes())?,
            Input::Mx(pattern, host) => {
                seed(folder, Target::Mx, &vector.id, format!("{pattern}\n{host}").as_bytes())?;
            }
        }
    }
    let report = paths::root().join("tests/conformance/reports/base.json");
    let report = fs::read(&report).context(|| format!("cannot read {}", report.display()))?;
    seed(folder, Target::Report, "base", &report)
}

fn seed(folder: &Path, target: Target, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let folder = folder.join(target.name());
    let path = folder.join(name);
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&path, bytes))
        .context(|| format!("cannot write {}", path.display()))
}

/// For `dns_message`: the byte that picks the type, then a whole answer.
fn txt_answer(records: &[String]) -> Vec<u8> {
    let mut message = encode_query("a.example", RecordType::Txt).unwrap_or_default();
    if let Some(flags) = message.get_mut(2) {
        *flags |= 0x80;
    }
    if let Some(count) = message.get_mut(7) {
        *count = u8::try_from(records.len()).unwrap_or(u8::MAX);
    }
    let mut seed = vec![4];
    seed.append(&mut message);
    for record in records {
        let strings: Vec<u8> = record
            .as_bytes()
            .chunks(255)
            .flat_map(|chunk| [&[u8::try_from(chunk.len()).unwrap_or(0)], chunk].concat())
            .collect();
        // A pointer to the question's name, TXT, IN, a TTL of a minute.
        seed.extend_from_slice(b"\xc0\x0c\0\x10\0\x01\0\0\0\x3c");
        seed.extend_from_slice(&u16::try_from(strings.len()).unwrap_or(0).to_be_bytes());
        seed.extend_from_slice(&strings);
    }
    seed
}

/// For `check_transcript`: with probes, then an answer to the first question; the rest is up to the fuzzer.
fn transcript(records: &[String]) -> Vec<u8> {
    let mut seed = vec![1, 2, u8::try_from(records.len().min(3)).unwrap_or(0)];
    for record in records.iter().take(3) {
        let text: Vec<u8> = record.bytes().take(255).collect();
        seed.push(u8::try_from(text.len()).unwrap_or(0));
        seed.extend_from_slice(&text);
    }
    seed
}
