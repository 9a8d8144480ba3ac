//! The state word that each thread has at an [`Open`](crate::Open) gate.

use crate::sync::{
    AtomicU32,
    Ordering::{Acquire, Relaxed, Release},
};

/// Bit 0: the thread is inside.
const INSIDE: u32 = 1;
/// Bit 1: the world is stopped or about to be; every change of the word needs the world's mutex.
const MARKED: u32 = 2;

/// A thread's state.
///
/// | marked | inside | meaning | leads to |
/// |---|---|---|---|
/// | 0 | 0 | detached | attached: by the thread; suspended: by who stops the world, with the mutex |
/// | 0 | 1 | attached | detached: by the thread; told to stop: by who stops the world, with the mutex |
/// | 1 | 1 | attached and told to stop | suspended: by the thread, with the mutex, reporting it |
/// | 1 | 0 | suspended | detached: by who lets the world go on, with the mutex |
#[derive(Default)]
pub struct State(AtomicU32);

impl State {
    /// Detached to attached, by the thread. Fails if suspended.
    #[inline]
    pub(super) fn attach(&self) -> bool {
        // Acquire: the partner of the release in `unmark`, for what happened in the stopped world. Relaxed: failing leads to
        // the mutex.
        self.0.compare_exchange(0, INSIDE, Acquire, Relaxed).is_ok()
    }

    /// Attached to detached, by the thread. Fails if told to stop.
    #[inline]
    pub(super) fn detach(&self) -> bool {
        // Release: who finds the thread outside sees what it did inside. Relaxed: failing leads to the mutex.
        self.0.compare_exchange(INSIDE, 0, Release, Relaxed).is_ok()
    }

    /// Out, by the thread, with the mutex. Returns whether it had been told to stop.
    pub(super) fn detach_locked(&self) -> bool {
        // Relaxed: who looks at a marked word has locked the mutex after this.
        self.0.fetch_and(!INSIDE, Relaxed) & MARKED != 0
    }

    /// Tells the thread to stop or to stay out, with the mutex. Returns whether it is inside.
    pub(super) fn mark(&self) -> bool {
        // Acquire: the partner of the release in `detach`. No release: nobody goes on because of a mark.
        self.0.fetch_or(MARKED, Acquire) & INSIDE != 0
    }

    /// Lets the thread go on, with the mutex.
    pub(super) fn unmark(&self) {
        // Release: the partner of the acquire in `attach`.
        self.0.fetch_and(!MARKED, Release);
    }
}
