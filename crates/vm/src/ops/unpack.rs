//! Unpacking: `a, b = …` and `a, *b = …`.

use crate::body::*;
use crate::error::R;
use crate::make;
use crate::model::{Model, Value};
use crate::thread::Thread;

/// Copies the items of a tuple or list of so many into a row of slots that own nothing, the last item first; false if the value
/// is anything else.
///
/// # Safety
/// The row is this thread's own, has `n` slots, and none of them owns a count.
#[inline]
pub(crate) unsafe fn unpack_row<M: Model>(value: &Value<M>, row: *mut Option<Value<M>>, n: usize) -> bool {
    let copy = |items: &[Value<M>]| {
        if items.len() != n {
            return false;
        }
        for (i, item) in items.iter().rev().enumerate() {
            // SAFETY: the row has `n` slots, which own nothing, says the caller.
            unsafe { row.add(i).write(Some(item.clone())) };
        }
        true
    };
    if let Some(tuple) = value.downcast::<Tuple<M>>() {
        return copy(tuple.items());
    }
    value.downcast::<List<M>>().is_some_and(|list| copy(&list.read(|l| &l.items)))
}

/// Puts the items of a tuple of so many into a row of slots, the first item first; false if the value is anything else.
///
/// # Safety
/// The row is this thread's own and has `n` slots.
#[inline]
pub(crate) unsafe fn replace_row<M: Model>(value: &Value<M>, row: *mut Option<Value<M>>, n: usize) -> bool {
    let Some(tuple) = value.downcast::<Tuple<M>>().filter(|tuple| tuple.items().len() == n) else { return false };
    for (i, item) in tuple.items().iter().enumerate() {
        // SAFETY: says the caller.
        let old = unsafe { (*row.add(i)).replace(item.clone()) };
        drop(old);
    }
    true
}

/// The same for a row with a list of the middle ones among `before` and `after` others.
///
/// # Safety
/// As for [`unpack_row`], for `before + 1 + after` slots.
pub(crate) unsafe fn unpack_star_row<M: Model>(
    value: &Value<M>,
    row: *mut Option<Value<M>>,
    before: usize,
    after: usize,
) -> bool {
    let copy = |items: &[Value<M>]| {
        let Some(end) = items.len().checked_sub(after).filter(|end| *end >= before) else { return false };
        let middle = make::list::<M>(items[before..end].to_vec());
        let all = items[..before].iter().cloned().chain([middle]).chain(items[end..].iter().cloned());
        for (i, item) in all.enumerate() {
            // SAFETY: the row has as many slots, which own nothing, says the caller.
            unsafe { row.add(before + after - i).write(Some(item)) };
        }
        true
    };
    if let Some(tuple) = value.downcast::<Tuple<M>>() {
        return copy(tuple.items());
    }
    value.downcast::<List<M>>().is_some_and(|list| copy(&list.read(|l| &l.items)))
}

impl<M: Model> Thread<M> {
    /// Exactly `n` items.
    ///
    /// # Errors
    /// ValueError for another number, TypeError for what cannot be iterated.
    pub(crate) fn unpack(&mut self, value: &Value<M>, n: usize) -> R<Vec<Value<M>>> {
        if let Some(tuple) = value.downcast::<Tuple<M>>()
            && tuple.items().len() == n
        {
            return Ok(tuple.items().to_vec());
        }
        let iterator = self.unpack_iter(value)?;
        let mut items = Vec::with_capacity(n);
        while items.len() < n {
            match self.next(&iterator)? {
                Some(item) => items.push(item),
                None => {
                    let got = items.len();
                    return Err(self.value_error(format!("not enough values to unpack (expected {n}, got {got})")));
                }
            }
        }
        if self.next(&iterator)?.is_some() {
            return Err(self.value_error(format!("too many values to unpack (expected {n})")));
        }
        Ok(items)
    }

    fn unpack_iter(&mut self, value: &Value<M>) -> R<Value<M>> {
        self.iter(value).map_err(|raised| {
            if self.error_is(crate::error::Exc::Type) && self.special(value, |n| &n.iter).is_none() {
                self.error = None;
                let name = self.type_name(value);
                return self.type_error(format!("cannot unpack non-iterable {name} object"));
            }
            raised
        })
    }

    /// `before` items, a list of the middle ones, `after` items.
    ///
    /// # Errors
    /// As [`unpack`](Self::unpack).
    pub(crate) fn unpack_star(&mut self, value: &Value<M>, before: usize, after: usize) -> R<Vec<Value<M>>> {
        let iterator = self.unpack_iter(value)?;
        let mut items = self.collect_vec(&iterator)?;
        if items.len() < before + after {
            let message =
                format!("not enough values to unpack (expected at least {}, got {})", before + after, items.len());
            return Err(self.value_error(message));
        }
        let rest = items.split_off(items.len() - after);
        let middle = items.split_off(before);
        items.push(make::list::<M>(middle));
        items.extend(rest);
        Ok(items)
    }
}
