//! The clock of a gate that takes times: for how long threads are inside, and wait.

use std::time::Instant;

use crate::{
    Measure,
    events::{Event, Moment, names},
    policy::Leave,
    statistics::{Tally, nanos},
};

/// Moves the times of a thread's tally and records its events; does nothing where only counts are taken.
///
/// A tally remembers when its thread was last seen coming, entering or leaving. Each of the three calls below takes the
/// time since then, and only the thread itself makes them.
pub(crate) struct Clock {
    epoch: Option<Instant>,
    measure: Measure,
}

impl Clock {
    pub(crate) fn new(measure: Measure) -> Self {
        Clock { epoch: (measure != Measure::Counts).then(Instant::now), measure }
    }

    pub(crate) fn measure(&self) -> Measure {
        self.measure
    }

    /// The thread wants to enter.
    #[inline]
    pub(crate) fn came(&self, tally: &Tally) {
        if let Some(epoch) = self.epoch {
            self.came_slow(epoch, tally);
        }
    }

    /// The thread has entered: it waited until now. If it did not, the time when it came is near enough.
    #[inline]
    pub(crate) fn entered(&self, tally: &Tally, entry: Entry) {
        if let (Some(epoch), Entry::Waited) = (self.epoch, entry) {
            self.entered_slow(epoch, tally);
        }
    }

    /// The thread leaves: it was inside until now. If it means to enter again at once, it also comes now.
    #[inline]
    pub(crate) fn left(&self, tally: &Tally, leave: Leave) {
        if let Some(epoch) = self.epoch {
            self.left_slow(epoch, tally, leave);
        }
    }

    #[cold]
    fn came_slow(&self, epoch: Instant, tally: &Tally) {
        let lap = Lap::new(epoch, tally);
        if tally.blocking.replace(0) != 0 {
            self.add(tally, names::BLOCKING, lap.start, Some(lap.nanos));
        }
    }

    #[cold]
    fn entered_slow(&self, epoch: Instant, tally: &Tally) {
        let lap = Lap::new(epoch, tally);
        tally.waited_nanos.add(lap.nanos);
        self.add(tally, names::WAIT, lap.start, Some(lap.nanos));
    }

    #[cold]
    fn left_slow(&self, epoch: Instant, tally: &Tally, leave: Leave) {
        let lap = Lap::new(epoch, tally);
        tally.held_nanos.add(lap.nanos);
        tally.blocking.replace(u64::from(leave == Leave::Block));
        self.add(tally, names::HOLD, lap.start, Some(lap.nanos));
    }

    /// Now, if events are recorded.
    pub(crate) fn moment(&self) -> Moment {
        let epoch = self.epoch.filter(|_| matches!(self.measure, Measure::Events { .. }));
        Moment(epoch.map(|epoch| nanos(epoch.elapsed())))
    }

    /// Records that something happened to the calling thread.
    pub(crate) fn mark(&self, tally: &Tally, name: &'static str) {
        if let Moment(Some(now)) = self.moment() {
            self.add(tally, name, now, None);
        }
    }

    /// Records what the calling thread did since `began`.
    pub(crate) fn span(&self, tally: &Tally, name: &'static str, began: Moment) {
        if let (Moment(Some(start)), Moment(Some(now))) = (began, self.moment()) {
            self.add(tally, name, start, Some(now.saturating_sub(start)));
        }
    }

    fn add(&self, tally: &Tally, name: &'static str, start_nanos: u64, nanos: Option<u64>) {
        if let Measure::Events { per_thread } = self.measure {
            tally.log.add(Event { name, start_nanos, nanos }, per_thread);
        }
    }
}

/// How a thread got in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// At once.
    Free,
    /// Others were before it.
    Waited,
}

/// The time since the last call for this thread.
struct Lap {
    start: u64,
    nanos: u64,
}

impl Lap {
    fn new(epoch: Instant, tally: &Tally) -> Self {
        let now = nanos(epoch.elapsed());
        let start = tally.last_seen.replace(now);
        Lap { start, nanos: now - start }
    }
}
