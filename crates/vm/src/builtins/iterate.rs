//! Functions that make iterators and go over them.

use crate::body::*;
use crate::error::{Exc, R, Raised};
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::thread::{Args, Thread};
use crate::types::generator::advance;
use crate::types::list::sort_options;
use crate::types::receiver::{add_new, after_first};

pub(super) fn fill<M: Model>(interp: &Interp<M>) {
    super::add(interp, &[("iter", iter), ("sorted", sorted), ("all", all), ("any", any)]);
    let next = Native::<M> { resumes: Resumes::Next, ..Native::new("next", next) };
    interp.define(interp.builtins(), "next", Obj::<M, _>::new(next).into_value());
    let classes: [(Over, NativeFn<M>); 5] = [
        (Over::Enumerate, enumerate),
        (Over::Filter, filter),
        (Over::Map, map),
        (Over::Reversed, reversed),
        (Over::Zip, zip),
    ];
    for (over, new) in classes {
        let class = interp.types().of_iterator(over);
        add_new(interp, interp.types(), class, new);
        interp.define(interp.builtins(), over.class_name(), class.as_value().clone());
    }
}

/// `iter(iterable)`, or `iter(function, sentinel)`.
fn iter<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    match args.between(thread, "iter", 1, 2)? {
        [function, sentinel] => {
            if !thread.is_callable(function) {
                return Err(thread.type_error("iter(v, w): v must be callable"));
            }
            Ok(make::iter::<M>(IterState::Calls { function: function.clone(), sentinel: sentinel.clone() }))
        }
        given => thread.iter(&given[0]),
    }
}

fn next<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let given = args.between(thread, "next", 1, 2)?;
    match (step(thread, &given[0]), given.get(1)) {
        (Err(Raised), Some(default)) if thread.error_is(Exc::StopIteration) => {
            drop(thread.take_error());
            Ok(default.clone())
        }
        (result, _) => result,
    }
}

/// The next item; the end is the StopIteration that the iterator itself raises, with the value it carries.
fn step<M: Model>(thread: &mut Thread<M>, iterator: &Value<M>) -> R<Value<M>> {
    if let Some(generator) = iterator.downcast::<Generator<M>>() {
        return advance(thread, generator, Ok(Value::<M>::NONE));
    }
    if iterator.kind() == kind::ITER {
        return match thread.next(iterator)? {
            Some(item) => Ok(item),
            None => Err(thread.stop_iteration(Value::<M>::NONE)),
        };
    }
    match thread.special(iterator, |n| &n.next) {
        Some(method) => thread.call(&method, std::slice::from_ref(iterator)),
        None => {
            let name = thread.type_name(iterator);
            Err(thread.type_error(format!("'{name}' object is not an iterator")))
        }
    }
}

fn sorted<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [items, ..] = args.list() else {
        return Err(thread.type_error("sorted expected 1 argument, got 0"));
    };
    let (key, reverse) = sort_options(thread, after_first(args), "sorted")?;
    let items = thread.collect_vec(items)?;
    let (items, result) = crate::types::sort::sort(thread, items, key, reverse);
    result?;
    Ok(make::list::<M>(items))
}

fn all<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [items] = args.exactly::<1>(thread, "all")?;
    search(thread, items, false).map(|found| Value::<M>::bool(!found))
}

fn any<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [items] = args.exactly::<1>(thread, "any")?;
    search(thread, items, true).map(Value::<M>::bool)
}

/// Whether some item is as true as wanted.
fn search<M: Model>(thread: &mut Thread<M>, items: &Value<M>, wanted: bool) -> R<bool> {
    let iterator = thread.iter(items)?;
    while let Some(item) = thread.next(&iterator)? {
        if thread.truth(&item)? == wanted {
            return Ok(true);
        }
        thread.check()?;
    }
    Ok(false)
}

fn enumerate<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    if args.values.len() == 1 {
        return Err(thread.type_error("enumerate() missing required argument 'iterable'"));
    }
    let [items, start] = after_first(args).named(thread, "enumerate", ["iterable", "start"], 1)?;
    let count = match start {
        Some(start) => thread.int_of(start)?,
        None => Value::<M>::small(0),
    };
    let inner = thread.iter(items.expect("required"))?;
    Ok(make::iter::<M>(IterState::Enumerate { inner, count }))
}

fn filter<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [function, items] = after_first(args).exactly::<2>(thread, "filter")?;
    let inner = thread.iter(items)?;
    Ok(make::iter::<M>(IterState::Filter { function: function.clone(), inner }))
}

fn map<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let given = after_first(args);
    let [function, iterables @ ..] = given.list() else {
        return Err(thread.type_error("map() must have at least two arguments."));
    };
    if iterables.is_empty() || !given.names.is_empty() {
        return Err(thread.type_error("map() must have at least two arguments."));
    }
    let inner = iterables.iter().map(|items| thread.iter(items)).collect::<R<Vec<_>>>()?;
    Ok(make::iter::<M>(IterState::Map { function: function.clone(), inner: Tuple::<M>::make(inner) }))
}

fn zip<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let given = after_first(args);
    let mut strict = false;
    for (name, value) in given.pairs() {
        if name != "strict" {
            return Err(thread.type_error(format!("zip() got an unexpected keyword argument '{name}'")));
        }
        strict = thread.truth(value)?;
    }
    let inner = given.list().iter().map(|items| thread.iter(items)).collect::<R<Vec<_>>>()?;
    Ok(make::iter::<M>(IterState::Zip { inner: Tuple::<M>::make(inner), strict }))
}

fn reversed<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let given = after_first(args).between(thread, "reversed", 0, 1)?;
    let [sequence] = given else { return Err(thread.type_error("reversed expected 1 argument, got 0")) };
    match thread.special(sequence, |n| &n.reversed) {
        Some(method) if !method.is_none() => return thread.call(&method, std::slice::from_ref(sequence)),
        None if thread.special(sequence, |n| &n.get_item).is_some() => {
            let left = thread.len(sequence)? as i64;
            return Ok(make::iter::<M>(IterState::Reversed { sequence: sequence.clone(), left }));
        }
        _ => {}
    }
    let name = thread.type_name(sequence);
    Err(thread.type_error(format!("'{name}' object is not reversible")))
}

impl<M: Model> Thread<M> {
    /// Whether a value can be gone over.
    pub fn is_iterable(&self, value: &Value<M>) -> bool {
        matches!(value.kind(), kind::STR | kind::BYTES | kind::BYTE_ARRAY)
            || self.special(value, |n| &n.iter).is_some_and(|method| !method.is_none())
            || self.special(value, |n| &n.get_item).is_some()
    }

    /// Whether a value can be called.
    pub fn is_callable(&self, value: &Value<M>) -> bool {
        let kinds = [kind::FUNCTION, kind::NATIVE, kind::BOUND_METHOD, kind::CLASS, kind::STATIC_METHOD];
        kinds.contains(&value.kind()) || self.special(value, |n| &n.call).is_some()
    }
}
