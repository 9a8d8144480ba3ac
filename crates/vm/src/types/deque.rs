//! The native part of `collections.deque`: each method is one step under every model.

use super::Types;
use super::protocol as p;
use super::receiver::*;
use crate::body::*;
use crate::error::{Exc, R};
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::text::slice;
use crate::thread::{Args, Thread};
use std::collections::VecDeque;
use taipan_heap::Inner;

type D<M> = Deque<M>;

pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = types.of_kind(kind::DEQUE);
    add_new(interp, types, class, new);
    make_unhashable(interp, types, class);
    make_generic(interp, types, class);
    types.add_getters(interp, class, &[("maxlen", max_length)]);
    types.add_methods(
        interp,
        class,
        &[
            ("__init__", init),
            ("append", append),
            ("appendleft", append_left),
            ("pop", |thread, args| take(thread, args, "deque.pop", VecDeque::pop_back)),
            ("popleft", |thread, args| take(thread, args, "deque.popleft", VecDeque::pop_front)),
            ("extend", |thread, args| extend(thread, args, "deque.extend", push_back)),
            ("extendleft", |thread, args| extend(thread, args, "deque.extendleft", push_front)),
            ("rotate", rotate),
            ("reverse", reverse),
            ("clear", clear),
            ("insert", insert),
            ("__len__", len),
            ("__iter__", p::iter::<M, D<M>>),
            ("__getitem__", get_item),
            ("__setitem__", set_item),
            ("__delitem__", del_item),
        ],
    );
}

fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (class, _) = class_of_kind(thread, args, kind::DEQUE)?;
    let state = DequeState { items: VecDeque::new(), most: None, version: 0 };
    Ok(made_for(class, Obj::<M, _>::new(Deque::<M> { state: Inner::new(state) }).into_value()))
}

/// `__init__(iterable=(), maxlen=None)`.
fn init<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, D<M>>(thread, args)?;
    let [items, most] = rest.named(thread, "deque", ["iterable", "maxlen"], 0)?;
    let most = match most.filter(|most| !most.is_none()) {
        None => None,
        Some(most) => match usize::try_from(thread.index(most)?) {
            Ok(most) => Some(most),
            Err(_) => return Err(thread.value_error("maxlen must be non-negative")),
        },
    };
    let mut state = this.open(|d| &d.state);
    let old = std::mem::take(&mut state.items);
    state.most = most;
    state.version = state.version.wrapping_add(1);
    drop(state);
    drop(old);
    match items {
        Some(items) => add_all(thread, this, items, push_back),
        None => Ok(Value::<M>::NONE),
    }
}

/// Adds an item at an end; returns the one that had to go from the other.
type Push<M> = fn(&mut DequeState<M>, Value<M>) -> Option<Value<M>>;

fn push_back<M: Model>(state: &mut DequeState<M>, item: Value<M>) -> Option<Value<M>> {
    state.version = state.version.wrapping_add(1);
    state.items.push_back(item);
    state.most.is_some_and(|most| state.items.len() > most).then(|| state.items.pop_front())?
}

fn push_front<M: Model>(state: &mut DequeState<M>, item: Value<M>) -> Option<Value<M>> {
    state.version = state.version.wrapping_add(1);
    state.items.push_front(item);
    state.most.is_some_and(|most| state.items.len() > most).then(|| state.items.pop_back())?
}

fn append<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, item) = with_one::<M, D<M>>(thread, args, "deque.append")?;
    let gone = push_back(&mut this.open(|d| &d.state), item.clone());
    drop(gone);
    Ok(Value::<M>::NONE)
}

fn append_left<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, item) = with_one::<M, D<M>>(thread, args, "deque.appendleft")?;
    let gone = push_front(&mut this.open(|d| &d.state), item.clone());
    drop(gone);
    Ok(Value::<M>::NONE)
}

fn take<M: Model>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    name: &str,
    pop: fn(&mut VecDeque<Value<M>>) -> Option<Value<M>>,
) -> R<Value<M>> {
    let this = alone::<M, D<M>>(thread, args, name)?;
    let mut state = this.open(|d| &d.state);
    state.version = state.version.wrapping_add(1);
    let item = pop(&mut state.items);
    drop(state);
    item.ok_or(()).map_err(|()| thread.raise(Exc::Index, "pop from an empty deque"))
}

