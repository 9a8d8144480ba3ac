//! The clock of a gate that takes times: for how long threads are inside, and wait.

use crate::{
    Measure,
    events::{Moment, Name, Own},
    policy::Leave,
    statistics::Tally,
};

/// Moves the times of a thread's tally and records its events. Where only counts are taken it does not run, and does nothing.
///
/// A tally remembers when its thread was last seen coming, entering or leaving. Each of the three calls below takes the
/// time since then, and only the thread itself makes them.
pub struct Clock {
    stamps: Option<Stamps>,
    measure: Measure,
}

impl Clock {
    pub(crate) fn new(measure: Measure) -> Self {
        Clock { stamps: (measure != Measure::Counts).then(Stamps::new), measure }
    }

    pub(crate) fn measure(&self) -> Measure {
        self.measure
    }

    /// Whether any of the calls below does anything.
    #[inline]
    pub(crate) fn runs(&self) -> bool {
        self.measure != Measure::Counts
    }

    /// The thread wants to enter.
    pub(crate) fn came(&self, tally: &Tally) {
        if let Some(lap) = self.lap(tally)
            && tally.blocking.replace(0) != 0
        {
            self.add(tally, Own::Blocking, lap.start, Some(lap.nanos));
        }
    }

    /// The thread has entered: it waited until now. Not to be called if it did not: the time when it came is near enough.
    pub(crate) fn entered(&self, tally: &Tally) {
        if let Some(lap) = self.lap(tally) {
            tally.waited_nanos.add(lap.nanos);
            self.add(tally, Own::Wait, lap.start, Some(lap.nanos));
        }
    }

    /// The thread leaves: it was inside until now. If it means to enter again at once, it also comes now.
    pub(crate) fn left(&self, tally: &Tally, leave: Leave) {
        if let Some(lap) = self.lap(tally) {
            tally.held_nanos.add(lap.nanos);
            tally.blocking.replace(u64::from(leave == Leave::Block));
            self.add(tally, Own::Hold, lap.start, Some(lap.nanos));
        }
    }

    /// Now, if events are recorded.
    pub(crate) fn moment(&self) -> Moment {
        let stamps = self.stamps.as_ref().filter(|_| matches!(self.measure, Measure::Events { .. }));
        Moment(stamps.map(Stamps::now))
    }

    /// Records that something happened to the calling thread.
    pub(crate) fn mark(&self, tally: &Tally, name: impl Into<Name>) {
        if let Moment(Some(now)) = self.moment() {
            self.add(tally, name, now, None);
        }
    }

    /// Records what the calling thread did since `began`.
    pub(crate) fn span(&self, tally: &Tally, name: impl Into<Name>, began: Moment) {
        if let (Moment(Some(start)), Moment(Some(now))) = (began, self.moment()) {
            self.add(tally, name, start, Some(now.saturating_sub(start)));
        }
    }

    #[inline]
    fn add(&self, tally: &Tally, name: impl Into<Name>, start_nanos: u64, nanos: Option<u64>) {
        if let Measure::Events { per_thread } = self.measure {
            tally.log.add(per_thread, name.into(), start_nanos, nanos);
        }
    }

    /// The time since the last call for this thread, which ends now.
    #[inline]
    fn lap(&self, tally: &Tally) -> Option<Lap> {
        let now = self.stamps.as_ref()?.now();
        let start = tally.last_seen.replace(now);
        // A thread that has moved to another processor may find its counter some ticks behind.
        Some(Lap { start, nanos: now.saturating_sub(start) })
    }
}

struct Lap {
    start: u64,
    nanos: u64,
}

/// Where stamps come from: the time-stamp counter of the processor if it runs at one rate and never stops, else the
/// system's monotonic clock.
///
/// Reading the counter takes half as long as asking the system, and there are two stamps in every blocking region. Its rate
/// is measured against the monotonic clock once in a process, which takes some 0.6 ms; it was 5 millionths off at most.
/// Stamps of different processors are as near to each other as the system has set their counters.
struct Stamps {
    source: quanta::Clock,
    epoch: u64,
}

impl Stamps {
    fn new() -> Self {
        let source = quanta::Clock::new();
        Stamps { epoch: source.raw(), source }
    }

    /// Nanoseconds since the gate was made.
    #[inline]
    fn now(&self) -> u64 {
        self.source.delta_as_nanos(self.epoch, self.source.raw())
    }
}
