//! Sorting by comparisons that may raise: stable, and without anything open while they run.

use crate::body::{Items, Str, Tuple, kind};
use crate::error::{R, Raised};
use crate::model::{Model, Value};
use crate::ops::compare::Compare;
use crate::thread::Thread;
use std::cmp::Ordering;

/// Up to this many items are sorted by insertion before runs are merged.
const RUN: usize = 16;

/// Sorts values, by what `key` makes of them if it is given. When something raises they come back unsorted.
pub(crate) fn sort<M: Model>(
    thread: &mut Thread<M>,
    items: Vec<Value<M>>,
    key: Option<&Value<M>>,
    reverse: bool,
) -> (Vec<Value<M>>, R<()>) {
    let key = key.filter(|key| !key.is_none());
    let mut items = items;
    if key.is_none() && sort_alike::<M>(&mut items, reverse) {
        return (items, Ok(()));
    }
    let keys = match key {
        Some(key) => match items.iter().map(|item| thread.call(key, std::slice::from_ref(item))).collect::<R<Vec<_>>>()
        {
            Ok(keys) => Some(keys),
            Err(raised) => return (items, Err(raised)),
        },
        None => None,
    };
    match order(thread, keys.as_deref().unwrap_or(&items), reverse) {
        Ok(order) => (arrange::<M>(items, &order), Ok(())),
        Err(raised) => (items, Err(raised)),
    }
}

/// Sorts items that are all ints, all floats or all strings, where they stand; false for any others.
fn sort_alike<M: Model>(items: &mut [Value<M>], reverse: bool) -> bool {
    let directed = |ordering: Ordering| if reverse { ordering.reverse() } else { ordering };
    if items.iter().all(|item| item.is_int()) {
        items.sort_by(|a, b| directed(a.int_unchecked().cmp(&b.int_unchecked())));
    } else if items.iter().all(|item| item.as_float().is_some_and(|x| !x.is_nan())) {
        items.sort_by(|a, b| directed(a.as_float().partial_cmp(&b.as_float()).expect("no NaN is among them")));
    } else if items.iter().all(|item| item.kind() == kind::STR) {
        items.sort_by(|a, b| directed(text_of::<M>(a).cmp(text_of::<M>(b))));
    } else {
        return false;
    }
    true
}

fn text_of<M: Model>(value: &Value<M>) -> &str {
    value.downcast::<Str<M>>().map_or("", |text| text.as_str())
}

/// The order of two values, where no code of the language need be asked; `depth` is how far it looks into tuples.
fn plain_order<M: Model>(a: &Value<M>, b: &Value<M>, depth: u32) -> Option<Ordering> {
    if let Some((a, b)) = a.both_ints(b) {
        return Some(a.cmp(&b));
    }
    let float = |v: &Value<M>| v.as_float().or_else(|| v.as_int().map(|n| n as f64));
    if let (Some(a), Some(b)) = (float(a), float(b)) {
        return a.partial_cmp(&b);
    }
    if let (Some(a), Some(b)) = (a.downcast::<Str<M>>(), b.downcast::<Str<M>>()) {
        return Some(a.as_str().cmp(b.as_str()));
    }
    let (a, b) = (a.downcast::<Tuple<M>>()?.items(), b.downcast::<Tuple<M>>()?.items());
    for (x, y) in a.iter().zip(b).take_while(|_| depth > 0) {
        match plain_order::<M>(x, y, depth - 1)? {
            Ordering::Equal => {}
            unequal => return Some(unequal),
        }
    }
    (depth > 0).then(|| a.len().cmp(&b.len()))
}

/// Where each item of the sorted sequence stands in the unsorted one.
fn order<M: Model>(thread: &mut Thread<M>, keys: &[Value<M>], reverse: bool) -> R<Vec<u32>> {
    let mut order: Vec<u32> = (0..keys.len() as u32).collect();
    let directed = |ordering: Ordering| if reverse { ordering.reverse() } else { ordering };
    if keys.iter().all(|key| key.is_int()) {
        let int = |i: u32| keys[i as usize].int_unchecked();
        order.sort_by(|&a, &b| directed(int(a).cmp(&int(b))));
    } else if let Some(floats) = keys.iter().map(|k| k.as_float().filter(|x| !x.is_nan())).collect::<Option<Vec<f64>>>()
    {
        let float = |i: u32| floats[i as usize];
        order.sort_by(|&a, &b| directed(float(a).partial_cmp(&float(b)).expect("no NaN is left")));
    } else if let Some(texts) =
        keys.iter().map(|k| k.downcast::<Str<M>>().map(|s| s.as_str())).collect::<Option<Vec<&str>>>()
    {
        order.sort_by(|&a, &b| directed(texts[a as usize].cmp(texts[b as usize])));
    } else if !order_plainly::<M>(keys, &mut order, reverse) {
        let mut less = |thread: &mut Thread<M>, a: u32, b: u32| {
            let (a, b) = if reverse { (b, a) } else { (a, b) };
            thread.compare_truth(Compare::Less, &keys[a as usize], &keys[b as usize])
        };
        merge_sort(thread, &mut order, &mut less)?;
    }
    Ok(order)
}

