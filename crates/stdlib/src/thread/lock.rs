//! `_thread.lock`: taken by one thread at a time, released by whichever.

use super::TIMEOUT_MAX;
use crate::{shape, take, wait};
use parking_lot::{Condvar, Mutex};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::{Duration, Instant};
use taipan_vm::body::{Class, Module};
use taipan_vm::{Args, Exc, Model, Obj, R, Thread, Value, make};

/// A lock that may change hands without its holder: `release` is anybody's.
///
/// A thread that finds it taken announces itself in `waiting`, then tries again, then sleeps; a thread that releases it
/// stores `taken`, then looks at `waiting`. Both pairs are sequentially consistent, so one of the two sees the other; and
/// the mutex, held from the second try to the sleep, keeps the notification from coming in between.
#[derive(Default)]
pub(super) struct Lock {
    taken: AtomicBool,
    waiting: AtomicUsize,
    queue: Mutex<()>,
    released: Condvar,
}

impl Lock {
    /// Takes the lock if it is free.
    pub(super) fn try_acquire(&self) -> bool {
        self.taken.compare_exchange(false, true, SeqCst, SeqCst).is_ok()
    }

    /// Waits for at most `time` to take the lock.
    fn acquire_within(&self, time: Duration) -> bool {
        let deadline = Instant::now() + time;
        let mut queue = self.queue.lock();
        self.waiting.fetch_add(1, SeqCst);
        let mut acquired = self.try_acquire();
        while !acquired && !self.released.wait_until(&mut queue, deadline).timed_out() {
            acquired = self.try_acquire();
        }
        // A notification may have come together with the end of the time.
        acquired = acquired || self.try_acquire();
        self.waiting.fetch_sub(1, SeqCst);
        acquired
    }

    /// Frees the lock; false if it was free.
    pub(super) fn release(&self) -> bool {
        let was_taken = self.taken.swap(false, SeqCst);
        if self.waiting.load(SeqCst) != 0 {
            let _queue = self.queue.lock();
            self.released.notify_one();
        }
        was_taken
    }

    pub(super) fn is_taken(&self) -> bool {
        self.taken.load(SeqCst)
    }
}

/// Takes the lock, waiting outside the gate if it must, until the deadline; whether it did.
pub(super) fn acquire<M: Model>(thread: &mut Thread<M>, lock: &Arc<Lock>, patience: Patience) -> R<bool> {
    if lock.try_acquire() {
        return Ok(true);
    }
    let deadline = match patience {
        Patience::None => return Ok(false),
        Patience::Until(deadline) => Some(deadline),
        Patience::Endless => None,
    };
    let acquired = wait::until(thread, deadline, |slice| lock.acquire_within(slice).then_some(()))?;
    Ok(acquired.is_some())
}

/// How long to wait for a lock.
pub(super) enum Patience {
    /// Not at all.
    None,
    /// Until then.
    Until(Instant),
    /// For ever.
    Endless,
}

impl Patience {
    /// From the arguments `blocking=True, timeout=-1`.
    pub(super) fn from_args<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Self> {
        if args.values.len() == 1 {
            return Ok(Self::Endless);
        }
        let [_, blocking, timeout] = args.named(thread, "acquire", ["self", "blocking", "timeout"], 1)?;
        let blocking = take::truth(thread, blocking, true)?;
        let timeout = match timeout {
            Some(timeout) => thread.float_of(timeout)?,
            None => -1.0,
        };
        if !blocking {
            if timeout != -1.0 {
                return Err(thread.value_error("can't specify a timeout for a non-blocking call"));
            }
            return Ok(Self::None);
        }
        if timeout == -1.0 {
            return Ok(Self::Endless);
        }
        if timeout.is_nan() || timeout < 0.0 {
            return Err(thread.value_error("timeout value must be positive"));
        }
        if timeout > i64::MAX as f64 {
            return Err(thread.raise(Exc::Overflow, "timestamp out of range for platform time_t"));
        }
        if timeout > TIMEOUT_MAX {
            return Err(thread.raise(Exc::Overflow, "timeout value is too large"));
        }
        Ok(Self::Until(Instant::now() + Duration::from_secs_f64(timeout)))
    }
}

/// Adds the class of locks and the functions that make one.
pub(super) fn fill<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    let methods: shape::Natives<'_, M> = &[
        ("acquire", acquire_method),
        ("acquire_lock", acquire_method),
        ("__enter__", acquire_method),
        ("release", release),
        ("release_lock", release),
        ("__exit__", release),
        ("locked", locked),
        ("locked_lock", locked),
        ("__repr__", repr),
    ];
    let class = shape::class(thread, "_thread", "lock", methods, &[]);
    shape::define(thread, module, "LockType", class.as_value().clone());
    let makers: shape::Natives<'_, M> = &[("allocate_lock", allocate), ("allocate", allocate)];
    shape::closures(thread, module, class.as_value(), makers);
}

fn allocate<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "allocate_lock")?;
    let class = args.bound().downcast::<Class<M>>().expect("bound to the class of locks");
    Ok(make::handle::<M>(class, Arc::new(Lock::default())))
}

fn lock_of<'a, M: Model>(thread: &mut Thread<M>, args: Args<'a, M>) -> R<&'a Arc<Lock>> {
    take::receiver(thread, args.values, "_thread.lock")
}

fn acquire_method<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let lock = lock_of(thread, args)?;
    let patience = Patience::from_args(thread, args)?;
    acquire(thread, lock, patience).map(Value::<M>::bool)
}

fn release<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    if lock_of(thread, args)?.release() {
        return Ok(Value::<M>::NONE);
    }
    Err(thread.raise(Exc::Runtime, "release unlocked lock"))
}

fn locked<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let lock = lock_of(thread, args)?;
    Ok(Value::<M>::bool(lock.is_taken()))
}

fn repr<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let lock = lock_of(thread, args)?;
    let state = if lock.is_taken() { "locked" } else { "unlocked" };
    Ok(make::str::<M>(format!("<{state} _thread.lock object at {:#x}>", args.values[0].bits())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thread_at_a_time_holds_the_lock() {
        let (lock, inside) = (Lock::default(), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..2000 {
                        while !lock.acquire_within(Duration::from_secs(60)) {}
                        assert_eq!(inside.fetch_add(1, SeqCst), 0);
                        inside.fetch_sub(1, SeqCst);
                        assert!(lock.release());
                    }
                });
            }
        });
        assert!(!lock.is_taken() && !lock.release());
    }

    #[test]
    fn a_wait_ends_when_its_time_is_over() {
        let lock = Lock::default();
        assert!(lock.try_acquire() && !lock.try_acquire());
        assert!(!lock.acquire_within(Duration::from_millis(1)));
    }
}
