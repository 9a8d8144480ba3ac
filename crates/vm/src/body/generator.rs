//! Generators: a frame that waits.

use super::{Function, body};
use crate::frame::Slot;
use crate::model::{Model, Obj, Value};
use taipan_heap::Inner;

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

body!(Generator, GENERATOR, "generator", |this, visit| {
    visit(this.function.as_value());
    // SAFETY: inside `trace`.
    if let GeneratorState::Waiting { slots, handled, .. } = unsafe { this.state.peek() } {
        slots.iter().flatten().for_each(&mut *visit);
        visit(handled);
    }
}, clear |this| {
    let state = std::mem::replace(&mut *this.open(|g| &g.state), GeneratorState::Done);
    drop(state);
});
