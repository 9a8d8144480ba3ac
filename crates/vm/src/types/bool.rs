//! `bool`.

use super::Types;
use super::receiver::*;
use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Value};
use crate::ops::arith::Binary;
use crate::thread::{Args, Thread};

/// Fills the class.
pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = types.bool();
    add_new(interp, types, class, new);
    types.add_methods(interp, class, &[("__repr__", classrepr), ("__str__", classrepr)]);
    types.add_methods(
        interp,
        class,
        &[
            ("__and__", |thread, args| logical(thread, args, Binary::And)),
            ("__rand__", |thread, args| logical(thread, args, Binary::And)),
            ("__or__", |thread, args| logical(thread, args, Binary::Or)),
            ("__ror__", |thread, args| logical(thread, args, Binary::Or)),
            ("__xor__", |thread, args| logical(thread, args, Binary::Xor)),
            ("__rxor__", |thread, args| logical(thread, args, Binary::Xor)),
        ],
    );
}

fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let base = thread.interp().types().bool().clone();
    let (_, rest) = class_to_make(thread, args, &base)?;
    match rest.between(thread, "bool", 0, 1)? {
        [object] => thread.truth(object).map(Value::<M>::bool),
        _ => Ok(Value::<M>::FALSE),
    }
}

/// The receiver and the other arguments of a method of `bool`.
fn receive<'a, M: Model>(thread: &mut Thread<M>, args: Args<'a, M>) -> R<(bool, Args<'a, M>)> {
    match args.list().first().and_then(|this| this.as_bool()) {
        Some(this) => Ok((this, after_first(args))),
        None => Err(thread.type_error("a method of 'bool' requires a 'bool' object")),
    }
}

fn classrepr<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receive(thread, args)?;
    let [] = rest.exactly(thread, "bool.__repr__")?;
    Ok(make::str::<M>(if this { "True" } else { "False" }))
}

/// An operator on bits: of two bools it gives a bool.
fn logical<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, op: Binary) -> R<Value<M>> {
    let (this, rest) = receive(thread, args)?;
    let [other] = rest.exactly(thread, op.methods()[0])?;
    if let Some(other) = other.as_bool() {
        return Ok(Value::<M>::bool(match op {
            Binary::And => this & other,
            Binary::Or => this | other,
            _ => this ^ other,
        }));
    }
    match make::int_ref::<M>(other) {
        Some(other) => thread.binary(op, false, &Value::<M>::bool(this), &make::number::<M>(other.to_int())),
        None => Ok(Value::<M>::NOT_IMPLEMENTED),
    }
}
