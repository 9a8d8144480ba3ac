//! `list`.

use super::protocol as p;
use super::receiver::*;
use super::{Types, sort};
use crate::body::*;
use crate::error::{Exc, R};
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::text::slice;
use crate::thread::{Args, Thread};

type L<M> = List<M>;

pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = types.of_kind(kind::LIST);
    add_new(interp, types, class, new);
    make_unhashable(interp, types, class);
    make_generic(interp, types, class);
    types.add_methods(
        interp,
        class,
        &[
            ("__init__", init),
            ("append", append),
            ("extend", extend),
            ("insert", insert),
            ("pop", pop),
            ("remove", remove),
            ("clear", clear),
            ("index", index),
            ("count", count),
            ("sort", sort_list),
            ("reverse", reverse),
            ("copy", copy),
            ("__reversed__", reversed),
            ("__len__", p::len::<M, L<M>>),
            ("__iter__", p::iter::<M, L<M>>),
            ("__repr__", p::repr::<M, L<M>>),
            ("__contains__", p::contains::<M, L<M>>),
            ("__getitem__", p::get_item::<M, L<M>>),
            ("__setitem__", p::set_item::<M, L<M>>),
            ("__delitem__", p::del_item::<M, L<M>>),
            ("__add__", p::add::<M, L<M>>),
            ("__iadd__", p::iadd::<M, L<M>>),
            ("__mul__", p::mul::<M, L<M>>),
            ("__rmul__", p::rmul::<M, L<M>>),
            ("__imul__", p::imul::<M, L<M>>),
            ("__eq__", p::eq::<M, L<M>>),
            ("__ne__", p::ne::<M, L<M>>),
            ("__lt__", p::lt::<M, L<M>>),
            ("__le__", p::le::<M, L<M>>),
            ("__gt__", p::gt::<M, L<M>>),
            ("__ge__", p::ge::<M, L<M>>),
        ],
    );
}

/// Fills a plain list at once; a subclass gets an empty one, which `__init__` fills.
fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (class, rest) = class_of_kind(thread, args, kind::LIST)?;
    if !class.flags.has(ClassFlags::BUILT_IN) {
        return Ok(made_for(class, make::list::<M>(Vec::new())));
    }
    match rest.between(thread, "list", 0, 1)? {
        [] => Ok(make::list::<M>(Vec::new())),
        [items, ..] => thread.collect_vec(items).map(make::list::<M>),
    }
}

fn init<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, L<M>>(thread, args)?;
    let items = match rest.between(thread, "list", 0, 1)? {
        [] => Vec::new(),
        [items, ..] => thread.collect_vec(items)?,
    };
    replace(this, items);
    Ok(Value::<M>::NONE)
}

/// Puts items in the place of those that are there, which go once the list is closed again.
fn replace<M: Model>(list: &Obj<M, L<M>>, items: Vec<Value<M>>) {
    let old = std::mem::replace(&mut *list.open(|l| &l.items), items);
    let_go::<M>(old);
}

fn append<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, item) = with_one::<M, L<M>>(thread, args, "list.append")?;
    let item = item.clone();
    this.change(|l| &l.items, |items| items.push(item));
    Ok(Value::<M>::NONE)
}

fn extend<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, items) = with_one::<M, L<M>>(thread, args, "list.extend")?;
    thread.list_extend(this, items)?;
    Ok(Value::<M>::NONE)
}

fn insert<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, L<M>>(thread, args)?;
    let [index, item] = rest.exactly::<2>(thread, "insert")?;
    let index = thread.index(index)?;
    let mut items = this.open(|l| &l.items);
    let length = items.len() as i64;
    let at = if index < 0 { (index + length).max(0) } else { index.min(length) };
    items.insert(at as usize, item.clone());
    Ok(Value::<M>::NONE)
}

fn pop<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, L<M>>(thread, args)?;
    let wanted = match rest.between(thread, "pop", 0, 1)? {
        [] => -1,
        [index, ..] => thread.index(index)?,
    };
    let mut items = this.open(|l| &l.items);
    let empty = items.is_empty();
    let item = slice::index(wanted, items.len()).map(|i| items.remove(i));
    drop(items);
    match item {
        Some(item) => Ok(item),
        None if empty => Err(thread.raise(Exc::Index, "pop from empty list")),
        None => Err(thread.raise(Exc::Index, "pop index out of range")),
    }
}

