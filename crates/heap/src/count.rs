//! How a reference count moves: the question asked at nearly every instruction.

use std::sync::atomic::{AtomicU32, Ordering::*, fence};

/// A reference count inside an object's header.
///
/// # Safety
/// `dec` returns [`Fate::Dead`] exactly once in an object's life, after every other use of the object, as
/// long as the promise of the sharing that names it holds (see each implementor).
pub unsafe trait Count: Send + Sync {
    /// A count that stands for one reference.
    fn one() -> Self;
    /// Adds a reference.
    fn inc(&self);
    /// Takes a reference away and says whether it was the last.
    #[must_use]
    fn dec(&self) -> Fate;
    /// How many references there are, as far as the caller can know.
    fn get(&self) -> u32;
}

/// What became of an object when a reference went away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// Somebody still refers to it.
    Alive,
    /// The last reference is gone.
    Dead,
}

/// A count moved by a load and a store: exact when one thread runs at a time, lossy when not.
///
/// The word is atomic and both accesses are relaxed, so that a race loses updates (which is what the
/// `unsync` model is there to show) without being undefined behaviour. On x86-64 the pair compiles to a
/// single plain `inc` or `dec` of memory.
#[derive(Debug)]
pub struct Plain(AtomicU32);

// SAFETY: exact whenever a gate admits one thread at a time; sharings without such a gate set KEEP_DEAD,
// so that a wrong `Dead` frees nothing.
unsafe impl Count for Plain {
    #[inline]
    fn one() -> Self {
        Self(AtomicU32::new(1))
    }

    #[inline]
    fn inc(&self) {
        self.0.store(self.0.load(Relaxed).wrapping_add(1), Relaxed);
    }

    #[inline]
    fn dec(&self) -> Fate {
        let left = self.0.load(Relaxed).wrapping_sub(1);
        self.0.store(left, Relaxed);
        if left == 0 { Fate::Dead } else { Fate::Alive }
    }

    fn get(&self) -> u32 {
        self.0.load(Relaxed)
    }
}

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
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs<C: Count>(count: &C, threads: usize, rounds: usize) {
        let start = std::sync::Barrier::new(threads);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    start.wait();
                    for _ in 0..rounds {
                        count.inc();
                        let _ = count.dec();
                    }
                });
            }
        });
    }

    #[test]
    fn both_are_exact_in_one_thread() {
        let (plain, atomic) = (Plain::one(), Atomic::one());
        pairs(&plain, 1, 1000);
        pairs(&atomic, 1, 1000);
        assert_eq!((plain.get(), atomic.get()), (1, 1));
        assert_eq!((plain.dec(), atomic.dec()), (Fate::Dead, Fate::Dead));
    }

    #[test]
    fn atomic_loses_nothing_between_threads() {
        let count = Atomic::one();
        pairs(&count, 4, 20_000);
        assert_eq!(count.get(), 1);
    }
}
