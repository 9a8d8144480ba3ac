//! `property`, `staticmethod` and `classmethod`.

use super::Types;
use super::receiver::*;
use crate::body::*;
use crate::error::{Exc, R};
use crate::interp::Interp;
use crate::model::{Model, Obj, Value};
use crate::ops::attr::bound;
use crate::thread::{Args, Thread};

type P<M> = Property<M>;

pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = types.of_kind(kind::PROPERTY);
    add_new(interp, types, class, new_property);
    types.add_getters(
        interp,
        class,
        &[
            ("fget", |thread, args| Ok(alone::<M, P<M>>(thread, args, "fget")?.get.clone())),
            ("fset", |thread, args| Ok(alone::<M, P<M>>(thread, args, "fset")?.set.clone())),
            ("fdel", |thread, args| Ok(alone::<M, P<M>>(thread, args, "fdel")?.delete.clone())),
            ("__doc__", property_doc),
            ("__isabstractmethod__", property_is_abstract),
        ],
    );
    types.add_methods(
        interp,
        class,
        &[
            ("getter", |thread, args| with_part(thread, args, "getter")),
            ("setter", |thread, args| with_part(thread, args, "setter")),
            ("deleter", |thread, args| with_part(thread, args, "deleter")),
            ("__get__", property_get),
            ("__set__", property_set),
            ("__delete__", property_delete),
        ],
    );
    fill_wrapper::<M, StaticMethod<M>>(interp, types, new_static, static_get);
    fill_wrapper::<M, ClassMethod<M>>(interp, types, new_class_method, class_get);
    let class = types.of_kind(kind::STATIC_METHOD);
    types.add_methods(interp, class, &[("__call__", static_call)]);
}

/// A descriptor that wraps one function.
trait Wrapper<M: Model>: taipan_heap::Body<M::Sharing> {
    fn function(&self) -> &Value<M>;
}

impl<M: Model> Wrapper<M> for StaticMethod<M> {
    fn function(&self) -> &Value<M> {
        &self.0
    }
}

impl<M: Model> Wrapper<M> for ClassMethod<M> {
    fn function(&self) -> &Value<M> {
        &self.0
    }
}

fn fill_wrapper<M: Model, W: Wrapper<M>>(interp: &Interp<M>, types: &Types<M>, new: NativeFn<M>, get: NativeFn<M>) {
    let class = types.of_kind(W::KIND);
    add_new(interp, types, class, new);
    types.add_getters(
        interp,
        class,
        &[
            ("__func__", wrapped::<M, W>),
            ("__wrapped__", wrapped::<M, W>),
            ("__isabstractmethod__", wrapper_is_abstract::<M, W>),
            ("__doc__", |thread, args| {
                let function = alone::<M, W>(thread, args, "__doc__")?.function().clone();
                thread.get_attr_str(&function, "__doc__")
            }),
        ],
    );
    types.add_methods(interp, class, &[("__get__", get), ("__getattr__", wrapper_attribute::<M, W>)]);
}

fn new_property<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (class, rest) = class_of_kind(thread, args, kind::PROPERTY)?;
    let [get, set, delete, _] = rest.named(thread, "property", ["fget", "fset", "fdel", "doc"], 0)?;
    let part = |given: Option<&Value<M>>| given.cloned().unwrap_or(Value::<M>::NONE);
    let property = P::<M> { get: part(get), set: part(set), delete: part(delete) };
    Ok(made_for(class, Obj::<M, _>::new(property).into_value()))
}

/// A copy of a property with one part exchanged: what the decorators `x.setter` and so on make.
fn with_part<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, part: &str) -> R<Value<M>> {
    let (this, function) = with_one::<M, P<M>>(thread, args, part)?;
    let mut copy = P::<M> { get: this.get.clone(), set: this.set.clone(), delete: this.delete.clone() };
    let slot = match part {
        "getter" => &mut copy.get,
        "setter" => &mut copy.set,
        _ => &mut copy.delete,
    };
    *slot = function.clone();
    let class = thread.class_of(&args.values[0]).clone();
    Ok(made_for(&class, Obj::<M, _>::new(copy).into_value()))
}

