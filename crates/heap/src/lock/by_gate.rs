//! No lock, because the gate admits one thread.

use super::BodyLock;
use crate::Count;
#[cfg(debug_assertions)]
use std::sync::atomic::{AtomicBool, Ordering::*};

/// No lock: a gate that admits one thread already protects the body.
///
/// Debug builds check that the gate did its work, and that no Python code runs while a body is open.
#[derive(Debug)]
pub struct ByGate(#[cfg(debug_assertions)] AtomicBool);

// SAFETY: named only by sharings whose model enters a gate that admits one thread at a time.
unsafe impl BodyLock for ByGate {
    type Token = ();

    #[inline]
    fn open() -> Self {
        Self(
            #[cfg(debug_assertions)]
            AtomicBool::new(false),
        )
    }

    #[inline]
    fn lock<C: Count>(&self, _count: &C) {
        #[cfg(debug_assertions)]
        assert!(
            !self.0.swap(true, Acquire),
            "a body was opened twice: two threads passed the gate, or code ran while a body was open"
        );
    }

    fn is_taken(&self) -> bool {
        false
    }

    #[inline]
    fn quick<C: Count>(&self, count: &C) -> Option<()> {
        self.lock(count);
        Some(())
    }

    #[inline]
    unsafe fn unlock(&self, (): ()) {
        #[cfg(debug_assertions)]
        self.0.store(false, Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_a_byte_at_most() {
        assert!(size_of::<ByGate>() <= 1);
    }

    #[test]
    #[cfg(debug_assertions)]
    #[should_panic(expected = "opened twice")]
    fn a_second_opening_is_noticed() {
        let (lock, count) = (ByGate::open(), crate::Plain::one());
        lock.lock(&count);
        lock.lock(&count);
    }
}
