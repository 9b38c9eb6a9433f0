//! The tag parser of the mail-auth crate, which Stalwart uses: no grammar, but a walk over the bytes.

/// The `id` of a record, if `v` is STSv1 wherever it stands.
pub(super) fn id(record: &str) -> Option<String> {
    let mut rest = record.as_bytes();
    let (mut version, mut id) = (false, None);
    while let Some(name) = name(&mut rest) {
        match name.as_slice() {
            b"v" => {
                if !is_version(&mut rest) {
                    return None;
                }
                version = true;
            }
            b"id" => id = Some(text(&mut rest)),
            _ => {
                text(&mut rest);
            }
        }
    }
    id.filter(|_| version)
}

/// The name before the next `=`: letters in any case, white space left out. A semicolon empties it, but the
/// letters that follow keep their places as though it had not, so that they are no known name. Any other
/// character spoils it, up to its `=`.
fn name(rest: &mut &[u8]) -> Option<Vec<u8>> {
    let mut name = Vec::new();
    let mut places = 0usize;
    while let Some((byte, tail)) = rest.split_first() {
        *rest = tail;
        match byte {
            b'=' => return Some(name),
            b' ' | b'\t' | b'\r' | b'\n' => {}
            b';' => name = vec![0; places],
            b'a'..=b'z' | b'A'..=b'Z' if places < 8 => {
                name.push(byte.to_ascii_lowercase());
                places = places.saturating_add(1);
            }
            _ => {
                name = vec![0];
                places = 8;
            }
        }
    }
    None
}

/// The bytes up to a semicolon, without white space.
fn text(rest: &mut &[u8]) -> String {
    let end = rest.iter().position(|b| *b == b';').unwrap_or(rest.len());
    let (value, tail) = rest.split_at_checked(end).unwrap_or((rest, &[]));
    *rest = tail.get(1..).unwrap_or(&[]);
    let kept: Vec<u8> = value.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    String::from_utf8_lossy(&kept).into_owned()
}

fn is_version(rest: &mut &[u8]) -> bool {
    text(rest).eq_ignore_ascii_case("STSv1")
}

#[cfg(test)]
mod tests {
    use super::id;

    #[test]
    fn walks_over_the_bytes() {
        for (record, expected) in [
            ("v=STSv1; id=1", Some("1")),
            ("V = s t s v 1 ;; I D = 1 2", Some("12")),
            ("V = s t s v 1 ; I D = 1 2", Some("12")),
            ("id=1;v=STSv1", Some("1")),
            ("v=STSv1; id=", Some("")),
            ("v=STSv1; id=1; id=2=3", Some("2=3")),
            ("v=STSv1x; id=1", None),
            ("v=STSv1", None),
            ("v=STSv1; foo; id=1", None),
        ] {
            assert_eq!(id(record).as_deref(), expected, "{record}");
        }
    }
}
