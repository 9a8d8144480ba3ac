//! `set` and `frozenset`.

use super::Types;
use super::protocol as p;
use super::receiver::*;
use crate::body::*;
use crate::error::{Exc, R};
use crate::interp::Interp;
use crate::model::{Model, Obj, Value};
use crate::ops::arith::Binary;
use crate::ops::compare::{Compare, held, is_set};
use crate::thread::{Args, Thread};
use taipan_heap::Body;

type S<M> = Set<M>;

pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = types.of_kind(kind::SET);
    add_new(interp, types, class, new);
    make_unhashable(interp, types, class);
    fill_shared::<M, S<M>>(interp, types, class);
    types.add_methods(
        interp,
        class,
        &[
            ("__init__", init),
            ("add", add),
            ("remove", remove),
            ("discard", discard),
            ("pop", pop),
            ("clear", clear),
            ("update", update),
            ("intersection_update", |thread, args| change(thread, args, Binary::And)),
            ("difference_update", |thread, args| change(thread, args, Binary::Subtract)),
            ("symmetric_difference_update", |thread, args| change(thread, args, Binary::Xor)),
            ("__ior__", p::ior::<M, S<M>>),
            ("__iand__", p::iand::<M, S<M>>),
            ("__isub__", p::isub::<M, S<M>>),
            ("__ixor__", p::ixor::<M, S<M>>),
        ],
    );
    let frozen = types.of_kind(kind::FROZEN_SET);
    add_new(interp, types, frozen, new_frozen);
    fill_shared::<M, FrozenSet<M>>(interp, types, frozen);
    types.add_methods(interp, frozen, &[("__hash__", p::hash::<M, FrozenSet<M>>)]);
}

/// What sets and frozen sets have in common.
fn fill_shared<M: Model, T: Body<M::Sharing>>(interp: &Interp<M>, types: &Types<M>, class: &Obj<M, Class<M>>) {
    make_generic(interp, types, class);
    types.add_methods(
        interp,
        class,
        &[
            ("copy", copy::<M, T>),
            ("union", |thread, args| combine::<M, T>(thread, args, Binary::Or)),
            ("intersection", |thread, args| combine::<M, T>(thread, args, Binary::And)),
            ("difference", |thread, args| combine::<M, T>(thread, args, Binary::Subtract)),
            ("symmetric_difference", symmetric_difference::<M, T>),
            ("isdisjoint", is_disjoint::<M, T>),
            ("issubset", |thread, args| contained::<M, T>(thread, args, Compare::LessEqual)),
            ("issuperset", |thread, args| contained::<M, T>(thread, args, Compare::GreaterEqual)),
            ("__len__", p::len::<M, T>),
            ("__iter__", p::iter::<M, T>),
            ("__repr__", p::repr::<M, T>),
            ("__contains__", p::contains::<M, T>),
            ("__and__", p::and::<M, T>),
            ("__rand__", p::rand::<M, T>),
            ("__or__", p::or::<M, T>),
            ("__ror__", p::ror::<M, T>),
            ("__sub__", p::sub::<M, T>),
            ("__rsub__", p::rsub::<M, T>),
            ("__xor__", p::xor::<M, T>),
            ("__rxor__", p::rxor::<M, T>),
            ("__eq__", p::eq::<M, T>),
            ("__ne__", p::ne::<M, T>),
            ("__lt__", p::lt::<M, T>),
            ("__le__", p::le::<M, T>),
            ("__gt__", p::gt::<M, T>),
            ("__ge__", p::ge::<M, T>),
        ],
    );
}

/// The items of a call's one optional argument.
fn items<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str) -> R<Table<M, ()>> {
    match args.between(thread, name, 0, 1)? {
        [] => Ok(Table::default()),
        [items, ..] => table_of(thread, items),
    }
}

fn table_of<M: Model>(thread: &mut Thread<M>, items: &Value<M>) -> R<Table<M, ()>> {
    match held::<M>(items).filter(is_set::<M>) {
        Some(set) => thread.set_table(&set),
        None => thread.set_table(items),
    }
}

fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (class, rest) = class_of_kind(thread, args, kind::SET)?;
    let built_in = class.flags.has(ClassFlags::BUILT_IN);
    let table = if built_in { items(thread, rest, "set")? } else { Table::default() };
    Ok(made_for(class, Obj::<M, _>::new(Set::new(table)).into_value()))
}

