//! Functions, native functions and bound methods.

use super::Types;
use super::receiver::*;
use crate::body::*;
use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::attr::bound;
use crate::ops::dict::{get_name, set_name};
use crate::thread::{Args, Thread};

type F<M> = Function<M>;

pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = types.of_kind(kind::FUNCTION);
    add_accessors(
        interp,
        types,
        class,
        &[
            ("__name__", name, set_text),
            ("__qualname__", qualname, set_text),
            ("__module__", module, set_any),
            ("__doc__", doc, set_any),
            ("__annotations__", annotations, set_any),
        ],
    );
    types.add_getters(
        interp,
        class,
        &[
            ("__defaults__", defaults),
            ("__kwdefaults__", keyword_defaults),
            ("__code__", code),
            ("__globals__", globals),
            ("__closure__", closure),
        ],
    );
    types.add_methods(interp, class, &[("__call__", call), ("__get__", get)]);
    let class = types.of_kind(kind::NATIVE);
    types.add_getters(
        interp,
        class,
        &[("__name__", native_name), ("__qualname__", native_qualname), ("__self__", native_self)],
    );
    types.add_methods(interp, class, &[("__call__", call), ("__get__", get)]);
    let class = types.of_kind(kind::BOUND_METHOD);
    add_new(interp, types, class, new_method);
    types.add_getters(
        interp,
        class,
        &[
            ("__self__", |thread, args| Ok(alone::<M, BoundMethod<M>>(thread, args, "__self__")?.receiver.clone())),
            ("__func__", |thread, args| Ok(alone::<M, BoundMethod<M>>(thread, args, "__func__")?.function.clone())),
            ("__doc__", method_doc),
            ("__module__", method_module),
        ],
    );
    types.add_methods(interp, class, &[("__call__", call), ("__getattr__", method_attribute)]);
}

/// `types.MethodType(function, instance)`.
fn new_method<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (_, rest) = class_of_kind(thread, args, kind::BOUND_METHOD)?;
    let [function, instance] = rest.exactly::<2>(thread, "method")?;
    if !thread.is_callable(function) {
        return Err(thread.type_error("first argument must be callable"));
    }
    if instance.is_none() {
        return Err(thread.type_error("instance must not be None"));
    }
    Ok(bound::<M>(function.clone(), instance))
}

/// `function.__call__(…)`.
fn call<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    match args.list().first() {
        Some(callee) => thread.call_with(callee, Args { callee: None, ..after_first(args) }),
        None => Err(thread.type_error("unbound method __call__() needs an argument")),
    }
}

/// `function.__get__(instance, owner)`: bound to the instance, unless that is None.
fn get<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let given = args.between(thread, "__get__", 2, 3)?;
    let (function, instance) = (&given[0], &given[1]);
    Ok(if instance.is_none() { function.clone() } else { bound::<M>(function.clone(), instance) })
}

/// What the program set as the attribute whose getter runs.
fn set_before<M: Model>(thread: &Thread<M>, function: &Obj<M, F<M>>, name: &str) -> Option<Value<M>> {
    thread.function_attr(function, &thread.interp().intern(name))
}

fn name<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, F<M>>(thread, args, "__name__")?;
    Ok(make::str::<M>(thread.function_name(this, false)))
}

fn qualname<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, F<M>>(thread, args, "__qualname__")?;
    Ok(make::str::<M>(thread.function_name(this, true)))
}

fn module<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, F<M>>(thread, args, "__module__")?;
    let of_globals = || get_name::<M>(&this.globals, &thread.interp().types().names.name);
    Ok(set_before(thread, this, "__module__").or_else(of_globals).unwrap_or(Value::<M>::NONE))
}

fn doc<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, F<M>>(thread, args, "__doc__")?;
    let written = || this.code.code.docstring().map(make::str::<M>);
    Ok(set_before(thread, this, "__doc__").or_else(written).unwrap_or(Value::<M>::NONE))
}

fn annotations<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, F<M>>(thread, args, "__annotations__")?;
    if let Some(known) = set_before(thread, this, "__annotations__") {
        return Ok(known);
    }
    let made = make::dict::<M>().into_value();
    store(thread, this, "__annotations__", made.clone());
    Ok(made)
}

fn store<M: Model>(thread: &Thread<M>, function: &Obj<M, F<M>>, name: &str, value: Value<M>) {
    let dict = function.open(|f| &f.facts).get_or_insert_with(make::dict::<M>).clone();
    set_name::<M>(&dict, &thread.interp().intern(name), value);
}

/// The setter of the attribute that the native is named for.
fn set_any<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let name = args.callee.map_or("", |native| native.name);
    let (this, value) = with_one::<M, F<M>>(thread, args, name)?;
    store(thread, this, name, value.clone());
    Ok(Value::<M>::NONE)
}

fn set_text<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    if args.values.last().is_some_and(|value| value.kind() != kind::STR) {
        let name = args.callee.map_or("", |native| native.name);
        return Err(thread.type_error(format!("{name} must be set to a string object")));
    }
    set_any(thread, args)
}

/// A tuple, or None where there is nothing.
fn tuple_or_none<M: Model>(items: &[Value<M>]) -> Value<M> {
    if items.is_empty() { Value::<M>::NONE } else { make::tuple::<M>(items.iter().cloned()) }
}

fn defaults<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(tuple_or_none::<M>(&alone::<M, F<M>>(thread, args, "__defaults__")?.defaults))
}

fn keyword_defaults<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(alone::<M, F<M>>(thread, args, "__kwdefaults__")?.keyword_defaults.clone())
}

fn code<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(alone::<M, F<M>>(thread, args, "__code__")?.code.as_value().clone())
}

fn globals<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(alone::<M, F<M>>(thread, args, "__globals__")?.globals.as_value().clone())
}

fn closure<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(tuple_or_none::<M>(&alone::<M, F<M>>(thread, args, "__closure__")?.closure))
}

/// A native function, alone or bound to its receiver, and the receiver.
fn native<'a, M: Model>(thread: &mut Thread<M>, args: Args<'a, M>) -> R<(&'a Native<M>, Value<M>)> {
    let method = args.values.first().and_then(|value| value.downcast::<BoundMethod<M>>());
    match method.map(|method| (method.function.downcast::<Native<M>>(), method)) {
        Some((Some(native), method)) => Ok((native, method.receiver.clone())),
        _ => Ok((alone::<M, Native<M>>(thread, args, "native function")?, Value::<M>::NONE)),
    }
}

fn native_name<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(make::str::<M>(native(thread, args)?.0.name))
}

fn native_qualname<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (native, receiver) = native(thread, args)?;
    let owner = if receiver.is_none() { String::new() } else { format!("{}.", thread.type_name(&receiver)) };
    Ok(make::str::<M>(format!("{owner}{}", native.name)))
}

fn native_self<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(native(thread, args)?.1)
}

/// What a method does not have itself, its function has.
fn method_attribute<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, name) = with_one::<M, BoundMethod<M>>(thread, args, "__getattr__")?;
    let name = text(thread, name, "attribute name")?.as_str().to_owned();
    let function = this.function.clone();
    thread.get_attr_str(&function, &name)
}

fn method_doc<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, BoundMethod<M>>(thread, args, "__doc__")?;
    thread.get_attr_str(&this.function.clone(), "__doc__")
}

fn method_module<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, BoundMethod<M>>(thread, args, "__module__")?;
    thread.get_attr_str(&this.function.clone(), "__module__")
}
