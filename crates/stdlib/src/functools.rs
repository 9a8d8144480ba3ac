//! `_functools`: how partial functions and functions with a cache are called.

pub(crate) mod cache;
mod partial;

use taipan_vm::body::{Module, Native};
use taipan_vm::{Model, Obj, R, Thread, Value, make};

/// Fills the module.
pub(crate) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) -> R<()> {
    partial::fill(thread, module);
    cache::fill(thread, module);
    Ok(())
}

/// A method that knows interned names.
fn method_with_names<M: Model>(
    thread: &Thread<M>,
    name: &'static str,
    call: taipan_vm::body::NativeFn<M>,
    names: &[&str],
) -> Value<M> {
    let names: Vec<_> = names.iter().map(|name| thread.interp().intern(name).into_value()).collect();
    let bound = make::tuple::<M>(names);
    Obj::<M, _>::new(Native::<M> { bound, ..Native::method(name, call) }).into_value()
}
