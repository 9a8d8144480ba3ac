//! Generators: windows that leave the stack and come back.
//!
//! A window moves as words: no count changes. While a generator waits, its function and window are in the generator;
//! while it runs they are on the stack of the thread that runs it, like those of any call.

use crate::body::{Coroutine, Function, Generator, GeneratorState, Phase};
use crate::error::{Exc, R};
use crate::frame::{Frame, FrameKind, Slot, release};
use crate::load::Instr;
use crate::model::{Model, Obj, Value};
use crate::parked::Parked;
use crate::thread::Thread;
use taipan_code::Flags;
use taipan_heap::Inner;

/// How many slots below its window belong to the frame of a generator.
const BELOW: usize = FrameKind::Generator.below();

/// What resuming a generator led to.
pub enum Resumed<M: Model> {
    /// It yielded a value.
    Yielded(Value<M>),
    /// It ended with a value.
    Returned(Value<M>),
}

/// Where a generator leaves off.
#[derive(Clone, Copy)]
pub(crate) struct Pause {
    /// The instruction that it goes on behind.
    pub(crate) pc: *const Instr,
    /// The slot that takes what is sent.
    pub(crate) resume: u16,
    /// Slots from here on own nothing.
    pub(crate) free: u16,
}

impl Pause {
    /// At a `YieldFrom`: it is executed again, with what is sent in the slot behind the iterator.
    ///
    /// # Safety
    /// It is one, in code that is alive.
    pub(crate) unsafe fn at_delegation(instr: *const Instr) -> Self {
        // SAFETY: says the caller.
        let Instr { a, c, .. } = unsafe { *instr };
        Self { pc: instr.wrapping_sub(1), resume: a + 1, free: c }
    }
}

impl<M: Model> Thread<M> {
    /// Makes a generator of a window that is filled, which leaves the stack.
    ///
    /// # Safety
    /// The window is on top of the stack, no frame's, and the function stands below it.
    pub(crate) unsafe fn make_generator(&mut self, base: *mut Slot<M>) -> Value<M> {
        // SAFETY: says the caller. A generator owns its function, even where it was lent to the call.
        let function = unsafe { (*base.sub(1)).take().unwrap_unchecked().into_owned() };
        // SAFETY: as above; the slot was just emptied.
        unsafe { base.sub(1).write(Some(function.clone())) };
        let function = function.downcast_into::<Function<M>>().expect("generators are functions");
        let exec = function.code.exec(self.interp());
        let mut parked = Parked::with_room(exec.window as usize + 1);
        // SAFETY: says the caller. Temporaries may hold words that mean nothing, but own no count.
        unsafe { parked.leave(base.sub(1), exec.temps as usize + 1) };
        let is_coroutine = function.code.code.flags.contains(Flags::COROUTINE);
        let exec = std::ptr::from_ref(exec);
        let state = GeneratorState { phase: Phase::Fresh, parked, handled: Value::<M>::NONE };
        let generator = Obj::<M, _>::new(Generator::<M> { function, exec, state: Inner::new(state) });
        if is_coroutine { Obj::<M, _>::new(Coroutine::<M> { generator }).into_value() } else { generator.into_value() }
    }

    /// Resumes a generator from Rust: sends a value, or raises the waiting exception in it.
    ///
    /// # Errors
    /// What the generator raises.
    pub fn resume(&mut self, generator: &Obj<M, Generator<M>>, sent: R<Value<M>>) -> R<Resumed<M>> {
        self.check_stack()?;
        let result = match sent {
            Ok(value) => {
                if !self.push_generator(generator.clone(), value, FrameKind::Generator, 0)? {
                    return Ok(Resumed::Returned(Value::<M>::NONE));
                }
                crate::run::run(self)?
            }
            Err(raised) => {
                let mut state = generator.open(|g| &g.state);
                if matches!(state.phase, Phase::Fresh | Phase::Done) {
                    let held = state.end();
                    drop(state);
                    drop(held);
                    return Err(raised);
                }
                drop(state);
                if !self.push_generator(generator.clone(), Value::<M>::NONE, FrameKind::Generator, 0)? {
                    return Err(raised);
                }
                crate::run::run_raising(self)?
            }
        };
        Ok(match generator.open(|g| &g.state).phase {
            Phase::Done => Resumed::Returned(result),
            _ => Resumed::Yielded(result),
        })
    }

