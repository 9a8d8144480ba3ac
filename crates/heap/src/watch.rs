//! Which kinds of objects threads share, and how: noted on slow paths, and only if somebody asked for it.
//!
//! Under biased counts an object that one thread alone uses is counted and opened on fast paths, which note nothing. The
//! first time that another thread counts, reads or writes an object is noted, once each, in a bit of its header. Where a
//! count has no owner, only waits for locks can be told.

use crate::count::biased::{NOBODY, Standing};
use crate::header::Header;
use crate::{BodyLock, Count, Sharing, here};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// What was shared of a kind of objects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// What the objects are.
    pub kind: String,
    /// How many were touched by another thread than their owner, in any way.
    pub objects: u64,
    /// How many were counted by another thread.
    pub counted: u64,
    /// How many were read by another thread.
    pub read: u64,
    /// How many were written, or opened as if to be written, by another thread.
    pub written: u64,
    /// How often a thread found one of their locks taken.
    pub waits: u64,
}

/// How a thread touches an object beside the fast paths.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Touch {
    Counted,
    Read,
    Written,
}

impl Touch {
    /// Its bit in the flags of a header.
    const fn bit(self) -> u8 {
        match self {
            Touch::Counted => 1 << 2,
            Touch::Read => 1 << 3,
            Touch::Written => 1 << 4,
        }
    }
}

/// The bits of all of them.
const TOUCHED: u8 = Touch::Counted.bit() | Touch::Read.bit() | Touch::Written.bit();

/// What a heap notes.
#[derive(Default)]
pub(crate) struct Watch {
    on: AtomicBool,
    kinds: Mutex<HashMap<String, Shared>>,
}

impl Watch {
    pub(crate) fn begin(&self) {
        // Relaxed: threads ask when they attach, which is later.
        self.on.store(true, Relaxed);
    }

    pub(crate) fn is_on(&self) -> bool {
        self.on.load(Relaxed)
    }

    /// What was shared, the most frequent kind first.
    pub(crate) fn shared(&self) -> Vec<Shared> {
        let mut all: Vec<Shared> = self.kinds.lock().values().cloned().collect();
        all.sort_by(|a, b| (b.objects, b.waits, &a.kind).cmp(&(a.objects, a.waits, &b.kind)));
        all
    }

    fn note(&self, kind: String, note: impl FnOnce(&mut Shared)) {
        let mut kinds = self.kinds.lock();
        note(kinds.entry(kind.clone()).or_insert_with(|| Shared { kind, ..Shared::default() }));
    }
}

impl<S: Sharing> Header<S> {
    /// Takes the lock where that was not quick.
    #[cold]
    #[inline(never)]
    pub(crate) fn lock_slow(&self) -> <S::Lock as BodyLock>::Token {
        self.opening(Touch::Written);
        self.lock.lock(&self.count)
    }

    /// Takes the lock to read where that was not quick.
    #[inline(never)]
    pub(crate) fn read_slow(&self) -> <S::Lock as BodyLock>::Token {
        self.opening(Touch::Read);
        self.lock.read(&self.count)
    }

    #[inline]
    fn opening(&self, touch: Touch) {
        if here::watches() {
            self.note_wait();
            self.note(touch);
        }
    }

    /// Notes that the running thread counts an object that is not its own.
    #[inline]
    pub(crate) fn counting(&self) {
        if here::watches() {
            self.note(Touch::Counted);
        }
    }

    #[cold]
    fn note_wait(&self) {
        if let Some(member) = here::member().filter(|_| self.lock.is_taken()) {
            member.members.watch.note(self.label(), |shared| shared.waits += 1);
        }
    }

    #[cold]
    fn note(&self, touch: Touch) {
        let Some(member) = here::member().filter(|_| self.is_foreign()) else { return };
        // Relaxed: the bits order nothing.
        let before = self.flags.fetch_or(touch.bit(), Relaxed);
        if before & touch.bit() != 0 {
            return;
        }
        member.members.watch.note(self.label(), |shared| {
            shared.objects += u64::from(before & TOUCHED == 0);
            match touch {
                Touch::Counted => shared.counted += 1,
                Touch::Read => shared.read += 1,
                Touch::Written => shared.written += 1,
            }
        });
    }

    /// Whether the object belongs to another thread. (A lock may be slow for the owner, too.)
    fn is_foreign(&self) -> bool {
        let Some(biased) = self.count.biased().filter(|_| !self.count.mine()) else { return false };
        match biased.standing() {
            // Counts of no owner are those of objects that were shared, and of functions and their like at the end.
            Standing::Counted if biased.owner() == NOBODY => self.flags.load(Relaxed) & TOUCHED != 0,
            Standing::Counted => true,
            // What all threads use by its nature is no finding.
            Standing::Deferred(_) | Standing::Immortal => false,
        }
    }
}
