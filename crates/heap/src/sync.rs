//! Atomics, locks and barriers: the real ones, or loom's when a model is checked.
//!
//! Only what a model explores is imported from here. A *light* barrier costs nothing at run time; its partner is
//! always a *heavy* one (`membarrier`), which makes every other thread of the process pass a full barrier.

#[cfg(loom)]
pub(crate) use under_loom::*;

#[cfg(not(loom))]
pub(crate) use real::*;

#[cfg(not(loom))]
mod real {
    pub(crate) use crate::lock::membarrier::heavy_barrier;
    pub(crate) use parking_lot::Mutex;
    pub(crate) use std::sync::atomic::{AtomicU8, AtomicU32, AtomicUsize, Ordering, fence};

    use parking_lot_core::{
        DEFAULT_PARK_TOKEN, DEFAULT_UNPARK_TOKEN, ParkResult, SpinWait, UnparkResult, park, unpark_one,
    };

    /// Keeps the compiler from moving memory accesses across; the partner of a heavy barrier elsewhere.
    #[inline(always)]
    pub(crate) fn light_barrier() {
        std::sync::atomic::compiler_fence(Ordering::SeqCst);
    }

    /// Repeats `done` until it holds: spins first, then lets other threads run.
    pub(crate) fn wait_until(done: impl Fn() -> bool) {
        let mut spin = SpinWait::new();
        while !done() {
            if !spin.spin() {
                std::thread::yield_now();
            }
        }
    }

    /// Sleeps on `address` until woken, unless `asleep` says that there is no reason to.
    pub(crate) fn sleep(address: usize, asleep: impl FnOnce() -> bool) {
        // SAFETY: the address is that of a lock which the caller borrows, so no other user of the parking
        // lot sleeps there; the closures neither panic nor park.
        let _: ParkResult = unsafe { park(address, asleep, || {}, |_, _| {}, DEFAULT_PARK_TOKEN, None) };
    }

    /// Wakes one that sleeps on `address`; calls `none_left` when nobody else sleeps there.
    pub(crate) fn wake_one(address: usize, none_left: impl FnOnce()) {
        let callback = |result: UnparkResult| {
            if !result.have_more_threads {
                none_left();
            }
            DEFAULT_UNPARK_TOKEN
        };
        // SAFETY: as in `sleep`.
        let _: UnparkResult = unsafe { unpark_one(address, callback) };
    }
}

#[cfg(loom)]
mod under_loom {
    //! parking_lot's way of speaking over loom's types. Both barriers are full fences: that is what the pair
    //! of them amounts to, whichever side pays for it.

    pub(crate) use loom::sync::atomic::{AtomicU8, AtomicU32, AtomicUsize, Ordering, fence};

    pub(crate) fn light_barrier() {
        fence(Ordering::SeqCst);
    }

    pub(crate) fn heavy_barrier() {
        fence(Ordering::SeqCst);
    }

    pub(crate) fn wait_until(done: impl Fn() -> bool) {
        while !done() {
            loom::thread::yield_now();
        }
    }

    pub(crate) fn sleep(_address: usize, asleep: impl FnOnce() -> bool) {
        if asleep() {
            loom::thread::yield_now();
        }
    }

    pub(crate) fn wake_one(_address: usize, none_left: impl FnOnce()) {
        none_left();
    }

    #[derive(Default)]
    pub(crate) struct Mutex<T>(loom::sync::Mutex<T>);

    impl<T> Mutex<T> {
        pub(crate) fn new(value: T) -> Self {
            Mutex(loom::sync::Mutex::new(value))
        }

        pub(crate) fn lock(&self) -> loom::sync::MutexGuard<'_, T> {
            self.0.lock().expect("loom poisons no mutex")
        }
    }
}
