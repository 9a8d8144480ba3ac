//! The tick policy of Python until 3.1.
//!
//! Source: `_Py_Ticker` and `_Py_CheckInterval` in `Python/ceval.c` of that time. The holder counts check points; at every
//! n-th it releases the gate, which wakes a waiter, and takes it again at once. Nobody hands anything over: on several
//! processors the thread that was woken mostly finds the gate taken again (David Beazley's "GIL battle"). Watch
//! `failed_acquisitions`.

use std::{
    fmt,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
    time::Duration,
};

use super::{Rules, Turn, Waiting, Written};
use crate::Reason;

const NAME: &str = "tick";
const DEFAULT_EVERY: u32 = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Tick {
    every: u32,
}

impl Tick {
    pub(super) fn new(every: u32) -> Self {
        assert!(every > 0, "a tick policy lets go every 1 or more check points");
        Tick { every }
    }
}

/// One counter for all threads of a gate, as in the source.
pub(super) struct Ticker {
    every: u32,
    /// Check points left until it rings. Only the holder touches it, so the gate's own word orders the accesses.
    left: AtomicU32,
}

impl Ticker {
    pub(super) fn new(every: u32) -> Self {
        Ticker { every, left: AtomicU32::new(every) }
    }

    /// Counts a check point. Returns whether that was the last of so many.
    pub(super) fn rings(&self) -> bool {
        // Relaxed: see the field.
        let left = self.left.load(Relaxed) - 1;
        self.left.store(if left == 0 { self.every } else { left }, Relaxed);
        left == 0
    }
}

impl Rules for Ticker {
    /// Raised for ever, so that the check points can be counted.
    fn alert(&self) -> Option<Reason> {
        Some(Reason::Tick)
    }

    fn patience(&self, _waiting: &Waiting, _place: usize, _interval: Duration) -> Option<Duration> {
        None
    }

    fn tick(&self) -> Turn {
        if self.rings() { Turn::Compete } else { Turn::Keep }
    }
}

impl Written for Tick {
    const NAMES: &'static [&'static str] = &[NAME];
    const ARGUMENT: &'static str = "a number of check points greater than 0";

    fn read(_name: &str, argument: Option<&str>) -> Option<Self> {
        let every = match argument {
            None => DEFAULT_EVERY,
            Some(every) => every.parse().ok()?,
        };
        (every > 0).then(|| Tick::new(every))
    }

    fn rules(self) -> Box<dyn Rules> {
        Box::new(Ticker::new(self.every))
    }
}

impl fmt::Display for Tick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAME)?;
        if self.every != DEFAULT_EVERY {
            write!(f, ":{}", self.every)?;
        }
        Ok(())
    }
}
