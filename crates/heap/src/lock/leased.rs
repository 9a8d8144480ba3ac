//! A lock that costs the object's owner no read-modify-write, and its readers no shared write.
//!
//! Most objects are opened by the thread that made them alone. That thread holds a *lease*: it takes the lock by
//! storing one byte and looking at another, with no barrier in between. The first other thread ends the lease,
//! once in an object's life, and pays for both sides with one `membarrier`.
//!
//! | bits of `word` | meaning | set | cleared |
//! |---|---|---|---|
//! | `LOCKED` | somebody holds the lock | by exchange, by who takes it | by its holder |
//! | `PARKED` | somebody sleeps on it | by who goes to sleep, while it is locked | by who wakes the last |
//! | `SHARED` | the lease is over | by the holder of the lock, or with no other thread about | never |
//! | `READ` | readers need no lock | by a reader that holds the lock, with `SHARED` | by a writer that holds the lock |
//! | `LEVEL` (4 bits) | how often writers ended that | by a writer that holds the lock | never |
//!
//! The other byte, `held`, is 1 while the owner has the body open by its lease. Once the lease is over nobody
//! asks it any more, and it counts down the reads by lock that are missing until `READ` is set; a last store of
//! the former owner may get in between, and then a body is read without lock somewhat sooner or later.
//!
//! Two pairs of barriers carry the proof. The owner stores `held`, passes a light barrier and looks for
//! `SHARED`; a stranger sets `SHARED`, passes a heavy one and waits until `held` is 0: one of them sees the
//! other. (An owner that is away or gone is inside no body, and the lock of its inbox orders the rest, so then
//! the heavy barrier is left out.) A reader announces the lock in its slot, passes a light barrier and looks for `READ`; a writer clears
//! `READ`, passes a heavy one and waits until no slot announces the lock: the same again.
//!
//! Nobody runs the language's code or sleeps while a body is open, and the one thing that is ever waited for is a
//! second lock: that of what an open iterator goes through, never the other way round. So whoever holds a lock of
//! this kind goes on soon. That rule is stronger than PEP 703's critical sections, which must
//! let go when their thread waits; and as a body can be read without a lock only while readers announce
//! themselves, no memory needs to outlive its use for their sake. An operation on two containers copies what it
//! needs under the first lock and then writes under the second.

use super::BodyLock;
use super::readers::{self, Readers, Slot};
use crate::count::biased::NOBODY;
use crate::sync::{AtomicU8, Ordering::*, heavy_barrier, light_barrier, sleep, wait_until, wake_one};
use crate::{Biased, Count, fast, here};

const LOCKED: u8 = 1;
const PARKED: u8 = 1 << 1;
const SHARED: u8 = 1 << 2;
const READ: u8 = 1 << 3;
const LEVEL: u8 = 1 << 4;
const HIGHEST: u8 = 0xF;
/// Reads by lock, with no write in between, before readers need no lock. Doubles with each level.
const PATIENCE: u32 = if cfg!(loom) { 1 } else { 8 };
/// How often a thread that finds the lock taken looks again before it sleeps.
const TRIES: u32 = if cfg!(loom) { 0 } else { 40 };

/// A lock that is leased to the object's owner until another thread comes.
#[repr(C)]
pub struct Leased {
    held: AtomicU8,
    word: AtomicU8,
}

/// How a thread got in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entry {
    /// By the owner's lease.
    Lease,
    /// By the lock.
    Lock,
    /// By announcing a read.
    Announced,
}

// SAFETY: the barriers' argument above. Checked by the models in `models`.
unsafe impl BodyLock for Leased {
    type Token = Entry;

    #[inline]
    fn open() -> Self {
        Self::with_lease(here::leases())
    }

    #[inline]
    fn lock<C: Count>(&self, count: &C) -> Entry {
        if self.enter(count) {
            return Entry::Lease;
        }
        self.lock_slow(readers::all(), owner(count));
        Entry::Lock
    }

    fn is_taken(&self) -> bool {
        // Relaxed: a look.
        self.word.load(Relaxed) & LOCKED != 0
    }

    #[inline]
    fn quick<C: Count>(&self, count: &C) -> Option<Entry> {
        self.enter(count).then_some(Entry::Lease)
    }

