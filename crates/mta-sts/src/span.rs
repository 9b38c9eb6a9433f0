//! Places in a source text: byte spans, and where they are for people and for JavaScript.

/// A half-open range of bytes in a source text, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end: end.max(start) }
    }

    /// An empty span: a place between two characters.
    pub fn at(offset: usize) -> Span {
        Span::new(offset, offset)
    }

    /// The text that the span covers; empty when it does not fit the source.
    pub fn of(self, source: &str) -> &str {
        source.get(self.start..self.end).unwrap_or("")
    }
}

/// Where a [`Span`] is: UTF-16 code units (JavaScript's offsets), and 1-based lines and columns.
///
/// Lines end with LF; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Place {
    /// The bytes, for Rust users; not serialised.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub bytes: Span,
    /// First UTF-16 code unit.
    pub start: u32,
    /// One past the last UTF-16 code unit.
    pub end: u32,
    /// Line of the start.
    pub line: u32,
    /// Column of the start.
    pub column: u32,
    /// Line of the end.
    pub end_line: u32,
    /// Column of the end.
    pub end_column: u32,
}

/// Turns byte offsets of one source into UTF-16 offsets, lines and columns.
///
/// Offsets are gathered first and resolved in one pass, so that many findings in one long line stay linear.
#[derive(Debug)]
pub(crate) struct Locator {
    /// Sorted by byte offset, no duplicates.
    points: Vec<Point>,
}

#[derive(Debug, Clone, Copy)]
struct Point {
    byte: usize,
    utf16: u32,
    line: u32,
    column: u32,
}

impl Locator {
    /// Resolves the ends of all `spans` in one walk over `source`.
    pub(crate) fn new(source: &str, spans: impl Iterator<Item = Span>) -> Locator {
        let mut offsets: Vec<(usize, usize)> =
            spans.flat_map(|s| [(s.start, 0), (s.end, 0)]).collect();
        offsets.sort_unstable();
        offsets.dedup();
        let mut points = Vec::with_capacity(offsets.len());
        let mut wanted = offsets.into_iter().map(|(offset, _)| offset).peekable();
        let mut here = Point { byte: 0, utf16: 0, line: 1, column: 1 };
        for (byte, character) in source.char_indices() {
            here.byte = byte;
            while let Some(offset) = wanted.next_if(|&o| o <= byte) {
                points.push(Point { byte: offset, ..here });
            }
            if wanted.peek().is_none() {
                break;
            }
            here.utf16 = here.utf16.saturating_add(if character > '\u{ffff}' { 2 } else { 1 });
            if character == '\n' {
                here.line = here.line.saturating_add(1);
                here.column = 1;
            } else {
                here.column = here.column.saturating_add(1);
            }
        }
        points.extend(wanted.map(|byte| Point { byte, ..here }));
        Locator { points }
    }

    /// Where `span` is. It must have been among the spans given to [`Locator::new`].
    pub(crate) fn place(&self, span: Span) -> Place {
        let start = self.point(span.start);
        let end = self.point(span.end);
        Place {
            bytes: span,
            start: start.utf16,
            end: end.utf16,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }

    fn point(&self, byte: usize) -> Point {
        let found = self.points.binary_search_by_key(&byte, |p| p.byte).ok();
        found.and_then(|i| self.points.get(i)).copied().unwrap_or(Point {
            byte,
            utf16: 0,
            line: 1,
            column: 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_utf16_lines_and_columns() {
        let source = "a\u{e9}\u{1f600}b\nxy";
        let span = Span::new(source.find('b').unwrap(), source.len());
        let place = Locator::new(source, [span].into_iter()).place(span);
        assert_eq!((place.start, place.line, place.column), (4, 1, 4));
        assert_eq!((place.end, place.end_line, place.end_column), (8, 2, 3));
    }

    #[test]
    fn resolves_the_end_of_an_empty_source() {
        let place = Locator::new("", [Span::at(0)].into_iter()).place(Span::at(0));
        assert_eq!((place.start, place.end, place.line, place.column), (0, 0, 1, 1));
    }
}
