//! Special methods that only ask the interpreter: what `list.__len__` or `super().__getitem__(key)` runs.
//!
//! Each takes the built-in body out of its receiver first, so that an instance of a subclass is not asked again.

use super::receiver::{alone, receiver, with_one};
use crate::body::*;
use crate::error::R;
use crate::make;
use crate::model::{Model, Value};
use crate::ops::arith::Binary;
use crate::ops::compare::{Compare, held, is_set};
use crate::thread::{Args, Thread};
use taipan_heap::Body;

pub(super) fn len<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, T>(thread, args, "__len__")?;
    thread.len(this.as_value()).map(make::size::<M>)
}

pub(super) fn iter<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, T>(thread, args, "__iter__")?;
    thread.iter(this.as_value())
}

pub(super) fn repr<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, T>(thread, args, "__repr__")?;
    thread.repr(this.as_value()).map(make::str::<M>)
}

pub(super) fn hash<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, T>(thread, args, "__hash__")?;
    thread.hash(this.as_value()).map(|hash| make::int::<M>(hash as i64))
}

pub(super) fn contains<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, item) = with_one::<M, T>(thread, args, "__contains__")?;
    thread.contains(this.as_value(), item).map(Value::<M>::bool)
}

pub(super) fn get_item<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, key) = with_one::<M, T>(thread, args, "__getitem__")?;
    thread.get_item(this.as_value(), key)
}

pub(super) fn set_item<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, T>(thread, args)?;
    let [key, value] = rest.exactly::<2>(thread, "__setitem__")?;
    thread.set_item(this.as_value(), key, value.clone())?;
    Ok(Value::<M>::NONE)
}

pub(super) fn del_item<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, key) = with_one::<M, T>(thread, args, "__delitem__")?;
    thread.delete_item(this.as_value(), key)?;
    Ok(Value::<M>::NONE)
}

/// Whether an operator of a built-in body takes such an operand.
fn fits<M: Model>(op: Binary, this: &Value<M>, other: &Value<M>) -> bool {
    match op {
        Binary::Multiply => make::int_ref::<M>(other).is_some(),
        Binary::And | Binary::Or | Binary::Subtract | Binary::Xor => {
            (is_set::<M>(this) && is_set::<M>(other)) || (this.kind() == kind::DICT && other.kind() == kind::DICT)
        }
        _ => true,
    }
}

fn operate<M: Model, T: Body<M::Sharing>>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    op: Binary,
    reflected: bool,
) -> R<Value<M>> {
    let (this, other) = with_one::<M, T>(thread, args, op.methods()[reflected as usize])?;
    let this = this.as_value();
    match held::<M>(other).filter(|other| fits::<M>(op, this, other)) {
        None => Ok(Value::<M>::NOT_IMPLEMENTED),
        Some(other) if reflected => thread.binary(op, false, &other, this),
        Some(other) => thread.binary(op, false, this, &other),
    }
}

/// `a op= b`: the receiver stays what it is, also when it is an instance of a subclass.
fn operate_inplace<M: Model, T: Body<M::Sharing>>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    op: Binary,
) -> R<Value<M>> {
    let (this, other) = with_one::<M, T>(thread, args, op.methods()[2])?;
    let this = this.as_value();
    if let Some(dict) = this.downcast::<Dict<M>>() {
        thread.dict_update(dict, other)?;
        return Ok(args.values[0].clone());
    }
    let other = if op == Binary::Add { Some(other.clone()) } else { held::<M>(other) };
    match other.filter(|other| fits::<M>(op, this, other)) {
        None => Ok(Value::<M>::NOT_IMPLEMENTED),
        Some(other) => thread.binary(op, true, this, &other).map(|_| args.values[0].clone()),
    }
}

macro_rules! operators {
    ($($op:ident $plain:ident $reflected:ident $inplace:ident;)*) => {$(
        pub(super) fn $plain<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
            operate::<M, T>(thread, args, Binary::$op, false)
        }

        pub(super) fn $reflected<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
            operate::<M, T>(thread, args, Binary::$op, true)
        }

        pub(super) fn $inplace<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
            operate_inplace::<M, T>(thread, args, Binary::$op)
        }
    )*};
}

operators! {
    Multiply mul rmul imul;
    And and rand iand;
    Or or ror ior;
    Subtract sub rsub isub;
    Xor xor rxor ixor;
}

pub(super) fn add<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    operate::<M, T>(thread, args, Binary::Add, false)
}

pub(super) fn iadd<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    operate_inplace::<M, T>(thread, args, Binary::Add)
}

fn compare<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>, op: Compare) -> R<Value<M>> {
    let (this, other) = with_one::<M, T>(thread, args, "comparison")?;
    let this = this.as_value();
    let comparable = |other: &Value<M>| other.kind() == this.kind() || (is_set::<M>(this) && is_set::<M>(other));
    match held::<M>(other).filter(comparable) {
        Some(other) => thread.compare(op, this, &other),
        None => Ok(Value::<M>::NOT_IMPLEMENTED),
    }
}

macro_rules! comparisons {
    ($($name:ident $op:ident;)*) => {$(
        pub(super) fn $name<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
            compare::<M, T>(thread, args, Compare::$op)
        }
    )*};
}

comparisons! {
    eq Equal;
    ne NotEqual;
    lt Less;
    le LessEqual;
    gt Greater;
    ge GreaterEqual;
}
