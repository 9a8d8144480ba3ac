//! What every object starts with, and how it ends.

use crate::alloc::{self, Finding};
use crate::count::biased::{NOBODY, Standing};
use crate::fast::{self, Mine};
use crate::member::{Delivery, Members};
use crate::{Biased, BodyLock, Count, Fate, Sharing, Visit, here};
use std::mem::offset_of;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

/// What every object starts with.
///
/// | offset | bytes | what | who writes |
/// |---|---|---|---|
/// | 0 | 8 | the table of the body's type; zero in a free block | allocation and freeing |
/// | 8 | 4, biased 12 | count | as [`Count`] says |
/// | | 1, leased 2 | lock | as [`BodyLock`] says |
/// | | 1 | kind | allocation |
/// | | 1 | flags: DEAD, FINALIZED, and the bits of `watch.rs` | death; who shares it, if that is watched |
#[repr(C)]
pub struct Header<S: Sharing> {
    pub(crate) table: &'static Table<S>,
    pub(crate) count: S::Count,
    pub(crate) lock: S::Lock,
    pub(crate) kind: u8,
    pub(crate) flags: AtomicU8,
}

const DEAD: u8 = 1;
const FINALIZED: u8 = 2;

/// What the heap has to know of a body's type.
pub(crate) struct Table<S: Sharing> {
    pub(crate) name: &'static str,
    pub(crate) traced: bool,
    pub(crate) lingers: bool,
    pub(crate) label: unsafe fn(NonNull<Header<S>>) -> String,
    pub(crate) wants_finalizing: unsafe fn(NonNull<Header<S>>) -> bool,
    pub(crate) finalized: bool,
    pub(crate) size: unsafe fn(NonNull<Header<S>>) -> usize,
    pub(crate) drop_body: unsafe fn(NonNull<Header<S>>),
    pub(crate) trace: unsafe fn(NonNull<Header<S>>, &mut Visit<'_, S>),
    pub(crate) clear: unsafe fn(NonNull<Header<S>>),
    pub(crate) finalize: unsafe fn(NonNull<Header<S>>),
}

impl<S: Sharing> Header<S> {
    /// Which kind of body follows.
    #[inline]
    pub fn kind(&self) -> u8 {
        self.kind
    }

    /// What an audit calls this object.
    pub fn name(&self) -> &'static str {
        self.table.name
    }

    /// How many references there are.
    pub fn count(&self) -> u32 {
        self.count.get()
    }

    #[inline]
    pub(crate) fn retain(&self) {
        alloc::note_move();
        if S::KEEP_DEAD && self.is_dead() {
            alloc::note(Finding::UsedAfterDeath);
        }
        match self.count.biased() {
            Some(biased) if fast::inc_mine(biased) => {}
            Some(_) => self.retain_other(),
            None => self.count.inc(),
        }
    }

    /// The rest of it in another thread than the owner of the count.
    #[inline(never)]
    fn retain_other(&self) {
        let Some(biased) = self.count.biased() else { return };
        if !fast::tally::<1>(biased) {
            self.counting();
            biased.inc_slow();
            self.note_foreign_move(biased);
        }
    }

    /// The same for what all threads use: the way of such counts comes first.
    #[inline]
    pub(crate) fn retain_common(&self) {
        match self.count.biased() {
            Some(biased) if fast::tally::<1>(biased) => alloc::note_move(),
            _ => self.retain(),
        }
    }

    /// Takes a reference away from what all threads use.
    #[inline]
    pub(crate) fn release_common(&self) {
        match self.count.biased() {
            Some(biased) if fast::tally::<-1>(biased) => alloc::note_move(),
            _ => self.release(),
        }
    }

    /// Takes a reference away, and ends the object with the last one.
    #[inline]
    pub(crate) fn release(&self) {
        alloc::note_move();
        let Some(biased) = self.count.biased() else { return self.follow(self.count.dec()) };
        match fast::dec_mine(biased) {
            Mine::Left => {}
            Mine::Last => self.release_last(),
            Mine::Not => self.release_other(),
        }
    }

    /// The rest of it, if the owner of the count has no reference left.
    #[inline(never)]
    fn release_last(&self) {
        if let Some(biased) = self.count.biased() {
            self.follow(biased.end_local());
        }
    }

