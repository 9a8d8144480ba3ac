//! Modules, `None`, `...`, `NotImplemented` and the iterators of the interpreter.

use super::Types;
use super::protocol as p;
use super::receiver::*;
use crate::body::*;
use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::dict::set_name;
use crate::thread::{Args, Thread};

pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    add_new(interp, types, types.of_kind(kind::MODULE), new_module);
    for &over in Over::ALL {
        types.add_methods(
            interp,
            types.of_iterator(over),
            &[("__iter__", p::iter::<M, Iter<M>>), ("__next__", next), ("__length_hint__", length_hint)],
        );
    }
    let none = types.of_plain(&Value::<M>::NONE);
    add_new(interp, types, none, |_, _| Ok(Value::<M>::NONE));
    types.add_methods(
        interp,
        none,
        &[("__bool__", |_, _| Ok(Value::<M>::FALSE)), ("__repr__", |_, _| Ok(make::str::<M>("None")))],
    );
    let ellipsis = types.of_plain(&Value::<M>::ELLIPSIS);
    add_new(interp, types, ellipsis, |_, _| Ok(Value::<M>::ELLIPSIS));
    types.add_methods(interp, ellipsis, &[("__repr__", |_, _| Ok(make::str::<M>("Ellipsis")))]);
    let not_implemented = types.of_plain(&Value::<M>::NOT_IMPLEMENTED);
    add_new(interp, types, not_implemented, |_, _| Ok(Value::<M>::NOT_IMPLEMENTED));
    types.add_methods(interp, not_implemented, &[("__repr__", |_, _| Ok(make::str::<M>("NotImplemented")))]);
}

/// `types.ModuleType(name, doc=None)`: a module that is not in `sys.modules`.
fn new_module<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (_, rest) = class_of_kind(thread, args, kind::MODULE)?;
    let [name, doc] = rest.named(thread, "module", ["name", "doc"], 1)?;
    let name = text(thread, name.expect("required"), "module() argument 'name'")?.as_str();
    let namespace = make::dict::<M>();
    let names = &thread.interp().types().names;
    set_name::<M>(&namespace, &names.name, make::str::<M>(name));
    set_name::<M>(&namespace, &names.doc, doc.cloned().unwrap_or(Value::<M>::NONE));
    Ok(Obj::<M, _>::new(Module::<M> { name: name.into(), namespace }).into_value())
}

fn next<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, Iter<M>>(thread, args, "__next__")?;
    match thread.next(this.as_value())? {
        Some(item) => Ok(item),
        None => Err(thread.stop_iteration(Value::<M>::NONE)),
    }
}

/// How many items are left, where the iterator knows it without running anything.
fn length_hint<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, Iter<M>>(thread, args, "__length_hint__")?;
    let left = match &*this.open(|i| &i.state) {
        IterState::List { list, next } => list.read(|l| &l.items).len().saturating_sub(*next),
        IterState::Tuple { tuple, next } => tuple.items().len().saturating_sub(*next),
        IterState::Range { next, stop, step } => Range::<M>::new(*next, *stop, *step).len() as usize,
        IterState::Str { text, next } => text.as_str()[*next..].chars().count(),
        IterState::Dict { dict, .. } => dict.read(|d| &d.table).len(),
        IterState::Reversed { left, .. } => *left as usize,
        _ => 0,
    };
    Ok(make::size::<M>(left))
}
