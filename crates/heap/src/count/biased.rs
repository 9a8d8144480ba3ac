//! A count that belongs to one thread, which moves it without read-modify-write instructions.
//!
//! The idea is that of biased reference counting (Choi, Shull, Torrellas, PACT 2018), as PEP 703 uses it: most
//! objects are referred to by the thread that made them alone, so that thread has a number of its own, and all
//! others share a second one. A reference may be counted in one number and taken away from the other, so only
//! their sum means anything; somebody has to add them up, once, when it may have become zero.
//!
//! The state is in the low bits of the shared number, and only ever grows:
//!
//! | owner | shared state | the sum is | who leaves it, and how |
//! |---|---|---|---|
//! | id | `DEFAULT` | local + shared | a stranger that finds shared = 0, to `QUEUED`, by CAS; the owner when local gets 0: dead at once if shared = 0, else to `MERGED` |
//! | id | `QUEUED` | local + shared | the owner, to `MERGED`, when local gets 0 or when it takes the object out of its inbox; who finds the owner gone or away, for it |
//! | nobody | `DEFAULT`, `QUEUED` | shared | the owner, on its way to `MERGED` |
//! | nobody | `MERGED` | shared | who takes the last reference away: dead |
//! | any of these but with `QUEUED` | | | who spreads the count (`spread.rs`), to `DEFERRED`, while the world stands still |
//! | `DEFERRED` | (unused) | Σ of the threads' tallies | the collector, to `MERGED`, when the sum is 0 or internal |
//! | `IMMORTAL` | (unused) | nobody knows | the end of the heap |
//!
//! A stranger that finds shared = 0 in state `DEFAULT` does not take its reference away: the reference goes to
//! the owner's inbox with the object, and merging takes it away. Hence an object in an inbox cannot die there,
//! and it is put there at most once. Exactly one step sees "`MERGED` and 0": every change of the shared number
//! is a read-modify-write.
//!
//! The last two owners are no threads. They cost the way of ordinary counts nothing, because no thread has
//! their id: a count that is not one's own is looked at more closely anyway.

use super::{Count, Fate};
use crate::fast::{self, Mine};
use crate::here;
use crate::sync::{AtomicU32, Ordering::*, fence};

/// Owner of a merged count.
pub(crate) const NOBODY: u32 = u32::MAX - 2;
/// Owner of a count that never moves.
const IMMORTAL: u32 = u32::MAX;
/// Owner of a count that each thread keeps for itself; `local` is its number among those.
const DEFERRED: u32 = u32::MAX - 1;
/// The id of threads that are attached to no heap; no count has this owner.
pub(crate) const STRANGER: u32 = 0;

/// The low bits of the shared word: the state.
const STATE: u32 = 0b11;
const DEFAULT: u32 = 0b00;
const QUEUED: u32 = 0b01;
const MERGED: u32 = 0b10;
/// The other bits: a signed number of references.
const ONE: u32 = 0b100;

/// A count that belongs to the thread that made the object.
///
/// At most 2^29 references of other threads than the owner can be told apart, which would fill four gigabytes.
#[derive(Debug)]
#[repr(C)]
pub struct Biased {
    pub(crate) owner: AtomicU32,
    pub(crate) local: AtomicU32,
    shared: AtomicU32,
}

/// How a biased count is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Standing {
    /// By the owner and by all others.
    Counted,
    /// By each thread, under this number.
    Deferred(u32),
    /// Not at all.
    Immortal,
}

// SAFETY: the table above: only the owner moves `local`, everybody else `shared` by read-modify-writes, and
// "merged and 0" or "local and shared 0" is seen once; Release on the way down and Acquire before death order
// every use of the object before its end. Checked by the models in `models`.
unsafe impl Count for Biased {
    const BIASED: bool = true;
    const LENDS: bool = true;

    #[inline]
    fn one() -> Self {
        Self::of(here::id())
    }

    #[inline]
    fn inc(&self) {
        if !fast::inc_mine(self) {
            self.inc_other();
        }
    }

    #[inline]
    fn dec(&self) -> Fate {
        match fast::dec_mine(self) {
            Mine::Left => Fate::Alive,
            Mine::Last => self.end_local(),
            Mine::Not => self.dec_other(),
        }
    }

    fn get(&self) -> u32 {
        match self.standing() {
            Standing::Counted => self.sum(),
            Standing::Deferred(number) => here::sum_of(number),
            Standing::Immortal => u32::MAX,
        }
    }

    #[inline]
    fn is_unique(&self) -> bool {
        // Relaxed: nobody else moves the own number. Acquire: what others did with the object before they let go of it
        // comes first.
        self.mine() && self.local.load(Relaxed) == 1 && self.shared.load(Acquire) == DEFAULT
    }

