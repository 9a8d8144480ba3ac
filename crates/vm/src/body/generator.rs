//! Generators: a frame that waits.

use super::{Function, kind};
use crate::frame::Slot;
use crate::model::Visit;
use crate::model::{Model, Obj, Value};
use taipan_heap::{Body, Inner};

/// A generator.
pub struct Generator<M: Model> {
    /// The function whose call made it.
    pub function: Obj<M, Function<M>>,
    /// The waiting frame, under the generator's lock.
    pub state: Inner<GeneratorState<M>>,
}

/// Where a generator is.
pub enum GeneratorState<M: Model> {
    /// Waits at the instruction `pc`; `slots` is its frame's window. `None` as `resume` means: not started.
    Waiting {
        /// Next instruction.
        pc: u32,
        /// The slot that takes the value sent, unless it has not started.
        resume: Option<u16>,
        /// The frame's window.
        slots: Box<[Slot<M>]>,
        /// The exception that its own handlers were handling.
        handled: Value<M>,
    },
    /// Runs now; its frame uses the window that the running thread holds.
    Running,
    /// Has returned or raised.
    Done,
}

// SAFETY: the kinds in `kind` are all different, and each is used by one body.
unsafe impl<M: Model> Body<M::Sharing> for Generator<M> {
    const KIND: u8 = kind::GENERATOR;
    const NAME: &'static str = "generator";
    const FINALIZED: bool = true;

    fn trace(&self, visit: &mut Visit<'_, M>) {
        visit(self.function.as_value());
        // SAFETY: inside `trace`.
        if let GeneratorState::Waiting { slots, handled, .. } = unsafe { self.state.peek() } {
            slots.iter().flatten().for_each(&mut *visit);
            visit(handled);
        }
    }

    fn clear(this: &Obj<M, Self>) {
        let state = std::mem::replace(&mut *this.open(|g| &g.state), GeneratorState::Done);
        drop(state);
    }

    fn finalize(this: &Obj<M, Self>) {
        let started = matches!(&*this.open(|g| &g.state), GeneratorState::Waiting { resume: Some(_), .. });
        // Only code with handlers can notice that the generator is closed.
        if started && !this.function.code.code.handlers.is_empty() {
            crate::thread::set_aside::<M>(this.as_value());
        }
    }
}
