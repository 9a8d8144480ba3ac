//! `dict`.

use super::Types;
use super::protocol as p;
use super::receiver::*;
use crate::body::*;
use crate::error::{Exc, R};
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::thread::{Args, Thread};

type D<M> = Dict<M>;

pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = types.of_kind(kind::DICT);
    add_new(interp, types, class, new);
    make_unhashable(interp, types, class);
    make_generic(interp, types, class);
    add_class_method(interp, types, class, "fromkeys", from_keys);
    types.add_methods(
        interp,
        class,
        &[
            ("__init__", init),
            ("keys", |thread, args| view(thread, args, "dict.keys", ViewOf::Keys)),
            ("values", |thread, args| view(thread, args, "dict.values", ViewOf::Values)),
            ("items", |thread, args| view(thread, args, "dict.items", ViewOf::Items)),
            ("get", get),
            ("setdefault", set_default),
            ("pop", pop),
            ("popitem", pop_item),
            ("update", update),
            ("clear", clear),
            ("copy", copy),
            ("__getitem__", get_item),
            ("__reversed__", reversed),
            ("__len__", p::len::<M, D<M>>),
            ("__iter__", p::iter::<M, D<M>>),
            ("__repr__", p::repr::<M, D<M>>),
            ("__contains__", p::contains::<M, D<M>>),
            ("__setitem__", p::set_item::<M, D<M>>),
            ("__delitem__", p::del_item::<M, D<M>>),
            ("__or__", p::or::<M, D<M>>),
            ("__ror__", p::ror::<M, D<M>>),
            ("__ior__", p::ior::<M, D<M>>),
            ("__eq__", p::eq::<M, D<M>>),
            ("__ne__", p::ne::<M, D<M>>),
        ],
    );
}

/// Fills a plain dict at once; a subclass gets an empty one, which `__init__` fills.
fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (class, rest) = class_of_kind(thread, args, kind::DICT)?;
    let dict = make::dict::<M>();
    if class.flags.has(ClassFlags::BUILT_IN) {
        fill_from(thread, &dict, rest, "dict")?;
    }
    Ok(made_for(class, dict.into_value()))
}

fn init<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, D<M>>(thread, args)?;
    fill_from(thread, this, rest, "dict")
}

fn update<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, D<M>>(thread, args)?;
    fill_from(thread, this, rest, "update")
}

/// Adds what one mapping or iterable and keyword arguments hold.
fn fill_from<M: Model>(thread: &mut Thread<M>, dict: &Obj<M, D<M>>, args: Args<'_, M>, name: &str) -> R<Value<M>> {
    let list = args.list();
    Args::positional(list).between(thread, name, 0, 1)?;
    if let Some(other) = list.first() {
        thread.dict_update(dict, other)?;
    }
    for (name, value) in args.names.iter().zip(&args.values[list.len()..]) {
        thread.dict_set(dict, name.clone(), value.clone())?;
    }
    Ok(Value::<M>::NONE)
}

fn from_keys<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let given = after_first(args).between(thread, "fromkeys", 1, 2)?;
    let value = given.get(1).cloned().unwrap_or(Value::<M>::NONE);
    let made = thread.call(&args.values[0], &[])?;
    thread.for_each(&given[0], |thread, key| thread.set_item(&made, &key, value.clone()))?;
    Ok(made)
}

fn view<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, of: ViewOf) -> R<Value<M>> {
    let dict = alone::<M, D<M>>(thread, args, name)?.clone();
    Ok(Obj::<M, _>::new(DictView::<M> { dict, of }).into_value())
}

fn get<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, D<M>>(thread, args)?;
    let given = rest.between(thread, "get", 1, 2)?;
    let found = thread.dict_get(this, &given[0])?;
    Ok(found.or_else(|| given.get(1).cloned()).unwrap_or(Value::<M>::NONE))
}

/// `dict[key]`, with `__missing__` of a subclass.
fn get_item<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, key) = with_one::<M, D<M>>(thread, args, "dict.__getitem__")?;
    if let Some(found) = thread.dict_get(this, key)? {
        return Ok(found);
    }
    match thread.special(&args.values[0], |n| &n.missing) {
        Some(missing) => thread.call(&missing, &[args.values[0].clone(), key.clone()]),
        None => Err(thread.key_error(key)),
    }
}

fn set_default<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, D<M>>(thread, args)?;
    let given = rest.between(thread, "setdefault", 1, 2)?;
    let default = given.get(1).cloned().unwrap_or(Value::<M>::NONE);
    thread.dict_set_default(this, &given[0], default)
}

fn pop<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, D<M>>(thread, args)?;
    let given = rest.between(thread, "pop", 1, 2)?;
    match (thread.dict_remove(this, &given[0])?, given.get(1)) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(thread.key_error(&given[0])),
    }
}

fn pop_item<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, D<M>>(thread, args, "dict.popitem")?;
    let mut table = this.open(|d| &d.table);
    let last = (0..table.bound()).rev().find(|&i| table.entry(i).is_some());
    let entry = last.and_then(|i| table.remove(i));
    drop(table);
    match entry {
        Some(entry) => Ok(make::tuple::<M>([entry.key, entry.value])),
        None => Err(thread.raise(Exc::Key, "popitem(): dictionary is empty")),
    }
}

fn clear<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, D<M>>(thread, args, "dict.clear")?;
    let mut table = this.open(|d| &d.table);
    let old = table.take();
    drop(table);
    drop(old);
    Ok(Value::<M>::NONE)
}

fn copy<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, D<M>>(thread, args, "dict.copy")?;
    let table = thread.dict_copy(this);
    Ok(Obj::<M, _>::new(Dict::new(table)).into_value())
}

fn reversed<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, D<M>>(thread, args, "dict.__reversed__")?;
    Ok(backwards(this, ViewOf::Keys))
}

/// An iterator from the last entry to the first.
pub(super) fn backwards<M: Model>(dict: &Obj<M, D<M>>, of: ViewOf) -> Value<M> {
    let left = dict.read(|d| &d.table).bound();
    make::iter::<M>(IterState::DictReversed { dict: dict.clone(), of, left })
}
