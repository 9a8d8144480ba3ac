//! `bytearray`: the methods that change it. The others are those of `bytes`.

use super::Types;
use super::bytes::{array, byte, constructed, content, fill_family, from_object};
use super::dunder::{self, Builtin, Methods};
use super::method::*;
use crate::body::*;
use crate::error::{Exc, R};
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::arith::Binary;
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

    fn operand(other: &Value<M>) -> Option<Value<M>> {
        Some(dunder::held_or_self::<M>(other))
    }
}

/// Fills the class.
pub(super) fn fill<M: Model>(interp: &Interp<M>) {
    let types = interp.types();
    let class = types.of_kind(kind::BYTE_ARRAY);
    let add = |methods: &[(&'static str, NativeFn<M>)]| types.add_methods(interp, class, methods);
    dunder::fill::<M, ByteArray<M>>(interp);
    dunder::fill_sequence::<M, ByteArray<M>>(interp);
    fill_family(interp, class);
    types.add(interp, class, "__new__", make::native::<M>("__new__", new));
    types.add(interp, class, "__hash__", Value::<M>::NONE);
    add(&[("__init__", init), ("append", append), ("clear", clear), ("copy", copy), ("extend", extend)]);
    add(&[("insert", insert), ("pop", pop), ("remove", remove), ("reverse", reverse)]);
    let items: Methods<M, 4> = [
        ("__setitem__", |t, a| {
            let (this, [key, value]) = dunder::arguments::<M, ByteArray<M>, 2>(t, a, "__setitem__")?;
            t.set_item(&this, key, value.clone()).map(|()| Value::<M>::NONE)
        }),
        ("__delitem__", |t, a| {
            let (this, [key]) = dunder::arguments::<M, ByteArray<M>, 1>(t, a, "__delitem__")?;
            t.delete_item(&this, key).map(|()| Value::<M>::NONE)
        }),
        ("__iadd__", |t, a| in_place(t, a, Binary::Add)),
        ("__imul__", |t, a| in_place(t, a, Binary::Multiply)),
    ];
    add(&items);
}

/// The plain class is filled at once, a subclass by `__init__`, which it may replace.
fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (class, rest) = class_argument(thread, args, <ByteArray<M> as Builtin<M>>::class)?;
    let is_plain = class.flags.has(ClassFlags::BUILT_IN);
    let bytes = if is_plain { constructed(thread, "bytearray", rest)? } else { Vec::new() };
    Ok(made(&class, array(bytes)))
}

fn init<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receive::<M, ByteArray<M>>(thread, args, "bytearray.__init__")?;
    let bytes = constructed(thread, "bytearray", rest)?;
    let this = method::<M>(args);
    *this.open(|array| &array.0) = bytes;
    Ok(Value::<M>::NONE)
}
