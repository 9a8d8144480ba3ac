//! Our own policy: no convoy, at no cost in throughput.
//!
//! Threads that compute take turns of one interval. A thread that comes back from outside asks the holder at once, and looks on
//! for a moment instead of sleeping; the holder lets it in at its next check point, looks on likewise, and takes the gate
//! back when the short turn is over. Neither goes through the system for that, and nobody else is woken. Urgency has a
//! budget: a thread is urgent only as long as it has used less of the gate than its share. The README has the argument.

use std::{
    fmt,
    sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering::Relaxed},
    thread,
    time::Duration,
};

use super::{Leave, Manner, Rules, Turn, Waiting, Written, lately::Lately, seconds, watch::Watch, write_seconds};
use crate::{
    DEFAULT_INTERVAL,
    gil::{GilSeat, Waiter},
};

const NAME: &str = "swift";

/// For how long a thread looks on before it sleeps: about what sleeping and being woken costs.
const LOOK_ON: Duration = Duration::from_micros(25);

/// How soon an urgent thread that sleeps asks again, and the least that anybody sleeps.
const NAP: Duration = Duration::from_micros(100);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Swift {
    interval: Duration,
}

impl Swift {
    pub(super) fn new(interval: Duration) -> Self {
        Swift { interval }
    }
}

/// The policy at one gate. What changes is guarded by the queue's mutex.
///
/// Of a thread's standing, `rank` is how many nanoseconds it may be inside before it has had more than its share, `since`
/// the time up to which its share was credited, and `entered` when it came in.
struct Turns {
    watch: Watch,
    /// How many threads may look on beside the one that is inside; 0 if there is but one processor.
    spare_processors: usize,
    /// No thread saves or owes more than this, in nanoseconds.
    burst: AtomicI64,
    /// When the present turn began.
    began: AtomicI64,
    /// Whether the present turn is over.
    due: AtomicBool,
    /// How many threads in the queue are not urgent.
    ordinary: AtomicUsize,
    /// How many threads come from outside.
    lately: Lately,
}

impl Turns {
    fn begin_turn(&self) {
        self.began.store(self.watch.now(), Relaxed);
        self.due.store(false, Relaxed);
    }

    /// Credits a thread that comes with its share of the time since it came last, and says whether that leaves anything.
    fn has_credit(&self, comer: &GilSeat) -> bool {
        let standing = &comer.kind.standing;
        let now = self.watch.now();
        let before = standing.since.get();
        standing.since.set(now);
        if before == 0 {
            return false;
        }
        let comers = self.lately.count(&standing.counted, now, self.burst.load(Relaxed));
        // Those who come, this one among them; those who wait for their turn; and the one who has it.
        let threads = comers + self.ordinary.load(Relaxed) as i64 + 1;
        let credit = standing.rank.get() + (now - before) / threads;
        standing.rank.set(credit.min(self.burst.load(Relaxed)));
        credit > 0
    }
}

impl Rules for Turns {
    fn visits(&self, comer: &GilSeat) -> Option<Duration> {
        let may = self.spare_processors > 0 && self.has_credit(comer);
        // A look at the clock takes a tenth of the time for which the host stands by; so no guest looks that need not.
        comer.kind.standing.entered.set(comer.kind.standing.since.get());
        may.then_some(LOOK_ON)
    }

    fn waited(&self, guest: &GilSeat) {
        guest.kind.standing.entered.set(self.watch.now());
    }

    fn receives(&self) -> Option<Duration> {
        // Relaxed: who asks for the end of the turn does that with the queue locked, and is heard there if not here.
        (!self.due.load(Relaxed)).then_some(LOOK_ON)
    }

    fn urgent(&self, comer: &GilSeat, _holder: Option<&GilSeat>, _waiting: &Waiting) -> bool {
        self.has_credit(comer)
    }

    /// The urgent ones, then who has let one in, then all others. With the first who waits, the holder's turn begins.
    fn place(&self, waiting: &Waiting, comer: &Waiter) -> usize {
        if waiting.is_empty() {
            self.begin_turn();
        }
        let ordinary = waiting.len() - first_ordinary(waiting);
        self.ordinary.store(ordinary + usize::from(!comer.is_urgent()), Relaxed);
        match comer.manner {
            Manner::Urges | Manner::LetsIn | Manner::Hosted => {
                waiting.iter().take_while(|waiter| waiter.is_urgent()).count()
            }
            Manner::Comes | Manner::StandsBack => waiting.len(),
        }
    }

