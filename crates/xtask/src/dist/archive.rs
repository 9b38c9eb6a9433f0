//! A .tar.gz that is the same, byte for byte, whoever packs the same files.

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{Builder, Header};

use crate::failure::{Context, Failure};

/// A file in the archive.
pub(super) struct Entry {
    path: String,
    bytes: Vec<u8>,
    mode: u32,
}

impl Entry {
    pub(super) fn file(path: String, bytes: Vec<u8>) -> Entry {
        Entry { path, bytes, mode: 0o644 }
    }

    pub(super) fn program(path: String, bytes: Vec<u8>) -> Entry {
        Entry { path, bytes, mode: 0o755 }
    }
}

/// Packs them below a folder of this name: no times, no owners.
pub(super) fn pack(folder: &str, entries: &[Entry]) -> Result<Vec<u8>, Failure> {
    let mut archive = Builder::new(GzEncoder::new(Vec::new(), Compression::best()));
    for Entry { path, bytes, mode } in entries {
        let mut header = Header::new_gnu();
        header.set_mode(*mode);
        header.set_size(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        archive
            .append_data(&mut header, format!("{folder}/{path}"), bytes.as_slice())
            .context(|| format!("cannot pack {path}"))?;
    }
    let packed = archive.into_inner().and_then(GzEncoder::finish);
    packed.context(|| "cannot finish the archive".to_owned())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;

    #[test]
    fn an_archive_holds_what_went_in() {
        let entries = || {
            let program = Entry::program("mta-sts".to_owned(), b"binary".to_vec());
            [program, Entry::file("man/mta-sts.1".to_owned(), b"page".to_vec())]
        };
        let packed = pack("mta-sts-1", &entries()).unwrap();
        assert_eq!(packed, pack("mta-sts-1", &entries()).unwrap());
        let mut archive = tar::Archive::new(GzDecoder::new(packed.as_slice()));
        let mut seen = Vec::new();
        for entry in archive.entries().unwrap() {
            let mut entry = entry.unwrap();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            let path = entry.path().unwrap().display().to_string();
            seen.push((path, entry.header().mode().unwrap(), text));
        }
        let wanted = [
            ("mta-sts-1/mta-sts".to_owned(), 0o755, "binary".to_owned()),
            ("mta-sts-1/man/mta-sts.1".to_owned(), 0o644, "page".to_owned()),
        ];
        assert_eq!(seen, wanted);
    }
}