    /// The same in another thread than the owner of the count.
    #[inline(never)]
    fn release_other(&self) {
        let Some(biased) = self.count.biased() else { return };
        if !fast::tally::<-1>(biased) {
            self.counting();
            self.follow(biased.dec_slow());
        }
    }

    #[inline(always)]
    fn follow(&self, fate: Fate) {
        match fate {
            Fate::Alive => {}
            Fate::Dead => self.die(),
            Fate::Unsettled => self.hand_over(),
        }
    }

    /// Leaves a reference, and the question whether it was the last, to the owner of the count.
    #[cold]
    #[inline(never)]
    fn hand_over(&self) {
        let Some(biased) = self.count.biased() else { return };
        let member = here::member().expect("an object was dropped in a thread that is attached to no heap");
        member.traffic.merges_queued.bump();
        let owner = biased.owner();
        let fate = if owner == NOBODY {
            // The owner has given the count up meanwhile, so the reference is an ordinary one again.
            biased.dec_shared()
        } else {
            match member.deliver(owner, NonNull::from(self).cast(), || self.merge_count(biased)) {
                Delivery::Taken { .. } => return,
                Delivery::Instead(fate) => fate,
            }
        };
        if fate == Fate::Dead {
            self.die();
        }
    }

    /// Does what the owner of the count has to do with an object in its inbox.
    pub(crate) fn merge(&self) {
        if self.count.biased().map(|biased| self.merge_count(biased)) == Some(Fate::Dead) {
            self.die();
        }
    }

    fn merge_count(&self, biased: &Biased) -> Fate {
        here::traffic(|tallies| tallies.merges_done.bump());
        self.lock.share();
        biased.merge()
    }

    /// Lets each thread keep the count for itself, if the sharing has such counts. The object then dies at a
    /// collection only. For what all threads use; call it before another thread knows the object.
    pub fn defer(&self) {
        let (Some(biased), Some(member)) = (self.my_count(), here::member()) else { return };
        if member.members.parts.deferred {
            self.lock.share();
            biased.defer(member.members.number());
        }
    }

    /// Stops counting, if the sharing has such counts: the object lives as long as its heap is used (see
    /// [`Heap::finish`](crate::Heap::finish)). Call it before another thread knows the object.
    pub fn immortalise(&self) {
        let (Some(biased), Some(member)) = (self.my_count(), here::member()) else { return };
        if member.members.parts.immortal {
            self.lock.share();
            biased.immortalise();
        }
    }

    /// Whether the count may become one that each thread keeps for itself while the object is used.
    pub(crate) fn may_spread(&self) -> bool {
        self.table.lingers && self.standing() == Standing::Counted && !self.has_finalizer()
    }

    /// Lets each thread keep the count for itself from now on, while the world stands still; says whether that could be.
    pub(crate) fn spread(&self, members: &Members) -> bool {
        let Some(biased) = self.count.biased().filter(|biased| !biased.is_queued()) else { return false };
        self.lock.share();
        biased.defer(members.number());
        true
    }

    /// The count, if it belongs to this thread.
    fn my_count(&self) -> Option<&Biased> {
        self.count.biased().filter(|_| self.count.mine())
    }

    /// How the count is kept.
    #[inline]
    pub(crate) fn standing(&self) -> Standing {
        self.count.biased().map_or(Standing::Counted, Biased::standing)
    }

    pub(crate) fn is_immortal(&self) -> bool {
        self.standing() == Standing::Immortal
    }

    /// Makes a deferred or biased count an ordinary one, so that the object can be let go at once. While the
    /// world stands still.
    pub(crate) fn settle(&self, members: &Members, sums: &[i32]) {
        let Some(biased) = self.count.biased() else { return };
        match biased.standing() {
            Standing::Immortal => return,
            Standing::Counted => biased.settle(biased.get()),
            Standing::Deferred(number) => {
                biased.settle(sums[number as usize].max(0).cast_unsigned());
                members.recycle(number);
            }
        }
        self.lock.share();
    }

    pub(crate) fn is_dead(&self) -> bool {
        self.flags.load(Relaxed) & DEAD != 0
    }

    /// Whether the collector looks at the object: if it can be part of a cycle, or only the collector frees it.
    pub(crate) fn collected(&self) -> bool {
        self.table.traced || self.standing() != Standing::Counted
    }

