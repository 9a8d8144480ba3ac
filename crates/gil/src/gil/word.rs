//! The lock word of a [`Gil`](crate::Gil).

use crate::sync::{
    AtomicU32,
    Ordering::{Acquire, Relaxed, Release},
};

/// Bit 0: somebody waits, and the queue's mutex guards every change of the word.
const WATCHED: u32 = 1;
/// Bits 1 and up: the seat id of the holder; 0 means free.
const HOLDER: u32 = 1;

/// The lock word.
///
/// | holder (bits 1..) | watched (bit 0) | meaning | leads to |
/// |---|---|---|---|
/// | 0 | 0 | free, nobody waits | held: by anybody, with `take_free` |
/// | id | 0 | held, nobody waits | free: by the holder, with `give_unwatched`; watched: by anybody who has the queue locked |
/// | id | 1 | held, somebody waits | free and watched: by the holder who has the queue locked |
/// | 0 | 1 | free, somebody waits | held, watched or not: by anybody who has the queue locked |
///
/// While the queue is not locked, the word is watched exactly if the queue is not empty.
#[derive(Default)]
pub(super) struct Word(AtomicU32);

impl Word {
    /// Takes the gate if it is free and nobody waits for it.
    #[inline]
    pub(super) fn take_free(&self, id: u32) -> bool {
        // Acquire: the partner of the release with which the last holder gave it back. Relaxed: failing tells nothing.
        self.0.compare_exchange(0, id << HOLDER, Acquire, Relaxed).is_ok()
    }

    /// Gives the gate back if nobody waits for it.
    #[inline]
    pub(super) fn give_unwatched(&self, id: u32) -> bool {
        // Release: what the holder did is visible to the next one. Relaxed: failing tells only that somebody waits, and
        // the queue's mutex orders what follows.
        self.0.compare_exchange(id << HOLDER, 0, Release, Relaxed).is_ok()
    }

    /// Makes the word watched. Returns whether the gate is free. With the queue locked.
    pub(super) fn watch(&self) -> bool {
        // Acquire: as in `take_free`, since who finds it free goes on to take it.
        self.0.fetch_or(WATCHED, Acquire) >> HOLDER == 0
    }

    /// Takes the gate after `watch` found it free. With the queue locked.
    pub(super) fn take_watched(&self, id: u32, watched: bool) {
        // Relaxed: nobody learns from this store anything that was written before it.
        self.0.store(id << HOLDER | u32::from(watched), Relaxed);
    }

    /// Gives the gate back to those who wait. With the queue locked, by the holder.
    pub(super) fn give_watched(&self) {
        // Relaxed: while the word is watched, who takes the gate has locked the mutex after this.
        self.0.store(WATCHED, Relaxed);
    }

    /// The holder's seat id; `None` if the gate is free. Exact if the queue is locked and the word watched.
    pub(super) fn holder(&self) -> Option<u32> {
        // Relaxed: the mutex orders it.
        match self.0.load(Relaxed) >> HOLDER {
            0 => None,
            id => Some(id),
        }
    }
}
