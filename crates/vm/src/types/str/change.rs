//! Methods of `str` that take away, put in another's place, or pad.

use crate::body::*;
use crate::error::{Exc, R};
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::text::str::{self as strings, Mapped, Text};
use crate::thread::{Args, Thread};
use crate::types::arguments::*;
use crate::types::receiver::*;

/// Adds the methods to the class.
pub(super) fn fill<M: Model>(interp: &Interp<M>, class: &Obj<M, Class<M>>) {
    let types = interp.types();
    let add = |methods: &[(&'static str, NativeFn<M>)]| types.add_methods(interp, class, methods);
    add(methods!("str" stripped:
        "strip" strings::strip, "lstrip" strings::lstrip, "rstrip" strings::rstrip,
    ));
    add(methods!("str" without:
        "removeprefix" strings::remove_prefix, "removesuffix" strings::remove_suffix,
    ));
    add(methods!("str" padded: "center" strings::center, "ljust" strings::ljust, "rjust" strings::rjust));
    add(&[("replace", replace), ("zfill", zfill), ("expandtabs", expand_tabs), ("translate", translate)]);
    let make_table = StaticMethod::<M>(make::native::<M>("maketrans", make_table));
    types.add(interp, class, "maketrans", Obj::<M, _>::new(make_table).into_value());
}

fn stripped<M: Model>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    name: &str,
    strip: for<'a> fn(&'a str, Option<&str>) -> &'a str,
) -> R<Value<M>> {
    let (text, rest) = receiver::<M, Str<M>>(thread, args)?;
    let chars = match rest.between(thread, short(name), 0, 1)? {
        [chars] if !chars.is_none() => match body::<M, Str<M>>(chars) {
            Some(chars) => Some(chars.as_str()),
            None => return Err(thread.type_error(format!("{} arg must be None or str", short(name)))),
        },
        _ => None,
    };
    Ok(part_of(text, strip(text.as_str(), chars)))
}

/// A part of a text; the text itself where nothing was taken away.
fn part_of<M: Model>(text: &Obj<M, Str<M>>, part: &str) -> Value<M> {
    if part.len() == text.as_str().len() { text.as_value().clone() } else { make::str::<M>(part) }
}

fn without<M: Model>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    name: &str,
    remove: for<'a> fn(&'a str, &str) -> &'a str,
) -> R<Value<M>> {
    let (text, rest) = receiver::<M, Str<M>>(thread, args)?;
    let [part] = rest.exactly(thread, name)?;
    let Some(part) = body::<M, Str<M>>(part) else {
        let (method, given) = (short(name), thread.type_name(part));
        return Err(thread.type_error(format!("{method}() argument must be str, not {given}")));
    };
    Ok(make::str::<M>(remove(text.as_str(), part.as_str())))
}

fn padded<M: Model>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    name: &str,
    pad: fn(Text<'_>, i64, char) -> String,
) -> R<Value<M>> {
    let (text, rest) = receiver::<M, Str<M>>(thread, args)?;
    let values = rest.between(thread, short(name), 1, 2)?;
    let width = affordable(thread, &values[0])?;
    let fill = match values.get(1) {
        Some(fill) => fill_character(thread, fill)?,
        None => ' ',
    };
    Ok(make::str::<M>(pad(Text::with_len(text.as_str(), text.len()), width, fill)))
}

fn fill_character<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> R<char> {
    let Some(fill) = body::<M, Str<M>>(value) else {
        let given = thread.type_name(value);
        return Err(thread.type_error(format!("The fill character must be a unicode character, not {given}")));
    };
    strings::fill_char(fill.as_str()).map_err(|e| thread.text_error(e))
}

fn replace<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, Str<M>>(thread, args)?;
    let values = rest.between(thread, "replace", 2, 3)?;
    let old = text(thread, &values[0], "replace() argument 1")?.as_str();
    let new = text(thread, &values[1], "replace() argument 2")?.as_str();
    let limit = index_or(thread, values.get(2), -1)?;
    Ok(make::str::<M>(&strings::replace(this.as_str(), old, new, limit)))
}

