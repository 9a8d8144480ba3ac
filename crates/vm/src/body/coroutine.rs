//! Coroutines: what calling an `async def` makes.

use super::{Generator, kind};
use crate::model::{Model, Obj, Visit};
use taipan_heap::Body;

/// A coroutine: a generator that only `await` and its own methods may drive.
pub struct Coroutine<M: Model> {
    /// The frame that waits, and all that happens to it.
    pub generator: Obj<M, Generator<M>>,
}

// SAFETY: the kinds in `kind` are all different, and each is used by one body.
unsafe impl<M: Model> Body<M::Sharing> for Coroutine<M> {
    const KIND: u8 = kind::COROUTINE;
    const NAME: &'static str = "coroutine";

    fn trace(&self, visit: &mut Visit<'_, M>) {
        visit(self.generator.as_value());
    }
}
