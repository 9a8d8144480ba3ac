//! Interrupting the job that an owner runs, and only that one.

use parking_lot::Mutex;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Weak};
use taipan_vm::{Interp, Model, Thread};

/// What SIGINT is called by number.
const INTERRUPT: u32 = 2;

/// Raises KeyboardInterrupt in an interpreter, while a job is there to be interrupted.
#[derive(Default)]
pub(super) struct Bell(Mutex<State>);

#[derive(Default)]
struct State {
    /// What reaches the interpreter, as long as there is one.
    signal: Option<Box<dyn Fn() + Send>>,
    /// Whether the owner is at a job.
    working: bool,
    /// Whether the bell was rung for a job that the owner has not begun.
    rung: bool,
}

impl Bell {
    /// Connects the bell with an interpreter. Only weakly, as the interpreter ends with its last thread.
    pub(super) fn connect<M: Model>(&self, interp: Weak<Interp<M>>) {
        let signal = move || {
            if let Some(interp) = interp.upgrade() {
                interp.signal(INTERRUPT);
            }
        };
        self.0.lock().signal = Some(Box::new(signal));
    }

    /// Lets go of the interpreter.
    pub(super) fn disconnect(&self) {
        // Dropped outside the lock, and nobody who rings holds the interpreter after it.
        let signal = self.0.lock().signal.take();
        drop(signal);
    }

    /// A job is about to be handed over: what was rung before is not meant for it.
    pub(super) fn calm(&self) {
        self.0.lock().rung = false;
    }

    /// Interrupts the job, now or as soon as it begins.
    pub(super) fn ring(&self) {
        let mut state = self.0.lock();
        state.rung = true;
        if state.working {
            state.sound();
        }
    }

    /// The owner begins a job.
    pub(super) fn begin(&self) {
        let mut state = self.0.lock();
        state.working = true;
        if state.rung {
            state.sound();
        }
    }

    /// The owner has ended a job; a signal that it did not notice any more is forgotten.
    pub(super) fn end<M: Model>(&self, thread: &Thread<M>) {
        self.0.lock().working = false;
        // Relaxed: nothing else is published by it, and who rings from now on sends no signal.
        thread.interp().signals.store(0, Relaxed);
    }
}

impl State {
    fn sound(&self) {
        if let Some(signal) = &self.signal {
            signal();
        }
    }
}

/// A bell, shared by the owner and by those who give it jobs.
pub(super) type SharedBell = Arc<Bell>;
