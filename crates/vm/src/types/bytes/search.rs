//! Methods of bytes that look for something or cut where they find it.

use super::{Octets, buffer, byte, content, receive_bytes};
use crate::body::*;
use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::text::bytes as octets;
use crate::text::error::PyResult;
use crate::thread::{Args, Thread};
use crate::types::arguments::*;
use crate::types::receiver::*;
use crate::types::str::search_values;
use std::borrow::Cow;

/// Looks for a part within bounds.
type Find = fn(&[u8], &[u8], Option<i64>, Option<i64>) -> PyResult<i64>;
/// Whether a part is at an edge, within bounds.
type IsThere = fn(&[u8], &[u8], Option<i64>, Option<i64>) -> bool;
/// Cuts at one separator.
type Partition = for<'a> fn(&'a [u8], &'a [u8]) -> PyResult<(&'a [u8], &'a [u8], &'a [u8])>;
/// Cuts at a separator, a limited number of times.
type Split = for<'a> fn(&'a [u8], &[u8], i64) -> PyResult<Vec<&'a [u8]>>;

/// Adds the methods to a class.
pub(super) fn fill<M: Model>(interp: &Interp<M>, class: &Obj<M, Class<M>>) {
    let add = |methods: &[(&'static str, NativeFn<M>)]| interp.types().add_methods(interp, class, methods);
    add(methods!("bytes" found:
        "count" |bytes, part, start, end| Ok(octets::count(bytes, part, start, end) as i64),
        "find" |bytes, part, start, end| Ok(position(octets::find(bytes, part, start, end))),
        "rfind" |bytes, part, start, end| Ok(position(octets::rfind(bytes, part, start, end))),
        "index" |bytes, part, start, end| octets::index(bytes, part, start, end).map(|at| at as i64),
        "rindex" |bytes, part, start, end| octets::rindex(bytes, part, start, end).map(|at| at as i64),
    ));
    add(methods!("bytes" at_edge: "startswith" octets::starts_with, "endswith" octets::ends_with));
    add(methods!("bytes" parted: "partition" octets::partition, "rpartition" octets::rpartition));
    add(&[
        ("split", |t, a| cut(t, a, "bytes.split", octets::split, octets::split_space)),
        ("rsplit", |t, a| cut(t, a, "bytes.rsplit", octets::rsplit, octets::rsplit_space)),
        ("splitlines", split_lines),
    ]);
}

/// A position as `find` gives it.
fn position(found: Option<usize>) -> i64 {
    found.map_or(-1, |at| at as i64)
}

fn found<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, find: Find) -> R<Value<M>> {
    let (this, rest) = receive_bytes(thread, args, name)?;
    let values = search_values(thread, rest, name)?;
    let (start, end) = bounds(thread, &values[1..])?;
    let part = part(thread, &values[0])?;
    find(&this.bytes, &part, start, end).map(make::int::<M>).map_err(|e| thread.text_error(e))
}

/// What to look for: bytes, or one of them as a number.
fn part<'a, M: Model>(thread: &mut Thread<M>, value: &'a Value<M>) -> R<Cow<'a, [u8]>> {
    if let Some(bytes) = content::<M>(value) {
        return Ok(bytes);
    }
    if make::int_ref::<M>(value).is_none() && thread.special(value, |n| &n.index).is_none() {
        let given = thread.type_name(value);
        return Err(thread.type_error(format!("argument should be integer or bytes-like object, not '{given}'")));
    }
    byte(thread, value, "byte").map(|byte| Cow::Owned(vec![byte]))
}

fn at_edge<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, is_there: IsThere) -> R<Value<M>> {
    let (this, rest) = receive_bytes(thread, args, name)?;
    let values = search_values(thread, rest, name)?;
    let (start, end) = bounds(thread, &values[1..])?;
    let is_there = |part: &[u8]| is_there(&this.bytes, part, start, end);
    if let Some(part) = content::<M>(&values[0]) {
        return Ok(Value::<M>::bool(is_there(&part)));
    }
    let Some(parts) = body::<M, Tuple<M>>(&values[0]) else {
        let (method, given) = (short(name), thread.type_name(&values[0]));
        return Err(thread.type_error(format!("{method} first arg must be bytes or a tuple of bytes, not {given}")));
    };
    for part in parts.items() {
        if is_there(&buffer(thread, part)?) {
            return Ok(Value::<M>::TRUE);
        }
    }
    Ok(Value::<M>::FALSE)
}

fn parted<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, partition: Partition) -> R<Value<M>> {
    let (this, rest) = receive_bytes(thread, args, name)?;
    let [separator] = rest.exactly(thread, name)?;
    let separator = buffer(thread, separator)?;
    match partition(&this.bytes, &separator) {
        Ok((before, at, after)) => Ok(make::tuple::<M>([before, at, after].map(|part| this.like(part)))),
        Err(error) => Err(thread.text_error(error)),
    }
}

fn cut<M: Model>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    name: &str,
    at: Split,
    at_space: fn(&[u8], i64) -> Vec<&[u8]>,
) -> R<Value<M>> {
    let (this, rest) = receive_bytes(thread, args, name)?;
    let [separator, limit] = rest.named(thread, short(name), ["sep", "maxsplit"], 0)?;
    let limit = index_or(thread, limit, -1)?;
    let Some(separator) = separator.filter(|separator| !separator.is_none()) else {
        return Ok(list(&this, at_space(&this.bytes, limit)));
    };
    let separator = buffer(thread, separator)?;
    match at(&this.bytes, &separator, limit) {
        Ok(parts) => Ok(list(&this, parts)),
        Err(error) => Err(thread.text_error(error)),
    }
}

fn split_lines<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receive_bytes(thread, args, "bytes.splitlines")?;
    let [keep_ends] = rest.named(thread, "splitlines", ["keepends"], 0)?;
    let keep_ends = index_or(thread, keep_ends, 0)? != 0;
    Ok(list(&this, octets::split_lines(&this.bytes, keep_ends)))
}

fn list<M: Model>(this: &Octets<'_, M>, parts: Vec<&[u8]>) -> Value<M> {
    make::list::<M>(parts.into_iter().map(|part| this.like(part)).collect())
}
