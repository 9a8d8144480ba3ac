//! The quick half of a site of attributes: one word that says for one shape which slot the attribute is in.
//!
//! | bits of the word | what |
//! |---|---|
//! | 40 to 63 | the number of the shape |
//! | 8 to 39 | the epoch of classes |
//! | 0 to 7 | the slot |
//!
//! Less the mark of a receiver's shape and the epoch that it is, only the slot is left, which is less than the number of
//! the receiver's slots; or else a large number. So one comparison tells whether the word is about this shape, whether no
//! class changed since, and whether the slot follows the receiver's body. As it is one word, no reader sees half of it.

use crate::interp::Interp;
use crate::load::Site;
use crate::model::Model;
use std::sync::atomic::Ordering::Relaxed;

const SHAPE_SHIFT: u32 = 40;
const EPOCH_SHIFT: u32 = 8;
/// Shapes with larger numbers, and slots with these or larger ones, are none of the quick half's business.
const SHAPES: u64 = 1 << (64 - SHAPE_SHIFT);
const SLOTS: usize = 1 << EPOCH_SHIFT;

/// The word that is about no shape. (Zero would be about shape 0, which has its attributes in a dict.)
pub(crate) const NOTHING: u64 = u64::MAX;

/// What a shape has of the word; nothing for those that no word is about.
pub(crate) fn mark(shape: u64) -> u64 {
    if shape < SHAPES { shape << SHAPE_SHIFT } else { 0 }
}

impl<M: Model> Site<M> {
    /// The slot of a receiver whose shape has this mark, if it is less than the number of slots that follow the receiver;
    /// else a number that is not.
    #[inline(always)]
    pub(crate) fn quick_slot(&self, interp: &Interp<M>, mark: u64) -> usize {
        // Relaxed, both: the word is all there is to see, and classes change only while other threads stand still.
        let epoch = u64::from(interp.epoch.load(Relaxed)) << EPOCH_SHIFT;
        self.stamp.load(Relaxed).wrapping_sub(mark).wrapping_sub(epoch) as usize
    }

    /// Remembers the slot for a shape.
    pub(super) fn learn_quick(&self, shape: u64, epoch: u32, slot: usize) {
        if mark(shape) != 0 && slot < SLOTS {
            self.stamp.store(mark(shape) | u64::from(epoch) << EPOCH_SHIFT | slot as u64, Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_about_no_shape() {
        for shape in [0, 1 << 8, SHAPES - 1, SHAPES] {
            for epoch in [0, 1, u32::MAX] {
                let slot = NOTHING.wrapping_sub(mark(shape)).wrapping_sub(u64::from(epoch) << EPOCH_SHIFT);
                assert!(slot >= SLOTS as u64 - 1);
            }
        }
    }

    #[test]
    fn a_mark_is_that_of_one_shape() {
        assert_eq!(mark(SHAPES), 0);
        assert_ne!(mark(SHAPES - 1), mark(SHAPES - 2));
        assert_ne!(mark(1 << 8), 0);
    }
}
