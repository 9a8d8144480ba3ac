//! Methods of bytes that take away, put in another's place, or pad.

use super::{buffer, receive_bytes};
use crate::body::*;
use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::text::bytes as octets;
use crate::thread::{Args, Thread};
use crate::types::arguments::*;

/// Adds the methods to a class.
pub(super) fn fill<M: Model>(interp: &Interp<M>, class: &Obj<M, Class<M>>) {
    let types = interp.types();
    let add = |methods: &[(&'static str, NativeFn<M>)]| types.add_methods(interp, class, methods);
    add(methods!("bytes" stripped:
        "strip" octets::strip, "lstrip" octets::lstrip, "rstrip" octets::rstrip,
    ));
    add(methods!("bytes" without:
        "removeprefix" octets::remove_prefix, "removesuffix" octets::remove_suffix,
    ));
    add(methods!("bytes" padded: "center" octets::center, "ljust" octets::ljust, "rjust" octets::rjust));
    add(&[("replace", replace), ("zfill", zfill), ("expandtabs", expand_tabs), ("translate", translate)]);
    let make_table = StaticMethod::<M>(make::native::<M>("maketrans", make_table));
    types.add(interp, class, "maketrans", Obj::<M, _>::new(make_table).into_value());
}

fn stripped<M: Model>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    name: &str,
    strip: for<'a> fn(&'a [u8], Option<&[u8]>) -> &'a [u8],
) -> R<Value<M>> {
    let (this, rest) = receive_bytes(thread, args, name)?;
    let chars = match rest.between(thread, short(name), 0, 1)? {
        [chars] if !chars.is_none() => Some(buffer(thread, chars)?),
        _ => None,
    };
    Ok(this.like(strip(&this.bytes, chars.as_deref())))
}

fn without<M: Model>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    name: &str,
    remove: for<'a> fn(&'a [u8], &[u8]) -> &'a [u8],
) -> R<Value<M>> {
    let (this, rest) = receive_bytes(thread, args, name)?;
    let [part] = rest.exactly(thread, name)?;
    let part = buffer(thread, part)?;
    Ok(this.like(remove(&this.bytes, &part)))
}

fn padded<M: Model>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    name: &str,
    pad: fn(&[u8], i64, u8) -> Vec<u8>,
) -> R<Value<M>> {
    let (this, rest) = receive_bytes(thread, args, name)?;
    let method = short(name);
    let values = rest.between(thread, method, 1, 2)?;
    let width = affordable(thread, &values[0])?;
    let fill = match values.get(1) {
        None => b' ',
        Some(fill) => match super::content::<M>(fill).as_deref() {
            Some(&[fill]) => fill,
            _ => {
                let given = thread.type_name(fill);
                let message = format!("{method}() argument 2 must be a byte string of length 1, not {given}");
                return Err(thread.type_error(message));
            }
        },
    };
    Ok(this.like(pad(&this.bytes, width, fill)))
}

fn replace<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receive_bytes(thread, args, "bytes.replace")?;
    let values = rest.between(thread, "replace", 2, 3)?;
    let (old, new) = (buffer(thread, &values[0])?, buffer(thread, &values[1])?);
    let limit = index_or(thread, values.get(2), -1)?;
    Ok(this.like(octets::replace(&this.bytes, &old, &new, limit)))
}

fn zfill<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receive_bytes(thread, args, "bytes.zfill")?;
    let [width] = rest.exactly(thread, "bytes.zfill")?;
    let width = affordable(thread, width)?;
    Ok(this.like(octets::zfill(&this.bytes, width)))
}

fn expand_tabs<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receive_bytes(thread, args, "bytes.expandtabs")?;
    let [size] = rest.named(thread, "expandtabs", ["tabsize"], 0)?;
    let size = size.map_or(Ok(8), |size| affordable(thread, size))?;
    Ok(this.like(octets::expand_tabs(&this.bytes, size)))
}

fn translate<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receive_bytes(thread, args, "bytes.translate")?;
    let [table, delete] = rest.named(thread, "translate", ["table", "delete"], 1)?;
    let table = match table.filter(|table| !table.is_none()) {
        Some(table) => Some(buffer(thread, table)?),
        None => None,
    };
    let delete = match delete {
        Some(delete) => buffer(thread, delete)?,
        None => b"".into(),
    };
    let translated = octets::translate(&this.bytes, table.as_deref(), &delete);
    translated.map(|bytes| this.like(bytes)).map_err(|e| thread.text_error(e))
}

fn make_table<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [from, to] = args.exactly(thread, "maketrans")?;
    let (from, to) = (buffer(thread, from)?, buffer(thread, to)?);
    if from.len() != to.len() {
        return Err(thread.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (&from, &to) in from.iter().zip(to.iter()) {
        table[usize::from(from)] = to;
    }
    Ok(make::bytes::<M>(table))
}
