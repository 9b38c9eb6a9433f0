//! Places in a source text: byte spans, and where they are for people and for JavaScript.

/// A half-open range of bytes in a source text, on character boundaries.
///
/// ```
/// let parsed = mta_sts::policy::parse(b"version: STSv1\nmode: None\nmax_age: 604800\n");
/// let span = parsed.diagnostics[0].labels[0].span;
/// assert_eq!((span.start, span.end), (21, 25));
/// assert_eq!(span.of(&parsed.source), "None");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to, not including, `end`.
    ///
    /// An `end` before the start counts as the start.
    ///
    /// ```
    /// use mta_sts::span::Span;
    /// assert_eq!(Span::new(9, 14).of("version: STSv1"), "STSv1");
    /// assert_eq!(Span::new(9, 3), Span::at(9));
    /// ```
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end: end.max(start) }
    }

    /// An empty span: a place between two characters.
    ///
    /// ```
    /// use mta_sts::span::Span;
    /// assert_eq!(Span::at(7), Span { start: 7, end: 7 });
    /// ```
    pub fn at(offset: usize) -> Span {
        Span::new(offset, offset)
    }

    /// The text that the span covers; empty when it does not fit the source.
    ///
    /// ```
    /// use mta_sts::span::Span;
    /// assert_eq!(Span::new(6, 10).of("mode: none"), "none");
    /// assert_eq!(Span::new(6, 99).of("mode: none"), "");
    /// ```
    pub fn of(self, source: &str) -> &str {
        source.get(self.start..self.end).unwrap_or("")
    }
}

/// Where a [`Span`] is: UTF-16 code units (JavaScript's offsets), and 1-based lines and columns.
///
/// Lines end with LF; columns count characters.
///
/// ```
/// let parsed = mta_sts::policy::parse(b"version: STSv1\nmode: None\nmax_age: 604800\n");
/// let place = parsed.findings()[0].labels[0].span;
/// assert_eq!((place.line, place.column, place.end_column), (2, 7, 11));
/// assert_eq!((place.start, place.end), (21, 25));
/// ```
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
/// One walk over the source leaves a mark every [`STRIDE`] bytes, so that each place is a short walk from a mark,
/// however long a line is.
#[derive(Debug)]
pub(crate) struct Locator<'a> {
    source: &'a str,
    marks: Vec<Point>,
}

/// Bytes between marks.
const STRIDE: usize = 128;

#[derive(Debug, Clone, Copy)]
struct Point {
    byte: usize,
    utf16: u32,
    line: u32,
    column: u32,
}

impl Point {
    /// The point behind `character`.
    fn after(self, character: char) -> Point {
        let newline = character == '\n';
        Point {
            byte: self.byte.saturating_add(character.len_utf8()),
            utf16: self.utf16.saturating_add(if character > '\u{ffff}' { 2 } else { 1 }),
            line: self.line.saturating_add(u32::from(newline)),
            column: if newline { 1 } else { self.column.saturating_add(1) },
        }
    }
}

impl<'a> Locator<'a> {
    pub(crate) fn new(source: &'a str) -> Locator<'a> {
        let mut here = Point { byte: 0, utf16: 0, line: 1, column: 1 };
        let mut marks = vec![here];
        for character in source.chars() {
            here = here.after(character);
            // The mark of block n is the first point in it.
            if here.byte.checked_div(STRIDE).is_some_and(|block| block >= marks.len()) {
                marks.push(here);
            }
        }
        Locator { source, marks }
    }

    /// Where `span` is.
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
        let block = byte.checked_div(STRIDE).unwrap_or(0);
        // The first point of a block may lie behind the byte; then the block before has it.
        let before = |m: &&Point| m.byte <= byte;
        let mark = self.marks.get(block).filter(before);
        let mark = mark.or_else(|| self.marks.get(block.saturating_sub(1))).or(self.marks.last());
        let mut here = mark.copied().unwrap_or(Point { byte: 0, utf16: 0, line: 1, column: 1 });
        for character in self.source.get(here.byte..).unwrap_or("").chars() {
            if here.byte >= byte {
                break;
            }
            here = here.after(character);
        }
        here
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_utf16_lines_and_columns() {
        let source = "a\u{e9}\u{1f600}b\nxy";
        let span = Span::new(source.find('b').unwrap(), source.len());
        let place = Locator::new(source).place(span);
        assert_eq!((place.start, place.line, place.column), (4, 1, 4));
        assert_eq!((place.end, place.end_line, place.end_column), (8, 2, 3));
    }

    #[test]
    fn agrees_with_counting_at_every_offset() {
        let source = "aé\u{1f600}\nbc\n".repeat(200);
        let locator = Locator::new(&source);
        for (byte, _) in source.char_indices() {
            let before = &source[..byte];
            let place = locator.place(Span::at(byte));
            assert_eq!(place.start as usize, before.encode_utf16().count());
            assert_eq!(place.line as usize, before.matches('\n').count() + 1);
            let line = before.rsplit('\n').next().unwrap();
            assert_eq!(place.column as usize, line.chars().count() + 1);
        }
    }

    #[test]
    fn resolves_the_end_of_an_empty_source() {
        let place = Locator::new("").place(Span::at(0));
        assert_eq!((place.start, place.end, place.line, place.column), (0, 0, 1, 1));
    }
}