    #[inline]
    fn lasts(&self) -> bool {
        // Relaxed: as in `standing`.
        self.owner.load(Relaxed) >= DEFERRED
    }

    #[inline]
    fn mine(&self) -> bool {
        fast::is_mine(self)
    }

    #[inline]
    fn biased(&self) -> Option<&Biased> {
        Some(self)
    }
}

impl Biased {
    /// A count of one reference that belongs to thread `me`.
    #[inline]
    pub(super) fn of(me: u32) -> Self {
        Self { owner: AtomicU32::new(me), local: AtomicU32::new(1), shared: AtomicU32::new(DEFAULT) }
    }

    /// Whether that was the last reference of all, after the owner's number got 0. By the owner.
    #[inline]
    pub(crate) fn end_local(&self) -> Fate {
        // Acquire: the partner of the Release in `dec_shared`; what others did with the object is over.
        if self.shared.load(Acquire) == DEFAULT { Fate::Dead } else { self.merge_empty() }
    }

    /// Adds a reference in another thread than the owner. The shortest way is that of what all threads use.
    #[inline(never)]
    fn inc_other(&self) {
        if !fast::tally::<1>(self) {
            self.inc_slow();
        }
    }

    /// Takes a reference away in another thread than the owner.
    #[inline]
    pub(crate) fn dec_other(&self) -> Fate {
        if fast::tally::<-1>(self) { Fate::Alive } else { self.dec_slow() }
    }

    #[cold]
    pub(crate) fn inc_slow(&self) {
        match self.standing() {
            Standing::Counted => {
                here::traffic(|tallies| tallies.shared_counts.bump());
                self.inc_shared();
            }
            Standing::Deferred(number) => here::tally_first(number, 1),
            Standing::Immortal => {}
        }
    }

    #[cold]
    pub(crate) fn dec_slow(&self) -> Fate {
        match self.standing() {
            Standing::Counted => {
                here::traffic(|tallies| tallies.shared_counts.bump());
                self.dec_shared()
            }
            Standing::Deferred(number) => {
                here::tally_first(number, -1);
                Fate::Alive
            }
            Standing::Immortal => Fate::Alive,
        }
    }

    /// Adds a reference. By anybody but the owner.
    pub(crate) fn inc_shared(&self) {
        // Relaxed: a new reference is always made from an existing one, which keeps the object alive.
        self.shared.fetch_add(ONE, Relaxed);
    }

    /// Takes a reference away. By anybody but the owner.
    pub(crate) fn dec_shared(&self) -> Fate {
        // Relaxed: a guess for the exchange.
        let mut old = self.shared.load(Relaxed);
        loop {
            let new = if old == DEFAULT { QUEUED } else { old.wrapping_sub(ONE) };
            // Release: what this thread did with the object comes before its end. Relaxed: failing tells nothing.
            match self.shared.compare_exchange_weak(old, new, Release, Relaxed) {
                Ok(_) if old == DEFAULT => return Fate::Unsettled,
                Ok(_) if new == MERGED => break,
                Ok(_) => return Fate::Alive,
                Err(now) => old = now,
            }
        }
        // Acquire: the partner of all those releases.
        fence(Acquire);
        Fate::Dead
    }

    /// Gives the count up when `local` got 0 although others had a part in it. By the owner.
    #[cold]
    #[inline(never)]
    fn merge_empty(&self) -> Fate {
        // Release: who sees nobody here also sees that `local` is 0. From now on the owner is a stranger itself,
        // but nobody finds the object dead before it is merged.
        self.owner.store(NOBODY, Release);
        self.merge_shared(0)
    }

    /// Adds the numbers up and takes away the reference that came with the object to the owner's inbox.
    ///
    /// By the owner; by anybody while the owner's inbox is closed, holding its lock; or while the world stands
    /// still: in each case nobody moves `local` meanwhile.
    pub(crate) fn merge(&self) -> Fate {
        // Relaxed: ordered by what the contract names.
        let local = self.local.load(Relaxed);
        self.local.store(0, Relaxed);
        // Release: as in `merge_empty`.
        self.owner.store(NOBODY, Release);
        self.merge_shared(local.wrapping_sub(1))
    }

    fn merge_shared(&self, more: u32) -> Fate {
        // Relaxed: a guess for the exchange.
        let mut old = self.shared.load(Relaxed);
        loop {
            let new = (old & !STATE).wrapping_add(more.wrapping_mul(ONE)) | MERGED;
            // Acquire and Release: as in `dec_shared`, for either outcome. Relaxed: failing tells nothing.
            match self.shared.compare_exchange_weak(old, new, AcqRel, Relaxed) {
                Ok(_) if new == MERGED => return Fate::Dead,
                Ok(_) => return Fate::Alive,
                Err(now) => old = now,
            }
        }
    }

