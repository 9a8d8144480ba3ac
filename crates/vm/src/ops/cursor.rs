//! Loops over lists, tuples and ranges, for which no iterator is made.
//!
//! Such a loop keeps what it goes over, and beside it a cursor: the index of the next item, or the next number of a range.
//! Nobody but the loop sees them, so a step allocates nothing and takes no lock but the list's. CPython 3.15 does the same
//! with its "virtual iterators".

use crate::body::{Items, List, Range, Tuple, kind};
use crate::model::{Model, Value};
use crate::run::forget_origin;
use taipan_heap::Slot;

/// The cursor before the first item; None for what needs an iterator.
pub(crate) fn start<M: Model>(over: &Value<M>) -> Option<Value<M>> {
    match over.kind() {
        kind::LIST | kind::TUPLE => Some(Value::<M>::small(0)),
        kind::RANGE => {
            let range = over.downcast::<Range<M>>()?;
            // The cursor stays between the start and one step behind the stop: in one word if these two are.
            Value::<M>::int(range.stop.checked_add(range.step)?)?;
            Value::<M>::int(range.start)
        }
        _ => None,
    }
}

/// The next item, or that there is none; None where there is no cursor, but an iterator.
#[inline(always)]
pub(crate) fn next<M: Model>(over: &Value<M>, cursor: &mut Slot<M::Sharing>) -> Option<Option<Value<M>>> {
    if let Some(list) = over.downcast::<List<M>>() {
        let index = at::<M>(cursor);
        let item = list.look(|l| &l.items, |items| items.get(index as usize).cloned());
        if item.is_some() {
            set::<M>(cursor, index + 1);
        }
        return Some(item);
    }
    // Looks at the kind anew: else the compiler makes a table of places to go to of all kinds, and lists go there too.
    // SAFETY: the same reference.
    let over = unsafe { &*forget_origin(std::ptr::from_ref(over)) };
    if let Some(range) = over.downcast::<Range<M>>() {
        let number = at::<M>(cursor);
        let inside = if range.step > 0 { number < range.stop } else { number > range.stop };
        if !inside {
            return Some(None);
        }
        set::<M>(cursor, number + range.step);
        return Some(Some(Value::<M>::fitting(number)));
    }
    let tuple = over.downcast::<Tuple<M>>()?;
    let index = at::<M>(cursor);
    let item = tuple.items().get(index as usize).cloned();
    set::<M>(cursor, index + i64::from(item.is_some()));
    Some(item)
}

/// Where the loop is. What it goes over has a cursor only if `start` made one, so it is a number.
#[inline(always)]
fn at<M: Model>(cursor: &Slot<M::Sharing>) -> i64 {
    debug_assert!(cursor.as_ref().is_some_and(Value::<M>::is_int), "a loop without a cursor");
    cursor.as_ref().map_or(0, Value::<M>::int_unchecked)
}

/// Moves the cursor, which owns nothing before and after.
#[inline(always)]
fn set<M: Model>(cursor: &mut Slot<M::Sharing>, at: i64) {
    std::mem::forget(cursor.replace(Value::<M>::fitting(at)));
}
