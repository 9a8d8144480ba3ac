//! The lock word of a [`Gil`](crate::Gil).

use crate::sync::{
    AtomicU32,
    Ordering::{Acquire, Relaxed, Release},
};

/// Bit 0: somebody waits, and only who has the queue's mutex may take the gate.
const WATCHED: u32 = 1;
/// Bits 1 to 7: how many waiters are on the lookout, that is, will look at the word again without being woken.
const LOOKOUT: u32 = 2;
/// Bits 8 and up: the seat id of the holder; 0 means free.
const HOLDER: u32 = 1 << 8;

/// More threads than this are never on the lookout at once: they would only take processors from each other.
pub(crate) const MOST_LOOKOUTS: u32 = 100;

/// The lock word.
///
/// | holder (bits 8..) | lookouts (bits 1..8) | watched (bit 0) | meaning | leads to |
/// |---|---|---|---|---|
/// | 0 | 0 | 0 | free, nobody waits | held: by anybody, with `take_free` |
/// | id | 0 | 0 | held, nobody waits | free: by the holder, with `give_unwatched`; watched: by anybody who has the queue locked |
/// | id | 0 | 1 | held, somebody waits | free: by the holder who has the queue locked |
/// | id | n | 1 | held, and n of those who wait look on | free: by the holder, with `give_to_lookouts` |
/// | 0 | any | 1 | free, somebody waits | held, watched or not: by anybody who has the queue locked |
///
/// While the queue is not locked, the word is watched exactly if the queue is not empty or the policy hears all. Waiters go on the lookout with the
/// queue locked and off it at any time; who goes off it looks at the word afterwards.
#[derive(Default)]
pub(super) struct Word(AtomicU32);

impl Word {
    /// A word that is watched for ever.
    pub(super) fn watched() -> Self {
        Word(AtomicU32::new(WATCHED))
    }

    /// Takes the gate if it is free and nobody waits for it.
    #[inline]
    pub(super) fn take_free(&self, id: u32) -> bool {
        // Acquire: the partner of the releases with which the last holder gave it back. Relaxed: failing tells nothing.
        self.0.compare_exchange(0, id * HOLDER, Acquire, Relaxed).is_ok()
    }

    /// Gives the gate back if nobody waits for it.
    #[inline]
    pub(super) fn give_unwatched(&self, id: u32) -> bool {
        // Release: what the holder did is visible to the next one. Relaxed: failing tells only that somebody waits.
        self.0.compare_exchange(id * HOLDER, 0, Release, Relaxed).is_ok()
    }

    /// Gives the gate back without waking anybody if somebody is on the lookout.
    pub(super) fn give_to_lookouts(&self, id: u32) -> bool {
        // Relaxed: the exchange looks again.
        let mut word = self.0.load(Relaxed);
        while lookouts(word) > 0 {
            // Release: as in `give_unwatched`; here it is the only order there is, as no mutex is involved.
            match self.0.compare_exchange(word, word - id * HOLDER, Release, Relaxed) {
                Ok(_) => return true,
                Err(now) => word = now,
            }
        }
        false
    }

    /// Makes the word watched. Returns whether the gate is free. With the queue locked.
    pub(super) fn watch(&self) -> bool {
        // Acquire: as in `take_free`, since who finds it free goes on to take it.
        is_free(self.0.fetch_or(WATCHED, Acquire))
    }

    /// Takes the gate after `watch` found it free. With the queue locked.
    pub(super) fn take_watched(&self, id: u32, watched: bool) {
        let unwatch = if watched { 0 } else { WATCHED };
        // Relaxed: nobody learns from this anything that was written before it. A free and watched word is taken only with
        // the queue locked, so meanwhile only lookouts can have come off.
        self.0.fetch_add(id * HOLDER - unwatch, Relaxed);
    }

    /// Gives the gate back to those who wait. With the queue locked, by the holder.
    pub(super) fn give_watched(&self, id: u32) {
        // Release: as in `give_to_lookouts`, since a lookout may see it before the mutex is free.
        self.0.fetch_sub(id * HOLDER, Release);
    }

    /// Goes on the lookout. With the queue locked.
    pub(super) fn look_out(&self) {
        // Relaxed: it must only come before or after the holder's leaving, and both change this one word.
        self.0.fetch_add(LOOKOUT, Relaxed);
    }

    /// Goes off the lookout. From now on the holder does not count on this thread any more; what it did before shows in
    /// the word, which the caller must look at.
    pub(super) fn stand_down(&self) {
        // Relaxed: as above.
        self.0.fetch_sub(LOOKOUT, Relaxed);
    }

    /// How many waiters are on the lookout. Exact upwards if the queue is locked: more cannot come.
    pub(super) fn lookouts(&self) -> u32 {
        // Relaxed: a hint, or ordered by the mutex.
        lookouts(self.0.load(Relaxed))
    }

    /// The holder's seat id; `None` if the gate is free. A hint, unless the queue is locked: then an id that is returned
    /// is that of a thread which has not gone.
    pub(super) fn holder(&self) -> Option<u32> {
        // Relaxed: the mutex orders it.
        match self.0.load(Relaxed) / HOLDER {
            0 => None,
            id => Some(id),
        }
    }
}

fn lookouts(word: u32) -> u32 {
    word % HOLDER / LOOKOUT
}

fn is_free(word: u32) -> bool {
    word / HOLDER == 0
}