    #[inline]
    unsafe fn unlock(&self, entry: Entry) {
        if entry == Entry::Lease { self.leave_lease() } else { self.unlock_slow() }
    }

    #[inline]
    fn read<C: Count>(&self, count: &C) -> Entry {
        if self.enter(count) {
            return Entry::Lease;
        }
        self.read_slow(owner(count))
    }

    #[inline]
    unsafe fn unread(&self, entry: Entry) {
        if entry == Entry::Lease { self.leave_lease() } else { self.unread_slow(entry) }
    }

    fn share(&self) {
        // Release: what the owner did by its lease is visible to the next holder.
        self.word.fetch_or(SHARED, Release);
    }
}

#[allow(dead_code, reason = "for `fast`, which does without them on some machines")]
impl Leased {
    /// Where its bytes are, and the bit that says that the lease is over, for who looks without us.
    pub(crate) const HELD: usize = std::mem::offset_of!(Self, held);
    pub(crate) const WORD: usize = std::mem::offset_of!(Self, word);
    pub(crate) const SHARED: u8 = SHARED;
}

impl Leased {
    #[inline]
    pub(super) fn with_lease(lease: bool) -> Self {
        Self { held: AtomicU8::new(0), word: AtomicU8::new(if lease { 0 } else { SHARED }) }
    }

    /// Takes the lock by the lease, if there is one and it is this thread's.
    #[inline(always)]
    fn enter<C: Count>(&self, count: &C) -> bool {
        count.biased().is_some_and(|biased| fast::enter_mine(biased, self))
    }

    /// Takes the lock by the lease, if that is not over. By the owner, which does not have the body open already.
    #[allow(dead_code, reason = "where `fast` has a shorter way only the models come here")]
    pub(crate) fn enter_by_lease(&self) -> bool {
        // Relaxed: a first look, so that a shared lock costs no write here.
        if self.word.load(Relaxed) & SHARED != 0 {
            return false;
        }
        // Relaxed: the partner is the stranger's heavy barrier.
        self.held.store(1, Relaxed);
        light_barrier();
        // Relaxed: who was in before by the lease was this thread.
        if self.word.load(Relaxed) & SHARED == 0 {
            return true;
        }
        self.leave_lease();
        false
    }

    /// What `enter_by_lease` must not be: it looks before it tells.
    #[cfg(all(test, loom))]
    pub(super) fn enter_carelessly(&self) -> bool {
        let free = self.word.load(Relaxed) & SHARED == 0;
        self.held.store(1, Relaxed);
        light_barrier();
        free
    }

    /// Gives the lock back that was taken by the lease.
    #[inline]
    pub(crate) fn leave_lease(&self) {
        // Release: what the owner did is visible to the stranger that waits for this.
        self.held.store(0, Release);
    }

    /// Begins to read without a lease: without the lock, if that may be.
    #[inline(never)]
    fn read_slow(&self, owner: u32) -> Entry {
        match here::slot() {
            Some(slot) if self.announce(slot) => Entry::Announced,
            _ => {
                self.lock_to_read(owner);
                Entry::Lock
            }
        }
    }

    #[inline(never)]
    fn unread_slow(&self, entry: Entry) {
        if entry == Entry::Lock {
            self.unlock_read(here::may_read());
        } else if let Some(slot) = here::slot() {
            slot.withdraw();
        }
    }

    /// Takes the lock as one of many that may read without it, if that is so.
    #[inline]
    pub(super) fn announce(&self, slot: &Slot) -> bool {
        // Relaxed: a first look.
        if self.word.load(Relaxed) & READ == 0 || !slot.announce(self.address()) {
            return false;
        }
        light_barrier();
        // Acquire: the partner of the Release with which `READ` was set, after the last write.
        if self.word.load(Acquire) & READ != 0 {
            return true;
        }
        slot.withdraw();
        false
    }

    /// Takes the lock itself, alone.
    #[cold]
    #[inline(never)]
    pub(super) fn lock_slow(&self, readers: &Readers, owner: u32) {
        let word = self.take();
        if word & SHARED == 0 {
            self.end_lease(owner);
        } else if word & READ != 0 {
            self.end_reading(readers, word);
        }
        // Relaxed: a heuristic number; see the module's sentences on `held`.
        self.held.store(patience(word), Relaxed);
    }

