//! `bytes`, and the methods that it shares with `bytearray`.

mod change;
mod codec;
mod search;
mod source;

pub(super) use codec::codec;
pub(super) use source::{byte, bytes_from, constructed, from_object};

use super::Types;
use super::arguments::*;
use super::dunder::{self, Builtin, Methods};
use super::receiver::*;
use crate::body::*;
use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::text::bytes as octets;
use crate::thread::{Args, Thread};
use std::borrow::Cow;
use std::marker::PhantomData;

impl<M: Model> Builtin<M> for Bytes<M> {
    fn class(types: &Types<M>) -> &Obj<M, Class<M>> {
        types.of_kind(kind::BYTES)
    }

    fn content(value: &Value<M>) -> Option<Value<M>> {
        dunder::held_kind::<M>(value, &[kind::BYTES])
    }

    fn peer(other: &Value<M>) -> Option<Value<M>> {
        dunder::held_kind::<M>(other, &[kind::BYTES, kind::BYTE_ARRAY])
    }
}

/// Fills the class.
pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = types.of_kind(kind::BYTES);
    dunder::fill::<M, Bytes<M>>(interp);
    dunder::fill_sequence::<M, Bytes<M>>(interp, class);
    add_new(interp, types, class, new);
    let methods: Methods<M, 1> = [("__bytes__", |thread, args| {
        let (this, []) = dunder::arguments::<M, Bytes<M>, 0>(thread, args, "__bytes__")?;
        Ok(this)
    })];
    types.add_methods(interp, class, &methods);
    fill_family(interp, class);
}

/// Adds what both classes have, each method giving what its receiver is.
pub(super) fn fill_family<M: Model>(interp: &Interp<M>, class: &Obj<M, Class<M>>) {
    let types = interp.types();
    let add = |methods: &[(&'static str, NativeFn<M>)]| types.add_methods(interp, class, methods);
    add(methods!("bytes" changed:
        "capitalize" octets::capitalize, "lower" octets::lower, "swapcase" octets::swapcase,
        "title" octets::title, "upper" octets::upper,
    ));
    add(methods!("bytes" asked:
        "isalnum" octets::is_alnum, "isalpha" octets::is_alpha, "isascii" octets::is_ascii,
        "isdigit" octets::is_digit, "islower" octets::is_lower, "isspace" octets::is_space,
        "istitle" octets::is_title, "isupper" octets::is_upper,
    ));
    add(&[("decode", decode), ("hex", hex), ("join", join), ("__mod__", modulo)]);
    change::fill(interp, class);
    search::fill(interp, class);
    add_class_method(interp, types, class, "fromhex", from_hex);
}

/// What a receiver holds, and which of the two classes it is.
struct Octets<'a, M> {
    bytes: Cow<'a, [u8]>,
    is_array: bool,
    model: PhantomData<M>,
}

impl<M: Model> Octets<'_, M> {
    /// Bytes in an object of the receiver's class.
    fn like(&self, bytes: impl Into<Vec<u8>>) -> Value<M> {
        if self.is_array { array::<M>(bytes) } else { make::bytes::<M>(bytes.into()) }
    }
}

/// A `bytearray`.
pub(super) fn array<M: Model>(bytes: impl Into<Vec<u8>>) -> Value<M> {
    Obj::<M, _>::new(ByteArray::<M>::new(bytes.into())).into_value()
}

/// The content of bytes or a bytearray, or of what an instance of a subclass holds; that of an array is a copy.
pub(super) fn content<M: Model>(value: &Value<M>) -> Option<Cow<'_, [u8]>> {
    if let Some(bytes) = body::<M, Bytes<M>>(value) {
        return Some(Cow::Borrowed(&bytes.0));
    }
    let array = body::<M, ByteArray<M>>(value)?;
    Some(Cow::Owned(array.open(|array| &array.0).clone()))
}

/// The receiver of a method, and the other arguments.
fn receive_bytes<'a, M: Model>(
    thread: &mut Thread<M>,
    args: Args<'a, M>,
    name: &str,
) -> R<(Octets<'a, M>, Args<'a, M>)> {
    let (this, rest) = split(thread, args, name)?;
    match content::<M>(this) {
        Some(bytes) => Ok((Octets { bytes, is_array: body::<M, Bytes<M>>(this).is_none(), model: PhantomData }, rest)),
        None => Err(foreign(thread, this, name)),
    }
}