/// The first position from `start` to `end` of an item equal to `wanted`. The list may change meanwhile.
fn position<M: Model>(
    thread: &mut Thread<M>,
    list: &Obj<M, L<M>>,
    wanted: &Value<M>,
    range: std::ops::Range<usize>,
) -> R<Option<usize>> {
    for i in range {
        let Some(item) = list.read(|l| &l.items).get(i).cloned() else { return Ok(None) };
        if thread.equal(&item, wanted)? {
            return Ok(Some(i));
        }
    }
    Ok(None)
}

fn remove<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, wanted) = with_one::<M, L<M>>(thread, args, "list.remove")?;
    let Some(i) = position(thread, this, wanted, 0..usize::MAX)? else {
        return Err(thread.value_error("list.remove(x): x not in list"));
    };
    let mut items = this.open(|l| &l.items);
    let removed = (i < items.len()).then(|| items.remove(i));
    drop(items);
    drop(removed);
    Ok(Value::<M>::NONE)
}

fn clear<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, L<M>>(thread, args, "list.clear")?;
    replace(this, Vec::new());
    Ok(Value::<M>::NONE)
}

/// The bounds that `index` takes after what it looks for.
pub(super) fn index_bounds<M: Model>(
    thread: &mut Thread<M>,
    given: &[Value<M>],
    length: usize,
) -> R<std::ops::Range<usize>> {
    let mut bounds = [None; 2];
    for (bound, value) in bounds.iter_mut().zip(given) {
        *bound = Some(thread.index(value)?);
    }
    let (start, end) = slice::bounds(bounds[0], bounds[1], length);
    Ok(start..end)
}

fn index<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, L<M>>(thread, args)?;
    let given = rest.between(thread, "index", 1, 3)?;
    let length = this.read(|l| &l.items).len();
    let bounds = index_bounds(thread, &given[1..], length)?;
    match position(thread, this, &given[0], bounds)? {
        Some(i) => Ok(make::size::<M>(i)),
        None => {
            let shown = thread.repr(&given[0])?;
            Err(thread.value_error(format!("{shown} is not in list")))
        }
    }
}

fn count<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, wanted) = with_one::<M, L<M>>(thread, args, "list.count")?;
    let (mut found, mut next) = (0, 0);
    while let Some(i) = position(thread, this, wanted, next..usize::MAX)? {
        found += 1;
        next = i + 1;
    }
    Ok(make::size::<M>(found))
}

/// The items are taken out while they are sorted, so that comparisons run with nothing open.
fn sort_list<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, L<M>>(thread, args)?;
    let (key, reverse) = sort_options(thread, rest, "sort")?;
    let items = std::mem::take(&mut *this.open(|l| &l.items));
    let (items, result) = sort::sort(thread, items, key, reverse);
    let meanwhile = std::mem::replace(&mut *this.open(|l| &l.items), items);
    result?;
    if !meanwhile.is_empty() {
        return Err(thread.value_error("list modified during sort"));
    }
    Ok(Value::<M>::NONE)
}

/// `key` and `reverse` of `list.sort` and `sorted`.
pub(crate) fn sort_options<'a, M: Model>(
    thread: &mut Thread<M>,
    args: Args<'a, M>,
    name: &str,
) -> R<(Option<&'a Value<M>>, bool)> {
    if !args.list().is_empty() {
        return Err(thread.type_error(format!("{name}() takes no positional arguments")));
    }
    let [key, reverse] = args.named(thread, name, ["*key", "*reverse"], 0)?;
    let reverse = match reverse {
        Some(reverse) => thread.truth(reverse)?,
        None => false,
    };
    Ok((key, reverse))
}

fn reverse<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, L<M>>(thread, args, "list.reverse")?;
    this.open(|l| &l.items).reverse();
    Ok(Value::<M>::NONE)
}

fn copy<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, L<M>>(thread, args, "list.copy")?;
    let items = this.read(|l| &l.items).clone();
    Ok(make::list::<M>(items))
}

fn reversed<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, L<M>>(thread, args, "list.__reversed__")?;
    let left = this.read(|l| &l.items).len() as i64;
    Ok(make::iter::<M>(IterState::Reversed { sequence: this.as_value().clone(), left }))
}