    pub(crate) fn has_finalizer(&self) -> bool {
        self.table.finalized
            && self.flags.load(Relaxed) & FINALIZED == 0
            // SAFETY: as in `trace`.
            && unsafe { (self.table.wants_finalizing)(NonNull::from(self)) }
    }

    /// What it is called where it is told what was shared.
    pub(crate) fn label(&self) -> String {
        // SAFETY: as in `trace`.
        unsafe { (self.table.label)(NonNull::from(self)) }
    }

    pub(crate) fn trace(&self, visit: &mut Visit<'_, S>) {
        // SAFETY: the table belongs to this object's body, which is alive.
        unsafe { (self.table.trace)(NonNull::from(self), visit) }
    }

    pub(crate) fn clear(&self) {
        // SAFETY: as in `trace`.
        unsafe { (self.table.clear)(NonNull::from(self)) }
    }

    pub(crate) fn finalize(&self) {
        self.flags.fetch_or(FINALIZED, Relaxed);
        // SAFETY: as in `trace`.
        unsafe { (self.table.finalize)(NonNull::from(self)) }
    }

    /// The last reference is gone: finalises, then frees, unless the finaliser brought the object back.
    #[cold]
    #[inline(never)]
    pub(crate) fn die(&self) {
        if S::KEEP_DEAD {
            let before = self.flags.fetch_or(DEAD, Relaxed);
            alloc::note(if before & DEAD == 0 { Finding::Died } else { Finding::DiedTwice });
            return;
        }
        if self.has_finalizer() {
            self.count.inc();
            self.finalize();
            match self.count.dec() {
                Fate::Alive => return,
                Fate::Dead => {}
                Fate::Unsettled => return self.hand_over(),
            }
        }
        if !self.table.traced {
            // SAFETY: as below; a body that owns no values frees no other object, so nothing can nest.
            unsafe { free(NonNull::from(self)) };
            return;
        }
        // SAFETY: no reference is left, so the object is ours alone to free.
        alloc::bury(NonNull::from(self).cast(), |dead| unsafe { free(dead.cast::<Header<S>>()) });
    }
}

impl<S: Sharing> Header<S> {
    /// Frees objects that only each other refer to, with counts that do not move.
    ///
    /// # Safety
    /// The objects are immortal and whole, and nothing that lives refers to them.
    pub(crate) unsafe fn free_all(objects: &[NonNull<Self>]) {
        // First all bodies, then all memory: a body that goes still looks at the counts of the others. But only a
        // whole body knows its size.
        // SAFETY: whole until here, says the caller.
        let size = |object: &NonNull<Self>| unsafe { (object.as_ref().table.size)(*object) };
        let sizes: Vec<usize> = objects.iter().map(size).collect();
        for object in objects {
            // SAFETY: whole until here, says the caller.
            unsafe { (object.as_ref().table.drop_body)(*object) };
        }
        for (object, size) in objects.iter().zip(sizes) {
            // SAFETY: as in `free`.
            unsafe { alloc::give(object.cast(), size) };
        }
    }
}

/// Frees an object that nobody refers to.
///
/// # Safety
/// `header` is an object whose count is zero; it is not used again.
unsafe fn free<S: Sharing>(header: NonNull<Header<S>>) {
    // SAFETY: the object is still whole until its body is dropped here, once.
    let table = unsafe { header.as_ref().table };
    // SAFETY: as above; the block was allocated with the size that the table tells before the body goes.
    unsafe {
        let size = (table.size)(header);
        (table.drop_body)(header);
        alloc::give(header.cast(), size);
    }
}

const _: () = assert!(offset_of!(Header<tests_sharing::Sized_>, table) == 0);
const _: () = assert!(size_of::<Header<tests_sharing::Sized_>>() == 16);
#[cfg(not(loom))]
const _: () = assert!(size_of::<Header<tests_sharing::Leaning>>() == 24);

/// Sharings for size assertions and tests.
pub(crate) mod tests_sharing {
    #[cfg(not(loom))]
    pub struct Leaning;
    #[cfg(not(loom))]
    impl crate::Sharing for Leaning {
        type Count = crate::Biased;
        type Lock = crate::Leased;
    }
    pub struct Sized_;
    impl crate::Sharing for Sized_ {
        type Count = crate::Atomic;
        type Lock = crate::Own;
    }
}
