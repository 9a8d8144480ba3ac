//! The gate that admits one thread.
//!
//! The lock word is taken and given back with one atomic operation while nobody waits; everything else happens in
//! [`queue`], under a mutex. The README beside the sources has the protocol and why no wake-up is lost.

mod door;
mod lane;
mod queue;
mod wait;
mod word;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread::LocalKey,
    time::Duration,
};

use lane::{Asked, Visit};
use queue::Queue;
pub(crate) use queue::Waiter;
use word::Word;

use crate::{
    Gate, Measure, Policy, Statistics,
    clock::Clock,
    events::Events,
    member::{Membership, Seated, Spare},
    pass::{GateMember, GatePass},
    policy::{Leave, Rules, Standing},
    seat::Seat,
    statistics::nanos,
    sync::{Condvar, Line, Mutex},
};

pub(crate) type GilSeat = Seat<Berth>;

/// What a thread has at a `Gil`.
#[derive(Default)]
pub struct Berth {
    /// What it sleeps on.
    bell: Condvar,
    /// Only the thread itself locks it.
    asked: parking_lot::Mutex<Asked>,
    pub(crate) standing: Standing,
}

/// Admits one thread at a time. A [`Policy`] says who is next, and when.
pub struct Gil {
    lock: Line<Lock>,
    queue: Mutex<Queue>,
    policy: Policy,
    rules: Box<dyn Rules>,
    clock: Clock,
    interval_nanos: AtomicU64,
}

/// What the holder writes on every entry.
struct Lock {
    word: Word,
    /// The running number of the thread that entered last; 0 before the first. Only the holder writes it.
    last: AtomicU64,
    /// The running number of the guest, which its host writes to `last`, so that the guest need not fetch the line for
    /// writing. A hint.
    guest: AtomicU64,
}

impl Gil {
    /// A gate that counts what happens.
    pub fn new(policy: Policy) -> Arc<Self> {
        Gil::new_with(policy, Measure::default())
    }

    /// A gate that keeps account as `measure` says.
    pub fn new_with(policy: Policy, measure: Measure) -> Arc<Self> {
        let rules = policy.rules();
        let word = if rules.hears_all() { Word::watched() } else { Word::default() };
        let (last, guest) = Default::default();
        Arc::new(Gil {
            lock: Line(Lock { word, last, guest }),
            queue: Mutex::new(Queue::default()),
            policy,
            rules,
            clock: Clock::new(measure),
            interval_nanos: AtomicU64::new(nanos(policy.first_interval())),
        })
    }

    /// Waits until the gate is this thread's.
    #[inline]
    fn take(&self, membership: &Membership<Gil>) {
        let Membership { seat, id, number, timed, .. } = membership;
        if *timed || !self.lock.0.word.take_free(*id) {
            return self.take_slow(seat);
        }
        self.taken(seat, *number);
    }

    #[cold]
    fn take_slow(&self, seat: &Arc<GilSeat>) {
        self.clock.came(&seat.tally);
        if self.lock.0.word.take_free(seat.id) {
            return self.taken(seat, seat.number);
        }
        self.rules.coming(seat);
        let visit = self.visit(seat);
        if visit != Visit::In {
            let queue = self.queue.lock();
            let waiter = Waiter::new(seat, self.manner(&queue, seat));
            self.wait_in(queue, if visit == Visit::Tired { waiter.tired() } else { waiter });
        }
        self.clock.entered(&seat.tally);
        self.taken(seat, seat.number);
    }

    /// Gives the gate back.
    #[inline]
    fn give(&self, membership: &Membership<Gil>, leave: Leave) {
        let Membership { id, timed, contended, .. } = membership;
        let look = contended.get();
        if *timed || !self.lock.0.word.give_unwatched(*id, look) {
            self.give_slow(membership, leave);
        } else if look {
            contended.set(false);
        }
    }

    /// Keeps account of an entry. The gate is held.
    #[inline]
    fn taken(&self, seat: &GilSeat, number: u64) {
        seat.tally.entries.bump();
        let last = self.last();
        if last != number {
            self.handed_over(seat, last);
        }
    }

    #[cold]
    fn handed_over(&self, seat: &GilSeat, last: u64) {
        // Relaxed: see `last`.
        self.lock.0.last.store(seat.number, Relaxed);
        seat.tally.hand_offs.add(u64::from(last != 0));
    }

    /// The running number of the thread that entered last; 0 before the first.
    #[inline]
    fn last(&self) -> u64 {
        // Relaxed: who has seen the gate free, or taken it, has acquired what its last holder wrote.
        self.lock.0.last.load(Relaxed)
    }

    /// Whether another thread has been in since this one was. To be asked by who has seen the gate free, or taken it and
    /// not yet accounted for that.
    fn is_hand_off(&self, seat: &GilSeat) -> bool {
        let last = self.last();
        last != 0 && last != seat.number
    }
}

impl Gate for Gil {
    type Pass = GatePass<Gil>;
    type Member = GateMember<Gil>;

    fn join(self: &Arc<Self>) -> GateMember<Gil> {
        GateMember::new(self)
    }

    #[inline]
    fn enter(self: &Arc<Self>) -> GatePass<Gil> {
        GatePass::take(Membership::of(self))
    }

    fn sibling(&self) -> Arc<Self> {
        let sibling = Gil::new_with(self.policy, self.clock.measure());
        sibling.set_interval(self.interval());
        sibling
    }

    fn statistics(&self) -> Statistics {
        self.queue.lock().seats.statistics(self.clock.measure())
    }

    fn announce(&self) {
        if self.rules.hears_all() {
            let queue = self.settle(0);
            self.rules.announce();
            drop(queue);
        }
    }

    fn events(&self) -> Events {
        self.queue.lock().seats.drain()
    }

    fn set_interval(&self, interval: Duration) {
        // Relaxed: who reads it does so with the queue locked, and all are made to read it again.
        self.interval_nanos.store(nanos(interval), Relaxed);
        self.queue.lock().rouse();
    }

    fn interval(&self) -> Duration {
        // Relaxed: see above.
        Duration::from_nanos(self.interval_nanos.load(Relaxed))
    }
}

impl Seated for Gil {
    #[inline]
    fn clock(&self) -> &Clock {
        &self.clock
    }

    type Kind = Berth;

    fn sit_down(&self) -> Arc<GilSeat> {
        let alert = self.rules.alert();
        self.queue.lock().seats.add(Berth::default(), alert)
    }

    fn stand_up(&self, seat: &GilSeat) {
        self.queue.lock().seats.remove(seat);
    }

    #[inline]
    fn spare() -> &'static LocalKey<Spare<Gil>> {
        thread_local!(static SPARE: Spare<Gil> = const { Spare::new(None) });
        &SPARE
    }
}
