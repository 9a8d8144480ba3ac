//! Functions that look at an object: its attributes, its class, its identity.

use super::evaluate::current_locals;
use crate::body::*;
use crate::error::{Exc, R, Raised};
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::thread::{Args, Thread};
use crate::types::object::attribute_names;
use num_bigint::BigInt;

pub(super) fn fill<M: Model>(interp: &Interp<M>) {
    super::add(
        interp,
        &[
            ("getattr", get),
            ("hasattr", has),
            ("setattr", set),
            ("delattr", delete),
            ("dir", dir),
            ("vars", vars),
            ("callable", callable),
            ("isinstance", is_instance),
            ("issubclass", is_subclass),
            ("id", id),
            ("hash", hash),
            ("len", len),
            ("repr", |thread, args| one(thread, args, "repr", Thread::repr)),
            ("ascii", |thread, args| one(thread, args, "ascii", Thread::ascii)),
            ("format", format),
        ],
    );
}

/// The interned name in an argument.
fn name<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> R<Obj<M, Str<M>>> {
    match value.downcast::<Str<M>>() {
        Some(name) => Ok(thread.interp().intern_str(name)),
        None => {
            let given = thread.type_name(value);
            Err(thread.type_error(format!("attribute name must be string, not '{given}'")))
        }
    }
}

fn get<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let given = args.between(thread, "getattr", 2, 3)?;
    let name = name(thread, &given[1])?;
    match given.get(2) {
        None => thread.get_attr(&given[0], &name),
        Some(default) => Ok(thread.get_attr_opt(&given[0], &name)?.unwrap_or_else(|| default.clone())),
    }
}

fn has<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [object, attribute] = args.exactly::<2>(thread, "hasattr")?;
    let name = name(thread, attribute)?;
    Ok(Value::<M>::bool(thread.get_attr_opt(object, &name)?.is_some()))
}

fn set<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [object, attribute, value] = args.exactly::<3>(thread, "setattr")?;
    let name = name(thread, attribute)?;
    thread.set_attr(object, &name, Some(value.clone()))?;
    Ok(Value::<M>::NONE)
}

fn delete<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [object, attribute] = args.exactly::<2>(thread, "delattr")?;
    let name = name(thread, attribute)?;
    thread.set_attr(object, &name, None)?;
    Ok(Value::<M>::NONE)
}

fn dir<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let given = args.between(thread, "dir", 0, 1)?;
    let Some(object) = given.first() else {
        let names = thread.dict_copy(&current_locals(thread));
        return sorted(thread, names.into_entries().map(|e| e.key).collect());
    };
    let written = thread.special_named(object, "__dir__").filter(|m| m.kind() != kind::NATIVE);
    if let Some(method) = written.filter(|_| object.kind() == kind::INSTANCE) {
        let names = thread.call(&method, std::slice::from_ref(object))?;
        let names = thread.collect_vec(&names)?;
        return sorted(thread, names);
    }
    let names = attribute_names(thread, object);
    Ok(make::list::<M>(names.into_iter().map(make::str::<M>).collect()))
}

fn sorted<M: Model>(thread: &mut Thread<M>, items: Vec<Value<M>>) -> R<Value<M>> {
    let (items, result) = crate::types::sort::sort(thread, items, None, false);
    result?;
    Ok(make::list::<M>(items))
}

fn vars<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let given = args.between(thread, "vars", 0, 1)?;
    let Some(object) = given.first() else { return Ok(current_locals(thread).into_value()) };
    match thread.get_attr_str(object, "__dict__") {
        Err(Raised) if thread.error_is(Exc::Attribute) => {
            thread.error = None;
            Err(thread.type_error("vars() argument must have __dict__ attribute"))
        }
        result => result,
    }
}

fn callable<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [object] = args.exactly::<1>(thread, "callable")?;
    Ok(Value::<M>::bool(thread.is_callable(object)))
}

fn is_instance<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [object, class] = args.exactly::<2>(thread, "isinstance")?;
    thread.is_instance(object, class).map(Value::<M>::bool)
}

fn is_subclass<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [class, other] = args.exactly::<2>(thread, "issubclass")?;
    thread.is_subclass_of(class, other).map(Value::<M>::bool)
}

/// The word of the value: an object's address, and a number of its own for every value that is no object.
fn id<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [object] = args.exactly::<1>(thread, "id")?;
    Ok(make::big::<M>(BigInt::from(object.bits())))
}

fn hash<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [object] = args.exactly::<1>(thread, "hash")?;
    thread.hash(object).map(|hash| make::int::<M>(hash as i64))
}

fn len<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [object] = args.exactly::<1>(thread, "len")?;
    thread.len(object).map(make::size::<M>)
}

fn one<M: Model>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    name: &str,
    show: fn(&mut Thread<M>, &Value<M>) -> R<String>,
) -> R<Value<M>> {
    let [object] = args.exactly::<1>(thread, name)?;
    show(thread, object).map(make::str::<M>)
}

fn format<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let given = args.between(thread, "format", 1, 2)?;
    let text = match given.get(1).map(|spec| spec.downcast::<Str<M>>()) {
        None => thread.format(&given[0], "")?,
        Some(Some(spec)) => thread.format(&given[0], spec.as_str())?,
        Some(None) => {
            let name = thread.type_name(&given[1]);
            return Err(thread.type_error(format!("format() argument 2 must be str, not {name}")));
        }
    };
    Ok(make::str::<M>(text))
}
