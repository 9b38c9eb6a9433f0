//! Full diagnostics of a policy that there is nothing to say of, as fast as the strict reading.

use std::str::from_utf8;
use std::sync::Arc;

use crate::mx::repeats;
use crate::parsed::Parsed;

use super::{Mode, Policy, SHORT_MAX_AGE, StrictPolicy};

/// What the tolerant reader gives, for a policy that needs no word from it; `None` where it may have one. Policies in
/// service are mostly of this kind.
#[inline]
pub(super) fn read(body: &[u8]) -> Option<Parsed<Policy>> {
    let strict = StrictPolicy::read(body)?;
    let quiet = strict.mode() == Mode::Enforce
        && strict.max_age() >= SHORT_MAX_AGE
        && !strict.exceeds_max_age()
        && strict.others == 0
        && !strict.odd_names;
    let source = Arc::from(from_utf8(body).ok().filter(|_| quiet)?);
    let policy = strict.owned(&source);
    if repeats(&policy.mx) {
        return None;
    }
    Some(Parsed { value: Some(policy), salvaged: None, source, diagnostics: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::policy::reader;

    const BODY: &str =
        "version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.Example.net\nmax_age: 604800\n";

    #[test]
    fn gives_what_the_tolerant_reader_gives() {
        assert_eq!(read(BODY.as_bytes()), Some(reader::read(BODY.as_bytes())));
    }

    #[test]
    fn leaves_all_that_needs_a_word_to_the_tolerant_reader() {
        for (from, to) in [
            ("enforce", "testing"),
            ("enforce", "none"),
            ("604800", "3600"),
            ("604800", "31557601"),
            ("604800", "1w"),
            ("mail.example.com", "localhost"),
            ("mail.example.com", "192.0.2.1"),
            ("mail.example.com", "*.example.net"),
            ("mail.example.com", "com"),
            ("\nmax_age", "\nMode: none\nmax_age"),
            ("\nmax_age", "\nmode: none\nmax_age"),
        ] {
            let body = BODY.replace(from, to);
            assert_eq!(read(body.as_bytes()), None, "{body}");
            assert!(!reader::read(body.as_bytes()).diagnostics.is_empty(), "{body}");
        }
    }
}
