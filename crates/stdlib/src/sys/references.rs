//! What `sys` tells of objects: their counts and their sizes.

use crate::shape;
use taipan_vm::body::{BigIntBody, Bytes, Dict, Items, List, Module, Set, Str, Tuple, kind};
use taipan_vm::{Args, Model, Obj, R, Thread, Value, make};

/// What CPython since 3.12 says of objects that are never counted; here, of values that are no objects.
const IMMORTAL: i64 = u32::MAX as i64;

/// Adds the functions.
pub(super) fn fill<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    shape::functions(thread, module, &[("getrefcount", get_ref_count), ("getsizeof", get_size_of)]);
}

/// The count includes the reference that the argument itself is, and not that of the table of names, as CPython's does.
fn get_ref_count<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [object] = args.exactly(thread, "sys.getrefcount")?;
    let count = object.header().map_or(IMMORTAL, |it| it.count().into());
    let in_table = count != IMMORTAL && object.downcast::<Str<M>>().is_some_and(|text| text.is_name());
    Ok(make::int::<M>(count - i64::from(in_table)))
}

fn get_size_of<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let args = args.between(thread, "sys.getsizeof", 1, 2)?;
    Ok(make::size::<M>(size_of_object::<M>(&args[0])))
}

/// Bytes of an object without what it refers to: its header, its body and the tables that are its own.
fn size_of_object<M: Model>(value: &Value<M>) -> usize {
    const HEADER: usize = 16;
    const WORD: usize = 8;
    const ENTRY: usize = 3 * WORD;
    if !value.is_object() {
        return WORD;
    }
    HEADER
        + if let Some(text) = value.downcast::<Str<M>>() {
            4 * WORD + text.as_str().len().saturating_sub(3 * WORD - 1)
        } else if let Some(bytes) = value.downcast::<Bytes<M>>() {
            2 * WORD + bytes.0.len()
        } else if let Some(int) = value.downcast::<BigIntBody<M>>() {
            4 * WORD + int.0.bits().div_ceil(8) as usize
        } else if let Some(list) = value.downcast::<List<M>>() {
            3 * WORD + list.open(|it| &it.items).capacity() * WORD
        } else if let Some(tuple) = value.downcast::<Tuple<M>>() {
            WORD + tuple.items().len() * WORD
        } else if let Some(dict) = value.downcast::<Dict<M>>() {
            8 * WORD + dict.open(|it| &it.table).bound() * ENTRY
        } else if let Some(set) = value.downcast::<Set<M>>() {
            8 * WORD + set.open(|it| &it.table).bound() * ENTRY
        } else if value.kind() == kind::INSTANCE {
            7 * WORD
        } else {
            4 * WORD
        }
}
