//! `enumerate` and `reversed` where no code of the language is needed; and loops that unpack pairs at once, for which no
//! tuple is made.

use super::iter::{Step, show_entry, step};
use crate::body::*;
use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::thread::Thread;

/// Whether an iterator's items are pairs that it makes itself.
#[inline]
pub(crate) fn makes_pairs<M: Model>(iterator: &Value<M>) -> bool {
    iterator.downcast::<Iter<M>>().is_some_and(|iter| matches!(iter.over, Over::Items | Over::Enumerate | Over::Zip))
}

impl<M: Model> Thread<M> {
    /// The next pair of an iterator that [`makes_pairs`].
    ///
    /// # Errors
    /// What the iterator raises, and ValueError for an item that is no pair.
    pub(crate) fn next_pair(&mut self, iterator: &Value<M>) -> R<Option<(Value<M>, Value<M>)>> {
        let iter = iterator.downcast::<Iter<M>>().expect("makes pairs");
        let mut state = iter.open(|i| &i.state);
        if let Some(pair) = pair(self.interp(), &mut state) {
            return Ok(Some(pair));
        }
        if let IterState::Zip { inner, strict: false } = &*state
            && inner.items().len() == 2
        {
            let inner = inner.clone();
            drop(state);
            return self.next_zipped(iter, &inner);
        }
        drop(state);
        let Some(item) = self.next(iterator)? else { return Ok(None) };
        let mut items = self.unpack(&item, 2)?.into_iter();
        Ok(items.next().zip(items.next()))
    }

    fn next_zipped(&mut self, iter: &Obj<M, Iter<M>>, inner: &Obj<M, Tuple<M>>) -> R<Option<(Value<M>, Value<M>)>> {
        let [a, b] = inner.items() else { return Ok(None) };
        if let Some(first) = self.next(a)?
            && let Some(second) = self.next(b)?
        {
            return Ok(Some((first, second)));
        }
        let old = std::mem::replace(&mut *iter.open(|i| &i.state), IterState::Done);
        drop(old);
        Ok(None)
    }
}

/// A step of `enumerate` or `reversed`. The lock of what it goes over is taken inside its own; what is gone over is always
/// the older one, so no two threads wait for each other.
pub(super) fn step_inside<M: Model>(interp: &Interp<M>, state: &mut IterState<M>) -> Step<M> {
    if let IterState::Reversed { sequence, left } = state {
        return match reversed_item::<M>(sequence, *left) {
            Some(item) => {
                *left -= 1;
                Step::Item(item)
            }
            None => Step::Later,
        };
    }
    match pair(interp, state) {
        Some((first, second)) => Step::Item(make::tuple::<M>([first, second])),
        None => Step::Later,
    }
}

/// The item before `left` of what `reversed` knows by heart.
fn reversed_item<M: Model>(sequence: &Value<M>, left: i64) -> Option<Value<M>> {
    let number = usize::try_from(left - 1).ok()?;
    if let Some(list) = sequence.downcast::<List<M>>() {
        return list.read(|l| &l.items).get(number).cloned();
    }
    sequence.downcast::<Tuple<M>>()?.items().get(number).cloned()
}

/// A pair that can be had without code of the language; if it cannot, nothing has happened.
fn pair<M: Model>(interp: &Interp<M>, state: &mut IterState<M>) -> Option<(Value<M>, Value<M>)> {
    match state {
        IterState::Enumerate { inner, count } => {
            let following = count.add_ints(&Value::<M>::small(1))?;
            let item = item(interp, inner)?;
            Some((std::mem::replace(count, following), item))
        }
        IterState::Dict { dict, of: of @ ViewOf::Items, next, version } => {
            let table = dict.read(|d| &d.table);
            if table.version() != *version {
                return None;
            }
            let (number, shown) =
                (*next..table.bound()).find_map(|i| Some((i, show_entry::<M>(table.entry(i)?, *of))))?;
            *next = number + 1;
            Some((shown.0, shown.1?))
        }
        _ => None,
    }
}

/// The next item of an iterator that needs no code of the language for it, called with the lock of another one held.
///
/// One that goes inside a third is left alone: so there is no recursion here, and no iterator that leads to itself.
#[inline]
pub(super) fn item<M: Model>(interp: &Interp<M>, iterator: &Value<M>) -> Option<Value<M>> {
    use Over::{Accumulate, Chain, Cycle, Enumerate, IterSlice, Pairwise};
    let iter = iterator.downcast::<Iter<M>>()?;
    if matches!(iter.over, Accumulate | Chain | Cycle | Enumerate | IterSlice | Pairwise) {
        return None;
    }
    match step::<M>(interp, &mut iter.open(|i| &i.state)) {
        Step::Item(item) => Some(item),
        Step::End | Step::Later => None,
    }
}
