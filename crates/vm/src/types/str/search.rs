//! Methods of `str` that look for something or cut the text where they find it.

use crate::body::*;
use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::text::error::PyResult;
use crate::text::str::{self as strings, Text};
use crate::thread::{Args, Thread};
use crate::types::arguments::*;
use crate::types::receiver::*;

/// Looks for a part within bounds.
type Find = fn(Text<'_>, &str, Option<i64>, Option<i64>) -> PyResult<i64>;
/// Whether a part is at an edge, within bounds.
type IsThere = fn(Text<'_>, &str, Option<i64>, Option<i64>) -> bool;
/// Cuts at one separator.
type Partition = for<'a> fn(&'a str, &'a str) -> PyResult<(&'a str, &'a str, &'a str)>;
/// Cuts at a separator, a limited number of times.
type Split = for<'a> fn(&'a str, &str, i64) -> PyResult<Vec<&'a str>>;

/// Adds the methods to the class.
pub(super) fn fill<M: Model>(interp: &Interp<M>, class: &Obj<M, Class<M>>) {
    let add = |methods: &[(&'static str, NativeFn<M>)]| interp.types().add_methods(interp, class, methods);
    add(methods!("str" found:
        "count" |text, part, start, end| Ok(strings::count(text, part, start, end) as i64),
        "find" |text, part, start, end| Ok(position(strings::find(text, part, start, end))),
        "rfind" |text, part, start, end| Ok(position(strings::rfind(text, part, start, end))),
        "index" |text, part, start, end| strings::index(text, part, start, end).map(|at| at as i64),
        "rindex" |text, part, start, end| strings::rindex(text, part, start, end).map(|at| at as i64),
    ));
    add(methods!("str" at_edge: "startswith" strings::starts_with, "endswith" strings::ends_with));
    add(methods!("str" parted: "partition" strings::partition, "rpartition" strings::rpartition));
    add(&[
        ("split", |t, a| cut(t, a, "str.split", strings::split, strings::split_space)),
        ("rsplit", |t, a| cut(t, a, "str.rsplit", strings::rsplit, strings::rsplit_space)),
        ("splitlines", split_lines),
    ]);
}

/// A position as `find` gives it.
fn position(found: Option<usize>) -> i64 {
    found.map_or(-1, |at| at as i64)
}

fn whole<M: Model>(text: &Str<M>) -> Text<'_> {
    Text::with_len(text.as_str(), text.len())
}

fn found<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, find: Find) -> R<Value<M>> {
    let (text, part, (start, end)) = search_arguments(thread, args, name)?;
    let Some(part) = body::<M, Str<M>>(part) else {
        let given = thread.type_name(part);
        return Err(thread.type_error(format!("must be str, not {given}")));
    };
    let answer = find(whole(text), part.as_str(), start, end);
    answer.map(make::int::<M>).map_err(|e| thread.text_error(e))
}

type Search<'a, M> = (&'a Str<M>, &'a Value<M>, (Option<i64>, Option<i64>));

fn search_arguments<'a, M: Model>(thread: &mut Thread<M>, args: Args<'a, M>, name: &str) -> R<Search<'a, M>> {
    let (text, rest) = receiver::<M, Str<M>>(thread, args)?;
    let values = search_values(thread, rest, name)?;
    Ok((text, &values[0], bounds(thread, &values[1..])?))
}

/// What to look for, and up to two bounds.
///
/// # Errors
/// TypeError for another number of arguments.
pub(in crate::types) fn search_values<'a, M: Model>(
    thread: &mut Thread<M>,
    rest: Args<'a, M>,
    name: &str,
) -> R<&'a [Value<M>]> {
    let (method, given) = (short(name), rest.values.len());
    match given {
        _ if !rest.names.is_empty() => Err(thread.type_error(format!("{name}() takes no keyword arguments"))),
        0 => Err(thread.type_error(format!("{method}() takes at least 1 argument (0 given)"))),
        1..=3 => Ok(rest.values),
        _ => Err(thread.type_error(format!("{method}() takes at most 3 arguments ({given} given)"))),
    }
}

fn at_edge<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, is_there: IsThere) -> R<Value<M>> {
    let (text, wanted, (start, end)) = search_arguments(thread, args, name)?;
    let is_there = |part: &Str<M>| is_there(whole(text), part.as_str(), start, end);
    if let Some(part) = body::<M, Str<M>>(wanted) {
        return Ok(Value::<M>::bool(is_there(part)));
    }
    let method = short(name);
    let Some(parts) = body::<M, Tuple<M>>(wanted) else {
        let given = thread.type_name(wanted);
        return Err(thread.type_error(format!("{method} first arg must be str or a tuple of str, not {given}")));
    };
    for part in parts.items() {
        match body::<M, Str<M>>(part) {
            Some(part) if is_there(part) => return Ok(Value::<M>::TRUE),
            Some(_) => {}
            None => {
                let given = thread.type_name(part);
                return Err(thread.type_error(format!("tuple for {method} must only contain str, not {given}")));
            }
        }
    }
    Ok(Value::<M>::FALSE)
}

fn parted<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, partition: Partition) -> R<Value<M>> {
    let (text, rest) = receiver::<M, Str<M>>(thread, args)?;
    let [separator] = rest.exactly(thread, name)?;
    let Some(separator) = body::<M, Str<M>>(separator) else {
        let given = thread.type_name(separator);
        return Err(thread.type_error(format!("must be str, not {given}")));
    };
    match partition(text.as_str(), separator.as_str()) {
        Ok((before, at, after)) => Ok(make::tuple::<M>([before, at, after].map(make::str::<M>))),
        Err(error) => Err(thread.text_error(error)),
    }
}

fn cut<M: Model>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    name: &str,
    at: Split,
    at_space: fn(&str, i64) -> Vec<&str>,
) -> R<Value<M>> {
    let (text, rest) = receiver::<M, Str<M>>(thread, args)?;
    let [separator, limit] = rest.named(thread, short(name), ["sep", "maxsplit"], 0)?;
    let limit = index_or(thread, limit, -1)?;
    let Some(separator) = separator.filter(|separator| !separator.is_none()) else {
        return Ok(list::<M>(at_space(text.as_str(), limit)));
    };
    let Some(separator) = body::<M, Str<M>>(separator) else {
        let given = thread.type_name(separator);
        return Err(thread.type_error(format!("must be str or None, not {given}")));
    };
    at(text.as_str(), separator.as_str(), limit).map(list::<M>).map_err(|e| thread.text_error(e))
}

fn split_lines<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (text, rest) = receiver::<M, Str<M>>(thread, args)?;
    let [keep_ends] = rest.named(thread, "splitlines", ["keepends"], 0)?;
    let keep_ends = index_or(thread, keep_ends, 0)? != 0;
    Ok(list::<M>(strings::split_lines(text.as_str(), keep_ends)))
}

fn list<M: Model>(parts: Vec<&str>) -> Value<M> {
    make::list::<M>(parts.into_iter().map(make::str::<M>).collect())
}