fn init<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, S<M>>(thread, args)?;
    let table = items(thread, rest, "set")?;
    let old = std::mem::replace(&mut *this.open(|s| &s.table), table);
    drop(old);
    Ok(Value::<M>::NONE)
}

fn new_frozen<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (class, rest) = class_of_kind(thread, args, kind::FROZEN_SET)?;
    if let [same] = rest.values
        && same.kind() == kind::FROZEN_SET
        && class.flags.has(ClassFlags::BUILT_IN)
    {
        return Ok(same.clone());
    }
    let table = items(thread, rest, "frozenset")?;
    Ok(made_for(class, Obj::<M, _>::new(FrozenSet::<M> { table }).into_value()))
}

fn add<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, item) = with_one::<M, S<M>>(thread, args, "set.add")?;
    thread.set_add(this, item.clone())?;
    Ok(Value::<M>::NONE)
}

fn remove<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, item) = with_one::<M, S<M>>(thread, args, "set.remove")?;
    if thread.set_remove(this, item)? { Ok(Value::<M>::NONE) } else { Err(thread.key_error(item)) }
}

fn discard<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, item) = with_one::<M, S<M>>(thread, args, "set.discard")?;
    thread.set_remove(this, item)?;
    Ok(Value::<M>::NONE)
}

fn pop<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, S<M>>(thread, args, "set.pop")?;
    let mut table = this.open(|s| &s.table);
    let last = (0..table.bound()).rev().find(|&i| table.entry(i).is_some());
    let entry = last.and_then(|i| table.remove(i));
    drop(table);
    match entry {
        Some(entry) => Ok(entry.key),
        None => Err(thread.raise(Exc::Key, "pop from an empty set")),
    }
}

fn clear<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, S<M>>(thread, args, "set.clear")?;
    let mut table = this.open(|s| &s.table);
    let old = table.take();
    drop(table);
    drop(old);
    Ok(Value::<M>::NONE)
}

fn update<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, S<M>>(thread, args)?;
    for other in rest.between(thread, "update", 0, usize::MAX)? {
        let items = table_of(thread, other)?;
        thread.add_entries(this, |s| &s.table, items)?;
    }
    Ok(Value::<M>::NONE)
}

/// Changes a set by an operator and each of the arguments.
fn change<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, op: Binary) -> R<Value<M>> {
    let (this, rest) = receiver::<M, S<M>>(thread, args)?;
    for other in rest.between(thread, "set method", 0, usize::MAX)? {
        let other = as_set(thread, other)?;
        thread.binary(op, true, this.as_value(), &other)?;
    }
    Ok(Value::<M>::NONE)
}

fn as_set<M: Model>(thread: &mut Thread<M>, items: &Value<M>) -> R<Value<M>> {
    let table = table_of(thread, items)?;
    Ok(Obj::<M, _>::new(Set::<M>::new(table)).into_value())
}

fn copy<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, T>(thread, args, "copy")?.as_value();
    if this.kind() == kind::FROZEN_SET {
        return Ok(this.clone());
    }
    as_set(thread, this)
}

/// The receiver combined with each of the arguments.
fn combine<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>, op: Binary) -> R<Value<M>> {
    let (this, rest) = receiver::<M, T>(thread, args)?;
    let others = rest.between(thread, "set method", 0, usize::MAX)?;
    if others.is_empty() {
        return copy::<M, T>(thread, args);
    }
    let mut result = this.as_value().clone();
    for other in others {
        let other = as_set(thread, other)?;
        result = thread.binary(op, false, &result, &other)?;
    }
    Ok(result)
}

fn symmetric_difference<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, other) = with_one::<M, T>(thread, args, "symmetric_difference")?;
    let other = as_set(thread, other)?;
    thread.binary(Binary::Xor, false, this.as_value(), &other)
}

pub(super) fn is_disjoint<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, other) = with_one::<M, T>(thread, args, "isdisjoint")?;
    let mut disjoint = true;
    for item in thread.collect_vec(other)? {
        if thread.contains(this.as_value(), &item)? {
            disjoint = false;
            break;
        }
    }
    Ok(Value::<M>::bool(disjoint))
}

fn contained<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>, op: Compare) -> R<Value<M>> {
    let (this, other) = with_one::<M, T>(thread, args, "set method")?;
    let other = as_set(thread, other)?;
    thread.compare(op, this.as_value(), &other)
}