/// Sorts by the order of plain values; false, and nothing moved, where two are not plain.
fn order_plainly<M: Model>(keys: &[Value<M>], order: &mut Vec<u32>, reverse: bool) -> bool {
    let mut less = |(): &mut (), a: u32, b: u32| {
        let (a, b) = if reverse { (b, a) } else { (a, b) };
        plain_order::<M>(&keys[a as usize], &keys[b as usize], 4).map(Ordering::is_lt).ok_or(Raised)
    };
    let plain = merge_sort(&mut (), order, &mut less).is_ok();
    if !plain {
        (0..).zip(order).for_each(|(i, place)| *place = i);
    }
    plain
}

fn arrange<M: Model>(items: Vec<Value<M>>, order: &[u32]) -> Vec<Value<M>> {
    let mut items: Vec<Option<Value<M>>> = items.into_iter().map(Some).collect();
    order.iter().map(|&i| items[i as usize].take().expect("each index comes once")).collect()
}

/// Merges runs of growing length, the shortest made by insertion.
fn merge_sort<C>(context: &mut C, order: &mut Vec<u32>, less: &mut impl FnMut(&mut C, u32, u32) -> R<bool>) -> R<()> {
    for run in order.chunks_mut(RUN) {
        insertion_sort(context, run, less)?;
    }
    let (length, mut width) = (order.len(), RUN);
    let mut merged = order.clone();
    while width < length {
        for start in (0..length).step_by(2 * width) {
            let middle = (start + width).min(length);
            let end = (middle + width).min(length);
            merge(context, &order[start..middle], &order[middle..end], &mut merged[start..end], less)?;
        }
        std::mem::swap(order, &mut merged);
        width *= 2;
    }
    Ok(())
}

fn insertion_sort<C>(context: &mut C, run: &mut [u32], less: &mut impl FnMut(&mut C, u32, u32) -> R<bool>) -> R<()> {
    for end in 1..run.len() {
        let mut at = end;
        while at > 0 && less(context, run[at], run[at - 1])? {
            run.swap(at, at - 1);
            at -= 1;
        }
    }
    Ok(())
}

fn merge<C>(
    context: &mut C,
    left: &[u32],
    right: &[u32],
    merged: &mut [u32],
    less: &mut impl FnMut(&mut C, u32, u32) -> R<bool>,
) -> R<()> {
    let (mut i, mut j) = (0, 0);
    // Two runs in order already need one comparison.
    if let (Some(&last), Some(&first)) = (left.last(), right.first())
        && !less(context, first, last)?
    {
        i = left.len();
        merged[..i].copy_from_slice(left);
    }
    for slot in &mut merged[i..] {
        let take_right = i == left.len() || (j < right.len() && less(context, right[j], left[i])?);
        *slot = if take_right { right[j] } else { left[i] };
        if take_right { j += 1 } else { i += 1 }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted(keys: &[u8]) -> Vec<u32> {
        let mut order: Vec<u32> = (0..keys.len() as u32).collect();
        merge_sort(&mut (), &mut order, &mut |(), a, b| Ok(keys[a as usize] < keys[b as usize])).unwrap();
        order
    }

    proptest! {
        #[test]
        fn agrees_with_the_stable_sort_of_rust(keys in prop::collection::vec(0u8..8, 0..200)) {
            let mut expected: Vec<u32> = (0..keys.len() as u32).collect();
            expected.sort_by_key(|&i| keys[i as usize]);
            prop_assert_eq!(sorted(&keys), expected);
        }
    }

    #[test]
    fn what_a_comparison_raises_ends_the_sort() {
        let mut order: Vec<u32> = (0..100).collect();
        let mut left = 50;
        let result = merge_sort(&mut (), &mut order, &mut |(), a, b| {
            left -= 1;
            if left == 0 { Err(Raised) } else { Ok(b < a) }
        });
        assert!(result.is_err() && left == 0);
    }

    #[test]
    fn items_in_order_cost_one_comparison_each() {
        let mut order: Vec<u32> = (0..64).collect();
        let mut comparisons = 0;
        merge_sort(&mut (), &mut order, &mut |(), a, b| {
            comparisons += 1;
            Ok(a < b)
        })
        .unwrap();
        assert_eq!(comparisons, 63);
    }
}
