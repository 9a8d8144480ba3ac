//! What native methods share: the receiver in the first argument, and ways to enter them in a class.

use super::Types;
use crate::body::*;
use crate::error::{R, Raised};
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::attr::Subclass;
use crate::thread::{Args, Thread};
use taipan_heap::Body;

/// The built-in body of a value: its own, or the one that an instance of a subclass holds.
#[inline]
pub(crate) fn body<M: Model, T: Body<M::Sharing>>(value: &Value<M>) -> Option<&Obj<M, T>> {
    match value.downcast::<T>() {
        Some(object) => Some(object),
        None => value.downcast::<Instance<M>>()?.payload()?.downcast::<T>(),
    }
}

/// The receiver of a method, and the arguments after it.
#[inline]
pub(crate) fn receiver<'a, M: Model, T: Body<M::Sharing>>(
    thread: &mut Thread<M>,
    args: Args<'a, M>,
) -> R<(&'a Obj<M, T>, Args<'a, M>)> {
    match args.list().first().and_then(body::<M, T>) {
        Some(this) => Ok((this, after_first(args))),
        None => Err(wrong_receiver::<M, T>(thread, args)),
    }
}

/// The receiver of a method that takes nothing else. `name` is what an error calls the method.
#[inline]
pub(crate) fn alone<'a, M: Model, T: Body<M::Sharing>>(
    thread: &mut Thread<M>,
    args: Args<'a, M>,
    name: &str,
) -> R<&'a Obj<M, T>> {
    let (this, rest) = receiver::<M, T>(thread, args)?;
    rest.exactly::<0>(thread, name)?;
    Ok(this)
}

/// The receiver and the only argument of a method.
#[inline]
pub(crate) fn with_one<'a, M: Model, T: Body<M::Sharing>>(
    thread: &mut Thread<M>,
    args: Args<'a, M>,
    name: &str,
) -> R<(&'a Obj<M, T>, &'a Value<M>)> {
    let (this, rest) = receiver::<M, T>(thread, args)?;
    let [value] = rest.exactly::<1>(thread, name)?;
    Ok((this, value))
}

/// The same arguments without the first.
#[inline]
pub(crate) fn after_first<'a, M: Model>(args: Args<'a, M>) -> Args<'a, M> {
    Args { values: &args.values[1..], names: args.names, callee: args.callee }
}

#[cold]
fn wrong_receiver<M: Model, T: Body<M::Sharing>>(thread: &mut Thread<M>, args: Args<'_, M>) -> Raised {
    let class = thread.interp().types().of_kind(T::KIND).name.clone();
    let method = args.callee.map_or("?", |native| native.name);
    match args.list().first() {
        None => thread.type_error(format!("unbound method {class}.{method}() needs an argument")),
        Some(other) => {
            let name = thread.type_name(other);
            thread.type_error(format!("descriptor '{method}' for '{class}' objects doesn't apply to a '{name}' object"))
        }
    }
}

/// The class that `__new__` of a built-in class was called for, and the arguments after it.
pub(crate) fn class_to_make<'a, M: Model>(
    thread: &mut Thread<M>,
    args: Args<'a, M>,
    base: &Obj<M, Class<M>>,
) -> R<(&'a Obj<M, Class<M>>, Args<'a, M>)> {
    let name = &base.name;
    let Some(first) = args.list().first() else {
        return Err(thread.type_error(format!("{name}.__new__(): not enough arguments")));
    };
    let Some(class) = first.downcast::<Class<M>>() else {
        let given = thread.type_name(first);
        return Err(thread.type_error(format!("{name}.__new__(X): X is not a type object ({given})")));
    };
    if !class.is_subclass(base) {
        let given = &class.name;
        return Err(thread.type_error(format!("{name}.__new__({given}): {given} is not a subtype of {name}")));
    }
    Ok((class, after_first(args)))
}

/// The same for the class of a kind of body.
pub(crate) fn class_of_kind<'a, M: Model>(
    thread: &mut Thread<M>,
    args: Args<'a, M>,
    kind: u8,
) -> R<(&'a Obj<M, Class<M>>, Args<'a, M>)> {
    let base = thread.interp().types().of_kind(kind).clone();
    class_to_make(thread, args, &base)
}

/// What `__new__` of a built-in class returns: the body itself, or an instance of the subclass that holds it.
pub(crate) fn made_for<M: Model>(class: &Obj<M, Class<M>>, made: Value<M>) -> Value<M> {
    if class.flags.has(ClassFlags::BUILT_IN) { made } else { crate::ops::class::instance::<M>(class, made) }
}

/// Enters `__new__`, which does not bind.
pub(crate) fn add_new<M: Model>(interp: &Interp<M>, types: &Types<M>, class: &Obj<M, Class<M>>, new: NativeFn<M>) {
    types.add(interp, class, "__new__", make::native("__new__", new));
}

/// Enters a method that is called with the class.
pub(crate) fn add_class_method<M: Model>(
    interp: &Interp<M>,
    types: &Types<M>,
    class: &Obj<M, Class<M>>,
    name: &'static str,
    call: NativeFn<M>,
) {
    let method = ClassMethod::<M>(make::native(name, call));
    types.add(interp, class, name, Obj::<M, _>::new(method).into_value());
}

/// Enters attributes with a getter and a setter.
pub(crate) fn add_accessors<M: Model>(
    interp: &Interp<M>,
    types: &Types<M>,
    class: &Obj<M, Class<M>>,
    accessors: &[(&'static str, NativeFn<M>, NativeFn<M>)],
) {
    for &(name, get, set) in accessors {
        let (get, set) = (make::native(name, get), make::native(name, set));
        let property = Property::<M> { get, set, delete: Value::<M>::NONE };
        types.add(interp, class, name, Obj::<M, _>::new(property).into_value());
    }
}

/// Says that instances have no hash.
pub(crate) fn make_unhashable<M: Model>(interp: &Interp<M>, types: &Types<M>, class: &Obj<M, Class<M>>) {
    types.add(interp, class, "__hash__", Value::<M>::NONE);
}

/// Lets `Class[…]` mean the class itself.
pub(crate) fn make_generic<M: Model>(interp: &Interp<M>, types: &Types<M>, class: &Obj<M, Class<M>>) {
    add_class_method(interp, types, class, "__class_getitem__", |thread, args| {
        let [class, _] = args.exactly::<2>(thread, "__class_getitem__")?;
        Ok(class.clone())
    });
}

/// A text argument.
pub(crate) fn text<'a, M: Model>(thread: &mut Thread<M>, value: &'a Value<M>, what: &str) -> R<&'a Obj<M, Str<M>>> {
    match body::<M, Str<M>>(value) {
        Some(text) => Ok(text),
        None => {
            let name = thread.type_name(value);
            Err(thread.type_error(format!("{what} must be str, not {name}")))
        }
    }
}
