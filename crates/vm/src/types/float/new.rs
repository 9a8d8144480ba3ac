//! What `float(…)` makes a number of.

use crate::body::*;
use crate::error::R;
use crate::make;
use crate::model::{Model, Value};
use crate::text::{float as floats, repr};
use crate::thread::{Args, Thread};
use crate::types::arguments::float;
use crate::types::bytes::content;
use crate::types::int::defined;
use crate::types::receiver::{body, class_to_make, made_for};

/// `float.__new__`
pub(super) fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let base = thread.interp().types().float().clone();
    let (class, rest) = class_to_make(thread, args, &base)?;
    let x = match rest.between(thread, "float", 0, 1)? {
        [object] => converted(thread, object)?,
        _ => 0.0,
    };
    Ok(made_for(class, Value::<M>::float(x)))
}

fn converted<M: Model>(thread: &mut Thread<M>, object: &Value<M>) -> R<f64> {
    if let Some(x) = by_method(thread, object)? {
        return Ok(x);
    }
    if let Some(x) = float::<M>(object) {
        return Ok(x);
    }
    if let Some(text) = body::<M, Str<M>>(object) {
        return floats::parse(text.as_str()).map_err(|e| thread.text_error(e));
    }
    if let Some(bytes) = content::<M>(object) {
        let parsed = std::str::from_utf8(&bytes).ok().and_then(|text| floats::parse(text).ok());
        let shown = || format!("could not convert string to float: {}", repr::bytes(&bytes));
        return parsed.ok_or_else(|| thread.value_error(shown()));
    }
    if make::int_ref::<M>(object).is_some() || defined(thread, object, "__index__").is_some() {
        let int = thread.int_of(object)?;
        return thread.float_of(&int);
    }
    let given = thread.type_name(object);
    Err(thread.type_error(format!("float() argument must be a string or a real number, not '{given}'")))
}

/// What `__float__` says, if the program defines it.
fn by_method<M: Model>(thread: &mut Thread<M>, object: &Value<M>) -> R<Option<f64>> {
    if !matches!(object.kind(), kind::INSTANCE | kind::HANDLE | kind::EXCEPTION) {
        return Ok(None);
    }
    let Some(method) = defined(thread, object, "__float__") else { return Ok(None) };
    let result = thread.call(&method, std::slice::from_ref(object))?;
    match float::<M>(&result) {
        Some(x) => Ok(Some(x)),
        None => {
            let (class, given) = (thread.type_name(object), thread.type_name(&result));
            Err(thread.type_error(format!("{class}.__float__ returned non-float (type {given})")))
        }
    }
}
