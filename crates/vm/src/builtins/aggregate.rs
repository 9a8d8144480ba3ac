//! `sum`, `min` and `max`.

use crate::body::*;
use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Value};
use crate::ops::arith::Binary;
use crate::ops::compare::Compare;
use crate::thread::{Args, Thread};

pub(super) fn fill<M: Model>(interp: &Interp<M>) {
    super::add(
        interp,
        &[
            ("sum", sum),
            ("min", |thread, args| extreme(thread, args, "min", Compare::Less)),
            ("max", |thread, args| extreme(thread, args, "max", Compare::Greater)),
        ],
    );
}

fn sum<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    if args.list().is_empty() {
        return Err(thread.type_error("sum() takes at least 1 positional argument (0 given)"));
    }
    let [items, start] = args.named(thread, "sum", ["iterable", "start"], 1)?;
    let mut total = start.cloned().unwrap_or(Value::<M>::small(0));
    let refused = match total.kind() {
        kind::STR => Some("sum() can't sum strings [use ''.join(seq) instead]"),
        kind::BYTES => Some("sum() can't sum bytes [use b''.join(seq) instead]"),
        kind::BYTE_ARRAY => Some("sum() can't sum bytearray [use b''.join(seq) instead]"),
        _ => None,
    };
    if let Some(message) = refused {
        return Err(thread.type_error(message));
    }
    thread.for_each(items.expect("required"), |thread, item| {
        total = match (total.add_ints(&item), total.as_float(), item.as_float()) {
            (Some(sum), ..) => sum,
            (None, Some(a), Some(b)) => Value::<M>::float(a + b),
            _ => thread.binary(Binary::Add, false, &total, &item)?,
        };
        Ok(())
    })?;
    Ok(total)
}

/// `min` and `max`: the first item that none of the others goes before.
fn extreme<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, name: &str, op: Compare) -> R<Value<M>> {
    let list = args.list();
    let options = Args { values: &args.values[list.len()..], ..args };
    let [key, default] = options.named(thread, name, ["*key", "*default"], 0)?;
    let key = key.filter(|key| !key.is_none());
    let items = match list {
        [] => return Err(thread.type_error(format!("{name} expected at least 1 argument, got 0"))),
        [items] => thread.iter(items)?,
        _ if default.is_some() => {
            let message = format!("Cannot specify a default for {name}() with multiple positional arguments");
            return Err(thread.type_error(message));
        }
        many => thread.iter(&make::tuple::<M>(many.iter().cloned()))?,
    };
    let mut best: Option<(Value<M>, Value<M>)> = None;
    while let Some(item) = thread.next(&items)? {
        let rank = match key {
            Some(key) => thread.call(key, std::slice::from_ref(&item))?,
            None => item.clone(),
        };
        let better = match &best {
            Some((best, _)) => thread.compare_truth(op, &rank, best)?,
            None => true,
        };
        if better {
            best = Some((rank, item));
        }
        thread.check()?;
    }
    match (best, default) {
        (Some((_, item)), _) => Ok(item),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(thread.value_error(format!("{name}() arg is an empty sequence"))),
    }
}
