//! White space and line ends, as the languages that Senders are written in have them.

/// Which characters a Sender trims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    None,
    /// Space and tab.
    Blanks,
    /// Go's `strings.TrimSpace`, Rust's `trim`: Unicode's White_Space.
    Unicode,
    /// Python's `str.strip`: also U+001C to U+001F.
    Python,
    /// JavaScript's `trim`: also the byte order mark, but not U+0085.
    JavaScript,
}

impl Space {
    pub(super) fn has(self, c: char) -> bool {
        match self {
            Space::None => false,
            Space::Blanks => matches!(c, ' ' | '\t'),
            Space::Unicode => c.is_whitespace(),
            Space::Python => c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}'),
            Space::JavaScript => c == '\u{feff}' || c != '\u{85}' && c.is_whitespace(),
        }
    }

    pub(super) fn trim(self, text: &str) -> &str {
        text.trim_matches(|c| self.has(c))
    }

    pub(super) fn trim_start(self, text: &str) -> &str {
        text.trim_start_matches(|c| self.has(c))
    }

    pub(super) fn trim_end(self, text: &str) -> &str {
        text.trim_end_matches(|c| self.has(c))
    }
}

/// Where a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnds {
    /// At each line feed; what follows the last one is a line too.
    Feed,
    /// As `Feed`; one carriage return before it goes with it, and any other is a fault.
    FeedStrict,
    /// LF or CRLF; no line after the last one (Rust's `lines`).
    Rust,
    /// As `Rust`, and a last carriage return without line feed goes too; a line of 64 KiB is a fault (Go's Scanner).
    Go,
    /// LF or CRLF; what follows the last one is a line too (JavaScript's `split(/\r?\n/)`).
    JavaScript,
    /// Also VT, FF, FS, GS, RS, and CR alone (Python's `splitlines`, on ASCII).
    Python,
    /// As `Python`, but of the ends only CR and LF are taken off.
    PythonKept,
    /// A name ends at a colon, a value at a line feed; what has no colon belongs to the next name (Stalwart).
    AfterColon,
}

/// The longest line that Go's `bufio.Scanner` takes, in bytes.
const SCANNER_LINE: usize = 65_535;

impl LineEnds {
    /// The lines of `text`, or `None` where the Sender gives up on one.
    pub(super) fn split(self, text: &str) -> Option<Vec<&str>> {
        let without_cr = |line: &str| line.strip_suffix('\r').map_or(line.len(), str::len);
        match self {
            LineEnds::Feed | LineEnds::AfterColon => Some(text.split('\n').collect()),
            LineEnds::FeedStrict => text
                .split('\n')
                .map(|line| line.get(..without_cr(line)).filter(|line| !line.contains('\r')))
                .collect(),
            LineEnds::Rust => Some(text.lines().collect()),
            LineEnds::Go => {
                let lines = text.strip_suffix('\n').unwrap_or(text).split('\n');
                // An empty text has no line, not an empty one.
                let lines = lines.filter(|_| !text.is_empty());
                let short = |line: &&str| line.len() <= SCANNER_LINE;
                lines.map(|l| Some(l).filter(short).and_then(|l| l.get(..without_cr(l)))).collect()
            }
            LineEnds::JavaScript => {
                // A carriage return at the end of the text has no line feed behind it, so it stays.
                let mut lines: Vec<&str> = text.split('\n').collect();
                if let Some((_, ended)) = lines.split_last_mut() {
                    for line in ended {
                        *line = line.strip_suffix('\r').unwrap_or(line);
                    }
                }
                Some(lines)
            }
            LineEnds::Python => Some(python_lines(text).map(|(line, _)| line).collect()),
            LineEnds::PythonKept => {
                let kept = python_lines(text).map(|(_, kept)| kept);
                Some(kept.map(|line| line.trim_end_matches(['\r', '\n'])).collect())
            }
        }
    }
}

/// Lines without and with their ends.
fn python_lines(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(is_python_end).unwrap_or(rest.len());
        let (line, tail) = rest.split_at_checked(end)?;
        let after = match tail.strip_prefix("\r\n") {
            Some(after) => after,
            None => tail.get(1..).unwrap_or(""),
        };
        let kept = rest.get(..rest.len().saturating_sub(after.len())).unwrap_or(line);
        rest = after;
        Some((line, kept))
    })
}

fn is_python_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}')
}
