//! How an object's body is reached: by the gate alone, or by a lock of its own.

use parking_lot::lock_api::RawMutex as _;
#[cfg(debug_assertions)]
use std::sync::atomic::{AtomicBool, Ordering::*};

/// The lock in an object's header that opens its [`Inner`](crate::Inner) parts.
///
/// # Safety
/// Between `lock` and `unlock` no other thread passes `lock`, as long as the promise of the sharing that
/// names it holds (see each implementor).
pub unsafe trait BodyLock: Send + Sync {
    /// A lock that nobody holds.
    fn open() -> Self;
    /// Waits until the lock is ours.
    fn lock(&self);
    /// Gives the lock back.
    ///
    /// # Safety
    /// The calling thread holds the lock.
    unsafe fn unlock(&self);
}

/// No lock: a gate that admits one thread already protects the body.
///
/// Debug builds check that the gate did its work, and that no Python code runs while a body is open.
#[derive(Debug)]
pub struct ByGate(#[cfg(debug_assertions)] AtomicBool);

// SAFETY: named only by sharings whose model enters a gate that admits one thread at a time.
unsafe impl BodyLock for ByGate {
    #[inline]
    fn open() -> Self {
        Self(
            #[cfg(debug_assertions)]
            AtomicBool::new(false),
        )
    }

    #[inline]
    fn lock(&self) {
        #[cfg(debug_assertions)]
        assert!(
            !self.0.swap(true, Acquire),
            "a body was opened twice: two threads passed the gate, or code ran while a body was open"
        );
    }

    #[inline]
    unsafe fn unlock(&self) {
        #[cfg(debug_assertions)]
        self.0.store(false, Release);
    }
}

/// A lock of one byte in each object, which parks its waiters.
pub struct Own(parking_lot::RawMutex);

// SAFETY: `parking_lot::RawMutex` is a mutual exclusion lock.
unsafe impl BodyLock for Own {
    #[inline]
    fn open() -> Self {
        Self(parking_lot::RawMutex::INIT)
    }

    #[inline]
    fn lock(&self) {
        self.0.lock();
    }

    #[inline]
    unsafe fn unlock(&self) {
        // SAFETY: the caller holds the lock.
        unsafe { self.0.unlock() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        assert_eq!(size_of::<Own>(), 1);
        assert!(size_of::<ByGate>() <= 1);
    }

    #[test]
    #[cfg(debug_assertions)]
    #[should_panic(expected = "opened twice")]
    fn by_gate_notices_a_second_opening() {
        let lock = ByGate::open();
        lock.lock();
        lock.lock();
    }
}
