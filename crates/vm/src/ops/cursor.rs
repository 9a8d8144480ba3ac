//! Loops over lists, tuples and ranges, for which no iterator is made.
//!
//! Such a loop keeps what it goes over, and beside it a cursor: the index of the next item, or the next number of a range.
//! Nobody but the loop sees them, so a step allocates nothing and takes no lock but the list's. CPython 3.15 does the same
//! with its "virtual iterators".

use crate::body::{Items, List, Range, Tuple, kind};
use crate::model::{Model, Value};
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
    let at = || cursor.as_ref().and_then(Value::<M>::as_int).unwrap_or(i64::MAX);
    let (item, following) = match over.kind() {
        kind::LIST => {
            let index = at();
            let list = over.downcast::<List<M>>()?;
            (list.look(|l| &l.items, |items| items.get(index as usize).cloned()), index.wrapping_add(1))
        }
        kind::RANGE => {
            let (number, range) = (at(), over.downcast::<Range<M>>()?);
            let inside = if range.step > 0 { number < range.stop } else { number > range.stop };
            (Value::<M>::int(number).filter(|_| inside), number.wrapping_add(range.step))
        }
        kind::TUPLE => {
            let index = at();
            (over.downcast::<Tuple<M>>()?.items().get(index as usize).cloned(), index.wrapping_add(1))
        }
        _ => return None,
    };
    if item.is_some() {
        *cursor = Value::<M>::int(following);
    }
    Some(item)
}
