//! Many hosts against the patterns of one policy.

use crate::domain::{DomainName, equal, repeat};
use crate::shared::index;

use super::MxPattern;

/// Up to so many patterns are told apart by their lengths, which is faster than hashing.
const FEW: usize = 8;

/// Whoever writes a policy can choose patterns that hash alike. With so many in a row, the patterns are searched in
/// sorted order instead.
const LONGEST_CHAIN: usize = 64;

/// The patterns of one policy, arranged so that each host is one look-up, however many patterns there are
/// (RFC 8461 4.1).
///
/// ```
/// use mta_sts::{DomainName, MxMatcher, policy::Policy};
/// let policy: Policy = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.example.net\nmax_age: 604800\n"
///     .parse()
///     .unwrap();
/// let matcher = MxMatcher::new(&policy.mx);
/// let covered = |host| matcher.covering(&DomainName::parse(host).unwrap()).is_some();
/// assert!(covered("mail.example.com") && covered("mx2.example.net"));
/// assert!(!covered("mail.example.org"));
/// ```
#[derive(Debug)]
pub struct MxMatcher<'a> {
    patterns: &'a [MxPattern],
    order: Order<'a>,
}

#[derive(Debug)]
enum Order<'a> {
    Few(Few<'a>),
    Many(Many),
}

#[derive(Debug)]
struct Few<'a> {
    names: [&'a [u8]; FEW],
    /// The length of each name in a byte of its own: those of exact names, and those of wildcards. 0 elsewhere.
    lengths: [u64; 2],
}

#[derive(Debug)]
enum Many {
    /// Places in `patterns` plus one, by hash, the next free place where that is taken; 0 is free.
    Hashed(Vec<u32>),
    /// Places in `patterns`, by name; of equal ones the first stands first.
    Sorted(Vec<u32>),
}

/// A name and whether it is that of a wildcard.
type Key<'a> = (&'a [u8], bool);

impl<'a> MxMatcher<'a> {
    /// Arranges `patterns`; of equal ones the first counts.
    ///
    /// ```
    /// use mta_sts::{DomainName, MxMatcher, MxPattern};
    /// let patterns = [MxPattern::parse("*.example.net")?, MxPattern::parse("*.EXAMPLE.net")?];
    /// let host = DomainName::parse("mx1.example.net").unwrap();
    /// assert_eq!(MxMatcher::new(&patterns).covering(&host), Some(0));
    /// # Ok::<(), mta_sts::MxPatternError>(())
    /// ```
    pub fn new(patterns: &'a [MxPattern]) -> MxMatcher<'a> {
        let mut matcher = MxMatcher { patterns, order: Order::Few(Few::new(patterns)) };
        if patterns.len() > FEW {
            matcher.order = match matcher.hashed() {
                Some(slots) => Order::Many(Many::Hashed(slots)),
                None => Order::Many(Many::Sorted(matcher.sorted())),
            };
        }
        matcher
    }

    /// The index under which an equal pattern is kept.
    pub(crate) fn index_of(&self, pattern: &MxPattern) -> Option<usize> {
        self.find(key(pattern))
    }

    /// The index of the pattern that covers `host`: the exact name before a wildcard.
    ///
    /// It is an index into what [`MxMatcher::new`] was given; with `None` the host fails RFC 8461 4.1.
    ///
    /// ```
    /// use mta_sts::{DomainName, MxMatcher, MxPattern};
    /// let patterns = [MxPattern::parse("*.example.net")?, MxPattern::parse("mx1.example.net")?];
    /// let matcher = MxMatcher::new(&patterns);
    /// let covering = |host| matcher.covering(&DomainName::parse(host).unwrap());
    /// assert_eq!(covering("mx1.example.net"), Some(1));
    /// assert_eq!(covering("mx2.example.net"), Some(0));
    /// assert_eq!(covering("example.net"), None);
    /// # Ok::<(), mta_sts::MxPatternError>(())
    /// ```
    pub fn covering(&self, host: &DomainName) -> Option<usize> {
        self.covering_name(host.as_bytes())
    }

    /// The same for a name as a text, in any case, with or without the root dot; `None` also for what is no name.
    ///
    /// ```
    /// # use mta_sts::{MxMatcher, MxPattern};
    /// let patterns = [MxPattern::parse("*.example.com")?];
    /// let matcher = MxMatcher::new(&patterns);
    /// assert_eq!(matcher.covering_text("MX.example.com."), Some(0));
    /// assert_eq!(matcher.covering_text("m_x.example.com"), None);
    /// # Ok::<(), mta_sts::MxPatternError>(())
    /// ```
    pub fn covering_text(&self, host: &str) -> Option<usize> {
        let name = host.as_bytes();
        // An empty name has the length of what is not there.
        let found = self.covering_name(name).filter(|index| *index < self.patterns.len());
        let sure = match found.and_then(|index| self.patterns.get(index)) {
            // What is equal to a pattern is a name.
            Some(pattern) if !pattern.wildcard => true,
            // Of what is right below one, the first label is left to look at.
            Some(pattern) => {
                let length = name.len().saturating_sub(pattern.domain.as_bytes().len());
                let label = name.get(..length.saturating_sub(1)).unwrap_or_default();
                let plain = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit();
                let fits = (2..=64).contains(&length) && name.len() <= DomainName::MAX_LENGTH;
                fits && label.iter().all(plain)
            }
            None => name.last() != Some(&b'.') && !name.iter().any(u8::is_ascii_uppercase),
        };
        if sure { found } else { self.covering(&DomainName::parse(host).ok()?) }
    }

    fn covering_name(&self, name: &[u8]) -> Option<usize> {
        self.find((name, false)).or_else(|| self.find((parent(name)?, true)))
    }

    #[inline]
    fn find(&self, wanted: Key<'_>) -> Option<usize> {
        match &self.order {
            Order::Few(few) => few.find(wanted),
            Order::Many(many) => self.find_among(many, wanted),
        }
    }

    #[inline(never)]
    fn find_among(&self, many: &Many, wanted: Key<'_>) -> Option<usize> {
        let is_wanted = |index: &usize| self.key(*index) == Some(wanted);
        match many {
            Many::Hashed(slots) => {
                let chain = chain(slots.len(), wanted).map_while(|slot| kept(slots, slot));
                chain.take(LONGEST_CHAIN).find(is_wanted)
            }
            Many::Sorted(places) => {
                let at = places.partition_point(|place| self.key(index(*place)) < Some(wanted));
                places.get(at).map(|place| index(*place)).filter(is_wanted)
            }
        }
    }

    fn key(&self, index: usize) -> Option<Key<'a>> {
        self.patterns.get(index).map(key)
    }