/// The content of an argument.
///
/// # Errors
/// TypeError for what is neither bytes nor a bytearray.
pub(super) fn buffer<'a, M: Model>(thread: &mut Thread<M>, value: &'a Value<M>) -> R<Cow<'a, [u8]>> {
    match content::<M>(value) {
        Some(bytes) => Ok(bytes),
        None => {
            let given = thread.type_name(value);
            Err(thread.type_error(format!("a bytes-like object is required, not '{given}'")))
        }
    }
}

fn changed<M: Model>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    name: &str,
    change: fn(&[u8]) -> Vec<u8>,
) -> R<Value<M>> {
    let (this, rest) = receive_bytes(thread, args, name)?;
    let [] = rest.exactly(thread, name)?;
    Ok(this.like(change(&this.bytes)))
}

fn asked<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, question: fn(&[u8]) -> bool) -> R<Value<M>> {
    let (this, rest) = receive_bytes(thread, args, name)?;
    let [] = rest.exactly(thread, name)?;
    Ok(Value::<M>::bool(question(&this.bytes)))
}

fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (class, rest) = class_of_kind(thread, args, kind::BYTES)?;
    if let [object] = rest.values
        && object.kind() == kind::BYTES
        && rest.names.is_empty()
    {
        return Ok(made_for(class, object.clone()));
    }
    let bytes = constructed(thread, "bytes", rest)?;
    Ok(made_for(class, make::bytes::<M>(bytes)))
}

fn decode<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receive_bytes(thread, args, "bytes.decode")?;
    let [encoding, errors] = rest.named(thread, "decode", ["encoding", "errors"], 0)?;
    codec(thread, "decode", encoding, errors)?.decode(thread, &this.bytes)
}

fn hex<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receive_bytes(thread, args, "bytes.hex")?;
    let [separator, group] = rest.named(thread, "hex", ["sep", "bytes_per_sep"], 0)?;
    let group = index_or(thread, group, 1)?;
    let separator = separator.map(|separator| hex_separator(thread, separator)).transpose()?;
    Ok(make::str::<M>(octets::hex_grouped(&this.bytes, separator, group)))
}

fn hex_separator<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> R<char> {
    if thread.len(value)? != 1 {
        return Err(thread.value_error("sep must be length 1."));
    }
    if let Some(text) = body::<M, Str<M>>(value) {
        return match text.as_str().chars().next() {
            Some(separator) if separator.is_ascii() => Ok(separator),
            _ => Err(thread.value_error("sep must be ASCII.")),
        };
    }
    match content::<M>(value).as_deref() {
        Some(&[separator]) => Ok(separator.into()),
        _ => Err(thread.type_error("sep must be str or bytes.")),
    }
}

fn from_hex<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (class, rest) = split(thread, args, "bytes.fromhex")?;
    let [digits] = rest.exactly(thread, "bytes.fromhex")?;
    let digits = text(thread, digits, "fromhex() argument")?.as_str();
    let bytes = octets::from_hex(digits).map_err(|e| thread.text_error(e))?;
    let is_array = class.downcast::<Class<M>>().is_some_and(|class| class.layout == kind::BYTE_ARRAY);
    let plain = if is_array { array::<M>(bytes) } else { make::bytes::<M>(bytes) };
    of_class(thread, class, plain)
}

fn join<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (separator, rest) = receive_bytes(thread, args, "bytes.join")?;
    let [iterable] = rest.exactly(thread, "bytes.join")?;
    let mut joined = Vec::new();
    for (i, item) in super::str::joinable(thread, iterable)?.iter().enumerate() {
        let Some(part) = content::<M>(item) else {
            let given = thread.type_name(item);
            return Err(thread.type_error(format!("sequence item {i}: expected a bytes-like object, {given} found")));
        };
        if i > 0 {
            joined.extend_from_slice(&separator.bytes);
        }
        joined.extend_from_slice(&part);
    }
    Ok(separator.like(joined))
}

fn modulo<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receive_bytes(thread, args, "bytes.__mod__")?;
    let [values] = rest.exactly(thread, "bytes.__mod__")?;
    let this = this.like(&*this.bytes);
    crate::ops::show::percent(thread, &this, values)
}
