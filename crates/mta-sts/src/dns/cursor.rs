//! The wire format of DNS messages (RFC 1035 4.1): reading one from front to back.
//!
//! Written here, not taken from the crate `domain`, which a test holds it against: of that, what is needed here weighs
//! five times as much in wasm.

/// The octets of the longest name (RFC 1035 2.3.4).
pub(super) const MAX_NAME: usize = 255;

/// A place in a message.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    message: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(message: &'a [u8]) -> Cursor<'a> {
        Cursor { message, at: 0, end: message.len() }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.end
    }

    /// The next octets.
    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(count).filter(|end| *end <= self.end)?;
        let taken = self.message.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    /// All octets up to the end.
    pub(super) fn rest(&mut self) -> Option<&'a [u8]> {
        self.take(self.end.saturating_sub(self.at))
    }

    /// A cursor over the next octets alone, in which names may still point to what is before them.
    pub(super) fn part(&mut self, count: usize) -> Option<Cursor<'a>> {
        let at = self.at;
        self.take(count)?;
        Some(Cursor { message: self.message, at, end: self.at })
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_be_bytes)
    }

    /// A name, in presentation format (RFC 1035 5.1) without the root dot; empty for the root.
    pub(super) fn name(&mut self) -> Option<String> {
        let mut name = String::new();
        let (mut here, mut octets) = (*self, 1_usize);
        // Where the part began that is being read.
        let mut start = self.at;
        let mut behind = None;
        loop {
            let length = here.u8()?;
            match length {
                0 => break,
                1..=63 => {
                    let label = here.take(usize::from(length))?;
                    octets = octets.saturating_add(label.len()).saturating_add(1);
                    if octets > MAX_NAME {
                        return None;
                    }
                    if !name.is_empty() {
                        name.push('.');
                    }
                    label.iter().for_each(|octet| present(*octet, &mut name));
                }
                // RFC 1035 4.1.4: a pointer to a prior occurrence, so that no chain of them is endless.
                0xc0.. => {
                    let target = usize::from(length & 0x3f) << 8 | usize::from(here.u8()?);
                    behind = behind.or(Some(here.at));
                    if target >= start {
                        return None;
                    }
                    start = target;
                    here = Cursor { at: target, end: self.message.len(), ..here };
                }
                _ => return None,
            }
        }
        self.at = behind.unwrap_or(here.at);
        Some(name)
    }
}

/// RFC 1035 5.1: `\.` for a dot that ends no label, `\DDD` for what cannot be printed.
fn present(octet: u8, name: &mut String) {
    match octet {
        b'.' | b'\\' | b' ' => name.extend(['\\', char::from(octet)]),
        0x21..=0x7e => name.push(char::from(octet)),
        _ => name.push_str(&format!("\\{octet:03}")),
    }
}