fn extend<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, push: Push<M>) -> R<Value<M>> {
    let (this, items) = with_one::<M, D<M>>(thread, args, name)?;
    add_all(thread, this, items, push)
}

fn add_all<M: Model>(thread: &mut Thread<M>, this: &Obj<M, D<M>>, items: &Value<M>, push: Push<M>) -> R<Value<M>> {
    // A deque may be added to itself: then the items that it has now are.
    let itself = body::<M, D<M>>(items).is_some_and(|other| other.is(this));
    let items = if itself { make::list::<M>(thread.collect_vec(items)?) } else { items.clone() };
    thread.for_each(&items, |_, item| {
        let gone = push(&mut this.open(|d| &d.state), item);
        drop(gone);
        Ok(())
    })?;
    Ok(Value::<M>::NONE)
}

fn rotate<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, D<M>>(thread, args)?;
    let by = match rest.between(thread, "rotate", 0, 1)? {
        [] => 1,
        [by, ..] => thread.index(by)?,
    };
    let mut state = this.open(|d| &d.state);
    state.version = state.version.wrapping_add(1);
    let length = state.items.len();
    if length > 0 {
        state.items.rotate_right(by.rem_euclid(length as i64) as usize);
    }
    Ok(Value::<M>::NONE)
}

fn reverse<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, D<M>>(thread, args, "deque.reverse")?;
    this.open(|d| &d.state).items.make_contiguous().reverse();
    Ok(Value::<M>::NONE)
}

fn clear<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, D<M>>(thread, args, "deque.clear")?;
    let mut state = this.open(|d| &d.state);
    state.version = state.version.wrapping_add(1);
    let old = std::mem::take(&mut state.items);
    drop(state);
    drop(old);
    Ok(Value::<M>::NONE)
}

fn insert<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, D<M>>(thread, args)?;
    let [index, item] = rest.exactly::<2>(thread, "insert")?;
    let index = thread.index(index)?;
    let mut state = this.open(|d| &d.state);
    if state.most == Some(state.items.len()) {
        drop(state);
        return Err(thread.raise(Exc::Index, "deque already at its maximum size"));
    }
    let length = state.items.len() as i64;
    let at = if index < 0 { (index + length).max(0) } else { index.min(length) };
    state.version = state.version.wrapping_add(1);
    state.items.insert(at as usize, item.clone());
    Ok(Value::<M>::NONE)
}

fn max_length<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, D<M>>(thread, args, "maxlen")?;
    let most = this.read(|d| &d.state).most;
    Ok(most.map_or(Value::<M>::NONE, make::size::<M>))
}

fn len<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, D<M>>(thread, args, "__len__")?;
    let length = this.read(|d| &d.state).items.len();
    Ok(make::size::<M>(length))
}

/// A position as the program gives it.
fn position<M: Model>(thread: &mut Thread<M>, index: &Value<M>) -> R<i64> {
    if index.kind() == kind::SLICE {
        return Err(thread.type_error("sequence index must be integer, not 'slice'"));
    }
    thread.index(index)
}

/// Does something at a position, the lock held; what it returns is let go once it is not.
fn at<M: Model>(
    thread: &mut Thread<M>,
    this: &Obj<M, D<M>>,
    index: &Value<M>,
    act: impl FnOnce(&mut DequeState<M>, usize) -> Option<Value<M>>,
) -> R<Option<Value<M>>> {
    let index = position(thread, index)?;
    let mut state = this.open(|d| &d.state);
    let found = slice::index(index, state.items.len()).map(|i| act(&mut state, i));
    drop(state);
    found.ok_or(()).map_err(|()| thread.raise(Exc::Index, "deque index out of range"))
}

fn get_item<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, index) = with_one::<M, D<M>>(thread, args, "__getitem__")?;
    Ok(at(thread, this, index, |state, i| state.items.get(i).cloned())?.unwrap_or(Value::<M>::NONE))
}

fn set_item<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, D<M>>(thread, args)?;
    let [index, new] = rest.exactly::<2>(thread, "__setitem__")?;
    at(thread, this, index, |state, i| Some(std::mem::replace(&mut state.items[i], new.clone())))?;
    Ok(Value::<M>::NONE)
}

fn del_item<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, index) = with_one::<M, D<M>>(thread, args, "__delitem__")?;
    at(thread, this, index, |state, i| {
        state.version = state.version.wrapping_add(1);
        state.items.remove(i)
    })?;
    Ok(Value::<M>::NONE)
}