    fn spin(&self, waiting: &Waiting, place: usize, patience: Option<Duration>) -> Option<Duration> {
        let waiter = &waiting[place];
        // Not counted is who has just let one in: it was the one that ran.
        let looks_on = |waiter: &&Waiter| waiter.spinning && waiter.manner != Manner::LetsIn;
        let room = || waiting.iter().filter(looks_on).count() < self.spare_processors;
        let may = match waiter.manner {
            _ if self.spare_processors == 0 => false,
            Manner::LetsIn => waiter.fresh,
            Manner::Urges => waiter.fresh && room(),
            Manner::Comes | Manner::StandsBack | Manner::Hosted if waiter.called && waiter.fresh => true,
            // Turns shorter than a nap; a model would not end if this did not.
            Manner::Comes | Manner::StandsBack | Manner::Hosted => {
                let soon = patience.is_some_and(|patience| patience <= LOOK_ON);
                soon && room() && (waiter.fresh || !cfg!(loom))
            }
        };
        may.then(|| patience.map_or(LOOK_ON, |patience| patience.min(LOOK_ON)))
    }

    fn patience(&self, waiting: &Waiting, place: usize, interval: Duration) -> Option<Duration> {
        let interval_nanos = interval.as_nanos() as i64;
        self.burst.store(interval_nanos, Relaxed);
        if waiting[place].is_urgent() {
            return Some(NAP);
        }
        let turns_before = (place - first_ordinary(waiting)) as i64;
        let left = self.began.load(Relaxed) + interval_nanos * (1 + turns_before) - self.watch.now();
        Some(Duration::from_nanos(left.max(0) as u64).max(NAP.min(interval)))
    }

    fn asks(&self, waiting: &Waiting, place: usize, switched: bool) -> bool {
        if waiting[place].is_urgent() {
            return true;
        }
        let due = !switched && place == first_ordinary(waiting);
        if due {
            self.due.store(true, Relaxed);
        }
        due
    }

    /// Urgent threads may always, the others in their order.
    fn admissible(&self, waiting: &Waiting, place: usize, _last: bool) -> bool {
        waiting[place].is_urgent() || place == first_ordinary(waiting)
    }

    fn admitted(&self, waiting: &Waiting, taker: &Waiter, _hand_off: bool) -> bool {
        self.ordinary.store(waiting.len() - first_ordinary(waiting), Relaxed);
        taker.seat.kind.standing.entered.set(self.watch.now());
        let next_turn = matches!(taker.manner, Manner::Comes | Manner::StandsBack);
        if next_turn {
            self.begin_turn();
        }
        next_turn
    }

    fn call(&self, waiting: &Waiting) -> Option<usize> {
        let first =
            waiting.iter().take_while(|waiter| waiter.is_urgent()).position(|waiter| waiter.sleeps() && !waiter.tired);
        first.filter(|_| self.spare_processors > 0)
    }

    /// Nobody behind the first who is not urgent could take the gate.
    fn wake(&self, waiting: &Waiting, _leave: Leave) -> Option<usize> {
        let first = first_ordinary(waiting);
        waiting.iter().take(first + 1).position(|waiter| !waiter.woken && !waiter.spinning)
    }

    /// Made up when the gate is free, for the same reason.
    fn left(&self, leaver: &GilSeat, _leave: Leave) {
        let standing = &leaver.kind.standing;
        let entered = standing.entered.get();
        if entered != 0 {
            standing.entered.set(0);
            let credit = standing.rank.get() - (self.watch.now() - entered);
            standing.rank.set(credit.max(-self.burst.load(Relaxed)));
        }
    }

    fn asked(&self, _holder: &GilSeat, waiting: &Waiting) -> Turn {
        if self.due.load(Relaxed) {
            return Turn::StandBack;
        }
        let mut urgent = waiting.iter().take_while(|waiter| waiter.is_urgent()).peekable();
        if urgent.peek().is_none() {
            Turn::Keep
        } else if self.spare_processors > 0 && urgent.all(|waiter| waiter.sleeps() && !waiter.tired) {
            Turn::Call
        } else {
            Turn::LetIn
        }
    }
}

fn first_ordinary(waiting: &Waiting) -> usize {
    waiting.iter().take_while(|waiter| waiter.is_urgent()).count()
}

impl Written for Swift {
    const NAMES: &'static [&'static str] = &[NAME];
    const ARGUMENT: &'static str = "a number of seconds greater than 0";

    fn read(_name: &str, argument: Option<&str>) -> Option<Self> {
        seconds(argument, DEFAULT_INTERVAL).map(Swift::new)
    }

    fn rules(self) -> Box<dyn Rules> {
        // A model explores what two processors can do.
        let processors = if cfg!(loom) { 2 } else { thread::available_parallelism().map_or(1, usize::from) };
        Box::new(Turns {
            watch: Watch::new(),
            spare_processors: processors - 1,
            burst: AtomicI64::new(self.interval.as_nanos() as i64),
            began: AtomicI64::new(0),
            due: AtomicBool::new(false),
            ordinary: AtomicUsize::new(0),
            lately: Lately::default(),
        })
    }

    fn first_interval(self) -> Duration {
        self.interval
    }
}

impl fmt::Display for Swift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_seconds(f, NAME, self.interval, DEFAULT_INTERVAL)
    }
}
