//! `array[key] = value` and `del array[key]`.

use crate::body::*;
use crate::error::{Exc, R};
use crate::model::{Model, Obj, Value};
use crate::text::slice::{Adjusted, index};
use crate::thread::Thread;
use crate::types::arguments::{clamped, is_index};
use crate::types::bytes::{byte, bytes_from, content};
use crate::types::receiver::body;
use taipan_heap::Guard;

/// Sets a byte, or puts bytes in the place of a slice.
///
/// # Errors
/// IndexError, TypeError for a key or value that does not fit, ValueError for a number that is no byte.
pub(crate) fn set_item<M: Model>(
    thread: &mut Thread<M>,
    array: &Obj<M, ByteArray<M>>,
    key: &Value<M>,
    value: &Value<M>,
) -> R<()> {
    if let Some(slice) = key.downcast::<Slice<M>>() {
        let new = replacement(thread, value)?;
        return set_slice(thread, array, slice, &new);
    }
    let at = position(thread, key)?;
    let byte = byte(thread, value, "byte")?;
    let mut bytes = array.open(|array| &array.0);
    let found = index(at, bytes.len()).map(|at| bytes[at] = byte);
    drop(bytes);
    found.ok_or_else(|| thread.raise(Exc::Index, "bytearray index out of range"))
}

/// Removes a byte or a slice.
///
/// # Errors
/// IndexError, and TypeError for a key that does not fit.
pub(crate) fn delete_item<M: Model>(thread: &mut Thread<M>, array: &Obj<M, ByteArray<M>>, key: &Value<M>) -> R<()> {
    if let Some(slice) = key.downcast::<Slice<M>>() {
        let (mut bytes, picked) = open_at(thread, array, slice)?;
        let picked = picked.ascending();
        if picked.step == 1 {
            let start = picked.start as usize;
            bytes.drain(start..start + picked.count);
            return Ok(());
        }
        for (gone, at) in picked.positions().enumerate() {
            bytes.remove(at - gone);
        }
        return Ok(());
    }
    let at = position(thread, key)?;
    let mut bytes = array.open(|array| &array.0);
    let found = index(at, bytes.len()).map(|at| bytes.remove(at));
    drop(bytes);
    match found {
        Some(_) => Ok(()),
        None => Err(thread.raise(Exc::Index, "bytearray index out of range")),
    }
}

fn set_slice<M: Model>(
    thread: &mut Thread<M>,
    array: &Obj<M, ByteArray<M>>,
    slice: &Obj<M, Slice<M>>,
    new: &[u8],
) -> R<()> {
    let (mut bytes, picked) = open_at(thread, array, slice)?;
    if picked.step == 1 {
        let start = picked.start as usize;
        bytes.splice(start..start + picked.count, new.iter().copied());
        return Ok(());
    }
    if picked.count != new.len() {
        drop(bytes);
        let (given, wanted) = (new.len(), picked.count);
        let message = format!("attempt to assign bytes of size {given} to extended slice of size {wanted}");
        return Err(thread.value_error(message));
    }
    for (at, &byte) in picked.positions().zip(new) {
        bytes[at] = byte;
    }
    Ok(())
}

/// The bytes of an array, and the part that a slice picks.
type Opened<'a, M> = (Guard<'a, <M as Model>::Sharing, Vec<u8>>, Adjusted);

/// Opens an array together with a slice that is fitted to its length.
///
/// The parts of a slice may be asked by code of the language, during which nothing is open and the length may change.
fn open_at<'a, M: Model>(
    thread: &mut Thread<M>,
    array: &'a Obj<M, ByteArray<M>>,
    slice: &Obj<M, Slice<M>>,
) -> R<Opened<'a, M>> {
    loop {
        let length = array.open(|array| &array.0).len();
        let picked = thread.slice_positions(slice, length)?;
        let bytes = array.open(|array| &array.0);
        if bytes.len() == length {
            return Ok((bytes, picked));
        }
    }
}

/// The bytes that take the place of a slice.
fn replacement<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> R<Vec<u8>> {
    if let Some(bytes) = content::<M>(value) {
        return Ok(bytes.into_owned());
    }
    if is_index(thread, value) || body::<M, Str<M>>(value).is_some() {
        let message = "can assign only bytes, buffers, or iterables of ints in range(0, 256)";
        return Err(thread.type_error(message));
    }
    bytes_from(thread, value, "byte")
}

fn position<M: Model>(thread: &mut Thread<M>, key: &Value<M>) -> R<i64> {
    if is_index(thread, key) {
        return clamped(thread, key);
    }
    let given = thread.type_name(key);
    Err(thread.type_error(format!("bytearray indices must be integers or slices, not {given}")))
}
