//! Counts that other threads than their owner move often are *spread*: from then on each thread keeps its part.
//!
//! A shared count is one word that many threads write, so each move fetches a cache line from another core, and two
//! threads that only read the same settings are slower than one. What is known beforehand to be used by all threads,
//! functions and classes, is deferred when it is made. The rest shows while the program runs: a thread notes which counts
//! it moves for others, and when it has moved one often it *nominates* the object. At the next check point the world
//! stands still for a moment, and the count becomes a deferred one: the sloppy counters of Boyd-Wickizer et al. (OSDI 2010),
//! chosen by what happens.
//!
//! The price is that of every deferred count: the object goes at a collection, not with its last reference. So only
//! bodies that [say](crate::Body::lingers) that nobody notices have their counts spread, none that has a finaliser, and
//! not many: how often a count has to be moved doubles with every [`STEP`] counts that were spread.
//!
//! | a nominee is | then |
//! |---|---|
//! | counted by its owner and by others, or merged | spread |
//! | in its owner's inbox | left alone: merging takes a reference away from an ordinary count |
//! | deferred or immortal by now | left alone |

use crate::header::Header;
use crate::heap::Heap;
use crate::{Biased, Sharing, here};
use parking_lot::Mutex;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering::Relaxed};

/// Moves by one thread after which a count is spread, at first.
const PATIENCE: u32 = 1024;
/// After so many counts that were spread it takes twice the moves.
const STEP: u32 = 64;
/// For how many objects a thread notes how often it moved their counts.
const SEATS: usize = 16;

/// The counts of others that a thread moved lately: an address and a number each. A thread writes its own alone.
#[derive(Default)]
pub(crate) struct Moves([(AtomicUsize, AtomicU32); SEATS]);

impl Moves {
    /// Notes a move; says whether it was the last of `patience`. An object that has more than one in [`SEATS`] of the
    /// moves is found, however they come (Misra and Gries 1982): one that has no seat wears all others down.
    fn note(&self, object: usize, patience: u32) -> bool {
        // Relaxed, all: one thread reads and writes here. The address is compared, and nothing else.
        let seat = |is_it: &dyn Fn(usize, u32) -> bool| {
            self.0.iter().find(|(address, moves)| is_it(address.load(Relaxed), moves.load(Relaxed)))
        };
        if let Some((_, moves)) = seat(&|address, _| address == object) {
            let number = moves.load(Relaxed) + 1;
            moves.store(number % patience, Relaxed);
            return number >= patience;
        }
        if let Some((address, moves)) = seat(&|_, moves| moves == 0) {
            address.store(object, Relaxed);
            moves.store(1, Relaxed);
        } else {
            self.0.iter().for_each(|(_, moves)| moves.store(moves.load(Relaxed) - 1, Relaxed));
        }
        false
    }
}

/// The objects of a heap whose counts are to be spread, each kept by a reference.
#[derive(Default)]
pub(crate) struct Nominees {
    waiting: Mutex<Vec<NonNull<u8>>>,
    /// A hint: there are some.
    any: AtomicBool,
    /// How many were spread, halved at each collection.
    spread: AtomicU32,
}

// SAFETY: each pointer is an object with a reference that nobody else gives up.
unsafe impl Send for Nominees {}
// SAFETY: as above, and the lock admits one thread.
unsafe impl Sync for Nominees {}

impl Nominees {
    fn patience(&self) -> u32 {
        // Relaxed: a heuristic number.
        PATIENCE << (self.spread.load(Relaxed) / STEP).min(20)
    }

    /// After a collection, which frees what was spread and is not used any more.
    pub(crate) fn relax(&self) {
        self.spread.store(self.spread.load(Relaxed) / 2, Relaxed);
    }

    fn take(&self) -> Vec<NonNull<u8>> {
        self.any.store(false, Relaxed);
        std::mem::take(&mut *self.waiting.lock())
    }
}

impl<S: Sharing> Header<S> {
    /// Notes that this thread moved the count of another one; nominates the object if it did so often.
    #[cold]
    pub(crate) fn note_foreign_move(&self, biased: &Biased) {
        let Some(member) = here::member() else { return };
        let nominees = &member.members.nominees;
        let parts = &member.members.parts;
        if parts.spread
            && parts.deferred
            && self.may_spread()
            && member.moves.note(std::ptr::from_ref(self).addr(), nominees.patience())
        {
            biased.inc_shared();
            nominees.waiting.lock().push(NonNull::from(self).cast());
            // Relaxed: the bell makes this thread look.
            nominees.any.store(true, Relaxed);
            member.ring();
        }
    }
}

impl<S: Sharing> Heap<S> {
    /// Whether a thread nominated objects whose counts should be [spread](Self::spread).
    pub fn wants_spreading(&self) -> bool {
        // Relaxed: a hint.
        self.store.members.nominees.any.load(Relaxed)
    }

    /// Spreads the counts of objects that threads were seen to contend for, so that each keeps its part.
    ///
    /// # Safety
    /// No other thread touches objects of this heap meanwhile, and no body of the heap is open.
    pub unsafe fn spread(&self) {
        let members = &self.store.members;
        for object in members.nominees.take() {
            // SAFETY: nominees are objects of this heap, which their reference keeps.
            let header = unsafe { object.cast::<Header<S>>().as_ref() };
            if header.may_spread() && header.spread(members) {
                members.nominees.spread.fetch_add(1, Relaxed);
                here::traffic(|tallies| tallies.counts_spread.bump());
            }
            header.release();
        }
    }
}