    /// `None` when too many patterns hash alike.
    fn hashed(&self) -> Option<Vec<u32>> {
        let mut slots = vec![0_u32; self.patterns.len().saturating_mul(2).next_power_of_two()];
        for (index, pattern) in self.patterns.iter().enumerate() {
            let wanted = key(pattern);
            let mut chain = chain(slots.len(), wanted).take(LONGEST_CHAIN);
            let ours = |slot: &usize| {
                kept(&slots, *slot).is_none_or(|earlier| self.key(earlier) == Some(wanted))
            };
            let found = chain.find(ours)?;
            let slot = slots.get_mut(found)?;
            if *slot == 0 {
                *slot = u32::try_from(index).ok()?.checked_add(1)?;
            }
        }
        Some(slots)
    }

    fn sorted(&self) -> Vec<u32> {
        let count = u32::try_from(self.patterns.len()).unwrap_or(u32::MAX);
        let mut places: Vec<u32> = (0..count).collect();
        places.sort_by_key(|place| self.key(index(*place)));
        places
    }
}

impl<'a> Few<'a> {
    /// Of the first [`FEW`] patterns.
    fn new(patterns: &'a [MxPattern]) -> Few<'a> {
        let mut few = Few { names: [&[]; FEW], lengths: [0; 2] };
        let places = few.names.iter_mut().zip((0..u64::BITS).step_by(8));
        for (pattern, (name, place)) in patterns.iter().zip(places) {
            *name = pattern.domain.as_bytes();
            let [exact, wildcards] = &mut few.lengths;
            let lengths = if pattern.wildcard { wildcards } else { exact };
            *lengths |= u64::from(length(name)) << place;
        }
        few
    }

    fn find(&self, (wanted, wildcard): Key<'_>) -> Option<usize> {
        let [exact, wildcards] = self.lengths;
        let lengths = if wildcard { wildcards } else { exact };
        // Without and with the highest bit.
        let length = length(wanted);
        let mut found = equal(lengths, length) & !(lengths ^ repeat(length));
        while found > 0 {
            let place = usize::try_from(found.trailing_zeros() >> 3).unwrap_or(FEW);
            if self.names.get(place).is_some_and(|name| *name == wanted) {
                return Some(place);
            }
            found &= found.wrapping_sub(1);
        }
        None
    }
}

/// Names have 253 characters at most.
fn length(name: &[u8]) -> u8 {
    let [length, ..] = name.len().to_le_bytes();
    length
}

/// Whether some pattern stands more than once.
pub(crate) fn repeats(patterns: &[MxPattern]) -> bool {
    if patterns.len() <= FEW {
        let mut rest = patterns;
        while let [earlier @ .., last] = rest {
            if earlier.iter().any(|pattern| key(pattern) == key(last)) {
                return true;
            }
            rest = earlier;
        }
        return false;
    }
    let matcher = MxMatcher::new(patterns);
    match &matcher.order {
        Order::Few(_) => false,
        Order::Many(Many::Hashed(slots)) => {
            slots.iter().filter(|slot| **slot > 0).count() < patterns.len()
        }
        Order::Many(Many::Sorted(places)) => {
            let key = |place: &u32| matcher.key(index(*place));
            !places.is_sorted_by(|a, b| key(a) < key(b))
        }
    }
}

/// What stands behind the first label, which a wildcard stands for.
fn parent(name: &[u8]) -> Option<&[u8]> {
    // Labels are shorter than what a search by words is for.
    name.get(name.iter().position(|b| *b == b'.')?.wrapping_add(1)..)
}

fn key(pattern: &MxPattern) -> Key<'_> {
    (pattern.domain.as_bytes(), pattern.wildcard)
}

