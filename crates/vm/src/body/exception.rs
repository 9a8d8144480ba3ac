//! Exceptions and tracebacks.

use super::{Attributes, Class, CodeBody, Slots, body};
use crate::model::{Model, Obj, Value};
use taipan_heap::Inner;

/// An instance of an exception class.
pub struct Exception<M: Model> {
    /// Its class.
    pub class: Obj<M, Class<M>>,
    /// Everything else, under its lock.
    pub state: Inner<ExceptionState<M>>,
}

/// What an exception carries.
pub struct ExceptionState<M: Model> {
    /// The arguments it was made with.
    pub args: Vec<Value<M>>,
    /// `raise … from cause`, or None.
    pub cause: Value<M>,
    /// What was being handled when it was raised, or None.
    pub context: Value<M>,
    /// Whether the context is left out of a report.
    pub suppress_context: bool,
    /// Where it passed, outermost call last.
    pub trace: Vec<TraceEntry<M>>,
    /// What the program added.
    pub attributes: Attributes<M>,
}

/// A place that an exception passed.
pub struct TraceEntry<M: Model> {
    /// The code that ran.
    pub code: Obj<M, CodeBody<M>>,
    /// The word of the portable form.
    pub word: u32,
}

impl<M: Model> Clone for TraceEntry<M> {
    fn clone(&self) -> Self {
        Self { code: self.code.clone(), word: self.word }
    }
}

body!(
    Exception,
    EXCEPTION,
    "exception",
    |this, visit| {
        visit(this.class.as_value());
        // SAFETY: inside `trace`.
        let state = unsafe { this.state.peek() };
        state.args.iter().for_each(&mut *visit);
        visit(&state.cause);
        visit(&state.context);
        state.trace.iter().for_each(|entry| visit(entry.code.as_value()));
        state.attributes.trace(visit);
    },
    clear | this | {
        let mut state = this.open(|e| &e.state);
        let args = std::mem::take(&mut state.args);
        let links = (
            std::mem::replace(&mut state.cause, Value::<M>::NONE),
            std::mem::replace(&mut state.context, Value::<M>::NONE),
            std::mem::take(&mut state.trace),
            Slots::new((&mut state.attributes, &mut [])).clear(&this.class),
        );
        drop(state);
        drop((args, links));
    }
);

/// A traceback: the places an exception passed, as the program sees them.
pub struct Traceback<M: Model> {
    /// The places, outermost call last.
    pub trace: Vec<TraceEntry<M>>,
}

body!(Traceback, TRACEBACK, "traceback", |this, visit| {
    this.trace.iter().for_each(|entry| visit(entry.code.as_value()));
});
