//! `bytearray`: the methods that change it. The others are those of `bytes`.

mod items;

pub(crate) use items::{delete_item, set_item};

use super::arguments::*;
use super::bytes::{array, byte, bytes_from, constructed, content, fill_family};
use super::dunder::{self, Builtin};
use super::receiver::*;
use super::{Types, protocol};
use crate::body::*;
use crate::error::{Exc, R};
use crate::interp::Interp;
use crate::model::{Model, Obj, Value};
use crate::text::slice;
use crate::thread::{Args, Thread};

impl<M: Model> Builtin<M> for ByteArray<M> {
    fn class(types: &Types<M>) -> &Obj<M, Class<M>> {
        types.of_kind(kind::BYTE_ARRAY)
    }

    fn content(value: &Value<M>) -> Option<Value<M>> {
        dunder::held_kind::<M>(value, &[kind::BYTE_ARRAY])
    }

    fn peer(other: &Value<M>) -> Option<Value<M>> {
        dunder::held_kind::<M>(other, &[kind::BYTES, kind::BYTE_ARRAY])
    }
}

/// Fills the class.
pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = types.of_kind(kind::BYTE_ARRAY);
    let add = |methods: &[(&'static str, NativeFn<M>)]| types.add_methods(interp, class, methods);
    dunder::fill::<M, ByteArray<M>>(interp);
    dunder::fill_sequence::<M, ByteArray<M>>(interp, class);
    fill_family(interp, class);
    add_new(interp, types, class, new);
    make_unhashable(interp, types, class);
    add(&[("__init__", init), ("append", append), ("clear", clear), ("copy", copy), ("extend", extend)]);
    add(&[("insert", insert), ("pop", pop), ("remove", remove), ("reverse", reverse)]);
    add(&[
        ("__setitem__", |thread, args| {
            let (this, rest) = receiver::<M, ByteArray<M>>(thread, args)?;
            let [key, value] = rest.exactly(thread, "__setitem__")?;
            set_item(thread, this, key, value).map(|()| Value::<M>::NONE)
        }),
        ("__delitem__", |thread, args| {
            let (this, key) = with_one::<M, ByteArray<M>>(thread, args, "__delitem__")?;
            delete_item(thread, this, key).map(|()| Value::<M>::NONE)
        }),
    ]);
    add(&[("__iadd__", protocol::iadd::<M, ByteArray<M>>), ("__imul__", protocol::imul::<M, ByteArray<M>>)]);
}

/// The plain class is filled at once, a subclass by `__init__`, which it may replace.
fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (class, rest) = class_of_kind(thread, args, kind::BYTE_ARRAY)?;
    let is_plain = class.flags.has(ClassFlags::BUILT_IN);
    let bytes = if is_plain { constructed(thread, "bytearray", rest)? } else { Vec::new() };
    Ok(made_for(class, array::<M>(bytes)))
}

fn init<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, ByteArray<M>>(thread, args)?;
    let bytes = constructed(thread, "bytearray", rest)?;
    *this.open(|array| &array.0) = bytes;
    Ok(Value::<M>::NONE)
}

fn append<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, item) = with_one::<M, ByteArray<M>>(thread, args, "bytearray.append")?;
    let byte = byte(thread, item, "byte")?;
    this.open(|array| &array.0).push(byte);
    Ok(Value::<M>::NONE)
}

fn clear<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, ByteArray<M>>(thread, args, "bytearray.clear")?;
    this.open(|array| &array.0).clear();
    Ok(Value::<M>::NONE)
}

fn copy<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, ByteArray<M>>(thread, args, "bytearray.copy")?;
    let bytes = this.open(|array| &array.0).clone();
    Ok(array::<M>(bytes))
}

fn extend<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, items) = with_one::<M, ByteArray<M>>(thread, args, "bytearray.extend")?;
    let bytes = match content::<M>(items) {
        Some(bytes) => bytes.into_owned(),
        None => bytes_of_items(thread, items)?,
    };
    this.open(|array| &array.0).extend_from_slice(&bytes);
    Ok(Value::<M>::NONE)
}

fn bytes_of_items<M: Model>(thread: &mut Thread<M>, items: &Value<M>) -> R<Vec<u8>> {
    let iterator = match thread.iter(items) {
        Ok(iterator) => iterator,
        Err(_) if thread.error_is(Exc::Type) => {
            drop(thread.take_error());
            let given = thread.type_name(items);
            return Err(thread.type_error(format!("can't extend bytearray with {given}")));
        }
        Err(raised) => return Err(raised),
    };
    bytes_from(thread, &iterator, "byte")
}

fn insert<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, ByteArray<M>>(thread, args)?;
    let [at, item] = rest.exactly(thread, "insert")?;
    let (at, byte) = (thread.index(at)?, byte(thread, item, "byte")?);
    let mut bytes = this.open(|array| &array.0);
    let (at, _) = slice::bounds(Some(at), None, bytes.len());
    let at = at.min(bytes.len());
    bytes.insert(at, byte);
    Ok(Value::<M>::NONE)
}

fn pop<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, ByteArray<M>>(thread, args)?;
    let at = rest.between(thread, "pop", 0, 1)?.first();
    let at = index_or(thread, at, -1)?;
    let mut bytes = this.open(|array| &array.0);
    let is_empty = bytes.is_empty();
    let popped = slice::index(at, bytes.len()).map(|at| bytes.remove(at));
    drop(bytes);
    match popped {
        Some(byte) => Ok(Value::<M>::small(byte.into())),
        None if is_empty => Err(thread.raise(Exc::Index, "pop from empty bytearray")),
        None => Err(thread.raise(Exc::Index, "pop index out of range")),
    }
}

fn remove<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, item) = with_one::<M, ByteArray<M>>(thread, args, "bytearray.remove")?;
    let byte = byte(thread, item, "byte")?;
    let mut bytes = this.open(|array| &array.0);
    let found = bytes.iter().position(|&other| other == byte).map(|at| bytes.remove(at));
    drop(bytes);
    match found {
        Some(_) => Ok(Value::<M>::NONE),
        None => Err(thread.value_error("value not found in bytearray")),
    }
}

fn reverse<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, ByteArray<M>>(thread, args, "bytearray.reverse")?;
    this.open(|array| &array.0).reverse();
    Ok(Value::<M>::NONE)
}