    /// Takes the lock itself, to read.
    #[cold]
    #[inline(never)]
    pub(super) fn lock_to_read(&self, owner: u32) {
        let word = self.take();
        if word & SHARED == 0 {
            self.end_lease(owner);
            self.held.store(patience(word), Relaxed);
        }
    }

    /// Takes the `LOCKED` bit; returns the word as it was.
    fn take(&self) -> u8 {
        // Relaxed: a guess for the exchange.
        let word = self.word.load(Relaxed);
        if word & LOCKED == 0 {
            // Acquire: the partner of the Release in `unlock_slow`. Relaxed: failing tells nothing.
            if self.word.compare_exchange(word, word | LOCKED, Acquire, Relaxed).is_ok() {
                return word;
            }
        }
        self.take_contended()
    }

    #[cold]
    fn take_contended(&self) -> u8 {
        here::traffic(|tallies| tallies.lock_waits.bump());
        let mut tries = 0;
        loop {
            let word = self.word.load(Relaxed);
            if word & LOCKED == 0 {
                // As in `take`.
                if self.word.compare_exchange_weak(word, word | LOCKED, Acquire, Relaxed).is_ok() {
                    return word;
                }
            } else if tries < TRIES {
                tries += 1;
                std::hint::spin_loop();
            } else if word & PARKED != 0
                || self.word.compare_exchange_weak(word, word | PARKED, Relaxed, Relaxed).is_ok()
            {
                // Relaxed, here and above: taking the lock orders what follows.
                sleep(self.address(), || self.word.load(Relaxed) & (LOCKED | PARKED) == LOCKED | PARKED);
            }
        }
    }

    #[inline(never)]
    pub(super) fn unlock_slow(&self) {
        // Release: what was done under the lock is visible to the next holder.
        if self.word.fetch_and(!LOCKED, Release) & PARKED != 0 {
            // Relaxed: a hint that keeps later holders from asking in vain.
            wake_one(self.address(), || {
                self.word.fetch_and(!PARKED, Relaxed);
            });
        }
    }

    #[inline(never)]
    pub(super) fn unlock_read(&self, allowed: bool) {
        self.count_read(allowed);
        self.unlock_slow();
    }

    /// Ends the owner's lease. By the holder of the lock.
    #[cold]
    fn end_lease(&self, owner: u32) {
        here::traffic(|tallies| tallies.bias_revocations.bump());
        // Relaxed: the heavy barrier orders it, or the lock of the owner's inbox does.
        self.word.fetch_or(SHARED, Relaxed);
        if here::lease_ended(owner) {
            return;
        }
        heavy_barrier();
        // Acquire: the partner of `leave_lease`.
        wait_until(|| self.held.load(Acquire) == 0);
    }

    /// Waits for the readers, and lets no more in. By the holder of the lock.
    #[cold]
    fn end_reading(&self, readers: &Readers, word: u8) {
        here::traffic(|tallies| tallies.read_mode_exits.bump());
        // Relaxed, both: the heavy barrier orders the first, and the second is only a number.
        self.word.fetch_and(!READ, Relaxed);
        if word / LEVEL < HIGHEST {
            self.word.fetch_add(LEVEL, Relaxed);
        }
        heavy_barrier();
        readers.wait_for_none(self.address());
    }

    /// Counts a read by lock, the last of which lets the next ones in without it. By the holder of the lock.
    fn count_read(&self, allowed: bool) {
        // Relaxed, both: see the module's sentences on `held`.
        let left = self.held.load(Relaxed).saturating_sub(1);
        self.held.store(left, Relaxed);
        if left == 0 && allowed && self.word.load(Relaxed) & READ == 0 {
            here::traffic(|tallies| tallies.read_mode_entries.bump());
            // Release: the last write is visible to those who come in.
            self.word.fetch_or(READ, Release);
        }
    }

    fn address(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }
}

/// Whose lease it is.
fn owner<C: Count>(count: &C) -> u32 {
    count.biased().map_or(NOBODY, Biased::owner)
}

/// How many reads by lock in a row it takes at this word's level.
fn patience(word: u8) -> u8 {
    let reads = PATIENCE << (word / LEVEL).min(5);
    u8::try_from(reads).unwrap_or(u8::MAX)
}

#[cfg(not(loom))]
const _: () = assert!(size_of::<Leased>() == 2);
