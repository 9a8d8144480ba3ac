//! Atomics, locks and condition variables: the real ones, or loom's when a model is checked.
//!
//! Statistics and the interval stay on `std`'s atomics in both cases: no decision depends on the order in which they are
//! seen, and every access through loom multiplies the executions to explore. `Arc` is always `std`'s, because only that
//! may be the receiver of a method.

#[cfg(not(loom))]
pub(crate) use real::*;
#[cfg(loom)]
pub(crate) use under_loom::*;
#[cfg(loom)]
pub use under_loom::{plan_timeouts, second_hosts};

/// What [`Condvar::wait`] needs to know: for how long at most; `None` means for ever.
pub(crate) type Patience = Option<std::time::Duration>;

/// Whether a model has failed and is being taken down: loom's types must not be touched any more.
#[inline]
pub(crate) fn model_has_failed() -> bool {
    cfg!(loom) && std::thread::panicking()
}

/// A value on cache lines of its own.
#[derive(Default)]
#[repr(align(64))]
pub(crate) struct Line<T>(pub(crate) T);

#[cfg(not(loom))]
mod real {
    use std::{
        hint::spin_loop,
        time::{Duration, Instant},
    };

    pub(crate) use std::sync::atomic::{AtomicU32, AtomicU64, Ordering, fence};

    pub(crate) use parking_lot::{Mutex, MutexGuard};

    use super::Patience;

    #[derive(Default)]
    pub(crate) struct Condvar(parking_lot::Condvar);

    /// How often to look between two looks at the clock, which take as long as ten.
    pub(crate) const LOOKS: u32 = 64;

    /// Looks again and again until `done`, for `limit` at most. Returns whether the time ran out first.
    pub(crate) fn spin(limit: Duration, mut done: impl FnMut() -> bool) -> bool {
        let mut start = None;
        loop {
            for _ in 0..LOOKS {
                if done() {
                    return false;
                }
                spin_loop();
            }
            if start.get_or_insert_with(Instant::now).elapsed() >= limit {
                return true;
            }
        }
    }

    /// Does something with the mutex free.
    pub(crate) fn unlocked<T>(guard: &mut MutexGuard<'_, T>, action: impl FnOnce()) {
        MutexGuard::unlocked(guard, action);
    }

    impl Condvar {
        /// Waits for a notification. Returns whether the patience ran out first. May also return for no reason.
        pub(crate) fn wait<T>(&self, guard: &mut MutexGuard<'_, T>, patience: Patience) -> bool {
            match patience {
                Some(patience) => self.0.wait_for(guard, patience).timed_out(),
                None => {
                    self.0.wait(guard);
                    false
                }
            }
        }

        pub(crate) fn notify_one(&self) {
            self.0.notify_one();
        }

        pub(crate) fn notify_all(&self) {
            self.0.notify_all();
        }
    }
}

#[cfg(loom)]
mod under_loom {
    //! parking_lot's way of speaking over loom's types, and timeouts that fire by plan.

    use std::{
        cell::Cell,
        ops::{Deref, DerefMut},
        time::Duration,
    };

    pub(crate) use loom::sync::atomic::{AtomicU32, AtomicU64, Ordering, fence};

    use super::Patience;

    thread_local! {
        /// All threads of a model share one thread of the system, so this is one plan per model.
        static PLAN: Cell<u32> = const { Cell::new(0) };
    }

    /// Plans which waits of this execution time out: bit n stands for the n-th wait that has a limit, in the order in
    /// which they begin; all later ones last until somebody notifies.
    ///
    /// A wait that times out does so at once. As loom tries all that others can do before the waiting thread has the mutex
    /// again, that covers a later time, too.
    pub fn plan_timeouts(plan: u32) {
        PLAN.set(plan);
    }

    thread_local!(static SECOND_HOSTS: Cell<u64> = const { Cell::new(0) });

    /// How often, in all executions so far, a thread was kept from letting a guest in because there was another host.
    pub fn second_hosts() -> u64 {
        SECOND_HOSTS.get()
    }

    pub(crate) fn note_second_host() {
        SECOND_HOSTS.set(SECOND_HOSTS.get() + 1);
    }

    fn times_out(patience: Patience) -> bool {
        if patience.is_none() {
            return false;
        }
        let plan = PLAN.get();
        PLAN.set(plan >> 1);
        plan & 1 != 0
    }

    /// See `spin`.
    pub(crate) const LOOKS: u32 = 1;

    /// Looks twice, and lets others run in between.
    pub(crate) fn spin(_limit: Duration, mut done: impl FnMut() -> bool) -> bool {
        if done() {
            return false;
        }
        loom::thread::yield_now();
        !done()
    }

    /// Does something with the mutex free.
    pub(crate) fn unlocked<T>(guard: &mut MutexGuard<'_, T>, action: impl FnOnce()) {
        drop(guard.inner.take());
        action();
        guard.inner = guard.mutex.lock().inner.take();
    }

    #[derive(Default)]
    pub(crate) struct Mutex<T>(loom::sync::Mutex<T>);

    pub(crate) struct MutexGuard<'m, T> {
        mutex: &'m Mutex<T>,
        /// Empty only while waiting.
        inner: Option<loom::sync::MutexGuard<'m, T>>,
    }

    impl<T> Mutex<T> {
        pub(crate) fn new(value: T) -> Self {
            Mutex(loom::sync::Mutex::new(value))
        }

        pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
            let inner = self.0.lock().expect("loom poisons no mutex");
            MutexGuard { mutex: self, inner: Some(inner) }
        }
    }

    impl<T> Deref for MutexGuard<'_, T> {
        type Target = T;

        fn deref(&self) -> &T {
            self.inner.as_ref().expect("held")
        }
    }

    impl<T> DerefMut for MutexGuard<'_, T> {
        fn deref_mut(&mut self) -> &mut T {
            self.inner.as_mut().expect("held")
        }
    }

    pub(crate) struct Condvar(loom::sync::Condvar);

    impl Default for Condvar {
        fn default() -> Self {
            Condvar(loom::sync::Condvar::new())
        }
    }

    impl Condvar {
        pub(crate) fn wait<T>(&self, guard: &mut MutexGuard<'_, T>, patience: Patience) -> bool {
            let inner = guard.inner.take().expect("held");
            let timed_out = times_out(patience);
            guard.inner = if timed_out {
                drop(inner);
                guard.mutex.lock().inner.take()
            } else {
                self.0.wait(inner).ok()
            };
            timed_out
        }

        pub(crate) fn notify_one(&self) {
            self.0.notify_one();
        }

        pub(crate) fn notify_all(&self) {
            self.0.notify_all();
        }
    }
}
