//! Text that a command writes into a file which people write, between two marks.

use crate::failure::Failure;

/// What stands before and after the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Marks {
    pub(crate) begin: &'static str,
    pub(crate) end: &'static str,
}

impl Marks {
    /// `text` with `new` in the place of what is between the marks; `file` is named where they are missing.
    pub(crate) fn insert(self, file: &str, text: &str, new: &str) -> Result<String, Failure> {
        let Self { begin, end } = self;
        let parts = text
            .split_once(begin)
            .and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
        let Some((before, after)) = parts else {
            return Err(Failure::new(format!("{file} lacks {begin:?} and {end:?}")));
        };
        Ok(format!("{before}{begin}{new}{end}{after}"))
    }
}