fn zfill<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (text, rest) = receiver::<M, Str<M>>(thread, args)?;
    let [width] = rest.exactly(thread, "str.zfill")?;
    let width = affordable(thread, width)?;
    Ok(make::str::<M>(strings::zfill(Text::with_len(text.as_str(), text.len()), width)))
}

fn expand_tabs<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (text, rest) = receiver::<M, Str<M>>(thread, args)?;
    let [size] = rest.named(thread, "expandtabs", ["tabsize"], 0)?;
    let size = size.map_or(Ok(8), |size| affordable(thread, size))?;
    Ok(make::str::<M>(strings::expand_tabs(text.as_str(), size)))
}

fn translate<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (text, rest) = receiver::<M, Str<M>>(thread, args)?;
    let [table] = rest.exactly(thread, "str.translate")?;
    strings::translate(text.as_str(), |c| mapped(thread, table, c)).map(make::str::<M>)
}

/// What a table says of a character; a table without the character leaves it.
fn mapped<M: Model>(thread: &mut Thread<M>, table: &Value<M>, c: char) -> R<Mapped> {
    let key = Value::<M>::small(c as i32);
    let found = match thread.get_item(table, &key) {
        Ok(found) => found,
        Err(_) if thread.error_is(Exc::Lookup) => {
            drop(thread.take_error());
            return Ok(Mapped::Same);
        }
        Err(raised) => return Err(raised),
    };
    if found.is_none() {
        return Ok(Mapped::Removed);
    }
    if let Some(text) = body::<M, Str<M>>(&found) {
        return Ok(Mapped::Text(text.as_str().to_owned()));
    }
    let Some(code) = make::int_ref::<M>(&found) else {
        return Err(thread.type_error("character mapping must return integer, None or str"));
    };
    let character = code.to_i64().and_then(|code| u32::try_from(code).ok()).and_then(char::from_u32);
    character.map(Mapped::Char).ok_or_else(|| thread.value_error("character mapping must be in range(0x110000)"))
}

fn make_table<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let table = make::dict::<M>();
    match args.between(thread, "maketrans", 1, 3)? {
        [mapping] => copy_table(thread, mapping, &table)?,
        [from, to, rest @ ..] => {
            let to = text(thread, to, "maketrans() argument 2")?.as_str();
            let Some(from) = body::<M, Str<M>>(from) else {
                let message = "first maketrans argument must be a string if there is a second argument";
                return Err(thread.type_error(message));
            };
            if from.len() != to.chars().count() {
                return Err(thread.value_error("the first two maketrans arguments must have equal length"));
            }
            for (from, to) in from.as_str().chars().zip(to.chars()) {
                thread.dict_set(&table, Value::<M>::small(from as i32), Value::<M>::small(to as i32))?;
            }
            if let [removed] = rest {
                for c in text(thread, removed, "maketrans() argument 3")?.as_str().chars() {
                    thread.dict_set(&table, Value::<M>::small(c as i32), Value::<M>::NONE)?;
                }
            }
        }
        [] => {}
    }
    Ok(table.into_value())
}

/// Copies a mapping, its one-character keys made numbers.
fn copy_table<M: Model>(thread: &mut Thread<M>, mapping: &Value<M>, table: &Obj<M, Dict<M>>) -> R<()> {
    let Some(dict) = thread.payload::<Dict<M>>(mapping) else {
        return Err(thread.type_error("if you give only one argument to maketrans it must be a dict"));
    };
    for entry in thread.dict_copy(&dict).into_entries() {
        let key = match body::<M, Str<M>>(&entry.key) {
            Some(text) => {
                let mut chars = text.as_str().chars();
                match (chars.next(), chars.next()) {
                    (Some(c), None) => Value::<M>::small(c as i32),
                    _ => return Err(thread.value_error("string keys in translate table must be of length 1")),
                }
            }
            None if make::int_ref::<M>(&entry.key).is_some() => entry.key,
            None => return Err(thread.type_error("keys in translate table must be strings or integers")),
        };
        thread.dict_set(table, key, entry.value)?;
    }
    Ok(())
}
