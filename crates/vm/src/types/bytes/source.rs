//! What `bytes(…)` and `bytearray(…)` make bytes of.

use super::codec;
use crate::body::{Str, kind};
use crate::error::{Exc, R};
use crate::make;
use crate::model::{Model, Value};
use crate::thread::{Args, Thread};
use crate::types::arguments::{affordable, is_index};
use crate::types::bytes::content;
use crate::types::receiver::body;

/// The bytes that a constructor's arguments describe. `class` is what errors call it.
///
/// # Errors
/// TypeError, ValueError, and what the source raises.
pub(in crate::types) fn constructed<M: Model>(thread: &mut Thread<M>, class: &str, args: Args<'_, M>) -> R<Vec<u8>> {
    let [source, encoding, errors] = args.named(thread, class, ["source", "encoding", "errors"], 0)?;
    let text = source.and_then(|source| body::<M, Str<M>>(source));
    if encoding.is_some() || errors.is_some() {
        let codec = codec(thread, class, encoding, errors)?;
        let what = if encoding.is_some() { "encoding" } else { "errors" };
        return match text {
            Some(text) => codec.encode(thread, text.as_str()),
            None => Err(thread.type_error(format!("{what} without a string argument"))),
        };
    }
    match source {
        None => Ok(Vec::new()),
        Some(_) if text.is_some() => Err(thread.type_error("string argument without an encoding")),
        Some(source) => from_source(thread, class, source),
    }
}

fn from_source<M: Model>(thread: &mut Thread<M>, class: &str, source: &Value<M>) -> R<Vec<u8>> {
    if (class == "bytes" && has_bytes(thread, source)) || !is_index(thread, source) {
        return from_object(thread, class, source);
    }
    match usize::try_from(affordable(thread, source)?) {
        Ok(count) => Ok(vec![0; count]),
        Err(_) => Err(thread.value_error("negative count")),
    }
}

/// The bytes of a buffer, of what `__bytes__` says (if for a `bytes`), or of an iterable of numbers.
///
/// # Errors
/// TypeError for anything else, ValueError for numbers that are no bytes.
pub(in crate::types) fn from_object<M: Model>(thread: &mut Thread<M>, class: &str, source: &Value<M>) -> R<Vec<u8>> {
    if class == "bytes"
        && has_bytes(thread, source)
        && let Some(method) = thread.special(source, |n| &n.bytes)
    {
        let result = thread.call(&method, std::slice::from_ref(source))?;
        return match content::<M>(&result) {
            Some(bytes) => Ok(bytes.into_owned()),
            None => {
                let given = thread.type_name(&result);
                Err(thread.type_error(format!("__bytes__ returned non-bytes (type {given})")))
            }
        };
    }
    if let Some(bytes) = content::<M>(source) {
        return Ok(bytes.into_owned());
    }
    let iterator = match thread.iter(source) {
        Ok(iterator) if body::<M, Str<M>>(source).is_none() => iterator,
        Err(raised) if !thread.error_is(Exc::Type) => return Err(raised),
        failed => {
            if failed.is_err() {
                drop(thread.take_error());
            }
            let given = thread.type_name(source);
            return Err(thread.type_error(format!("cannot convert '{given}' object to {class}")));
        }
    };
    bytes_from(thread, &iterator, if class == "bytes" { "bytes" } else { "byte" })
}

/// The bytes of an iterable of numbers; `what` begins the error for a number that is no byte.
///
/// # Errors
/// As [`byte`], and what iterating raises.
pub(in crate::types) fn bytes_from<M: Model>(thread: &mut Thread<M>, iterable: &Value<M>, what: &str) -> R<Vec<u8>> {
    let mut bytes = Vec::new();
    thread.for_each(iterable, |thread, item| {
        bytes.push(byte(thread, &item, what)?);
        Ok(())
    })?;
    Ok(bytes)
}

/// Whether the program gave a class a `__bytes__`.
fn has_bytes<M: Model>(thread: &Thread<M>, source: &Value<M>) -> bool {
    let is_object = matches!(source.kind(), kind::INSTANCE | kind::HANDLE);
    is_object && thread.special(source, |n| &n.bytes).is_some_and(|method| method.kind() != kind::NATIVE)
}

/// A number from 0 to 255; `what` begins the error for another.
///
/// # Errors
/// TypeError for what is no number, ValueError for one out of range.
pub(in crate::types) fn byte<M: Model>(thread: &mut Thread<M>, value: &Value<M>, what: &str) -> R<u8> {
    let int = thread.int_of(value)?;
    let byte = make::int_ref::<M>(&int).and_then(|n| n.to_i64()).and_then(|n| u8::try_from(n).ok());
    byte.ok_or_else(|| thread.value_error(format!("{what} must be in range(0, 256)")))
}
