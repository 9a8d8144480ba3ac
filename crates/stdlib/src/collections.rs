//! `_collections`: the native part of `collections`.

use crate::shape;
use taipan_vm::body::{Module, kind};
use taipan_vm::{Model, Obj, R, Thread};

/// Fills the module.
pub(crate) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) -> R<()> {
    let deque = thread.interp().types().of_kind(kind::DEQUE).as_value().clone();
    shape::define(thread, module, "deque", deque);
    Ok(())
}
