//! What `int(…)` makes a number of.

use crate::body::*;
use crate::error::R;
use crate::make;
use crate::model::{Model, Value};
use crate::text::int::{self as ints, DEFAULT_MAX_STR_DIGITS};
use crate::text::{Int, float as floats};
use crate::thread::{Args, Thread};
use crate::types::arguments::{clamped, float};
use crate::types::bytes::content;
use crate::types::receiver::{body, class_to_make, made_for};

/// `int.__new__`
pub(super) fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let base = thread.interp().types().int().clone();
    let (class, rest) = class_to_make(thread, args, &base)?;
    let [object, base] = rest.named(thread, "int", ["", "base"], 0)?;
    let int = match (object, base) {
        (None, None) => Value::<M>::small(0),
        (None, Some(_)) => return Err(thread.type_error("int() missing string argument")),
        (Some(object), None) => converted(thread, object)?,
        (Some(object), Some(base)) => {
            let base = clamped(thread, base)?;
            match parsed(thread, object, base)? {
                Some(int) => make::number::<M>(int),
                None => return Err(thread.type_error("int() can't convert non-string with explicit base")),
            }
        }
    };
    Ok(made_for(class, int))
}

fn converted<M: Model>(thread: &mut Thread<M>, object: &Value<M>) -> R<Value<M>> {
    if let Some(int) = by_methods(thread, object)? {
        return Ok(int);
    }
    if let Some(int) = make::int_ref::<M>(object) {
        return Ok(make::number::<M>(int.to_int()));
    }
    if let Some(x) = float::<M>(object) {
        return floats::trunc(x).map(make::number::<M>).map_err(|e| thread.text_error(e));
    }
    match parsed(thread, object, 10)? {
        Some(int) => Ok(make::number::<M>(int)),
        None => {
            let what = "a string, a bytes-like object or a real number";
            let given = thread.type_name(object);
            Err(thread.type_error(format!("int() argument must be {what}, not '{given}'")))
        }
    }
}

/// The number that text or bytes spell; None for anything else.
fn parsed<M: Model>(thread: &mut Thread<M>, object: &Value<M>, base: i64) -> R<Option<Int>> {
    let result = if let Some(text) = body::<M, Str<M>>(object) {
        ints::parse(text.as_str(), base, DEFAULT_MAX_STR_DIGITS)
    } else if let Some(bytes) = content::<M>(object) {
        ints::parse_bytes(&bytes, base, DEFAULT_MAX_STR_DIGITS)
    } else {
        return Ok(None);
    };
    result.map(Some).map_err(|e| thread.text_error(e))
}

/// What `__int__`, `__index__` or `__trunc__` says, if the program defines one.
fn by_methods<M: Model>(thread: &mut Thread<M>, object: &Value<M>) -> R<Option<Value<M>>> {
    if !matches!(object.kind(), kind::INSTANCE | kind::HANDLE | kind::EXCEPTION) {
        return Ok(None);
    }
    for name in ["__int__", "__index__", "__trunc__"] {
        let Some(method) = defined(thread, object, name) else { continue };
        let result = thread.call(&method, std::slice::from_ref(object))?;
        if let Some(int) = make::int_ref::<M>(&result) {
            return Ok(Some(make::number::<M>(int.to_int())));
        }
        let given = thread.type_name(&result);
        let wanted = if name == "__trunc__" { "non-Integral" } else { "non-int" };
        return Err(thread.type_error(format!("{name} returned {wanted} (type {given})")));
    }
    Ok(None)
}

/// A special method that is not the built-in class's own.
pub(in crate::types) fn defined<M: Model>(thread: &Thread<M>, object: &Value<M>, name: &str) -> Option<Value<M>> {
    let method = thread.special_named(object, name)?;
    (method.kind() != kind::NATIVE || object.kind() == kind::HANDLE).then_some(method)
}
