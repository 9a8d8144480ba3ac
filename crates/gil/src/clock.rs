//! The clock of a gate that takes times: for how long threads are inside, and wait.

use std::time::Instant;

use crate::{
    Measure,
    statistics::{Tally, nanos},
};

/// Moves the times of a thread's tally; does nothing where only counts are taken.
///
/// A tally remembers when its thread was last seen coming, entering or leaving. Each of the three calls below takes the
/// time since then, and only the thread itself makes them.
pub(crate) struct Clock {
    epoch: Option<Instant>,
}

impl Clock {
    pub(crate) fn new(measure: Measure) -> Self {
        let epoch = match measure {
            Measure::Counts => None,
            Measure::Times => Some(Instant::now()),
        };
        Clock { epoch }
    }

    pub(crate) fn measure(&self) -> Measure {
        match self.epoch {
            None => Measure::Counts,
            Some(_) => Measure::Times,
        }
    }

    /// The thread wants to enter; what it did before does not count.
    #[inline]
    pub(crate) fn came(&self, tally: &Tally) {
        if let Some(epoch) = self.epoch {
            lap(epoch, tally);
        }
    }

    /// The thread has entered: it waited until now.
    #[inline]
    pub(crate) fn entered(&self, tally: &Tally) {
        if let Some(epoch) = self.epoch {
            tally.waited_nanos.add(lap(epoch, tally));
        }
    }

    /// The thread leaves: it was inside until now. If it means to enter again at once, it also comes now.
    #[inline]
    pub(crate) fn left(&self, tally: &Tally) {
        if let Some(epoch) = self.epoch {
            tally.held_nanos.add(lap(epoch, tally));
        }
    }
}

/// The nanoseconds since the last call for this thread.
#[cold]
fn lap(epoch: Instant, tally: &Tally) -> u64 {
    let now = nanos(epoch.elapsed());
    now - tally.last_seen.replace(now)
}
