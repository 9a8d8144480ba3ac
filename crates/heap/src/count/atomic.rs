//! A count moved by read-modify-write instructions.

use super::{Count, Fate};
use std::sync::atomic::{AtomicU32, Ordering::*, fence};

/// A count moved by read-modify-write instructions: exact under any number of threads.
#[derive(Debug)]
pub struct Atomic(AtomicU32);

// SAFETY: every update is a read-modify-write, so no update is lost; Release on the way down and Acquire
// before death order every use of the object before its end (the argument is that of `std::sync::Arc`).
unsafe impl Count for Atomic {
    #[inline]
    fn one() -> Self {
        Self(AtomicU32::new(1))
    }

    #[inline]
    fn inc(&self) {
        // Relaxed: a new reference is always made from an existing one, which keeps the object alive.
        self.0.fetch_add(1, Relaxed);
    }

    #[inline]
    fn dec(&self) -> Fate {
        if self.0.fetch_sub(1, Release) != 1 {
            return Fate::Alive;
        }
        fence(Acquire);
        Fate::Dead
    }

    fn get(&self) -> u32 {
        self.0.load(Relaxed)
    }

    #[inline]
    fn is_unique(&self) -> bool {
        // Acquire: what others did with the object before they let go of it comes first.
        self.0.load(Acquire) == 1
    }
}
