//! Many hosts against the patterns of one policy.

use memchr::memchr;

use crate::domain::DomainName;

use super::MxPattern;

/// Up to so many patterns are compared one by one, which is faster than hashing.
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
    order: Order,
    /// Equal patterns among them.
    repeats: bool,
}

#[derive(Debug)]
enum Order {
    Few,
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
        let mut matcher = MxMatcher { patterns, order: Order::Few, repeats: false };
        if patterns.len() > FEW {
            match matcher.hashed() {
                Some(slots) => {
                    let kept = slots.iter().filter(|slot| **slot > 0).count();
                    matcher.repeats = kept < patterns.len();
                    matcher.order = Order::Hashed(slots);
                }
                None => {
                    let places = matcher.sorted();
                    let key = |place: &u32| matcher.key(index(*place));
                    matcher.repeats = !places.is_sorted_by(|a, b| key(a) < key(b));
                    matcher.order = Order::Sorted(places);
                }
            }
        } else {
            let known = |(index, pattern)| matcher.index_of(pattern) != Some(index);
            matcher.repeats = patterns.iter().enumerate().any(known);
        }
        matcher
    }

    /// Whether some pattern stands more than once.
    pub(crate) fn repeats(&self) -> bool {
        self.repeats
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
        let name = host.as_bytes();
        // No pattern has an empty name.
        let parent = || parent(name).unwrap_or(&[]);
        if let Order::Few = self.order {
            return self.covering_of_few(name, parent());
        }
        self.find((name, false)).or_else(|| self.find((parent(), true)))
    }

    fn covering_of_few(&self, name: &[u8], parent: &[u8]) -> Option<usize> {
        let mut covering = None;
        for (index, pattern) in self.patterns.iter().enumerate() {
            let covered = if pattern.wildcard { parent } else { name };
            if same(pattern.domain.as_bytes(), covered) {
                if !pattern.wildcard {
                    return Some(index);
                }
                covering = covering.or(Some(index));
            }
        }
        covering
    }

    fn find(&self, wanted: Key<'_>) -> Option<usize> {
        let is_wanted = |index: &usize| self.key(*index) == Some(wanted);
        match &self.order {
            Order::Few => (0..self.patterns.len()).find(is_wanted),
            Order::Hashed(slots) => {
                let chain = chain(slots.len(), wanted).map_while(|slot| kept(slots, slot));
                chain.take(LONGEST_CHAIN).find(is_wanted)
            }
            Order::Sorted(places) => {
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

/// What stands behind the first label, which a wildcard stands for.
fn parent(name: &[u8]) -> Option<&[u8]> {
    name.get(memchr(b'.', name)?.wrapping_add(1)..)
}

/// Names are short: a call to compare memory costs more than they do.
fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let ((words, rest), (other_words, other_rest)) = (one.as_chunks(), other.as_chunks());
    let word = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    words.iter().zip(other_words).all(|(a, b)| word(a) == word(b))
        && rest.iter().zip(other_rest).all(|(a, b)| a == b)
}

fn key(pattern: &MxPattern) -> Key<'_> {
    (pattern.domain.as_bytes(), pattern.wildcard)
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
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
    let mut hash = u64::from(wildcard);
    let mut mix = |word: u64| hash = (hash ^ word).wrapping_mul(FACTOR).rotate_left(29);
    let (words, rest) = name.as_chunks();
    words.iter().for_each(|word| mix(u64::from_le_bytes(*word)));
    // A bit in front of the rest tells its length.
    mix(rest.iter().fold(1, |word, byte| (word << 8) | u64::from(*byte)));
    hash.wrapping_mul(FACTOR) >> 32
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
    fn many_patterns_give_what_few_give() {
        let patterns = patterns((0..2_000).map(|n| match n % 3 {
            0 => format!("*.pool{}.example", n % 700),
            1 => format!("MX{n}.example"),
            _ => format!("mail.host-{}.example", n % 300),
        }));
        let hashed = MxMatcher::new(&patterns);
        assert!(matches!(hashed.order, Order::Hashed(_)));
        let sorted =
            MxMatcher { patterns: &patterns, order: Order::Sorted(hashed.sorted()), repeats: true };
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
        let alike = (0..u64::MAX)
            .map(|n| format!("{n:x}.example"))
            .filter(|name| hash(name.as_bytes(), false) & 0x3ff == 7)
            .take(400);
        let patterns = patterns(alike);
        let matcher = MxMatcher::new(&patterns);
        assert!(matches!(matcher.order, Order::Sorted(_)));
        for (index, pattern) in patterns.iter().enumerate() {
            assert_eq!(matcher.index_of(pattern), Some(index));
        }
    }
}
