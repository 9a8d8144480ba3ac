//! What native modules are put together from: functions, classes, records, and state kept per interpreter.

use std::any::Any;
use std::sync::Arc;
use taipan_vm::body::{Class, Items, Module, NativeFn, Property, Tuple, kind};
use taipan_vm::ops::class::instance;
use taipan_vm::{Args, Interp, Model, Obj, R, Thread, Value, make};

/// Methods or functions by name.
pub(crate) type Natives<'a, M> = &'a [(&'static str, NativeFn<M>)];

/// Adds functions to a module.
pub(crate) fn functions<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>, functions: Natives<'_, M>) {
    for &(name, call) in functions {
        define(thread, module, name, make::native::<M>(name, call));
    }
}

/// Adds functions that know a value, such as the class of what they make.
pub(crate) fn closures<M: Model>(
    thread: &Thread<M>,
    module: &Obj<M, Module<M>>,
    bound: &Value<M>,
    functions: Natives<'_, M>,
) {
    for &(name, call) in functions {
        define(thread, module, name, make::closure::<M>(name, call, bound.clone()));
    }
}

/// Adds a name to a module.
pub(crate) fn define<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>, name: &'static str, value: Value<M>) {
    thread.interp().define(&module.namespace, name, value);
}

/// Adds ints to a module.
pub(crate) fn ints<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>, ints: &[(&'static str, i64)]) {
    for &(name, n) in ints {
        define(thread, module, name, make::int::<M>(n));
    }
}

/// A class of handles that belongs to a module.
pub(crate) fn class<M: Model>(
    thread: &Thread<M>,
    module: &str,
    name: &str,
    methods: Natives<'_, M>,
    getters: Natives<'_, M>,
) -> Obj<M, Class<M>> {
    let interp = thread.interp();
    let class = interp.native_class(name, methods);
    interp.types().add(interp, &class, "__module__", make::str::<M>(module));
    interp.types().add_getters(interp, &class, getters);
    class
}

/// A class of exceptions that belongs to a module.
pub(crate) fn exception_class<M: Model>(
    thread: &Thread<M>,
    module: &str,
    name: &str,
    base: taipan_vm::Exc,
) -> Obj<M, Class<M>> {
    let interp = thread.interp();
    let base = interp.types().exception(base).clone();
    let class = interp.types().new_class(interp, name, base, kind::EXCEPTION);
    interp.types().add(interp, &class, "__module__", make::str::<M>(module));
    class
}

/// A tuple whose items have names as well.
pub(crate) fn record<M: Model>(thread: &Thread<M>, name: &str, fields: &[(&'static str, Value<M>)]) -> Value<M> {
    let interp = thread.interp();
    let tuple = interp.types().of_kind(kind::TUPLE).clone();
    let class = interp.types().new_class(interp, name, tuple, kind::TUPLE);
    for (index, (field, _)) in fields.iter().enumerate() {
        let get = make::closure::<M>(field, field_of::<M>, make::size::<M>(index));
        let property = Property::<M> { get, set: Value::<M>::NONE, delete: Value::<M>::NONE };
        interp.types().add(interp, &class, field, Obj::<M, _>::new(property).into_value());
    }
    let items: Vec<_> = fields.iter().map(|(_, value)| value.clone()).collect();
    instance::<M>(&class, make::tuple::<M>(items))
}

fn field_of<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let index = args.bound().as_int().unwrap_or(0) as usize;
    let [record] = args.exactly(thread, "field")?;
    let tuple = thread.payload::<Tuple<M>>(record);
    Ok(tuple.and_then(|it| it.items().get(index).cloned()).unwrap_or(Value::<M>::NONE))
}

/// An object with nothing but attributes.
pub(crate) fn attributes<M: Model>(thread: &mut Thread<M>, name: &str, fields: &[(&str, Value<M>)]) -> R<Value<M>> {
    let interp = thread.interp_handle();
    let class = interp.types().new_class(&interp, name, interp.types().object.clone(), 0);
    let object = instance::<M>(&class, Value::<M>::NONE);
    for (field, value) in fields {
        thread.set_attr(&object, &interp.intern(field), Some(value.clone()))?;
    }
    Ok(object)
}

/// The state of a native module in an interpreter: one of each type.
pub(crate) fn state<M: Model, T: Any + Default + Send + Sync>(interp: &Interp<M>) -> Arc<T> {
    let mut all = interp.extensions.lock();
    let state = all.entry(std::any::type_name::<T>()).or_insert_with(|| Arc::new(T::default()));
    state.clone().downcast().expect("states are kept by the name of their type")
}
