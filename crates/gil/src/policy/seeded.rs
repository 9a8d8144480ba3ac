//! Our own policy for tests and replays: the same seed gives the same interleaving.
//!
//! At each check point a number drawn from the seed decides whether the holder stands back, and whenever the gate becomes
//! free, another decides who of those who wait is next. That is the same every time if those who wait are the same every
//! time; so at each check point, entry and leaving the gate *settles*: it waits for every thread that is on its way into or
//! out of a blocking region, that is, not asleep in the system there. That costs some microseconds for each thread that is
//! in such a region. What it needs of the program:
//!
//! - Threads register in the order of the program. [`Gate::announce`](crate::Gate::announce) before a thread is started
//!   sees to that; decisions wait for it, too.
//! - A blocking region ends by what a thread inside the gate did (released a lock, sent a message), or by itself in no time.
//!   What ended it is not taken back before the next check point. When a region ends by something outside, such as a clock, a peer, or the death of a thread, its end falls between two
//!   decisions by chance.
//! - A thread that has ended its pass and enters again comes by chance, too, unless all others wait for it.
//! - Nobody on its way takes longer than a second; then the gate decides without it.

use std::{
    fmt, fs,
    sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed},
    time::Duration,
};

use super::{Leave, Rules, Turn, Waiting, Written, mix};
use crate::{
    Reason,
    gil::{GilSeat, Waiter},
};

const NAME: &str = "seeded";

/// One check point of so many is a switch, on average.
const SWITCH_EVERY: u64 = 8;

/// The `rank` of a thread that is in a blocking region.
const AWAY: i64 = 1;
/// The `rank` of a thread that is on its way to a blocking region, or back to the queue: it may sleep there for a moment.
const ON_THE_WAY: i64 = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Seeded {
    seed: u64,
}

impl Seeded {
    pub(super) fn new(seed: u64) -> Self {
        Seeded { seed }
    }

    pub(super) fn seed(self) -> u64 {
        self.seed
    }
}

/// The policy at one gate.
///
/// Of a thread's standing, `rank` is where it is (0: inside, waiting or gone), `since` is 1 when it has come once, and
/// `entered` its number in the system.
struct Dice {
    /// Moved only by the thread that holds the gate.
    state: AtomicU64,
    /// The number of the thread that is next; 0 if that is open. Guarded by the queue's mutex.
    next: AtomicU64,
    /// Threads that have been announced and have not come yet. Guarded likewise.
    announced: AtomicI64,
}

impl Dice {
    /// Draws a number below `sides`.
    fn throw(&self, sides: u64) -> u64 {
        let state = self.state.load(Relaxed).wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.state.store(state, Relaxed);
        mix(state) % sides
    }
}

impl Rules for Dice {
    fn alert(&self) -> Option<Reason> {
        Some(Reason::Tick)
    }

    fn hears_all(&self) -> bool {
        true
    }

    fn announce(&self) {
        self.announced.store(self.announced.load(Relaxed) + 1, Relaxed);
    }

    fn coming(&self, comer: &GilSeat) {
        let standing = &comer.kind.standing;
        if standing.entered.get() == 0 {
            standing.entered.set(number_in_system().unwrap_or(-1));
        }
        standing.rank.set(ON_THE_WAY);
    }

    fn urgent(&self, comer: &GilSeat, _holder: Option<&GilSeat>, _waiting: &Waiting) -> bool {
        let standing = &comer.kind.standing;
        standing.rank.set(0);
        if standing.since.get() == 0 {
            standing.since.set(1);
            let announced = self.announced.load(Relaxed);
            self.announced.store((announced - 1).max(0), Relaxed);
        }
        false
    }

    fn settled(&self, mut others: &mut dyn Iterator<Item = &GilSeat>) -> bool {
        self.announced.load(Relaxed) == 0 && Iterator::all(&mut others, is_settled)
    }

    /// In the order of registration, whoever was quicker.
    fn place(&self, waiting: &Waiting, comer: &Waiter) -> usize {
        let mine = comer.seat.number;
        waiting.iter().position(|waiter| waiter.seat.number > mine).unwrap_or(waiting.len())
    }

    fn patience(&self, _waiting: &Waiting, _place: usize, _interval: Duration) -> Option<Duration> {
        None
    }

    fn admissible(&self, waiting: &Waiting, place: usize, _last: bool) -> bool {
        let next = self.next.load(Relaxed);
        next == 0 || next == waiting[place].seat.number
    }

    fn admitted(&self, _waiting: &Waiting, _taker: &Waiter, hand_off: bool) -> bool {
        self.next.store(0, Relaxed);
        hand_off
    }

    fn leaving(&self, leaver: &GilSeat, leave: Leave) {
        leaver.kind.standing.rank.set(if leave == Leave::Block { ON_THE_WAY } else { 0 });
    }

    fn left(&self, leaver: &GilSeat, leave: Leave) {
        if leave == Leave::Block {
            leaver.kind.standing.rank.set(AWAY);
        }
    }

    fn wake(&self, waiting: &Waiting, _leave: Leave) -> Option<usize> {
        let place = (!waiting.is_empty()).then(|| self.throw(waiting.len() as u64) as usize)?;
        self.next.store(waiting[place].seat.number, Relaxed);
        Some(place)
    }

    fn tick(&self) -> Turn {
        if self.throw(SWITCH_EVERY) == 0 { Turn::StandBack } else { Turn::Keep }
    }
}

/// Whether it is certain that this thread does not come as a consequence of what has been done up to now.
fn is_settled(seat: &GilSeat) -> bool {
    let standing = &seat.kind.standing;
    match standing.rank.get() {
        ON_THE_WAY => false,
        // Looked at again: a thread may be asleep because it waits for the queue's mutex, and then it says so first.
        AWAY => is_asleep(standing.entered.get()) && standing.rank.get() == AWAY,
        _ => true,
    }
}

/// Whether a thread of this process sleeps until somebody wakes it. One that has been woken does not, even if it has not
/// run yet.
fn is_asleep(thread: i64) -> bool {
    let Ok(line) = fs::read_to_string(format!("/proc/self/task/{thread}/stat")) else {
        // It has gone, or its number is not known.
        return true;
    };
    let state = line.rsplit(')').next().and_then(|rest| rest.trim_start().chars().next());
    !matches!(state, Some('R' | 'D'))
}

fn number_in_system() -> Option<i64> {
    let link = fs::read_link("/proc/thread-self").ok()?;
    link.file_name()?.to_str()?.parse().ok()
}

impl Written for Seeded {
    const NAMES: &'static [&'static str] = &[NAME];
    const ARGUMENT: &'static str = "a whole number";

    fn read(_name: &str, argument: Option<&str>) -> Option<Self> {
        argument.map_or(Some(0), |seed| seed.parse().ok()).map(Seeded::new)
    }

    fn rules(self) -> Box<dyn Rules> {
        let state = AtomicU64::new(self.seed);
        Box::new(Dice { state, next: AtomicU64::new(0), announced: AtomicI64::new(0) })
    }
}

impl fmt::Display for Seeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAME)?;
        if self.seed != 0 {
            write!(f, ":{}", self.seed)?;
        }
        Ok(())
    }
}
