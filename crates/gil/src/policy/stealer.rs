//! PyPy's policy: a waiting thread polls, and steals the gate around blocking calls.
//!
//! Source: `rpython/translator/c/src/thread_gil.c`, and `pypy/interpreter/executioncontext.py` for the ticker. A thread that
//! goes outside wakes nobody. The first who waits looks every 0.1 ms whether the gate is free, and then takes it; so a
//! short call does not lose the gate. A thread that stays inside lets go at every 10,000th check point (there: bytecode),
//! and another one is then certain to run.

use std::{fmt, time::Duration};

use super::{Leave, Rules, Turn, Waiting, Written, tick::Ticker};
use crate::{Reason, gil::Waiter};

const NAME: &str = "stealer";
const DEFAULT_EVERY: u32 = 10_000;

/// How often the first who waits looks.
const POLL: Duration = Duration::from_micros(100);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Stealer {
    every: u32,
}

impl Stealer {
    pub(super) fn new(every: u32) -> Self {
        assert!(every > 0, "a stealer policy lets go every 1 or more check points");
        Stealer { every }
    }
}

struct Steal(Ticker);

impl Rules for Steal {
    fn alert(&self) -> Option<Reason> {
        Some(Reason::Tick)
    }

    fn patience(&self, _waiting: &Waiting, place: usize, _interval: Duration) -> Option<Duration> {
        (place == 0).then_some(POLL)
    }

    fn asks(&self, _waiting: &Waiting, _place: usize, _switched: bool) -> bool {
        false
    }

    /// The next in the queue begins to poll.
    fn call(&self, waiting: &Waiting) -> Option<usize> {
        waiting.front().is_some_and(Waiter::sleeps).then_some(0)
    }

    fn wake(&self, waiting: &Waiting, leave: Leave) -> Option<usize> {
        match leave {
            Leave::Block => None,
            Leave::Pause | Leave::End => waiting.iter().position(|waiter| !waiter.woken),
        }
    }

    fn tick(&self) -> Turn {
        if self.0.rings() { Turn::StandBack } else { Turn::Keep }
    }
}

impl Written for Stealer {
    const NAMES: &'static [&'static str] = &[NAME];
    const ARGUMENT: &'static str = "a number of check points greater than 0";

    fn read(_name: &str, argument: Option<&str>) -> Option<Self> {
        let every = argument.map_or(Some(DEFAULT_EVERY), |every| every.parse().ok())?;
        (every > 0).then(|| Stealer::new(every))
    }

    fn rules(self) -> Box<dyn Rules> {
        Box::new(Steal(Ticker::new(self.every)))
    }
}

impl fmt::Display for Stealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAME)?;
        if self.every != DEFAULT_EVERY {
            write!(f, ":{}", self.every)?;
        }
        Ok(())
    }
}
