//! What the methods of text and numbers share: lists of methods of one shape, and arguments that are indices.

use super::receiver::after_first;
use crate::body::*;
use crate::error::{Exc, R, Raised};
use crate::make;
use crate::model::{Model, Value};
use crate::text::IntRef;
use crate::thread::{Args, Thread};

/// More bytes than this are not asked of memory but refused, because asking would end the process.
const MOST_BYTES: i64 = 1 << 36;

/// Lists methods that have a shape in common: a name, and the function that does the work.
///
/// The shape is called with the thread, the arguments, the name that errors use, and the function.
macro_rules! methods {
    ($class:literal $shape:ident: $($name:literal $function:expr),* $(,)?) => {
        &[$(($name, |thread, args| $shape(thread, args, concat!($class, ".", $name), $function))),*]
    };
}
pub(super) use methods;

/// The name of a method without its class.
pub(super) fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// The receiver of a method and the other arguments. `name` is as in errors: `class.method`.
///
/// # Errors
/// TypeError where the receiver is missing.
pub(super) fn split<'a, M: Model>(
    thread: &mut Thread<M>,
    args: Args<'a, M>,
    name: &str,
) -> R<(&'a Value<M>, Args<'a, M>)> {
    match args.list().first() {
        Some(this) => Ok((this, after_first(args))),
        None => Err(thread.type_error(format!("unbound method {name}() needs an argument"))),
    }
}

/// The receiver of a method of `int`, and the other arguments.
///
/// # Errors
/// TypeError where the receiver is missing or no int.
pub(super) fn receive_int<'a, M: Model>(
    thread: &mut Thread<M>,
    args: Args<'a, M>,
    name: &str,
) -> R<(IntRef<'a>, Args<'a, M>)> {
    let (this, rest) = split(thread, args, name)?;
    match make::int_ref::<M>(this) {
        Some(int) => Ok((int, rest)),
        None => Err(foreign(thread, this, name)),
    }
}

/// The receiver of a method of `float`, and the other arguments.
///
/// # Errors
/// TypeError where the receiver is missing or no float.
pub(super) fn receive_float<'a, M: Model>(
    thread: &mut Thread<M>,
    args: Args<'a, M>,
    name: &str,
) -> R<(f64, Args<'a, M>)> {
    let (this, rest) = split(thread, args, name)?;
    match float::<M>(this) {
        Some(x) => Ok((x, rest)),
        None => Err(foreign(thread, this, name)),
    }
}

/// The float that a value is or, being an instance of a subclass, holds.
pub(super) fn float<M: Model>(value: &Value<M>) -> Option<f64> {
    match value.downcast::<Instance<M>>() {
        Some(instance) => instance.payload()?.as_float(),
        None => value.as_float(),
    }
}

/// The TypeError of a method that is called on an object of another class.
#[cold]
pub(super) fn foreign<M: Model>(thread: &mut Thread<M>, this: &Value<M>, name: &str) -> Raised {
    let (class, method) = name.split_once('.').unwrap_or(("object", name));
    let given = thread.type_name(this);
    thread.type_error(format!("descriptor '{method}' for '{class}' objects doesn't apply to a '{given}' object"))
}

/// What a class method returns: the plain value, or what a subclass makes of it.
///
/// # Errors
/// What the subclass raises.
pub(super) fn of_class<M: Model>(thread: &mut Thread<M>, class: &Value<M>, plain: Value<M>) -> R<Value<M>> {
    match class.downcast::<Class<M>>() {
        Some(subclass) if !subclass.is(thread.class_of(&plain)) => thread.call(class, &[plain]),
        _ => Ok(plain),
    }
}

/// The bounds of a search in a list of arguments: indices of any size or None.
///
/// # Errors
/// TypeError for anything else, and what `__index__` raises.
pub(super) fn bounds<M: Model>(thread: &mut Thread<M>, values: &[Value<M>]) -> R<(Option<i64>, Option<i64>)> {
    let start = values.first().map_or(Ok(None), |start| bound(thread, start))?;
    let end = values.get(1).map_or(Ok(None), |end| bound(thread, end))?;
    Ok((start, end))
}

fn bound<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> R<Option<i64>> {
    if value.is_none() {
        return Ok(None);
    }
    if !is_index(thread, value) {
        return Err(thread.type_error("slice indices must be integers or None or have an __index__ method"));
    }
    clamped(thread, value).map(Some)
}

/// Whether a value is an int or has `__index__`.
pub(super) fn is_index<M: Model>(thread: &Thread<M>, value: &Value<M>) -> bool {
    make::int_ref::<M>(value).is_some() || thread.special(value, |n| &n.index).is_some()
}

/// An index, the largest or smallest word taking the place of one that fits none.
///
/// # Errors
/// TypeError for what is no index, and what `__index__` raises.
pub(super) fn clamped<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> R<i64> {
    let int = thread.int_of(value)?;
    let Some(n) = make::int_ref::<M>(&int) else {
        let given = thread.type_name(&int);
        return Err(thread.type_error(format!("__index__ returned non-int (type {given})")));
    };
    Ok(n.to_i64().unwrap_or(if n.is_negative() { i64::MIN } else { i64::MAX }))
}

/// An optional index.
///
/// # Errors
/// TypeError, and OverflowError for one that fits no word.
pub(super) fn index_or<M: Model>(thread: &mut Thread<M>, value: Option<&Value<M>>, default: i64) -> R<i64> {
    value.map_or(Ok(default), |value| thread.index(value))
}

/// The width or size of something to be made.
///
/// # Errors
/// TypeError for what is no index, MemoryError for a size that could never be had.
pub(super) fn affordable<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> R<i64> {
    let size = thread.index(value)?;
    if size > MOST_BYTES {
        return Err(thread.raise_class(Exc::Memory, vec![]));
    }
    Ok(size)
}
