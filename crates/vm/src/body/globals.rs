//! What a function sees as globals.

use super::{Dict, Module};
use crate::model::{Model, Obj, Visit};
use std::mem::ManuallyDrop;
use std::ops::Deref;
use taipan_heap::{Count, Sharing};

/// The namespace of a function, and what keeps it.
///
/// A dict is counted by its thread, so threads that make functions of one module would contend for its namespace. Where
/// counts can be deferred they count the module instead, which each thread does for itself; the namespace lives as long.
pub struct Globals<M: Model> {
    dict: ManuallyDrop<Obj<M, Dict<M>>>,
    /// Keeps the dict; if there is none, the dict is counted here.
    module: Option<Obj<M, Module<M>>>,
}

impl<M: Model> Globals<M> {
    /// A namespace that is counted itself.
    pub fn of_dict(dict: Obj<M, Dict<M>>) -> Self {
        Self { dict: ManuallyDrop::new(dict), module: None }
    }

    /// The namespace of a module.
    pub fn of_module(module: &Obj<M, Module<M>>) -> Self {
        if !<M::Sharing as Sharing>::Count::LENDS {
            return Self::of_dict(module.namespace.clone());
        }
        // SAFETY: the copy is not dropped, and the module, which is kept as long, has the dict all its life.
        let dict = unsafe { std::ptr::read(&module.namespace) };
        Self { dict: ManuallyDrop::new(dict), module: Some(module.clone_common()) }
    }

    pub(super) fn trace(&self, visit: &mut Visit<'_, M>) {
        visit(self.module.as_ref().map_or(self.dict.as_value(), Obj::<M, _>::as_value));
    }
}

impl<M: Model> Clone for Globals<M> {
    fn clone(&self) -> Self {
        match &self.module {
            Some(module) => Self::of_module(module),
            None => Self::of_dict(self.deref().clone()),
        }
    }
}

impl<M: Model> Deref for Globals<M> {
    type Target = Obj<M, Dict<M>>;

    #[inline]
    fn deref(&self) -> &Obj<M, Dict<M>> {
        &self.dict
    }
}

impl<M: Model> Drop for Globals<M> {
    fn drop(&mut self) {
        if self.module.is_none() {
            // SAFETY: counted here, and not used again.
            unsafe { ManuallyDrop::drop(&mut self.dict) }
        }
    }
}
