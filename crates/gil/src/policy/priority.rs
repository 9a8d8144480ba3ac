//! David Beazley's priority GIL of 2010.
//!
//! Source: his proposal for CPython, bpo-7946, as reported there and on python-dev; how far a priority may move is not
//! recorded, the range here is ours. A thread that is forced out because a waiter lost its patience sinks by one, a thread
//! that lets go of its own accord rises by one, and a waiter of higher priority makes the holder yield at once. The
//! known weakness: threads that let go often starve those that compute.

use std::{
    fmt,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::Duration,
};

use super::{Leave, Rules, Turn, Waiting, Written, seconds, write_seconds};
use crate::{
    DEFAULT_INTERVAL,
    gil::{GilSeat, Waiter},
};

const NAME: &str = "priority";
const HIGHEST: i64 = 8;
const LOWEST: i64 = -8;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Priority {
    interval: Duration,
}

impl Priority {
    pub(super) fn new(interval: Duration) -> Self {
        Priority { interval }
    }
}

/// The policy at one gate. The `rank` of a thread's standing is its priority.
#[derive(Default)]
struct Priorities {
    /// Whether somebody has lost patience with the holder. Guarded by the queue's mutex.
    patience_lost: AtomicBool,
}

impl Rules for Priorities {
    fn urgent(&self, comer: &GilSeat, holder: Option<&GilSeat>, _waiting: &Waiting) -> bool {
        holder.is_some_and(|holder| priority(comer) > priority(holder))
    }

    /// By priority, then by age.
    fn place(&self, waiting: &Waiting, comer: &Waiter) -> usize {
        let mine = priority(&comer.seat);
        waiting.iter().position(|waiter| priority(&waiter.seat) < mine).unwrap_or(waiting.len())
    }

    fn patience(&self, _waiting: &Waiting, _place: usize, interval: Duration) -> Option<Duration> {
        Some(interval)
    }

    fn asks(&self, _waiting: &Waiting, _place: usize, switched: bool) -> bool {
        if !switched {
            self.patience_lost.store(true, Relaxed);
        }
        !switched
    }

    fn admitted(&self, _waiting: &Waiting, _taker: &Waiter, hand_off: bool) -> bool {
        self.patience_lost.store(false, Relaxed);
        hand_off
    }

    fn leaving(&self, leaver: &GilSeat, leave: Leave) {
        if leave == Leave::Block {
            move_by(leaver, 1);
        }
    }

    fn asked(&self, holder: &GilSeat, waiting: &Waiting) -> Turn {
        if self.patience_lost.load(Relaxed) {
            move_by(holder, -1);
            Turn::StandBack
        } else if waiting.iter().any(|waiter| priority(&waiter.seat) > priority(holder)) {
            Turn::StandBack
        } else {
            Turn::Keep
        }
    }
}

fn priority(seat: &GilSeat) -> i64 {
    seat.kind.standing.rank.get()
}

fn move_by(seat: &GilSeat, steps: i64) {
    seat.kind.standing.rank.set((priority(seat) + steps).clamp(LOWEST, HIGHEST));
}

impl Written for Priority {
    const NAMES: &'static [&'static str] = &[NAME];
    const ARGUMENT: &'static str = "a number of seconds greater than 0";

    fn read(_name: &str, argument: Option<&str>) -> Option<Self> {
        seconds(argument, DEFAULT_INTERVAL).map(Priority::new)
    }

    fn rules(self) -> Box<dyn Rules> {
        Box::new(Priorities::default())
    }

    fn first_interval(self) -> Duration {
        self.interval
    }
}

impl fmt::Display for Priority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_seconds(f, NAME, self.interval, DEFAULT_INTERVAL)
    }
}
