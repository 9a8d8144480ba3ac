//! The interval policy of CPython since 3.2.
//!
//! Source: Antoine Pitrou's GIL, `Python/ceval_gil.c`. The interval is a timeout of the waiter, not a quantum of the holder:
//! a thread that has waited for one interval without any switch asks the holder to let go. With forced switching the holder
//! that was asked waits until another thread had the gate; without it, the holder mostly wins the gate back before the
//! thread that it woke is running.

use std::{fmt, time::Duration};

use super::{Rules, Turn, Waiting, Written, seconds, write_seconds};
use crate::{DEFAULT_INTERVAL, gil::GilSeat};

const FORCED: &str = "interval";
const UNFORCED: &str = "interval-noforce";

/// As in CPython, nobody asks more often than this.
const SHORTEST: Duration = Duration::from_micros(1);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Interval {
    interval: Duration,
    forced: bool,
}

impl Interval {
    pub(super) fn new(interval: Duration) -> Self {
        Interval { interval, forced: true }
    }

    pub(super) fn forced(self, forced: bool) -> Self {
        Interval { forced, ..self }
    }
}

impl Rules for Interval {
    /// The interval that counts is the gate's, which may have been changed since.
    fn patience(&self, _waiting: &Waiting, _place: usize, interval: Duration) -> Option<Duration> {
        Some(interval.max(SHORTEST))
    }

    fn asked(&self, _holder: &GilSeat, _waiting: &Waiting) -> Turn {
        if self.forced { Turn::StandBack } else { Turn::Compete }
    }
}

impl Written for Interval {
    const NAMES: &'static [&'static str] = &[FORCED, UNFORCED];
    const ARGUMENT: &'static str = "a number of seconds greater than 0";

    fn read(name: &str, argument: Option<&str>) -> Option<Self> {
        Some(Interval::new(seconds(argument, DEFAULT_INTERVAL)?).forced(name == FORCED))
    }

    fn rules(self) -> Box<dyn Rules> {
        Box::new(self)
    }

    fn first_interval(self) -> Duration {
        self.interval
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_seconds(f, if self.forced { FORCED } else { UNFORCED }, self.interval, DEFAULT_INTERVAL)
    }
}
