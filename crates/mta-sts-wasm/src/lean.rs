//! The fast path: texts come in a buffer that is written from outside, results leave as numbers in memory.
//!
//! `npm/lib/lean.js` and `npm/lib/text-buffer.js` are the other side of it. Places are UTF-16 code units of the text,
//! so that JavaScript cuts its own string and nothing has to be decoded.

use std::cell::RefCell;

use mta_sts::policy::{Mode, StrictPolicy};
use mta_sts::record::StrictStsRecord;
use mta_sts::{MxMatcher, MxPattern};
use wasm_bindgen::prelude::*;

use crate::ascii;

#[derive(Default)]
struct Lean {
    /// The text, at the start of it.
    buffer: Vec<u8>,
    result: Vec<u32>,
    /// What `leanMatch` holds hosts against.
    patterns: Vec<MxPattern>,
}

thread_local! {
    static LEAN: RefCell<Lean> = RefCell::default();
}

impl Lean {
    fn text(&self, length: usize) -> Option<&[u8]> {
        self.buffer.get(..length)
    }

    /// Where the words are that `read` leaves; null when it gives none.
    fn answer(
        &mut self,
        length: usize,
        read: impl FnOnce(&[u8], &mut Vec<u32>) -> Option<()>,
    ) -> *const u32 {
        self.result.clear();
        let Lean { buffer, result, .. } = self;
        let read = buffer.get(..length).and_then(|text| read(text, result));
        read.map_or(std::ptr::null(), |()| result.as_ptr())
    }
}

/// Places of parts of a text, asked for from front to back.
struct Places<'a> {
    text: &'a [u8],
    ascii: bool,
    byte: usize,
    unit: usize,
}

impl<'a> Places<'a> {
    fn new(text: &'a [u8]) -> Places<'a> {
        Places { text, ascii: text.is_ascii(), byte: 0, unit: 0 }
    }

    /// Start and end of a part that borrows from the text.
    fn of(&mut self, part: &str) -> [u32; 2] {
        let start = part.as_ptr().addr() - self.text.as_ptr().addr();
        let start = self.units(start);
        [words(start), words(start + part.len())]
    }

    /// The UTF-16 code units before a byte. What is asked for is ASCII; only what stands before it may not be.
    fn units(&mut self, byte: usize) -> usize {
        if self.ascii {
            return byte;
        }
        let between = self.text.get(self.byte..byte).unwrap_or_default();
        let between = std::str::from_utf8(between).unwrap_or_default();
        self.unit += between.encode_utf16().count();
        self.byte = byte;
        self.unit
    }
}

/// Counts and places are below the module's 4 GiB.
#[allow(clippy::cast_possible_truncation, reason = "see above")]
fn words(number: usize) -> u32 {
    number as u32
}

/// Makes the buffer at least `size` bytes long and tells where it is.
#[wasm_bindgen(js_name = leanBuffer, skip_typescript)]
pub fn lean_buffer(size: usize) -> *mut u8 {
    LEAN.with_borrow_mut(|lean| {
        lean.buffer.resize(size.max(lean.buffer.len()), 0);
        lean.buffer.as_mut_ptr()
    })
}

/// Whether the text is a policy that a strict Sender takes.
#[wasm_bindgen(js_name = leanIsValid, skip_typescript)]
pub fn lean_is_valid(length: usize) -> bool {
    LEAN.with_borrow(|lean| lean.text(length).and_then(StrictPolicy::read).is_some())
}

/// Mode, max_age, the number of patterns, then start and end of each; null for a text that is no policy.
#[wasm_bindgen(js_name = leanPolicy, skip_typescript)]
pub fn lean_policy(length: usize) -> *const u32 {
    LEAN.with_borrow_mut(|lean| {
        lean.answer(length, |text, result| {
            let policy = StrictPolicy::read(text)?;
            let mode = match policy.mode() {
                Mode::Enforce => 0,
                Mode::Testing => 1,
                Mode::None => 2,
            };
            result.extend([mode, policy.max_age(), 0]);
            let mut places = Places::new(text);
            for pattern in policy.mx() {
                result.extend(places.of(pattern));
            }
            let count = words((result.len() - 3) / 2);
            result[2] = count;
            Some(())
        })
    })
}

/// Start and end of the id of a record; null for a text that is none.
#[wasm_bindgen(js_name = leanRecord, skip_typescript)]
pub fn lean_record(length: usize) -> *const u32 {
    LEAN.with_borrow_mut(|lean| {
        lean.answer(length, |text, result| {
            let record = StrictStsRecord::read(std::str::from_utf8(text).ok()?)?;
            result.extend(Places::new(text).of(record.id()));
            Some(())
        })
    })
}

/// Keeps the lines of the text as the patterns of `leanMatch`. Whether there are so many, and each is a pattern.
#[wasm_bindgen(js_name = leanPatterns, skip_typescript)]
pub fn lean_patterns(length: usize, count: usize) -> bool {
    LEAN.with_borrow_mut(|lean| {
        let Lean { buffer, patterns, .. } = lean;
        let read: Result<Vec<MxPattern>, _> = lines(buffer, length).map(MxPattern::parse).collect();
        *patterns = read.unwrap_or_default();
        patterns.len() == count
    })
}

/// For each line of the text, an MX host, the place of the pattern that covers it, counted from 1; 0 for none. Null when
/// there are not so many lines.
#[wasm_bindgen(js_name = leanMatch, skip_typescript)]
pub fn lean_match(length: usize, count: usize) -> *const u32 {
    LEAN.with_borrow_mut(|lean| {
        let Lean { buffer, result, patterns } = lean;
        let matcher = MxMatcher::new(patterns);
        result.clear();
        result.extend(lines(buffer, length).map(|line| {
            let converted = || matcher.covering_text(&ascii::to_ascii(line)?);
            // U-labels are rare, and to convert them costs a way out of the module.
            let covering = matcher.covering_text(line);
            let covering = if line.is_ascii() { covering } else { covering.or_else(converted) };
            covering.map_or(0, |index| words(index) + 1)
        }));
        if result.len() == count { result.as_ptr() } else { std::ptr::null() }
    })
}

fn lines(buffer: &[u8], length: usize) -> std::str::Split<'_, char> {
    let text = buffer.get(..length).and_then(|text| std::str::from_utf8(text).ok());
    text.unwrap_or_default().split('\n')
}
