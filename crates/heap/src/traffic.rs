//! What biased counts and locks cost where they are not fast: numbers kept on slow paths only.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// A number that one thread bumps and any may read.
#[derive(Default)]
pub(crate) struct Tally(AtomicU64);

impl Tally {
    pub(crate) fn bump(&self) {
        // Relaxed, both: one thread writes, and readers want a number and no order.
        self.0.store(self.0.load(Relaxed) + 1, Relaxed);
    }
}

macro_rules! traffic {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// What one thread bumps.
        #[derive(Default)]
        pub(crate) struct Tallies { $(pub(crate) $name: Tally,)* }

        /// What all threads of a heap did beside the fast paths of biased counts and locks.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Traffic { $($(#[$doc])* pub $name: u64,)* }

        impl Traffic {
            /// Each number with its name.
            pub fn fields(&self) -> impl Iterator<Item = (&'static str, u64)> {
                [$((stringify!($name), self.$name),)*].into_iter()
            }

            pub(crate) fn add(&mut self, tallies: &Tallies) {
                $(self.$name += tallies.$name.0.load(Relaxed);)*
            }
        }
    };
}

traffic! {
    /// Counts moved by another thread than their owner.
    shared_counts,
    /// Counts that were spread over the threads that moved them.
    counts_spread,
    /// Objects put into the inbox of their count's owner.
    merges_queued,
    /// Counts merged, by whomever.
    merges_done,
    /// Body locks that stopped belonging to one thread.
    bias_revocations,
    /// Times a thread stopped giving leases to its new objects for a while, because many were ended.
    lease_rests,
    /// Bodies that may be read without a lock from then on.
    read_mode_entries,
    /// Bodies that could be read without a lock until somebody wrote.
    read_mode_exits,
    /// Times a thread had to wait for a body lock.
    lock_waits,
}
