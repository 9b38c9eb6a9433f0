//! Stable sorting with one piece of code for all kinds of items: each kind that the standard library's sort is used
//! with weighs 4 KB in wasm.

use std::cmp::Ordering;

/// Sorts by a key; items of equal keys keep their order.
pub(crate) fn by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    by(items, |a, b| key(a).cmp(&key(b)));
}

/// Sorts; items that are equal to `compare` keep their order.
pub(crate) fn by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let of_two = |a: usize, b: usize| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    };
    let order = order(items.len(), &of_two);
    let mut slots: Vec<Option<T>> = std::mem::take(items).into_iter().map(Some).collect();
    items.extend(order.into_iter().filter_map(|index| slots.get_mut(index)?.take()));
}

/// The indices of as many items in the order that they belong in.
#[inline(never)]
fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

#[cfg(test)]
mod tests {
    #[test]
    fn keeps_every_item_and_the_order_of_equals() {
        let mut items = vec![("b", 1), ("a", 2), ("b", 3), ("a", 4), ("", 5)];
        super::by_key(&mut items, |(name, _)| *name);
        assert_eq!(items, [("", 5), ("a", 2), ("a", 4), ("b", 1), ("b", 3)]);
        let mut none: Vec<u8> = Vec::new();
        super::by_key(&mut none, |byte| *byte);
        assert!(none.is_empty());
    }
}
