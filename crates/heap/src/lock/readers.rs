//! Where threads announce what they read without a lock.
//!
//! A reader writes the address of the body's lock into its own slot, which is on a cache line of its own, and
//! so readers of one body write nothing that another one reads. A writer looks at all slots.

use crate::sync::{AtomicUsize, Mutex, Ordering::*, wait_until};
use std::sync::{Arc, LazyLock};

/// What one thread reads now; 0 for nothing.
#[repr(align(64))]
pub(crate) struct Slot(AtomicUsize);

/// The slots of all threads.
#[derive(Default)]
pub(crate) struct Readers(Mutex<Vec<Arc<Slot>>>);

static READERS: LazyLock<Readers> = LazyLock::new(Readers::default);

/// The slots of this process.
pub(crate) fn all() -> &'static Readers {
    &READERS
}

/// A slot for a new thread.
pub(crate) fn register() -> Arc<Slot> {
    READERS.add()
}

/// Forgets the slot of a thread that is gone.
pub(crate) fn unregister(slot: &Arc<Slot>) {
    READERS.0.lock().retain(|other| !Arc::ptr_eq(other, slot));
}

impl Slot {
    /// Announces `what`, unless something is announced already. A light barrier has to follow.
    #[inline]
    pub(crate) fn announce(&self, what: usize) -> bool {
        // Relaxed, both: only this thread writes here; the barriers order the rest.
        if self.0.load(Relaxed) != 0 {
            return false;
        }
        self.0.store(what, Relaxed);
        true
    }

    /// Ends the announcement.
    #[inline]
    pub(crate) fn withdraw(&self) {
        // Release: what was read was read before; the partner is in `wait_for_none`.
        self.0.store(0, Release);
    }
}

impl Readers {
    pub(crate) fn add(&self) -> Arc<Slot> {
        let slot = Arc::new(Slot(AtomicUsize::new(0)));
        self.0.lock().push(slot.clone());
        slot
    }

    /// Waits until no thread announces `what`. After a heavy barrier, and none can begin to.
    pub(crate) fn wait_for_none(&self, what: usize) {
        // The lock also orders this with threads that register later: they see that reading is over.
        for slot in &*self.0.lock() {
            // Acquire: the partner of `withdraw`.
            wait_until(|| slot.0.load(Acquire) != what);
        }
    }
}
