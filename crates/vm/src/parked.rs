//! The slots of a frame that has left the stack, and comes back to it later: those of generators.

use crate::frame::Slot;
use crate::model::{Model, Value};
use std::mem::MaybeUninit;

/// Slots that were on a stack.
///
/// They move as words: no count changes. Invariant: the first `held` own what they hold; the others mean nothing.
pub struct Parked<M: Model> {
    slots: Box<[MaybeUninit<Slot<M>>]>,
    held: usize,
}

impl<M: Model> Parked<M> {
    /// Room for as many slots, none of them held.
    pub fn with_room(slots: usize) -> Self {
        Self { slots: Box::new_uninit_slice(slots), held: 0 }
    }

    /// Moves `n` slots here from the stack.
    ///
    /// # Safety
    /// Nothing is held yet, there is room for `n`, and the slots are a thread's own.
    #[inline(always)]
    pub unsafe fn leave(&mut self, from: *mut Slot<M>, n: usize) {
        debug_assert!(self.held == 0 && n <= self.slots.len());
        let to = self.slots.as_mut_ptr();
        for i in 0..n {
            // SAFETY: says the caller. Words, because the slots own what they hold until all have moved.
            unsafe {
                let word = from.add(i).cast::<MaybeUninit<Slot<M>>>();
                to.add(i).write_volatile(word.read());
                // Volatile: as in `frame::blank`.
                from.add(i).write_volatile(None);
            }
        }
        self.held = n;
    }

    /// Moves what is held back to the stack.
    ///
    /// # Safety
    /// The slots `to` are a thread's own, as many as there is room for here, and own nothing.
    #[inline(always)]
    pub unsafe fn come_back(&mut self, to: *mut Slot<M>) {
        let held = std::mem::take(&mut self.held);
        let from = self.slots.as_ptr();
        for i in 0..held {
            // SAFETY: says the caller; nothing is held here any more. Volatile: as in `frame::blank`.
            unsafe { to.add(i).cast::<MaybeUninit<Slot<M>>>().write_volatile(from.add(i).read()) };
        }
    }

    /// What is held.
    pub fn values(&self) -> impl Iterator<Item = &Value<M>> {
        // SAFETY: the slots that are held were written.
        self.slots[..self.held].iter().filter_map(|slot| unsafe { slot.assume_init_ref() }.as_ref())
    }
}

impl<M: Model> Default for Parked<M> {
    fn default() -> Self {
        Self::with_room(0)
    }
}

impl<M: Model> Drop for Parked<M> {
    fn drop(&mut self) {
        for slot in &mut self.slots[..self.held] {
            // SAFETY: a slot that is held was written, and owns what it holds.
            unsafe { slot.assume_init_drop() };
        }
    }
}
