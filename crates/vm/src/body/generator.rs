//! Generators: a frame that waits.

use super::{Function, kind};
use crate::load::{Exec, Instr};
use crate::model::Visit;
use crate::model::{Model, Obj, Value};
use crate::parked::Parked;
use taipan_heap::{Body, Inner};

/// A generator.
pub struct Generator<M: Model> {
    /// The function whose call made it.
    pub function: Obj<M, Function<M>>,
    /// The executable form of the function's code, which the function keeps alive.
    pub exec: *const Exec<M>,
    /// The waiting frame, under the generator's lock.
    pub state: Inner<GeneratorState<M>>,
}

/// Where a generator is.
pub struct GeneratorState<M: Model> {
    /// What it does.
    pub phase: Phase,
    /// The function and the frame's window while the generator waits.
    pub parked: Parked<M>,
    /// The exception that its own handlers were handling, or None.
    pub handled: Value<M>,
}

/// What a generator does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// Has not started.
    Fresh,
    /// Waits for a value to be sent.
    Waiting {
        /// The instruction that it goes on behind.
        pc: *const Instr,
        /// The slot that takes the value.
        resume: u16,
    },
    /// Runs now; its window is on the stack of the running thread.
    Running,
    /// Has returned or raised.
    Done,
}

impl<M: Model> GeneratorState<M> {
    /// Ends the generator; returns what it held, to be dropped once the lock is open.
    #[must_use]
    pub fn end(&mut self) -> (Parked<M>, Value<M>) {
        self.phase = Phase::Done;
        (std::mem::take(&mut self.parked), std::mem::replace(&mut self.handled, Value::<M>::NONE))
    }
}

// SAFETY: the kinds in `kind` are all different, and each is used by one body.
unsafe impl<M: Model> Body<M::Sharing> for Generator<M> {
    const KIND: u8 = kind::GENERATOR;
    const NAME: &'static str = "generator";
    const FINALIZED: bool = true;

    fn trace(&self, visit: &mut Visit<'_, M>) {
        visit(self.function.as_value());
        // SAFETY: inside `trace`.
        let state = unsafe { self.state.peek() };
        state.parked.values().for_each(&mut *visit);
        visit(&state.handled);
    }

    fn clear(this: &Obj<M, Self>) {
        let held = this.open(|g| &g.state).end();
        drop(held);
    }

    fn finalize(this: &Obj<M, Self>) {
        let started = matches!(this.open(|g| &g.state).phase, Phase::Waiting { .. });
        // Only code with handlers can notice that the generator is closed.
        if started && !this.function.code.code.handlers.is_empty() {
            crate::waiting::set_aside::<M>(this.as_value());
        }
    }
}