    /// What `merge_empty` must not be: it loses what others do in between.
    #[cfg(all(test, loom))]
    pub(super) fn merge_by_store(&self) -> Fate {
        self.local.store(0, Relaxed);
        self.owner.store(NOBODY, Release);
        let old = self.shared.load(Acquire);
        self.shared.store((old & !STATE) | MERGED, Release);
        if references(old) == 0 { Fate::Dead } else { Fate::Alive }
    }

    /// Whose it is: a thread's id, [`NOBODY`] or neither, while it stays so.
    pub(crate) fn owner(&self) -> u32 {
        // Relaxed: whoever acts on it asks the owner's inbox, whose lock orders the rest.
        self.owner.load(Relaxed)
    }

    /// How the count is kept.
    #[inline]
    pub(crate) fn standing(&self) -> Standing {
        // Relaxed: `defer` and `immortalise` come before the object is known to other threads, or while they stand still.
        match self.owner.load(Relaxed) {
            DEFERRED => Standing::Deferred(self.local.load(Relaxed)),
            IMMORTAL => Standing::Immortal,
            _ => Standing::Counted,
        }
    }

    /// The sum, exact while the world stands still or one thread runs.
    fn sum(&self) -> u32 {
        // Relaxed: see above.
        let sum = self.local.load(Relaxed).wrapping_add_signed(references(self.shared.load(Relaxed)));
        if sum.cast_signed() < 0 { 0 } else { sum }
    }

    /// Whether the object is on its way to its owner, with a reference that is to be taken away.
    pub(crate) fn is_queued(&self) -> bool {
        // Relaxed: asked while the world stands still.
        self.shared.load(Relaxed) & STATE == QUEUED
    }

    /// Lets each thread keep the count for itself, under `number`. By the owner, before other threads know the
    /// object; or while the world stands still.
    pub(crate) fn defer(&self, number: u32) {
        here::tally_first(number, self.sum().cast_signed());
        self.become_special(DEFERRED, number);
    }

    /// Stops counting. By the owner, before other threads know the object; or while the world stands still.
    pub(crate) fn immortalise(&self) {
        self.become_special(IMMORTAL, 0);
    }

    fn become_special(&self, owner: u32, local: u32) {
        // Relaxed: nobody else knows the object yet, or all others stand still; who gets to know it later is told by other
        // means.
        self.shared.store(DEFAULT, Relaxed);
        self.local.store(local, Relaxed);
        self.owner.store(owner, Relaxed);
    }

    /// Makes an ordinary merged count of `sum` out of any other, while the world stands still.
    pub(crate) fn settle(&self, sum: u32) {
        // Relaxed: the world's going on publishes it.
        self.shared.store(sum.wrapping_mul(ONE) | MERGED, Relaxed);
        self.local.store(0, Relaxed);
        self.owner.store(NOBODY, Relaxed);
    }
}

/// The owner's steps as the models check them. Where a program runs them, `fast` may have shorter ones that do the same.
#[allow(dead_code, reason = "which of them are used depends on the machine")]
impl Biased {
    /// Whether the count never moves.
    #[inline]
    pub(crate) fn is_immortal(&self) -> bool {
        // Relaxed: as in `standing`.
        self.owner.load(Relaxed) == IMMORTAL
    }

    /// The owner of deferred counts, for who looks without us.
    pub(crate) const DEFERRED: u32 = DEFERRED;

    /// Whether the count is the thread's with this id.
    #[inline]
    pub(crate) fn belongs_to(&self, me: u32) -> bool {
        // Relaxed: only the owner may see its own id here, and only the owner replaces it.
        self.owner.load(Relaxed) == me
    }

    /// Adds a reference. By the owner.
    #[inline]
    pub(crate) fn inc_local(&self) {
        // Relaxed, both: nobody else moves this number while the owner is about.
        self.local.store(self.local.load(Relaxed).wrapping_add(1), Relaxed);
    }

    /// Takes a reference away from the owner's number, of which the rest is returned. By the owner.
    #[inline]
    pub(crate) fn take_local(&self) -> u32 {
        // Relaxed, both: as in `inc_local`.
        let left = self.local.load(Relaxed).wrapping_sub(1);
        self.local.store(left, Relaxed);
        left
    }

    /// Takes a reference away. By the owner.
    #[cfg(all(test, loom))]
    pub(super) fn dec_local(&self) -> Fate {
        if self.take_local() == 0 { self.end_local() } else { Fate::Alive }
    }
}

/// The number in a shared word.
fn references(shared: u32) -> i32 {
    shared.cast_signed() >> STATE.count_ones()
}

#[cfg(not(loom))]
const _: () = assert!(size_of::<Biased>() == 12);
const _: () = assert!(NOBODY < DEFERRED && DEFERRED < IMMORTAL, "who lasts is told by one comparison");