fn property_doc<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let get = alone::<M, P<M>>(thread, args, "__doc__")?.get.clone();
    if get.is_none() { Ok(get) } else { thread.get_attr_str(&get, "__doc__") }
}

/// Whether a function was marked by `abc.abstractmethod`.
fn is_abstract<M: Model>(thread: &mut Thread<M>, function: &Value<M>) -> R<bool> {
    let name = thread.interp().intern("__isabstractmethod__");
    match thread.get_attr_opt(function, &name)? {
        Some(mark) => thread.truth(&mark),
        None => Ok(false),
    }
}

fn property_is_abstract<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, P<M>>(thread, args, "__isabstractmethod__")?;
    let mut any = false;
    for function in [&this.get, &this.set, &this.delete] {
        any = any || is_abstract(thread, function)?;
    }
    Ok(Value::<M>::bool(any))
}

fn property_get<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, P<M>>(thread, args)?;
    let given = rest.between(thread, "__get__", 1, 2)?;
    if given[0].is_none() {
        return Ok(args.values[0].clone());
    }
    call_part(thread, &this.get, "getter", given[..1].to_vec())
}

fn property_set<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, P<M>>(thread, args)?;
    let given = rest.exactly::<2>(thread, "__set__")?;
    call_part(thread, &this.set, "setter", given.to_vec())
}

fn property_delete<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, instance) = with_one::<M, P<M>>(thread, args, "__delete__")?;
    call_part(thread, &this.delete, "deleter", vec![instance.clone()])
}

fn call_part<M: Model>(thread: &mut Thread<M>, part: &Value<M>, what: &str, values: Vec<Value<M>>) -> R<Value<M>> {
    if part.is_none() {
        let name = thread.type_name(&values[0]);
        return Err(thread.raise(Exc::Attribute, format!("property of '{name}' object has no {what}")));
    }
    thread.call(part, &values)
}

fn new_static<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (class, rest) = class_of_kind(thread, args, kind::STATIC_METHOD)?;
    let [function] = rest.exactly::<1>(thread, "staticmethod")?;
    Ok(made_for(class, Obj::<M, _>::new(StaticMethod::<M>(function.clone())).into_value()))
}

fn new_class_method<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (class, rest) = class_of_kind(thread, args, kind::CLASS_METHOD)?;
    let [function] = rest.exactly::<1>(thread, "classmethod")?;
    Ok(made_for(class, Obj::<M, _>::new(ClassMethod::<M>(function.clone())).into_value()))
}

fn static_get<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(receiver::<M, StaticMethod<M>>(thread, args)?.0.0.clone())
}

fn static_call<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, StaticMethod<M>>(thread, args)?;
    thread.call_with(&this.0, Args { callee: None, ..rest })
}

fn class_get<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, ClassMethod<M>>(thread, args)?;
    let given = rest.between(thread, "__get__", 1, 2)?;
    let owner = match given.get(1).filter(|owner| !owner.is_none()) {
        Some(owner) => owner.clone(),
        None => thread.class_of(&given[0]).as_value().clone(),
    };
    Ok(bound::<M>(this.0.clone(), &owner))
}

fn wrapped<M: Model, W: Wrapper<M>>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(alone::<M, W>(thread, args, "__func__")?.function().clone())
}

fn wrapper_is_abstract<M: Model, W: Wrapper<M>>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let function = alone::<M, W>(thread, args, "__isabstractmethod__")?.function().clone();
    is_abstract(thread, &function).map(Value::<M>::bool)
}

/// What the wrapper does not have itself, its function has.
fn wrapper_attribute<M: Model, W: Wrapper<M>>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, name) = with_one::<M, W>(thread, args, "__getattr__")?;
    let name = text(thread, name, "attribute name")?.as_str().to_owned();
    let function = this.function().clone();
    thread.get_attr_str(&function, &name)
}
