//! How a reference count moves: the question asked at nearly every instruction.

mod atomic;
pub(crate) mod biased;
#[cfg(all(test, loom))]
mod models;
mod plain;

pub use atomic::Atomic;
pub use biased::Biased;
pub use plain::Plain;

/// A reference count inside an object's header.
///
/// # Safety
/// `dec` returns [`Fate::Dead`] exactly once in an object's life, after every other use of the object, as
/// long as the promise of the sharing that names it holds (see each implementor).
pub unsafe trait Count: Send + Sync {
    /// Whether [`biased`](Self::biased) is `Some`.
    const BIASED: bool = false;
    /// Whether [`lasts`](Self::lasts) is ever true.
    const LENDS: bool = false;

    /// A count that stands for one reference of the running thread.
    fn one() -> Self;
    /// Adds a reference.
    fn inc(&self);
    /// Takes a reference away and says whether it was the last.
    #[must_use]
    fn dec(&self) -> Fate;
    /// How many references there are, as far as the caller can know.
    fn get(&self) -> u32;

    /// Whether the caller, who has a reference, surely has the only one: then nobody else can make another.
    fn is_unique(&self) -> bool;

    /// Whether the object lives until a collection whatever is counted, and no collection lets it go that is
    /// [shown](crate::Heap::collect_beside) its address.
    #[inline]
    fn lasts(&self) -> bool {
        false
    }

    /// Whether the count belongs to the running thread, for counts that belong to one.
    #[inline]
    fn mine(&self) -> bool {
        false
    }

    /// The count as one that belongs to a thread.
    #[inline]
    fn biased(&self) -> Option<&Biased> {
        None
    }
}

/// What became of an object when a reference went away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// Somebody still refers to it.
    Alive,
    /// The last reference is gone.
    Dead,
    /// Only the count's owner can tell. The reference was not taken away: it is the owner's now.
    Unsettled,
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