/// The place that a slot keeps.
fn kept(slots: &[u32], slot: usize) -> Option<usize> {
    slots.get(slot).and_then(|place| place.checked_sub(1)).map(index)
}

/// The slots, of so many, in which a name may be, in the order in which they are tried. `count` is a power of two.
fn chain(count: usize, (name, wildcard): Key<'_>) -> impl Iterator<Item = usize> + use<> {
    let mask = count.wrapping_sub(1);
    let start = usize::try_from(hash(name, wildcard)).unwrap_or(0);
    (0..count).map(move |step| start.wrapping_add(step) & mask)
}

/// 32 bits, eight bytes of the name at a time; good enough for names that nobody chose to collide.
fn hash(name: &[u8], wildcard: bool) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    // The length is in it, for the last word may have bytes of the one before.
    let mut hash = u64::from(length(name)) << 1 | u64::from(wildcard);
    let mut mix = |word: u64| hash = (hash ^ word).wrapping_mul(FACTOR).rotate_left(29);
    let (words, rest) = name.as_chunks();
    words.iter().for_each(|word| mix(u64::from_le_bytes(*word)));
    if !rest.is_empty() {
        mix(last_word(name));
    }
    hash.wrapping_mul(FACTOR) >> 32
}

/// The last eight bytes, or all where there are fewer.
fn last_word(name: &[u8]) -> u64 {
    match name.last_chunk() {
        Some(word) => u64::from_le_bytes(*word),
        None => name.iter().fold(0, |word, byte| (word << 8) | u64::from(*byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(texts: impl IntoIterator<Item = String>) -> Vec<MxPattern> {
        texts.into_iter().map(|text| MxPattern::parse(&text).unwrap()).collect()
    }

    #[test]
    fn agrees_with_each_pattern() {
        let patterns = patterns(["*.b.c", "a.b.c", "x.y"].map(str::to_owned));
        let matcher = MxMatcher::new(&patterns);
        for (host, index) in
            [("a.b.c", Some(1)), ("d.b.c", Some(0)), ("b.c", None), ("x.y", Some(2)), ("z", None)]
        {
            let host = DomainName::parse(host).unwrap();
            assert_eq!(matcher.covering(&host), index, "{host}");
            assert_eq!(patterns.iter().any(|p| p.matches(&host)), index.is_some());
        }
    }

    #[test]
    fn few_patterns_of_every_length_are_told_apart() {
        // Lengths that are the same but for their highest bit are among them.
        let name = |length: usize| {
            let text = "a.".repeat(length / 2) + &"b".repeat(2 - length % 2);
            text[text.len() - length..].trim_start_matches('.').to_owned()
        };
        let names: Vec<String> = (1..=251).map(name).collect();
        for (at, length) in [1, 60, 125, 126, 127, 128, 129, 250].into_iter().enumerate() {
            let near = [length, length % 128 + 1, (length + 127) % 250 + 1, 251];
            let texts = near.iter().enumerate().map(|(index, length)| {
                let wildcard = if (index + at) % 2 == 0 { "*." } else { "" };
                format!("{wildcard}{}", names[length - 1])
            });
            let patterns = patterns(texts);
            let matcher = MxMatcher::new(&patterns);
            for name in names.iter().flat_map(|name| [name.clone(), format!("x.{name}")]) {
                let Ok(host) = DomainName::parse(&name) else { continue };
                let covers = |exact: bool| {
                    patterns.iter().position(|p| p.matches(&host) && p.wildcard != exact)
                };
                assert_eq!(matcher.covering(&host), covers(true).or(covers(false)), "{host}");
            }
        }
    }

    #[test]
    fn finds_what_stands_more_than_once() {
        for count in [2, FEW, FEW + 1, 100] {
            let mut texts: Vec<String> = (0..count).map(|n| format!("*.pool{n}.example")).collect();
            assert!(!repeats(&patterns(texts.clone())), "{count}");
            texts[0] = texts[0].trim_start_matches("*.").to_owned();
            texts[count / 2] = format!("*.{}", texts[0]);
            assert!(!repeats(&patterns(texts.clone())), "{count}");
            texts[count - 1] = texts[0].to_ascii_uppercase();
            assert!(repeats(&patterns(texts)), "{count}");
        }
    }

    #[test]
    fn texts_are_covered_as_names_are() {
        let patterns = patterns(["*.b.c", "a.b.c", "x.y"].map(str::to_owned));
        let long = format!("{}.b.c", "a".repeat(64));
        let longest = format!("{}.b.c", "a".repeat(63));
        for patterns in [&patterns[..], &[]] {
            let matcher = MxMatcher::new(patterns);
            for text in [
                "a.b.c", "A.b.c.", "A.b.c", "D.b.c", "d.B.c", "d.b.c.", "d.b.c..", "d-e.b.c",
                "d-.b.c", "-.b.c", "d_.b.c", ".b.c", "é.b.c", "e.d.b.c", "", ".", "a.", "..",
                &long, &longest,
            ] {
                let name = DomainName::parse(text).ok();
                let covering = name.and_then(|name| matcher.covering(&name));
                assert_eq!(matcher.covering_text(text), covering, "{text}");
            }
        }
    }

    #[test]
    fn texts_that_are_too_long_for_a_name_are_not_covered() {
        let domain = format!("{}b.c", "a.".repeat(124));
        let patterns = patterns([format!("*.{domain}")]);
        let matcher = MxMatcher::new(&patterns);
        for label in ["d", "dd", "ddd"] {
            let text = format!("{label}.{domain}");
            let fits = text.len() <= DomainName::MAX_LENGTH;
            assert_eq!(matcher.covering_text(&text).is_some(), fits, "{}", text.len());
        }
        assert_eq!(domain.len(), 251);
    }

    #[test]
    fn many_patterns_give_what_few_give() {
        let patterns = patterns((0..2_000).map(|n| match n % 3 {
            0 => format!("*.pool{}.example", n % 700),
            1 => format!("MX{n}.example"),
            _ => format!("mail.host-{}.example", n % 300),
        }));
        let hashed = MxMatcher::new(&patterns);
        assert!(matches!(hashed.order, Order::Many(Many::Hashed(_))));
        let sorted =
            MxMatcher { patterns: &patterns, order: Order::Many(Many::Sorted(hashed.sorted())) };
        let hosts = ["a.pool3.example", "pool3.example", "a.b.pool3.example", "mx4.example", "x"];
        for host in hosts {
            let host = DomainName::parse(host).unwrap();
            let first = patterns.iter().position(|p| p.matches(&host));
            assert_eq!(hashed.covering(&host), first, "{host}");
            assert_eq!(sorted.covering(&host), first, "{host}");
        }
        for pattern in &patterns {
            let first = patterns.iter().position(|p| key(p) == key(pattern));
            assert_eq!(hashed.index_of(pattern), first);
            assert_eq!(sorted.index_of(pattern), first);
        }
    }

    #[test]
    fn names_chosen_to_hash_alike_are_sorted() {
        let alike = (0..1_u64 << 20)
            .map(|n| format!("{n:x}.example"))
            .filter(|name| hash(name.as_bytes(), false) & 0x3ff == 7)
            .take(400);
        let mut patterns = patterns(alike);
        let matcher = MxMatcher::new(&patterns);
        assert!(matches!(matcher.order, Order::Many(Many::Sorted(_))));
        for (index, pattern) in patterns.iter().enumerate() {
            assert_eq!(matcher.index_of(pattern), Some(index));
        }
        assert!(!repeats(&patterns));
        patterns.push(patterns[0].clone());
        assert!(repeats(&patterns));
    }
}
