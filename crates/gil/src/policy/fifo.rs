//! Ruby's policy: first come, first served, with a quantum of 100 ms.
//!
//! Sources: `thread.c` (`rb_thread_schedule_limits`) and `thread_pthread.c` for the queue, the quantum and the timer, which
//! ticks every 10 ms; ruby pull request 15529 (December 2025) for the delayed hand-off. The first in the queue stands in for
//! the timer thread here: its ticks begin when it becomes first. At the tick with which the holder has run for a quantum,
//! the holder is asked. Nobody overtakes: a free gate belongs to the first in the queue.
//!
//! With the delayed hand-off, who leaves for a blocking call wakes nobody. If it is back before the next tick, it has not
//! lost the gate; at the tick, the first in the queue takes it.

use std::{
    fmt,
    sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed},
    time::Duration,
};

use super::{Leave, Rules, Turn, Waiting, Written, seconds, write_seconds};
use crate::gil::{GilSeat, Waiter};

const AT_ONCE: &str = "fifo";
const DELAYED: &str = "fifo-delayed";
const DEFAULT_QUANTUM: Duration = Duration::from_millis(100);
const TICK: Duration = Duration::from_millis(10);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Fifo {
    quantum: Duration,
    delayed: bool,
}

impl Fifo {
    pub(super) fn new(quantum: Duration) -> Self {
        Fifo { quantum, delayed: false }
    }

    pub(super) fn delayed(self, delayed: bool) -> Self {
        Fifo { delayed, ..self }
    }
}

struct Line {
    delayed: bool,
    /// Ticks that the holder has run. Guarded by the queue's mutex.
    ticks: AtomicU32,
    /// The quantum in ticks; as it was when somebody last began to wait. Guarded likewise.
    quantum: AtomicU32,
    /// The number of the waiter that counts the ticks; 0 if nobody does. Guarded likewise.
    counting: AtomicU64,
}

impl Rules for Line {
    fn patience(&self, waiting: &Waiting, place: usize, interval: Duration) -> Option<Duration> {
        let ticks = interval.as_nanos().div_ceil(TICK.as_nanos());
        self.quantum.store(ticks.try_into().unwrap_or(u32::MAX), Relaxed);
        (place == 0).then(|| {
            self.counting.store(waiting[0].seat.number, Relaxed);
            TICK.min(interval)
        })
    }

    fn asks(&self, _waiting: &Waiting, _place: usize, switched: bool) -> bool {
        if switched {
            return false;
        }
        let ticks = self.ticks.load(Relaxed) + 1;
        self.ticks.store(ticks, Relaxed);
        ticks >= self.quantum.load(Relaxed)
    }

    fn admissible(&self, _waiting: &Waiting, place: usize, last: bool) -> bool {
        place == 0 || (self.delayed && last)
    }

    fn admitted(&self, _waiting: &Waiting, taker: &Waiter, hand_off: bool) -> bool {
        if self.counting.load(Relaxed) == taker.seat.number {
            self.counting.store(0, Relaxed);
        }
        if hand_off {
            self.ticks.store(0, Relaxed);
        }
        hand_off
    }

    /// The next in the queue begins to count ticks. Who counts already is left alone, else a holder that comes and goes
    /// would make it begin again for ever.
    fn call(&self, waiting: &Waiting) -> Option<usize> {
        let counts = |first: &Waiter| first.seat.number == self.counting.load(Relaxed);
        waiting.front().is_some_and(|first| first.sleeps() && !counts(first)).then_some(0)
    }

    fn wake(&self, waiting: &Waiting, leave: Leave) -> Option<usize> {
        let first = waiting.front().is_some_and(|waiter| !waiter.woken);
        (first && !(self.delayed && leave == Leave::Block)).then_some(0)
    }

    fn asked(&self, _holder: &GilSeat, _waiting: &Waiting) -> Turn {
        Turn::StandBack
    }
}

impl Written for Fifo {
    const NAMES: &'static [&'static str] = &[AT_ONCE, DELAYED];
    const ARGUMENT: &'static str = "a number of seconds greater than 0";

    fn read(name: &str, argument: Option<&str>) -> Option<Self> {
        Some(Fifo::new(seconds(argument, DEFAULT_QUANTUM)?).delayed(name == DELAYED))
    }

    fn rules(self) -> Box<dyn Rules> {
        Box::new(Line {
            delayed: self.delayed,
            ticks: AtomicU32::new(0),
            quantum: AtomicU32::new(1),
            counting: AtomicU64::new(0),
        })
    }

    fn first_interval(self) -> Duration {
        self.quantum
    }
}

impl fmt::Display for Fifo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_seconds(f, if self.delayed { DELAYED } else { AT_ONCE }, self.quantum, DEFAULT_QUANTUM)
    }
}
