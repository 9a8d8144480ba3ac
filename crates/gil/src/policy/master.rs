//! OCaml's policy: a tick of 50 ms, and a yield that is a hand-off.
//!
//! Source: `otherlibs/systhreads/st_pthreads.h` and `st_stubs.c` of OCaml 4 and 5. A tick thread interrupts whoever runs every
//! 50 ms, whether there was a switch meanwhile or not. The interrupted thread yields to a waiter that is known to be
//! there: it lets go, signals, and waits at least once. The first in the queue stands in for the tick thread here.

use std::{fmt, time::Duration};

use super::{Rules, Turn, Waiting, Written, seconds, watch::Watch, write_seconds};
use crate::{
    gil::{GilSeat, Waiter},
    statistics::nanos,
};

const NAME: &str = "master";
const DEFAULT_TICK: Duration = Duration::from_millis(50);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Master {
    tick: Duration,
}

impl Master {
    pub(super) fn new(tick: Duration) -> Self {
        Master { tick }
    }
}

/// The ticks fall at multiples of the interval, whoever waits.
struct Ticks(Watch);

impl Rules for Ticks {
    fn patience(&self, _waiting: &Waiting, place: usize, interval: Duration) -> Option<Duration> {
        let interval = nanos(interval);
        (place == 0).then(|| Duration::from_nanos(interval - self.0.now() as u64 % interval))
    }

    fn asks(&self, _waiting: &Waiting, place: usize, _switched: bool) -> bool {
        place == 0
    }

    /// The next in the queue begins to count.
    fn call(&self, waiting: &Waiting) -> Option<usize> {
        waiting.front().is_some_and(Waiter::sleeps).then_some(0)
    }

    fn asked(&self, _holder: &GilSeat, _waiting: &Waiting) -> Turn {
        Turn::StandBack
    }
}

impl Written for Master {
    const NAMES: &'static [&'static str] = &[NAME];
    const ARGUMENT: &'static str = "a number of seconds greater than 0";

    fn read(_name: &str, argument: Option<&str>) -> Option<Self> {
        seconds(argument, DEFAULT_TICK).map(Master::new)
    }

    fn rules(self) -> Box<dyn Rules> {
        Box::new(Ticks(Watch::new()))
    }

    fn first_interval(self) -> Duration {
        self.tick
    }
}

impl fmt::Display for Master {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_seconds(f, NAME, self.tick, DEFAULT_TICK)
    }
}
