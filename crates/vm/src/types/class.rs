//! `type`.

use super::Types;
use super::receiver::*;
use crate::body::*;
use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::attr::Subclass;
use crate::ops::dict::{get_name, set_name};
use crate::thread::{Args, Thread};

type C<M> = Class<M>;

pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = &types.type_;
    add_new(interp, types, class, new);
    make_generic(interp, types, class);
    add_class_method(interp, types, class, "__prepare__", |_, _| Ok(make::dict::<M>().into_value()));
    add_accessors(
        interp,
        types,
        class,
        &[("__name__", get_name_of, set_text), ("__qualname__", qualname, set_text), ("__module__", module, set_any)],
    );
    types.add_getters(
        interp,
        class,
        &[("__bases__", bases), ("__base__", base), ("__mro__", mro_tuple), ("__dict__", dict)],
    );
    types.add_methods(
        interp,
        class,
        &[
            ("__init__", |_, _| Ok(Value::<M>::NONE)),
            ("__call__", call),
            ("__repr__", repr),
            ("__instancecheck__", instance_check),
            ("__subclasscheck__", subclass_check),
            ("mro", mro),
        ],
    );
}

/// Gives every built-in class a docstring to be found, though it is None: that of `object` is not inherited.
pub(super) fn add_docs<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    for class in types.all() {
        types.add(interp, class, "__doc__", Value::<M>::NONE);
    }
}

/// `type(value)`, or `type(name, bases, namespace, **keywords)`.
fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let type_ = thread.interp().types().type_.clone();
    let (metaclass, rest) = class_to_make(thread, args, &type_)?;
    if let ([value], []) = (rest.values, rest.names)
        && metaclass.is(&type_)
    {
        return Ok(thread.class_of(value).as_value().clone());
    }
    let [name, bases, namespace] = rest.list() else {
        let what = if metaclass.is(&type_) { "type()" } else { "type.__new__()" };
        let how_many = if metaclass.is(&type_) { "1 or 3" } else { "exactly 3" };
        let given = rest.list().len();
        return Err(thread.type_error(match what {
            "type()" => format!("type() takes {how_many} arguments"),
            _ => format!("type.__new__() takes {how_many} arguments ({given} given)"),
        }));
    };
    if name.kind() != kind::STR {
        let given = thread.type_name(name);
        return Err(thread.type_error(format!("type.__new__() argument 1 must be str, not {given}")));
    }
    if bases.kind() != kind::TUPLE {
        let given = thread.type_name(bases);
        return Err(thread.type_error(format!("type.__new__() argument 2 must be tuple, not {given}")));
    }
    let Some(namespace) = body::<M, Dict<M>>(namespace) else {
        let given = thread.type_name(namespace);
        return Err(thread.type_error(format!("type.__new__() argument 3 must be dict, not {given}")));
    };
    let named = (!metaclass.is(&type_)).then(|| metaclass.as_value().clone());
    let base_values = thread.collect_vec(bases)?;
    let winner = thread.pick_metaclass(named, &base_values)?.and_then(|m| m.downcast_into::<C<M>>().ok());
    // A base may ask for a metaclass of its own, which then makes the class.
    if metaclass.is(&type_)
        && let Some(winner) = &winner
    {
        return thread.call_with(winner.as_value(), rest);
    }
    let namespace = completed(thread, name, namespace);
    let keywords: Vec<_> = rest.pairs().map(|(name, value)| (name.to_owned(), value.clone())).collect();
    thread.new_class(winner, name, bases, &namespace, &keywords)
}

