//! How high the stacks of all threads are, for who collects while these stand still.
//!
//! A slot may hold a word that is lent: it stands for an object that lives until a collection whatever is counted, and
//! owns no count (see [`crate::frame`]). So before a collection decides, it is shown all such words. A thread writes
//! down how high its stack is whenever it lets others run, which is when they may collect; between such moments nobody
//! asks.

use crate::frame::Slot;
use crate::model::Model;
use parking_lot::Mutex;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, Ordering::Relaxed};

/// The stack of a thread, as others see it.
pub(crate) struct Extent<M: Model> {
    start: *mut Slot<M>,
    top: AtomicPtr<Slot<M>>,
}

// SAFETY: who reads the slots does so while the thread stands still, or is that thread; see `Stacks::lent`.
unsafe impl<M: Model> Send for Extent<M> {}
// SAFETY: as above.
unsafe impl<M: Model> Sync for Extent<M> {}

impl<M: Model> Extent<M> {
    /// Writes down where the stack ends now. By its thread.
    pub(crate) fn note(&self, top: *mut Slot<M>) {
        // Relaxed: who stops the thread orders what it did before.
        self.top.store(top, Relaxed);
    }
}

/// The stacks of an interpreter's threads.
pub(crate) struct Stacks<M: Model>(Mutex<Vec<Arc<Extent<M>>>>);

impl<M: Model> Stacks<M> {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self(Mutex::default())
    }

    /// Adds an empty stack, that of the running thread.
    pub(crate) fn add(&self, start: *mut Slot<M>) -> Arc<Extent<M>> {
        let extent = Arc::new(Extent { start, top: AtomicPtr::new(start) });
        self.0.lock().push(extent.clone());
        extent
    }

    /// Forgets a stack, which is empty.
    pub(crate) fn remove(&self, extent: &Arc<Extent<M>>) {
        self.0.lock().retain(|other| !Arc::ptr_eq(other, extent));
    }

    /// The addresses of all objects that lent words in slots stand for. There may be some that no object has any more.
    ///
    /// # Safety
    /// All threads but the calling one stand still, and every one noted where its stack ends.
    pub(crate) unsafe fn lent(&self) -> HashSet<usize> {
        let mut addresses = HashSet::new();
        for extent in &*self.0.lock() {
            let mut slot = extent.start;
            // Relaxed: see `note`.
            while slot < extent.top.load(Relaxed) {
                // SAFETY: the stack reaches to its top, and nobody changes it now, says the caller.
                addresses.extend(unsafe { &*slot }.as_ref().and_then(|value| value.lent_address()));
                slot = slot.wrapping_add(1);
            }
        }
        addresses
    }
}
