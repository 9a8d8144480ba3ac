//! What a pool has done so far.

use std::time::Duration;

/// Counts of a pool's life, taken at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Worker processes now.
    pub workers: usize,
    /// Tasks that wait for a worker now.
    pub queued: usize,
    /// Tasks accepted.
    pub submitted: u64,
    /// Tasks that have a result, which may be an error.
    pub settled: u64,
    /// Tasks that went back to the queue because their worker died before it started them, or with several at once.
    pub requeued: u64,
    /// Worker processes forked.
    pub forked: u64,
    /// Worker processes that became ready.
    pub started: u64,
    /// Worker processes that ended without being told to.
    pub died: u64,
    /// The time from asking for a fork to the worker being ready, summed over the workers that became ready.
    pub startup: Duration,
}