/// A copy of a namespace that names its class and module.
fn completed<M: Model>(thread: &mut Thread<M>, name: &Value<M>, namespace: &Obj<M, Dict<M>>) -> Obj<M, Dict<M>> {
    let copy = Obj::<M, _>::new(Dict::new(thread.dict_copy(namespace)));
    let names = &thread.interp().types().names;
    if get_name::<M>(&copy, &names.qualname).is_none() {
        set_name::<M>(&copy, &names.qualname, name.clone());
    }
    let module = thread.frames.last().and_then(|f| get_name::<M>(f.globals(), &names.name));
    if let Some(module) = module.filter(|_| get_name::<M>(&copy, &names.module).is_none()) {
        set_name::<M>(&copy, &names.module, module);
    }
    copy
}

fn call<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, C<M>>(thread, args)?;
    thread.instantiate(this, rest)
}

fn repr<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, C<M>>(thread, args, "type.__repr__")?;
    Ok(make::str::<M>(format!("<class '{}'>", thread.class_path(this))))
}

/// A text that stands in the namespace of the class itself: one that the program set, or the class statement.
fn own_text<M: Model>(thread: &Thread<M>, class: &Obj<M, C<M>>, name: &str) -> Option<Value<M>> {
    class.own(&thread.interp().intern(name)).filter(|text| text.kind() == kind::STR)
}

fn get_name_of<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, C<M>>(thread, args, "__name__")?;
    Ok(own_text(thread, this, "__name__").unwrap_or_else(|| make::str::<M>(this.name.clone())))
}

fn qualname<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, C<M>>(thread, args, "__qualname__")?;
    Ok(own_text(thread, this, "__qualname__").unwrap_or_else(|| make::str::<M>(this.name.clone())))
}

fn module<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, C<M>>(thread, args, "__module__")?;
    Ok(own_text(thread, this, "__module__").unwrap_or_else(|| make::str::<M>("builtins")))
}

/// The setter of the attribute that the native is named for.
fn set_any<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let name = args.callee.map_or("", |native| native.name);
    let (this, new) = with_one::<M, C<M>>(thread, args, name)?;
    let name = thread.interp().intern(name);
    thread.set_in_class(this, &name, Some(new.clone()))?;
    Ok(Value::<M>::NONE)
}

fn set_text<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let name = args.callee.map_or("", |native| native.name);
    let (this, new) = with_one::<M, C<M>>(thread, args, name)?;
    if new.kind() != kind::STR {
        let (class, given) = (&this.name, thread.type_name(new));
        return Err(thread.type_error(format!("can only assign string to {class}.{name}, not '{given}'")));
    }
    set_any(thread, args)
}

fn bases<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, C<M>>(thread, args, "__bases__")?;
    Ok(make::tuple::<M>(this.bases.iter().map(|b| b.as_value().clone()).collect::<Vec<_>>()))
}

fn base<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, C<M>>(thread, args, "__base__")?;
    Ok(this.bases.first().map_or(Value::<M>::NONE, |b| b.as_value().clone()))
}

fn order<M: Model>(class: &Obj<M, C<M>>) -> Vec<Value<M>> {
    std::iter::once(class).chain(class.ancestors.iter()).map(|c| c.as_value().clone()).collect()
}

fn mro_tuple<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, C<M>>(thread, args, "__mro__")?;
    Ok(make::tuple::<M>(order(this)))
}

fn mro<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, C<M>>(thread, args, "type.mro")?;
    Ok(make::list::<M>(order(this)))
}

/// A copy of the namespace: changes to a class go through its attributes.
fn dict<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, C<M>>(thread, args, "__dict__")?;
    Ok(Obj::<M, _>::new(Dict::new(this.names().copy())).into_value())
}

fn instance_check<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, value) = with_one::<M, C<M>>(thread, args, "type.__instancecheck__")?;
    Ok(Value::<M>::bool(thread.class_of(value).is_subclass(this)))
}

fn subclass_check<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, class) = with_one::<M, C<M>>(thread, args, "type.__subclasscheck__")?;
    match class.downcast::<C<M>>() {
        Some(class) => Ok(Value::<M>::bool(class.is_subclass(this))),
        None => Err(thread.type_error("issubclass() arg 1 must be a class")),
    }
}