    /// Pushes the frame of a generator that goes on; false if it is over.
    ///
    /// # Errors
    /// ValueError if it runs already, TypeError if something is sent to one that has not started, RecursionError.
    pub(crate) fn push_generator(
        &mut self,
        generator: Obj<M, Generator<M>>,
        sent: Value<M>,
        kind: FrameKind,
        result: u16,
    ) -> R<bool> {
        let exec = generator.exec;
        let base = self.stack_top().wrapping_add(BELOW);
        // SAFETY: the generator's function keeps its executable form alive.
        self.check_depth(base, unsafe { (*exec).window })?;
        let mut state = generator.open(|g| &g.state);
        let (pc, resume) = match state.phase {
            Phase::Waiting { pc, resume } => (pc, Some(resume)),
            // SAFETY: as above.
            Phase::Fresh if sent.is_none() => (unsafe { (*exec).before(0) }, None),
            phase => {
                drop(state);
                return self.refuse_to_resume(phase);
            }
        };
        state.phase = Phase::Running;
        // SAFETY: `check_depth` allowed the window, and what is above the top owns nothing.
        unsafe { state.parked.come_back(base.sub(1)) };
        let handled = std::mem::replace(&mut state.handled, Value::<M>::NONE);
        drop(state);
        // A generator that handles nothing sees what its caller handles.
        let inner = if handled.is_none() { self.handled.clone() } else { handled };
        let outer = std::mem::replace(&mut self.handled, inner);
        // SAFETY: as above; the number of the slot is of this code.
        unsafe {
            base.sub(2).write(Some(generator.into_value()));
            base.sub(3).write(Some(outer));
            if let Some(resume) = resume {
                let old = (*base.add(resume as usize)).replace(sent);
                drop(old);
            }
            self.frames.push(Frame { base, exec, pc, result, kind });
        }
        Ok(true)
    }

    /// What resuming means for a generator that cannot go on: false for one that is over.
    #[cold]
    fn refuse_to_resume(&mut self, phase: Phase) -> R<bool> {
        match phase {
            Phase::Done => Ok(false),
            Phase::Fresh => Err(self.type_error("can't send non-None value to a just-started generator")),
            Phase::Running | Phase::Waiting { .. } => Err(self.value_error("generator already executing")),
        }
    }

    /// Takes the frame on top, a generator's, off the stack until it is resumed.
    pub(crate) fn suspend(&mut self, Pause { pc, resume, free }: Pause) {
        let (frame, generator, inner) = self.leave_generator();
        let mut state = generator.open(|g| &g.state);
        // SAFETY: the function and the window, as `push_generator` put them there.
        unsafe { state.parked.leave(frame.base.sub(1), free as usize + 1) };
        state.phase = Phase::Waiting { pc, resume };
        // What the caller handles is not the generator's to keep.
        state.handled = if inner.is(&self.handled) { Value::<M>::NONE } else { inner };
    }

    /// Takes the frame on top, a generator's that has come to its end, off the stack.
    pub(crate) fn end_generator(&mut self) {
        let (frame, generator, inner) = self.leave_generator();
        // SAFETY: the function and the window of the frame that was just popped.
        unsafe { release::<M>(frame.base.sub(1), frame.base.add(frame.exec().window as usize)) };
        let held = generator.open(|g| &g.state).end();
        drop((held, inner));
    }

    /// Pops the frame of a generator; returns it, the generator, and what it was handling.
    #[inline(always)]
    fn leave_generator(&mut self) -> (Frame<M>, Obj<M, Generator<M>>, Value<M>) {
        // SAFETY: a frame runs, which is a generator's; `push_generator` put these below its window.
        let (frame, generator, outer) = unsafe {
            let frame = *self.frames.top();
            let generator = (*frame.base.sub(2)).take().unwrap_unchecked();
            (frame, generator, (*frame.base.sub(3)).take().unwrap_unchecked())
        };
        self.frames.pop();
        let generator = generator.downcast_into::<Generator<M>>().expect("put there by `push_generator`");
        (frame, generator, std::mem::replace(&mut self.handled, outer))
    }

    /// A StopIteration that leaves a generator would look like its end, so it becomes a RuntimeError.
    pub(crate) fn guard_stop_iteration(&mut self, is_coroutine: bool) {
        if !self.error_is(Exc::StopIteration) {
            return;
        }
        let cause = self.take_error();
        let what = if is_coroutine { "coroutine" } else { "generator" };
        self.raise(Exc::Runtime, format!("{what} raised StopIteration"));
        super::exception::set_cause::<M>(self.error.as_ref().expect("just raised"), cause);
    }
}
