//! `str`.

mod change;
mod format;
mod search;

pub(super) use search::search_values;

use super::Types;
use super::arguments::*;
use super::bytes::{self, codec};
use super::dunder::{self, Builtin};
use super::receiver::*;
use crate::body::*;
use crate::error::{Exc, R};
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::copy::copy_items;
use crate::text::str as strings;
use crate::thread::{Args, Thread};

impl<M: Model> Builtin<M> for Str<M> {
    fn class(types: &Types<M>) -> &Obj<M, Class<M>> {
        types.of_kind(kind::STR)
    }

    fn content(value: &Value<M>) -> Option<Value<M>> {
        dunder::held_kind::<M>(value, &[kind::STR])
    }

    fn peer(other: &Value<M>) -> Option<Value<M>> {
        Self::content(other)
    }
}

/// Fills the class.
pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = types.of_kind(kind::STR);
    let add = |methods: &[(&'static str, NativeFn<M>)]| types.add_methods(interp, class, methods);
    dunder::fill::<M, Str<M>>(interp);
    dunder::fill_sequence::<M, Str<M>>(interp, class);
    add_new(interp, types, class, new);
    add(&[("__mod__", modulo), ("__rmod__", reflected_modulo)]);
    add(methods!("str" changed:
        "capitalize" strings::capitalize, "casefold" strings::casefold, "lower" strings::lower,
        "swapcase" strings::swapcase, "title" strings::title, "upper" strings::upper,
    ));
    add(methods!("str" asked:
        "isalnum" strings::is_alnum, "isalpha" strings::is_alpha, "isascii" str::is_ascii,
        "isdecimal" strings::is_decimal, "isdigit" strings::is_digit, "isidentifier" strings::is_identifier,
        "islower" strings::is_lower, "isnumeric" strings::is_numeric, "isprintable" strings::is_printable,
        "isspace" strings::is_space, "istitle" strings::is_title, "isupper" strings::is_upper,
    ));
    add(&[("encode", encode), ("join", join)]);
    change::fill(interp, class);
    format::fill(interp, class);
    search::fill(interp, class);
}

/// The receiver of a method without other arguments.
fn text_alone<'a, M: Model>(thread: &mut Thread<M>, args: Args<'a, M>, name: &str) -> R<&'a str> {
    let (text, rest) = receiver::<M, Str<M>>(thread, args)?;
    let [] = rest.exactly(thread, name)?;
    Ok(text.as_str())
}

fn changed<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, change: fn(&str) -> String) -> R<Value<M>> {
    text_alone(thread, args, name).map(|text| make::str::<M>(change(text)))
}

fn asked<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, question: fn(&str) -> bool) -> R<Value<M>> {
    text_alone(thread, args, name).map(|text| Value::<M>::bool(question(text)))
}

fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (class, rest) = class_of_kind(thread, args, kind::STR)?;
    let [object, encoding, errors] = rest.named(thread, "str", ["object", "encoding", "errors"], 0)?;
    let text = match object {
        None => make::str::<M>(""),
        Some(object) if encoding.is_some() || errors.is_some() => decoded(thread, object, encoding, errors)?,
        Some(object) if object.kind() == kind::STR => object.clone(),
        Some(object) => match object.as_int() {
            Some(n) => make::decimal::<M>(n),
            None => make::str::<M>(thread.str(object)?),
        },
    };
    Ok(made_for(class, text))
}

fn decoded<M: Model>(
    thread: &mut Thread<M>,
    object: &Value<M>,
    encoding: Option<&Value<M>>,
    errors: Option<&Value<M>>,
) -> R<Value<M>> {
    let codec = codec(thread, "str", encoding, errors)?;
    if body::<M, Str<M>>(object).is_some() {
        return Err(thread.type_error("decoding str is not supported"));
    }
    let Some(content) = bytes::content::<M>(object) else {
        let given = thread.type_name(object);
        return Err(thread.type_error(format!("decoding to str: need a bytes-like object, {given} found")));
    };
    codec.decode(thread, &content)
}

fn encode<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (text, rest) = receiver::<M, Str<M>>(thread, args)?;
    let [encoding, errors] = rest.named(thread, "encode", ["encoding", "errors"], 0)?;
    let codec = codec(thread, "encode", encoding, errors)?;
    codec.encode(thread, text.as_str()).map(make::bytes::<M>)
}

fn join<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (separator, rest) = receiver::<M, Str<M>>(thread, args)?;
    let [iterable] = rest.exactly(thread, "str.join")?;
    if let Some(joined) = join_plain(separator, iterable) {
        return Ok(joined);
    }
    let items = joinable(thread, iterable)?;
    if let [item] = items.as_slice()
        && item.kind() == kind::STR
    {
        return Ok(item.clone());
    }
    let mut joined = String::new();
    for (i, item) in items.iter().enumerate() {
        let Some(text) = body::<M, Str<M>>(item) else {
            let given = thread.type_name(item);
            return Err(thread.type_error(format!("sequence item {i}: expected str instance, {given} found")));
        };
        if i > 0 {
            joined.push_str(separator.as_str());
        }
        joined.push_str(text.as_str());
    }
    Ok(make::str::<M>(joined))
}

/// The strings of a list or tuple of nothing else, joined; one alone is left to the other way.
fn join_plain<M: Model>(separator: &Str<M>, iterable: &Value<M>) -> Option<Value<M>> {
    let join = |items: &[Value<M>]| {
        let lengths = items.iter().map(|item| item.downcast::<Str<M>>().map(|text| text.as_str().len()));
        let length: usize = lengths.sum::<Option<usize>>()?;
        if items.len() == 1 {
            return None;
        }
        let mut joined = String::with_capacity(length + items.len() * separator.as_str().len());
        for (i, item) in items.iter().enumerate() {
            joined.push_str(if i > 0 { separator.as_str() } else { "" });
            joined.push_str(item.downcast::<Str<M>>()?.as_str());
        }
        Some(make::str::<M>(joined))
    };
    match iterable.downcast::<List<M>>() {
        Some(list) => join(&list.read(|l| &l.items)),
        None => join(iterable.downcast::<Tuple<M>>()?.items()),
    }
}

/// The items to join.
///
/// # Errors
/// TypeError for what cannot be iterated, and what iterating raises.
pub(super) fn joinable<M: Model>(thread: &mut Thread<M>, iterable: &Value<M>) -> R<Vec<Value<M>>> {
    if let Some(items) = copy_items::<M>(iterable) {
        return Ok(items);
    }
    match thread.iter(iterable) {
        Ok(iterator) => thread.collect_vec(&iterator),
        Err(_) if thread.error_is(Exc::Type) => {
            drop(thread.take_error());
            Err(thread.type_error("can only join an iterable"))
        }
        Err(raised) => Err(raised),
    }
}

fn modulo<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, [values]) = dunder::arguments::<M, Str<M>, 1>(thread, args, "__mod__")?;
    crate::ops::show::percent(thread, &this, values)
}

fn reflected_modulo<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, [template]) = dunder::arguments::<M, Str<M>, 1>(thread, args, "__rmod__")?;
    match <Str<M> as Builtin<M>>::content(template) {
        Some(template) => crate::ops::show::percent(thread, &template, &this),
        None => Ok(Value::<M>::NOT_IMPLEMENTED),
    }
}
