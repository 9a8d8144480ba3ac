//! `int.to_bytes` and `int.from_bytes`.

use crate::body::*;
use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::text::int::{self as ints, ByteOrder};
use crate::thread::{Args, Thread};
use crate::types::arguments::*;
use crate::types::bytes::from_object;
use crate::types::receiver::*;

/// Adds the methods to the class.
pub(super) fn fill<M: Model>(interp: &Interp<M>, class: &Obj<M, Class<M>>) {
    interp.types().add_methods(interp, class, &[("to_bytes", to_bytes)]);
    add_class_method(interp, interp.types(), class, "from_bytes", from_bytes);
}

fn to_bytes<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receive_int(thread, args, "int.to_bytes")?;
    let [length, order, signed] = rest.named(thread, "to_bytes", ["length", "byteorder", "*signed"], 0)?;
    let length = length.map_or(Ok(1), |length| affordable(thread, length))?;
    let order = byte_order(thread, order, "to_bytes")?;
    let signed = signed.map_or(Ok(false), |signed| thread.truth(signed))?;
    let bytes = ints::to_bytes(this, length, order, signed);
    bytes.map(make::bytes::<M>).map_err(|e| thread.text_error(e))
}

fn from_bytes<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (class, rest) = split(thread, args, "int.from_bytes")?;
    let [bytes, order, signed] = rest.named(thread, "from_bytes", ["bytes", "byteorder", "*signed"], 1)?;
    let order = byte_order(thread, order, "from_bytes")?;
    let signed = signed.map_or(Ok(false), |signed| thread.truth(signed))?;
    let bytes = bytes.map_or(Ok(Vec::new()), |bytes| from_object(thread, "bytes", bytes))?;
    of_class(thread, class, make::number::<M>(ints::from_bytes(&bytes, order, signed)))
}

fn byte_order<M: Model>(thread: &mut Thread<M>, value: Option<&Value<M>>, function: &str) -> R<ByteOrder> {
    let Some(value) = value else { return Ok(ByteOrder::Big) };
    let name = text(thread, value, &format!("{function}() argument 'byteorder'"))?;
    ByteOrder::from_name(name.as_str()).map_err(|e| thread.text_error(e))
}
