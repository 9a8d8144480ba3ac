//! The receiver and the arguments of native methods, and instances of subclasses of built-in classes.

use super::Types;
use crate::body::*;
use crate::error::{R, Raised};
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::attr::Subclass;
use crate::ops::class::instance;
use crate::text::IntRef;
use crate::thread::{Args, Thread};
use taipan_heap::Body;

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

/// The body of a type that a value is or, being an instance of a subclass, holds.
pub(super) fn body<M: Model, T: Body<M::Sharing>>(value: &Value<M>) -> Option<&T> {
    let object = match value.downcast::<Instance<M>>() {
        Some(instance) => instance.payload.downcast::<T>(),
        None => value.downcast::<T>(),
    };
    object.map(|object| &**object)
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
    match args.values.split_first() {
        Some((this, values)) if values.len() >= args.names.len() => Ok((this, Args { values, ..args })),
        _ => Err(thread.type_error(format!("unbound method {name}() needs an argument"))),
    }
}

/// The receiver of a method as the body of a type, and the other arguments.
///
/// # Errors
/// TypeError where the receiver is missing or something else.
pub(super) fn receive<'a, M: Model, T: Body<M::Sharing>>(
    thread: &mut Thread<M>,
    args: Args<'a, M>,
    name: &str,
) -> R<(&'a T, Args<'a, M>)> {
    let (this, rest) = split(thread, args, name)?;
    match body::<M, T>(this) {
        Some(body) => Ok((body, rest)),
        None => Err(foreign(thread, this, name)),
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
    match float(this) {
        Some(x) => Ok((x, rest)),
        None => Err(foreign(thread, this, name)),
    }
}

/// The float that a value is or holds.
pub(super) fn float<M: Model>(value: &Value<M>) -> Option<f64> {
    match value.downcast::<Instance<M>>() {
        Some(instance) => instance.payload.as_float(),
        None => value.as_float(),
    }
}

/// The name of a method without its class.
pub(super) fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// The TypeError of a method that is called on an object of another class.
#[cold]
pub(super) fn foreign<M: Model>(thread: &mut Thread<M>, this: &Value<M>, name: &str) -> Raised {
    let (class, method) = name.split_once('.').unwrap_or(("object", name));
    let given = thread.type_name(this);
    thread.type_error(format!("descriptor '{method}' for '{class}' objects doesn't apply to a '{given}' object"))
}

/// The class that `__new__` was called with, and the arguments of the call.
///
/// # Errors
/// TypeError unless it is `base` or one of its subclasses.
pub(super) fn class_argument<'a, M: Model>(
    thread: &mut Thread<M>,
    args: Args<'a, M>,
    base: fn(&Types<M>) -> &Obj<M, Class<M>>,
) -> R<(Obj<M, Class<M>>, Args<'a, M>)> {
    let base = base(thread.interp().types()).clone();
    let name = &base.name;
    let Some((first, values)) = args.values.split_first().filter(|(_, rest)| rest.len() >= args.names.len()) else {
        return Err(thread.type_error(format!("{name}.__new__(): not enough arguments")));
    };
    match first.downcast::<Class<M>>() {
        Some(class) if class.is_subclass(&base) => Ok((class.clone(), Args { values, ..args })),
        Some(class) => {
            let class = &class.name;
            Err(thread.type_error(format!("{name}.__new__({class}): {class} is not a subtype of {name}")))
        }
        None => {
            let given = thread.type_name(first);
            Err(thread.type_error(format!("{name}.__new__(X): X is not a type object ({given})")))
        }
    }
}

/// What `__new__` returns: the plain value for the built-in class, an instance that holds it for a subclass.
pub(super) fn made<M: Model>(class: &Obj<M, Class<M>>, plain: Value<M>) -> Value<M> {
    if class.flags.has(ClassFlags::BUILT_IN) { plain } else { instance(class, plain) }
}

/// The bound of a search: an index of any size or None.
///
/// # Errors
/// TypeError for anything else, and what `__index__` raises.
pub(super) fn bound<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> R<Option<i64>> {
    if value.is_none() {
        return Ok(None);
    }
    if make::int_ref::<M>(value).is_none() && thread.special(value, |n| &n.index).is_none() {
        return Err(thread.type_error("slice indices must be integers or None or have an __index__ method"));
    }
    clamped(thread, value).map(Some)
}

/// The first two bounds in a list of arguments.
///
/// # Errors
/// As [`bound`].
pub(super) fn bounds<M: Model>(thread: &mut Thread<M>, values: &[Value<M>]) -> R<(Option<i64>, Option<i64>)> {
    let none = Value::<M>::NONE;
    let start = bound(thread, values.first().unwrap_or(&none))?;
    let end = bound(thread, values.get(1).unwrap_or(&none))?;
    Ok((start, end))
}

/// An index, the largest or smallest word taking the place of one that fits none.
///
/// # Errors
/// TypeError for what is no index, and what `__index__` raises.
pub(super) fn clamped<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> R<i64> {
    let int = thread.int_of(value)?;
    let Some(n) = make::int_ref::<M>(&int) else {
        let (of, name) = (thread.type_name(value), thread.type_name(&int));
        return Err(thread.type_error(format!("{of}.__index__ returned non-int (type {name})")));
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

/// A width or size of something to be made.
///
/// # Errors
/// TypeError for what is no index, MemoryError for a size that could never be had.
pub(super) fn affordable<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> R<i64> {
    let size = thread.index(value)?;
    if size > MOST_BYTES {
        return Err(thread.raise_class(crate::error::Exc::Memory, vec![]));
    }
    Ok(size)
}

/// A `str` argument; `what` begins the error.
///
/// # Errors
/// TypeError for anything else.
pub(super) fn text_argument<'a, M: Model>(
    thread: &mut Thread<M>,
    value: &'a Value<M>,
    what: &str,
) -> R<&'a str> {
    match body::<M, Str<M>>(value) {
        Some(text) => Ok(text.as_str()),
        None => {
            let given = thread.type_name(value);
            Err(thread.type_error(format!("{what} must be str, not {given}")))
        }
    }
}
