//! The call of a `functools.partial`, whose parts are attributes that its class in Python sets.

use crate::shape;
use taipan_vm::body::{Dict, Items, Module, Str, Tuple};
use taipan_vm::ops::own_attr::own_attr;
use taipan_vm::{Args, Model, Obj, R, Thread, Value};

pub(super) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) {
    let call = super::method_with_names(thread, "__call__", call::<M>, &["func", "args", "keywords"]);
    shape::define(thread, module, "call_partial", call);
}

/// `partial.__call__(self, *args, **keywords)`.
fn call<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let Some(this) = args.list().first() else {
        return Err(thread.type_error("partial.__call__() needs an argument"));
    };
    let [function, first, keywords] = parts(thread, this, args.bound())?;
    let (Some(first), Some(keywords)) = (first.downcast::<Tuple<M>>(), keywords.downcast::<Dict<M>>()) else {
        return Err(thread.type_error("the parts of a partial must be a tuple and a dict"));
    };
    let mut values = Vec::with_capacity(first.items().len() + args.values.len());
    values.extend_from_slice(first.items());
    values.extend_from_slice(&args.list()[1..]);
    let own = thread.dict_copy(keywords);
    if own.is_empty() {
        values.extend_from_slice(&args.values[args.list().len()..]);
        return thread.call_with(&function, Args { values: &values, names: args.names, callee: None });
    }
    let mut names = Vec::new();
    for entry in own.into_entries() {
        let text = entry.key.downcast::<Str<M>>().map_or("", |name| name.as_str());
        // What the caller names goes before what the partial has.
        if !args.pairs().any(|(name, _)| name == text) {
            values.push(entry.value);
            names.push(entry.key);
        }
    }
    values.extend_from_slice(&args.values[args.list().len()..]);
    names.extend_from_slice(args.names);
    thread.call_with(&function, Args { values: &values, names: &names, callee: None })
}

/// The function, the tuple and the dict in the attributes of these names.
fn parts<M: Model>(thread: &mut Thread<M>, this: &Value<M>, names: &Value<M>) -> R<[Value<M>; 3]> {
    let names = names.downcast::<Tuple<M>>().map_or(&[][..], |names| names.items());
    let name = |i: usize| names[i].downcast::<Str<M>>().expect("made with names");
    let mut part = |i: usize| match own_attr::<M>(this, name(i)) {
        Some(part) => Ok(part),
        None => thread.get_attr(this, name(i)),
    };
    Ok([part(0)?, part(1)?, part(2)?])
}
