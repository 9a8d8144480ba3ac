//! A lock in each object.

use super::BodyLock;
use crate::Count;
use parking_lot::lock_api::RawMutex as _;

/// A lock of one byte in each object, which parks its waiters.
pub struct Own(parking_lot::RawMutex);

// SAFETY: `parking_lot::RawMutex` is a mutual exclusion lock.
unsafe impl BodyLock for Own {
    type Token = ();

    #[inline]
    fn open() -> Self {
        Self(parking_lot::RawMutex::INIT)
    }

    #[inline]
    fn lock<C: Count>(&self, _count: &C) {
        self.0.lock();
    }

    fn is_taken(&self) -> bool {
        self.0.is_locked()
    }

    #[inline]
    fn quick<C: Count>(&self, _count: &C) -> Option<()> {
        self.0.try_lock().then_some(())
    }

    #[inline]
    unsafe fn unlock(&self, (): ()) {
        // SAFETY: the caller holds the lock.
        unsafe { self.0.unlock() }
    }
}

const _: () = assert!(size_of::<Own>() == 1);
