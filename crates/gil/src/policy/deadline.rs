//! Nir Aides' patch of 2010: the earliest virtual deadline first.
//!
//! Source: bpo-7946, msg101612, and his mail to python-dev of 16 May 2010: a simplified form of Con Kolivas' BFS. A thread
//! gets a slice and a deadline one slice ahead; both are renewed only when the slice is used up. Whoever waits with an
//! earlier deadline than the holder's preempts it, so a thread that was outside for a while comes in at once, and one
//! that used its slice waits for all others. The slice is the gate's interval.

use std::{fmt, time::Duration};

use super::{Leave, Rules, Turn, Waiting, Written, seconds, watch::Watch, write_seconds};
use crate::{
    DEFAULT_INTERVAL,
    gil::{GilSeat, Waiter},
    statistics::nanos,
};

const NAME: &str = "deadline";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Deadline {
    slice: Duration,
}

impl Deadline {
    pub(super) fn new(slice: Duration) -> Self {
        Deadline { slice }
    }
}

/// The policy at one gate.
///
/// Of a thread's standing, `rank` is its deadline, `since` what it has used of its slice, and `entered` when it came in.
struct Deadlines {
    watch: Watch,
    slice: i64,
}

impl Deadlines {
    /// Counts what the thread has used up to now, and renews its deadline if that was its slice.
    fn make_up(&self, seat: &GilSeat) {
        let standing = &seat.kind.standing;
        let now = self.watch.now();
        if standing.entered.get() != 0 {
            standing.since.set(standing.since.get() + now - standing.entered.get());
            standing.entered.set(now);
        }
        if standing.rank.get() == 0 || standing.since.get() >= self.slice {
            standing.rank.set(now + self.slice);
            standing.since.set(0);
        }
    }
}

impl Rules for Deadlines {
    fn urgent(&self, comer: &GilSeat, holder: Option<&GilSeat>, _waiting: &Waiting) -> bool {
        self.make_up(comer);
        holder.is_some_and(|holder| {
            if holder.kind.standing.entered.get() == 0 {
                // It came in when nobody waited. Its time counts from now.
                holder.kind.standing.entered.set(self.watch.now());
                self.make_up(holder);
            }
            deadline(comer) < deadline(holder)
        })
    }

    /// By deadline, then by age.
    fn place(&self, waiting: &Waiting, comer: &Waiter) -> usize {
        let mine = deadline(&comer.seat);
        waiting.iter().position(|waiter| deadline(&waiter.seat) > mine).unwrap_or(waiting.len())
    }

    /// The holder's slice began at most one slice ago.
    fn patience(&self, _waiting: &Waiting, _place: usize, _interval: Duration) -> Option<Duration> {
        Some(Duration::from_nanos(self.slice as u64))
    }

    fn asks(&self, _waiting: &Waiting, place: usize, _switched: bool) -> bool {
        place == 0
    }

    fn admitted(&self, _waiting: &Waiting, taker: &Waiter, hand_off: bool) -> bool {
        taker.seat.kind.standing.entered.set(self.watch.now());
        hand_off
    }

    fn leaving(&self, leaver: &GilSeat, _leave: Leave) {
        self.make_up(leaver);
        leaver.kind.standing.entered.set(0);
    }

    fn asked(&self, holder: &GilSeat, waiting: &Waiting) -> Turn {
        self.make_up(holder);
        let earlier = waiting.iter().any(|waiter| deadline(&waiter.seat) < deadline(holder));
        if earlier { Turn::StandBack } else { Turn::Keep }
    }
}

fn deadline(seat: &GilSeat) -> i64 {
    seat.kind.standing.rank.get()
}

impl Written for Deadline {
    const NAMES: &'static [&'static str] = &[NAME];
    const ARGUMENT: &'static str = "a number of seconds greater than 0";

    fn read(_name: &str, argument: Option<&str>) -> Option<Self> {
        seconds(argument, DEFAULT_INTERVAL).map(Deadline::new)
    }

    fn rules(self) -> Box<dyn Rules> {
        let slice = nanos(self.slice).try_into().unwrap_or(i64::MAX / 2);
        Box::new(Deadlines { watch: Watch::new(), slice })
    }

    fn first_interval(self) -> Duration {
        self.slice
    }
}

impl fmt::Display for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_seconds(f, NAME, self.slice, DEFAULT_INTERVAL)
    }
}
