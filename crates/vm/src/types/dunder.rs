//! The special methods that text and numbers have in common, for programs that call them by name or by `super()`.
//!
//! The operators themselves never come here; these look at what the receiver holds, never at the receiver, so that a
//! method of a subclass that calls its parent's does not meet itself.

use super::{Types, protocol, receiver};
use crate::body::*;
use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::arith::Binary;
use crate::ops::compare::{Compare, held};
use crate::thread::{Args, Thread};
use taipan_heap::Body;

/// A built-in class: what its instances hold and what its operators take.
pub(super) trait Builtin<M: Model> {
    /// The class.
    fn class(types: &Types<M>) -> &Obj<M, Class<M>>;
    /// What a value of the class or a subclass holds.
    fn content(value: &Value<M>) -> Option<Value<M>>;
    /// The other side of a comparison or operator, or None if the class has no answer.
    fn peer(other: &Value<M>) -> Option<Value<M>>;
}

/// Methods by name.
pub(super) type Methods<M, const N: usize> = [(&'static str, NativeFn<M>); N];

/// Lists the methods of operators and their reflections.
macro_rules! operators {
    ($class:ty: $($op:ident)*) => {
        &[$(
            (Binary::$op.methods()[0], |thread, args| dunder::forward::<M, $class>(thread, args, Binary::$op)),
            (Binary::$op.methods()[1], |thread, args| dunder::backward::<M, $class>(thread, args, Binary::$op)),
        )*]
    };
}
pub(super) use operators;

/// Adds what every such class has: comparison, hash, and text.
pub(super) fn fill<M: Model, C: Builtin<M>>(interp: &Interp<M>) {
    let class = C::class(interp.types());
    interp.types().add_methods(interp, class, &comparisons::<M, C>());
    interp.types().add_methods(interp, class, &shown::<M, C>());
}

/// Adds what a sequence has besides: length, membership, items and iteration.
pub(super) fn fill_sequence<M: Model, T: Body<M::Sharing>>(interp: &Interp<M>, class: &Obj<M, Class<M>>) {
    let methods: Methods<M, 7> = [
        ("__len__", protocol::len::<M, T>),
        ("__contains__", protocol::contains::<M, T>),
        ("__getitem__", protocol::get_item::<M, T>),
        ("__iter__", protocol::iter::<M, T>),
        ("__add__", protocol::add::<M, T>),
        ("__mul__", protocol::mul::<M, T>),
        ("__rmul__", protocol::rmul::<M, T>),
    ];
    interp.types().add_methods(interp, class, &methods);
}

fn comparisons<M: Model, C: Builtin<M>>() -> Methods<M, 6> {
    [
        ("__lt__", |t, a| compare::<M, C>(t, a, "__lt__", Compare::Less)),
        ("__le__", |t, a| compare::<M, C>(t, a, "__le__", Compare::LessEqual)),
        ("__eq__", |t, a| compare::<M, C>(t, a, "__eq__", Compare::Equal)),
        ("__ne__", |t, a| compare::<M, C>(t, a, "__ne__", Compare::NotEqual)),
        ("__gt__", |t, a| compare::<M, C>(t, a, "__gt__", Compare::Greater)),
        ("__ge__", |t, a| compare::<M, C>(t, a, "__ge__", Compare::GreaterEqual)),
    ]
}

fn shown<M: Model, C: Builtin<M>>() -> Methods<M, 4> {
    [
        ("__repr__", |t, a| {
            let (this, []) = arguments::<M, C, 0>(t, a, "__repr__")?;
            t.repr(&this).map(make::str::<M>)
        }),
        ("__str__", |t, a| {
            let (this, []) = arguments::<M, C, 0>(t, a, "__str__")?;
            t.str(&this).map(make::str::<M>)
        }),
        ("__format__", |t, a| {
            let (this, [spec]) = arguments::<M, C, 1>(t, a, "__format__")?;
            let spec = receiver::text(t, spec, "__format__() argument")?;
            t.format(&this, spec.as_str()).map(make::str::<M>)
        }),
        ("__hash__", |t, a| {
            let (this, []) = arguments::<M, C, 0>(t, a, "__hash__")?;
            t.hash(&this).map(|hash| make::int::<M>(hash as i64))
        }),
    ]
}

/// What the receiver holds, and the other arguments.
///
/// # Errors
/// TypeError for another receiver or another number of arguments.
pub(super) fn arguments<'a, M: Model, C: Builtin<M>, const N: usize>(
    thread: &mut Thread<M>,
    args: Args<'a, M>,
    name: &str,
) -> R<(Value<M>, &'a [Value<M>; N])> {
    let class = C::class(thread.interp().types()).clone();
    let class = &class.name;
    let Some((this, rest)) = args.list().split_first() else {
        return Err(thread.type_error(format!("descriptor '{name}' of '{class}' object needs an argument")));
    };
    let Some(content) = C::content(this) else {
        let given = thread.type_name(this);
        let message = format!("descriptor '{name}' requires a '{class}' object but received a '{given}'");
        return Err(thread.type_error(message));
    };
    if !args.names.is_empty() {
        return Err(thread.type_error(format!("wrapper {name}() takes no keyword arguments")));
    }
    match rest.try_into() {
        Ok(rest) => Ok((content, rest)),
        Err(_) => {
            let (plural, given) = (if N == 1 { "" } else { "s" }, rest.len());
            Err(thread.type_error(format!("expected {N} argument{plural}, got {given}")))
        }
    }
}

fn compare<M: Model, C: Builtin<M>>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, op: Compare) -> R<Value<M>> {
    let (this, [other]) = arguments::<M, C, 1>(thread, args, name)?;
    match C::peer(other) {
        Some(other) => thread.compare(op, &this, &other),
        None => Ok(Value::<M>::NOT_IMPLEMENTED),
    }
}

/// `this op other`, or NotImplemented.
///
/// # Errors
/// What the operator raises.
pub(super) fn forward<M: Model, C: Builtin<M>>(thread: &mut Thread<M>, args: Args<'_, M>, op: Binary) -> R<Value<M>> {
    let (this, [other]) = arguments::<M, C, 1>(thread, args, op.methods()[0])?;
    match C::peer(other) {
        Some(other) => thread.binary(op, false, &this, &other),
        None => Ok(Value::<M>::NOT_IMPLEMENTED),
    }
}

/// `other op this`, or NotImplemented.
///
/// # Errors
/// What the operator raises.
pub(super) fn backward<M: Model, C: Builtin<M>>(thread: &mut Thread<M>, args: Args<'_, M>, op: Binary) -> R<Value<M>> {
    let (this, [other]) = arguments::<M, C, 1>(thread, args, op.methods()[1])?;
    match C::peer(other) {
        Some(other) => thread.binary(op, false, &other, &this),
        None => Ok(Value::<M>::NOT_IMPLEMENTED),
    }
}

/// What a value is or holds, if it is of one of these kinds of bodies.
pub(super) fn held_kind<M: Model>(value: &Value<M>, kinds: &[u8]) -> Option<Value<M>> {
    held::<M>(value).filter(|held| kinds.contains(&held.kind()))
}
