//! What happened at a gate, per thread and in total.

use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};

use crate::events::Log;

/// What a gate keeps account of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// How often things happened. Costs a plain store each.
    #[default]
    Counts,
    /// Also for how long threads held the gate and waited for it. Costs two stamps for each entry, some 15 ns each, or three
    /// if the thread had to wait.
    Times,
    /// Also what happened when: see [`events`](crate::events). Some 50 ns for each blocking region, stamps included.
    Events {
        /// How many events of a thread are kept, the latest ones; at most 67 million, of 16 bytes each.
        per_thread: usize,
    },
}

/// What happened at a gate so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Whether times were taken; otherwise they are zero.
    pub measure: Measure,
    /// The sum over all threads there have been.
    pub total: Counts,
    /// One entry per registered thread, oldest first. Of the threads that have gone, only the latest are kept.
    pub threads: Vec<ThreadStatistics>,
}

/// What one thread did at a gate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThreadStatistics {
    /// The thread's running number at this gate, from 1.
    pub id: u64,
    /// The thread's name when it entered first; empty if it had none.
    pub name: String,
    /// Whether the thread has gone.
    pub departed: bool,
    /// What it did.
    pub counts: Counts,
}

macro_rules! counts { ($($(#[$doc:meta])* $name:ident,)*) => {
    /// How often things happened, and for how long.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Counts { $($(#[$doc])* pub $name: u64,)* }

    impl Counts {
        /// Every number with its name, in the order of the fields.
        pub fn fields(&self) -> impl Iterator<Item = (&'static str, u64)> {
            [$((stringify!($name), self.$name),)*].into_iter()
        }

        /// Adds the numbers of another thread.
        pub(crate) fn add(&mut self, other: &Counts) {
            $(self.$name += other.$name;)*
        }
    }

    /// The counts of one thread while they move. Only the thread itself writes them.
    #[derive(Default)]
    pub(crate) struct Tally {
        $(pub(crate) $name: Number,)*
        /// For [`Clock`](crate::clock::Clock): nanoseconds of its epoch.
        pub(crate) last_seen: Number,
        /// For the same: 1 if the thread left for a blocking region.
        pub(crate) blocking: Number,
        /// For the same: what happened when.
        pub(crate) log: Log,
    }

    impl Tally {
        pub(crate) fn counts(&self) -> Counts {
            Counts { $($name: self.$name.get(),)* }
        }
    }
} }

counts! {
    /// Times the thread came through the gate: first entries, returns from blocking regions and from giving way.
    entries,
    /// Entries after another thread had been in: how often the gate passed from one thread to another. Only of a `Gil`.
    hand_offs,
    /// Times the thread was woken to take the gate and found it taken again.
    failed_acquisitions,
    /// Times the thread lost its patience and asked the holder to let go.
    drop_requests,
    /// Times the thread was made to wait until another one had taken the gate.
    forced_switches,
    /// Times the thread let an urgent one in for a short time.
    let_in,
    /// Blocking regions.
    blocking_regions,
    /// Times the thread stopped the world.
    stops,
    /// Nanoseconds in possession of the gate, up to the last time it was left.
    held_nanos,
    /// Nanoseconds spent waiting for the gate.
    waited_nanos,
}

/// A number that one thread writes and any may read.
#[derive(Default)]
pub(crate) struct Number(AtomicU64);

impl Number {
    #[inline]
    pub(crate) fn bump(&self) {
        self.add(1);
    }

    #[inline]
    pub(crate) fn add(&self, more: u64) {
        // Relaxed, and not a read-modify-write: there is one writer, and readers accept any recent value.
        self.0.store(self.0.load(Relaxed).wrapping_add(more), Relaxed);
    }

    /// Puts another number in its place.
    pub(crate) fn replace(&self, number: u64) -> u64 {
        let before = self.get();
        // Relaxed: see `add`.
        self.0.store(number, Relaxed);
        before
    }

    #[inline]
    pub(crate) fn get(&self) -> u64 {
        // Relaxed: see `add`.
        self.0.load(Relaxed)
    }
}

/// As nanoseconds; more than half a millennium counts as that.
pub(crate) fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
